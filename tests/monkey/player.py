"""What is done next: anything by chance, and now and then something that led to nothing yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from bot.sandbox.cast import PEOPLE
from tests.monkey import clicks, goings, sights, words
from tests.monkey.deeds import Deed, Hands
from tests.monkey.roads import PARTICULAR
from tests.monkey.seen import Seen

ERRANDS = 0.6
"""How often somebody looks for something new."""
CLOSING = 0.2
"""What it is worth to close a modal behind which something new may stand."""
GOES_ON = 4
"""How many steps somebody stays on an errand."""
IN_VAIN, TIRED = 3, 20
"""How much rarer a person tries again what was tried before, and after how many times no rarer any more."""
LEADS = 6
"""How much rather it is somebody who leads, since others may do less."""
CLOSES = "page close"
Maker = Callable[[], Deed | None]
Kind = Callable[[Hands, str], Deed | None]


@dataclass(frozen=True)
class Offer:
    """Something that `who` could do, as the table names it; `what` is the very thing that it is done to."""

    who: str
    name: str
    what: object
    make: Maker


@dataclass
class Player(Hands):
    """Chooses deeds. What was done least is done sooner, so that all of the page is seen."""

    seen: Seen = field(default_factory=Seen)
    _tried: Counter[str] = field(default_factory=Counter)
    _under_way: str = ""
    _steps: int = 0

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
        """Rather what promises more and stands there more seldom; None where nothing promises anything.

        Who is on an errand goes on for some steps, while the modal before them promises anything.
        """
        lures = defaultdict(float, self.seen.lures())
        if not lures:
            return None
        lures[CLOSES] = CLOSING
        goes_on = self._steps < GOES_ON and sights.top_modal(self.house, self._under_way) is not None
        offers = self._promising(self._under_way, lures) if goes_on else []
        if not offers or offers[0].name == CLOSES:
            offers = [offer for person in PEOPLE for offer in self._promising(person.id, lures)]
        if not offers:
            return None
        leads = self.leads()
        hopes = [(LEADS if each.who in leads else 1) * IN_VAIN ** -min(self._times(each), TIRED) for each in offers]
        best: dict[str, float] = defaultdict(float)
        for offer, hope in zip(offers, hopes, strict=True):
            best[offer.name] = max(best[offer.name], hope)
        self.seen.stood.update(best.keys())
        weights = [lures[name] ** 2 * hope / self.seen.stood[name] for name, hope in best.items()]
        (name,) = self.wits.choices(list(best), weights)
        (chosen,) = self.wits.choices(
            offers, [hope * (each.name == name) for each, hope in zip(offers, hopes, strict=True)]
        )
        self._tried.update((f"{chosen.who} {name}", str(chosen.what)))
        self._steps = self._steps + 1 if chosen.who == self._under_way else 1
        self._under_way = chosen.who
        return chosen.make()

    def _promising(self, who: str, lures: dict[str, float]) -> list[Offer]:
        """What somebody could do that promises anything; else they close what stands before it."""
        found = [offer for offer in self._offers(who) if lures[offer.name] > 0]
        if not found and sights.top_modal(self.house, who) is not None:
            return [Offer(who, CLOSES, "", partial(clicks.close, self, who))]
        return found

    def _times(self, offer: Offer) -> int:
        """How often this person did it, and anybody this very thing."""
        return self._tried[f"{offer.who} {offer.name}"] + (self._tried[str(offer.what)] if offer.what else 0)

    def _offers(self, who: str) -> Iterator[Offer]:
        """What this person could do now."""
        for handle in sights.in_reach(self.house, who):
            for name in (handle.name, *self._particular(who, handle)):
                yield Offer(who, name, handle, partial(clicks.clicks, self, who, handle))
        modal = sights.top_modal(self.house, who)
        if modal is not None:
            if modal.get("submit"):
                name = f"form {modal['callback_id']}"
                yield Offer(who, name, modal["private_metadata"], partial(clicks.submit, self, who, careful=True))
            return
        for name, make in _IN_SLACK.items():
            yield Offer(who, name, "", partial(make, self, who))
        for name in goings.OF_MESSAGES:
            yield Offer(who, f"shortcut {name}", "", partial(goings.message_shortcut, self, who, name))
        for channel, verb in words.led(self, who):
            make = partial(words.typed, self, verb, (who, channel), meant=True)
            yield Offer(who, f"/{verb}", f"/{verb} {channel.id}", make)

    def _particular(self, who: str, handle: sights.Handle) -> Iterator[str]:
        """The same, as far as it matters what it is about or who does it."""
        if handle.name in PARTICULAR:
            yield f"{handle.name} {handle.about('i')}"
            crisis = self.crisis(handle.about("c"))
            if crisis is not None and crisis.is_open and crisis.lead == who:
                yield f"{handle.name} as lead"


_IN_SLACK: dict[str, Kind] = {
    "page delete": goings.delete, "page leave": goings.leave, "page archive": goings.archive,
    "shortcut start_crisis": goings.shortcut,
}  # fmt: skip
_IN_A_MODAL: list[tuple[Kind, float]] = [
    (clicks.submit, 60), (clicks.click_in_modal, 25), (clicks.close, 12), (clicks.click, 5),
]  # fmt: skip
_ANYWHERE: list[tuple[Kind, float]] = [
    (clicks.click, 45), (clicks.click_answer, 10), (clicks.click_stale, 5), (words.command, 24), (goings.home, 3),
    (clicks.click_at_home, 5), (goings.say, 5), (goings.react, 3), (goings.message_shortcut, 4), (goings.invite, 3),
    (goings.shortcut, 1), (goings.leave, 0.7), (goings.kick, 1), (goings.join, 1), (goings.archive, 0.6),
    (goings.delete, 1.5), (words.start, 0.6),
]  # fmt: skip
