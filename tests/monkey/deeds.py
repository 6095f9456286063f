"""What a person may do next: everything that the page offers, chosen by chance."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

from bot.domain.crisis import Crisis
from bot.domain.redacting import words_of
from bot.sandbox.cast import PEOPLE
from bot.sandbox.interactions import Act
from bot.slack.words import SHOWN, WORDS, Verb
from tests.monkey import fields, sights
from tests.monkey.house import House
from tests.monkey.marks import mark, mark_of, marks_in
from tests.monkey.seen import DEEDS
from tests.monkey.sights import Handle
from tests.waiting import Json

MOST_CRISES = 7
LEADS_TO = {
    "item": "form add_item", "role": "form roles", "gate": "form pass_gate", "private": "form side_room",
    "log": "button redact.open", "statements": "button glass.open", "commitments": "form promises",
    "statement.open": "button glass.open", "gate.open": "button glass.open", "debrief.open": "form debrief",
    "commitments.account": "form promises", "promises.open": "form promises", "item.snooze": "form snooze",
    "archive": "form archive", "commitment.drop": "form commitment_drop",
}  # fmt: skip
"""What comes after a word or a button, where it is no form of the same name."""
ERRANDS = 0.6
"""How often somebody looks for something new."""
PERSONAL = "Rappeler Mme Durand au 06 12 34 56 78 ou jean.durand@example.com"


@dataclass(frozen=True)
class Deed:
    """Something that `who` does; `told` is how the trail names it, `name` the table of what was reached."""

    who: str
    told: str
    do: Callable[[], Awaitable[Any]]
    name: str


@dataclass
class Player:
    """Chooses deeds. What was done least is done sooner, so that all of the page is seen."""

    house: House
    wits: Random
    done: Counter[str] = field(default_factory=Counter)
    begun: int = 0
    deleted: set[str] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)

    def next(self) -> Deed:
        """A deed that is possible now; often one that has led to nothing yet."""
        if self.wits.random() < ERRANDS and (found := self.errand()) is not None:
            return found
        while True:
            who = self._somebody()
            modal = sights.top_modal(self.house, who)
            kinds = _IN_A_MODAL if modal is not None else _ANYWHERE
            ((make, _),) = self.wits.choices(kinds, [weight for _, weight in kinds])
            deed = make(self, who)
            if deed is not None:
                return deed

    def errand(self) -> Deed | None:
        """Something new that somebody could do now: a button, a form, a word; None where there is none."""
        found: list[Callable[[], Deed | None]] = []
        for person in PEOPLE:
            who, modal = person.id, sights.top_modal(self.house, person.id)
            if modal is None:
                seen = [*sights.in_messages(self.house, who), *sights.in_answers(self.house, who)]
            else:
                seen = sights.in_view(modal)
                if modal.get("submit") and f"form {modal['callback_id']}" not in self.reached:
                    found.append(partial(self.submit, who))
            new = {handle.verb: handle for handle in seen if self._is_new(f"button {handle.verb}", handle.verb)}
            found += [partial(self.clicks, who, handle) for handle in new.values()]
        if not self.done["board deleted"]:
            found.append(partial(self.delete, "U01"))
        words = [verb for verb in WORDS if self._is_new(f"/{verb}", verb)]
        if words and (not found or self.wits.random() < 0.3):
            return self.command(self._somebody(), self.wits.choice(words), self.wits.choice(self._led()))
        return self.wits.choice(found)() if found else None

    def _is_new(self, name: str, verb: str) -> bool:
        """Whether it, or what comes after it, has led to nothing yet."""
        return name not in self.reached or LEADS_TO.get(verb, f"form {verb}") in DEEDS - self.reached

    def _somebody(self) -> str:
        """Anybody; rather those who may do most: who leads, and the seats that sign and keep the register."""
        leads = {crisis.lead for crisis in self.house.bots[0].service.open_crises()} - {self._bot}
        return self.wits.choice([*(person.id for person in PEOPLE), *sorted(leads), *sorted(leads), "U05", "U07"])

    def deed(self, who: str, told: str, verb: str, name: str = "", /, **args: Any) -> Deed:
        """One of the sandbox's verbs."""
        return Deed(who, f"{who} {told}", lambda: self.house.sandbox.do(who, verb, **args), name or f"page {verb}")

    # --- buttons and forms --------------------------------------------------------------------------------

    def click(self, who: str) -> Deed | None:
        """Any button of any message that this person sees."""
        return self._click(who, sights.in_messages(self.house, who))

    def click_answer(self, who: str) -> Deed | None:
        """A button of what they were just told alone."""
        return self._click(who, sights.in_answers(self.house, who))

    def click_stale(self, who: str) -> Deed | None:
        """A button of an older version of a message, which somebody's screen still shows."""
        found = sights.in_older(self.house, who)
        if not found:
            return None
        channel, message, handle = self.wits.choice(found)
        act = Act(handle.block["block_id"], handle.element["action_id"], self._chosen(handle), {})

        async def clicks() -> Json:
            problem = await self.house.sandbox.interactions.act_on_message(who, channel, message, act)
            return {"ok": True} | ({"failed": problem} if problem else {})

        told = f"{who} clicks what no longer stands there: {handle}"
        return Deed(who, told, clicks, "stale button")

    def click_at_home(self, who: str) -> Deed | None:
        """A button of the Home tab."""
        home = sights.home_of(self.house, who)
        return self._click(who, sights.in_view(home)) if home else None

    def click_in_modal(self, who: str) -> Deed | None:
        """A button of the modal."""
        modal = sights.top_modal(self.house, who)
        return self._click(who, sights.in_view(modal)) if modal else None

    def _click(self, who: str, seen: list[Handle]) -> Deed | None:
        if not seen:
            return None
        verbs = list(dict.fromkeys(handle.verb for handle in seen))
        (verb,) = self.wits.choices(verbs, [1 / (1 + self.done[verb]) ** 2 for verb in verbs])
        return self.clicks(who, self.wits.choice([handle for handle in seen if handle.verb == verb]))

    def clicks(self, who: str, handle: Handle) -> Deed:
        """This very element."""
        self.done[handle.verb] += 1
        return self.deed(
            who,
            f"clicks {handle}",
            "action",
            f"button {handle.verb}",
            container=handle.container,
            block_id=handle.block["block_id"],
            action_id=handle.element["action_id"],
            value=self._chosen(handle),
            state={},
        )

    def _chosen(self, handle: Handle) -> Json:
        if handle.option is not None:
            return {"selected_option": handle.option}
        if handle.element["type"] == "button":
            return {"value": handle.element.get("value")}
        return fields.chosen(self.wits, handle.element, now=self._now, bot=self._bot, wild=True)

    def submit(self, who: str) -> Deed | None:
        """The form, filled somehow."""
        modal = sights.top_modal(self.house, who)
        if modal is None or not modal.get("submit"):
            return None
        fresh = self.done[modal["callback_id"]] < 3
        state = fields.filled(self.wits, modal, now=self._now, bot=self._bot, mark=self._mark_for(modal), fresh=fresh)
        self.done[modal["callback_id"]] += 1
        told = json.dumps([next(v for k, v in e.items() if k != "type") for f in state.values() for e in f.values()])
        name = modal["callback_id"]
        return self.deed(
            who, f"sends {name} {told[:200]}", "submit", f"form {name}", view_id=modal["id"], state=state
        )  # fmt: skip

    def close(self, who: str) -> Deed | None:
        """The modal, or all that lie upon each other."""
        modal = sights.top_modal(self.house, who)
        everything = self.wits.random() < 0.5
        return modal and self.deed(who, "closes a modal", "close", view_id=modal["id"], all=everything)  # type: ignore[return-value]

    def _mark_for(self, view: Json) -> str:
        """The mark of the crisis that a form is about; a new one for a form that begins a crisis."""
        if view["callback_id"] == "lesson":
            return ""  # shared with later crises, if its writer wants
        if view["callback_id"] == "start":
            return next(iter(sorted(marks_in(view["state"]))), "") or self.new_mark()
        try:
            crisis = self.crisis(json.loads(view["private_metadata"] or "{}").get("c", ""))
        except ValueError:
            return ""
        return mark_of(crisis) if crisis else ""

    def new_mark(self) -> str:
        """For a crisis that may come to be."""
        self.begun += 1
        return mark(self.begun)

    def crisis(self, crisis_id: str) -> Crisis | None:
        """As the bot knows it."""
        return self.house.bots[0].service.crisis(crisis_id)

    # --- words --------------------------------------------------------------------------------------------

    def _led(self) -> list[tuple[str, Any] | None]:
        """Who leads a crisis, and its channel, as far as they are there; None: anybody anywhere."""
        found: list[tuple[str, Any] | None] = [None]
        for channel in self.house.crisis_channels():
            crisis = self.house.bots[0].service.crisis_of_channel(channel.id)
            if crisis is not None and crisis.lead in channel.members and not channel.archived:
                found.append((crisis.lead, channel))
        return [*found, *found[1:2] * 3]  # rather where most has happened

    def command(self, who: str, wanted: Verb | None = None, led: tuple[str, Any] | None = None) -> Deed | None:
        """A slash command with anything behind it; `led`: by whom and where."""
        who, channel = led or (who, self._channel(who))
        if channel is None or sights.top_modal(self.house, who) is not None:
            return None
        verbs = [wanted] if wanted else list(WORDS)
        (verb,) = self.wits.choices(verbs, [1 / (1 + self.done[f"/{verb}"]) ** 2 for verb in verbs])
        self.done[f"/{verb}"] += 1
        if verb == "start":
            return self.start(who)
        word = self.wits.choice((verb, SHOWN["fr"][verb], self.wits.choice(WORDS[verb]), verb[:-1] + "x"))
        crisis = self.house.bots[0].service.crisis_of_channel(channel.id)
        meant = wanted is not None or self.wits.random() < 0.5
        rest = self._meant(verb, crisis) if meant else self._rest(mark_of(crisis) if crisis else "")
        text = f"{self.wits.choice(('/crisis', '/crise'))} {word} {rest}".strip()
        return self.deed(who, f"types {text!r} in {channel.name}", "command", f"/{verb}", channel=channel.id, text=text)

    def _meant(self, verb: str, crisis: Crisis | None) -> str:
        """What somebody types who knows the word."""
        mark = mark_of(crisis) if crisis else ""
        words = f"{self.wits.choice(fields.PLAIN)} {mark}".strip()
        match verb:
            case "redact" | "log":
                entries = self.house.bots[0].service.entries(crisis.id) if crisis else []
                found = [entry.seq for entry in entries if crisis and words_of(entry.event, crisis.playbook)]
                return str(self.wits.choice(found)) if found else ""
            case "private" | "handover":
                return f"<@{fields.person(self.wits, self._bot)}>"
            case "advice":
                return str(self.wits.randint(1, 9))
            case "level":
                return f"{self.wits.choice(('vert', 'jaune', 'orange', 'rouge'))} {words}"
            case "gate":
                return self.wits.choice(("masquer", "moderate", "parler", "promettre"))
            case "asof" | "promise":
                return self.wits.choice(fields.DAYS)
            case "note" | "item" | "decide" | "case" | "fact" | "draft" | "lesson" | "action":
                return words
        return ""

    def _rest(self, mark: str) -> str:
        mention = f"<@{fields.person(self.wits, self._bot)}>"
        return self.wits.choice(
            (
                "",
                "",
                str(self.wits.randint(0, 12)),
                mention,
                f"{mention} {mention}",
                self.wits.choice(("vert", "yellow", "orange", "rouge", "green", "red")),
                self.wits.choice(("scribe", "pilote", "deputy", "porte-parole", "legal", "sponsor")) + f" {mention}",
                self.wits.choice(fields.DAYS),
                f"{self.wits.choice(fields.PLAIN)} {mark}".strip(),
                f"{self.wits.choice(fields.ODD).strip()[:200]} {mark}".strip(),
                self.wits.choice(("team", "direction", "relève canal", "me", "here", "all", "post")),
                f"{self.wits.randint(1, 3)} {self.wits.choice(fields.PLAIN)} {mark}".strip(),
            )
        )

    def start(self, who: str) -> Deed | None:
        """A new crisis, with its mark, or the form of one."""
        if self.begun >= MOST_CRISES:
            return None
        channel = self._channel(who)
        whom = self.wits.choice(("", "@cellule-crise", "@alex.martin @nora.smith"))
        title = f"{self.wits.choice(fields.PLAIN)} {self.new_mark()}" if self.wits.random() < 0.7 else ""
        text = f"/crise démarrer {title} {whom}"
        return channel and self.deed(who, f"types {text!r}", "command", "/start", channel=channel.id, text=text)

    def say(self, who: str) -> Deed | None:
        """Something in a channel, with a person's data now and then."""
        channel = self._channel(who)
        if channel is None:
            return None
        text = self.wits.choice((PERSONAL, self.wits.choice(fields.PLAIN), self.wits.choice(fields.ODD), "@channel oh"))
        thread = {}
        if channel.timeline and self.wits.random() < 0.2:
            thread = {"thread_ts": channel.timeline[-1]}
        return self.deed(who, f"says {text[:40]!r} in {channel.name}", "say", channel=channel.id, text=text, **thread)

    def react(self, who: str) -> Deed | None:
        """A pushpin, or another sign."""
        channel, message = self._message(who)
        name = self.wits.choice(("pushpin", "pushpin", "eyes"))
        return message and self.deed(who, f"reacts {name}", "react", channel=channel.id, ts=message["ts"], name=name)

    def message_shortcut(self, who: str) -> Deed | None:
        """An entry of a message's menu."""
        channel, message = self._message(who)
        name = self.wits.choice(("record_decision", "add_to_log", "add_fact"))
        return message and self.deed(
            who,
            f"uses {name} in {channel.name}",
            "message_shortcut",
            f"shortcut {name}",
            app=self.house.app.id,
            callback_id=name,
            channel=channel.id,
            ts=message["ts"],
        )

    def shortcut(self, who: str) -> Deed | None:
        """The lightning menu."""
        if self.begun >= MOST_CRISES:
            return None
        return self.deed(
            who,
            "uses start_crisis",
            "shortcut",
            "shortcut start_crisis",
            app=self.house.app.id,
            callback_id="start_crisis",
        )

    def home(self, who: str) -> Deed | None:
        """The Home tab."""
        return self.deed(who, "looks at home", "home_opened", app=self.house.app.id)

    # --- coming and going ---------------------------------------------------------------------------------

    def invite(self, who: str) -> Deed | None:
        """Anybody into a crisis channel, the bot included."""
        channel = self._crisis_channel(who)
        whom = self.wits.choice([*(person.id for person in PEOPLE), self._bot])
        return channel and self.deed(who, f"invites {whom}", "invite", channel=channel.id, users=[whom])

    def leave(self, who: str) -> Deed | None:
        """A crisis channel."""
        channel = self._crisis_channel(who)
        return channel and self.deed(who, f"leaves {channel.name}", "leave", channel=channel.id)

    def kick(self, who: str) -> Deed | None:
        """Somebody, or the bot, out of a crisis channel."""
        channel = self._crisis_channel(who)
        whom = self.wits.choice([*(person.id for person in PEOPLE), self._bot])
        return channel and self.deed(who, f"removes {whom}", "kick", channel=channel.id, user=whom)

    def join(self, who: str) -> Deed | None:
        """A public crisis channel."""
        channels = [c for c in self.house.crisis_channels() if c.kind == "public" and who not in c.members]
        if not channels:
            return None
        channel = self.wits.choice(channels)
        return self.deed(who, f"joins {channel.name}", "join", channel=channel.id)

    def archive(self, who: str) -> Deed | None:
        """A crisis channel away, or back."""
        channel = self._crisis_channel(who)
        return channel and self.deed(who, f"archives {channel.name}, or back", "archive", channel=channel.id)

    def delete(self, _: str) -> Deed | None:
        """A message of the bot's; the admin may."""
        channel, message = self._message("U01")
        boards = [(c, c.messages[ts]) for c in self.house.crisis_channels() for ts in c.pins if ts in c.messages]
        if boards and self.wits.random() < 0.5:
            channel, message = self.wits.choice(boards)
            self.done["board deleted"] += 1
        if message is None:
            return None
        self.deleted.add(message["ts"])
        return self.deed("U01", "deletes a message", "delete", channel=channel.id, ts=message["ts"])

    # --- what is there ------------------------------------------------------------------------------------

    def _channel(self, who: str) -> Any:
        """Where this person is; crisis channels rather than others."""
        channels = [c for c in sights.channels_of(self.house, who) if not c.is_direct]
        if not channels:
            return None
        ours = [c for c in channels if c.creator == self._bot]
        if ours and self.wits.random() < 0.4:
            return ours[0]  # where most has happened
        return self.wits.choices(channels, [5 if c in ours else 1 for c in channels])[0]

    def _crisis_channel(self, who: str) -> Any:
        channels = [c for c in self.house.crisis_channels() if who in c.members]
        return self.wits.choice(channels) if channels else None

    def _message(self, who: str) -> tuple[Any, Any]:
        channels = sights.channels_of(self.house, who)
        channel = self.wits.choice(channels) if channels else None
        messages = sights.messages_in(channel) if channel else []
        pinned = [channel.messages[ts] for ts in channel.pins if ts in channel.messages] if channel else []
        if pinned and self.wits.random() < 0.3:
            messages = pinned
        return channel, self.wits.choice(messages) if messages else None

    @property
    def _now(self) -> float:
        return self.house.sandbox.clock.now()

    @property
    def _bot(self) -> str:
        return self.house.app.bot_user_id


Maker = Callable[[Player, str], Deed | None]
_IN_A_MODAL: list[tuple[Maker, float]] = [
    (Player.submit, 60), (Player.click_in_modal, 25), (Player.close, 12), (Player.click, 5),
]  # fmt: skip
_ANYWHERE: list[tuple[Maker, float]] = [
    (Player.click, 45), (Player.click_answer, 10), (Player.click_stale, 5), (Player.command, 24), (Player.home, 3),
    (Player.click_at_home, 5), (Player.say, 5), (Player.react, 3), (Player.message_shortcut, 4), (Player.invite, 3),
    (Player.shortcut, 1), (Player.leave, 0.7), (Player.kick, 1), (Player.join, 1), (Player.archive, 0.6),
    (Player.delete, 1.5), (Player.start, 0.6),
]  # fmt: skip
