"""What is done next: anything by chance, and now and then something that led to nothing yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from bot.sandbox.cast import PEOPLE
from bot.slack.words import WORDS
from tests.monkey import clicks, goings, sights, words
from tests.monkey.deeds import Deed, Hands
from tests.monkey.seen import Seen

ERRANDS = 0.6
"""How often somebody looks for something new."""
CLOSING = 0.2
"""What it is worth to close a modal behind which something new may stand."""
IN_VAIN = 3
"""How much rarer a person tries again what they have tried before."""

CLOSES = "page close"
Maker = Callable[[], Deed | None]
Kind = Callable[[Hands, str], Deed | None]


@dataclass
class Player(Hands):
    """Chooses deeds. What was done least is done sooner, so that all of the page is seen."""

    seen: Seen = field(default_factory=Seen)
    _tried: Counter[tuple[str, str]] = field(default_factory=Counter)

    def next(self) -> Deed:
        """A deed that is possible now; often one on the way to what has led to nothing yet."""
        if self.wits.random() < ERRANDS and (found := self._errand()) is not None:
            return found
        while True:
            who = self.somebody()
            kinds = _IN_A_MODAL if sights.top_modal(self.house, who) is not None else _ANYWHERE
            ((make, _),) = self.wits.choices(kinds, [weight for _, weight in kinds])
            deed = make(self, who)
            if deed is not None:
                return deed

    def _errand(self) -> Deed | None:
        """What promises most of what somebody could do now, rather than less; None where nothing promises anything."""
        lures = self.seen.lures()
        ways: dict[str, list[tuple[str, Maker]]] = defaultdict(list)
        for person in PEOPLE:
            found = [offer for offer in self._offers(person.id) if lures.get(offer[0], 0.0) > 0]
            for name, make in found:
                ways[name].append((person.id, make))
            if not found and lures and sights.top_modal(self.house, person.id) is not None:
                ways[CLOSES].append((person.id, partial(clicks.close, self, person.id)))
        if not ways:
            return None
        lures[CLOSES] = CLOSING
        (name,) = self.wits.choices(list(ways), [lures[each] ** 2 for each in ways])
        leads = self.leads()
        weights = [IN_VAIN ** -self._tried[who, name] * (3 if who in leads else 1) for who, _ in ways[name]]
        ((who, make),) = self.wits.choices(ways[name], weights)
        self._tried[who, name] += 1
        return make()

    def _offers(self, who: str) -> Iterator[tuple[str, Maker]]:
        """What this person could do now, as the table names it, and how."""
        for handle in sights.in_reach(self.house, who):
            yield f"button {handle.verb}", partial(clicks.clicks, self, who, handle)
        modal = sights.top_modal(self.house, who)
        if modal is not None:
            if modal.get("submit"):
                yield f"form {modal['callback_id']}", partial(clicks.submit, self, who)
            return
        for name in goings.OF_MESSAGES:
            yield f"shortcut {name}", partial(goings.message_shortcut, self, who, name)
        if self.may_begin():
            yield "shortcut start_crisis", partial(goings.shortcut, self, who)
        for channel in words.led(self, who):
            for verb in WORDS:
                if verb != "start" or self.may_begin():
                    yield f"/{verb}", partial(words.typed, self, verb, (who, channel), meant=True)


_IN_A_MODAL: list[tuple[Kind, float]] = [
    (clicks.submit, 60), (clicks.click_in_modal, 25), (clicks.close, 12), (clicks.click, 5),
]  # fmt: skip
_ANYWHERE: list[tuple[Kind, float]] = [
    (clicks.click, 45), (clicks.click_answer, 10), (clicks.click_stale, 5), (words.command, 24), (goings.home, 3),
    (clicks.click_at_home, 5), (goings.say, 5), (goings.react, 3), (goings.message_shortcut, 4), (goings.invite, 3),
    (goings.shortcut, 1), (goings.leave, 0.7), (goings.kick, 1), (goings.join, 1), (goings.archive, 0.6),
    (goings.delete, 1.5), (words.start, 0.6),
]  # fmt: skip
