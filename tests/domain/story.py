"""Given, when, then over the pure domain: a story in which time is said and every entry is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain import commands as cmd
from bot.domain.crisis import Crisis, ItemState
from bot.domain.effects import Effect
from bot.domain.engine import apply, begin, decide
from bot.domain.kernel import CLOCK, SLACK, Command, Event, Recorded, Refused
from bot.domain.level import Level
from bot.domain.playbook import Playbook
from bot.domain.reminders import next_nudges
from bot.domain.telling import effects
from bot.domain.timers import timers
from bot.library import Library, builtin_directory

NINE = Library.load(builtin_directory()).default
START = datetime(2026, 3, 14, 20, 41, tzinfo=UTC)

CAMILLE, ALEX, INES, HUGO, MAYA, KARIM, NORA = (f"U0{n}" for n in range(1, 8))
CELL = (CAMILLE, ALEX, INES, HUGO, MAYA, KARIM, NORA)
STRANGER = "U08"

EVIDENCE: dict[str, dict[str, Any]] = {
    "1.1": {"crisis_lead": CAMILLE, "deputy": ALEX, "scribe": NORA},
    "1.2": {"danger": "no"},
    "1.3": {"at": (START - timedelta(minutes=45)).isoformat(), "source": "A call to customer care"},
    "1.4": {"velocity": "2", "reach": "2", "media": "0", "harm": "1", "legal": "0", "reason": "It spreads."},
    "3.2": {"posture": "speak", "reason": "People ask."},
    "3.5": {"link": "https://example.com/statement"},
}
"""Answers to the items that write down more than themselves."""


@dataclass
class Story:
    """One crisis, told minute by minute from its start."""

    playbook: Playbook = NINE
    level: Level = Level.ORANGE
    with_channel: bool = True
    timezone: str = "UTC"
    now: datetime = START
    crisis: Crisis | None = None
    entries: list[Recorded] = field(default_factory=list)
    told: list[Effect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.do(
            cmd.StartCrisis(
                crisis_id="c1",
                actor=CAMILLE,
                title="Glass in a yogurt",
                level=self.level,
                timezone=self.timezone,
                invited=CELL,
                playbook_digest=self.playbook.digest,
            )
        )
        if self.with_channel:
            self.by(SLACK, cmd.RecordChannel, channel_id="C1", channel_name="crisis-c1")
        self.told.clear()

    @property
    def state(self) -> Crisis:
        """The crisis now."""
        assert self.crisis is not None
        return self.crisis

    def item(self, key: str) -> ItemState:
        """An item's state now."""
        return self.state.items.get(key) or ItemState(key=key)

    def do(self, command: Command) -> list[Event]:
        """When: somebody asks; the events that follow."""
        events = decide(self.crisis, command, self.now)
        for event in events:
            seq = self.crisis.seq + 1 if self.crisis else 1
            recorded = Recorded(seq=seq, at=self.now, actor=command.actor, event=event)
            if self.crisis:
                self.crisis = apply(self.crisis, recorded)
            else:
                self.crisis = begin(command.crisis_id, recorded, self.playbook)
            self.entries.append(recorded)
            self.told.extend(effects(self.crisis, recorded))
        return events

    def by(self, actor: str, command: type[Command], **fields: Any) -> list[Event]:
        """When this person asks for that."""
        return self.do(command(crisis_id="c1", actor=actor, **fields))

    def refused(self, actor: str, command: type[Command], **fields: Any) -> Refused:
        """Then it is refused, and nothing has changed."""
        before = (self.crisis, len(self.entries))
        try:
            events = self.by(actor, command, **fields)
        except Refused as refusal:
            assert (self.crisis, len(self.entries)) == before
            return refusal
        raise AssertionError(f"not refused: {events}")

    def tick(self, item: str, actor: str = CAMILLE, **evidence: Any) -> list[Event]:
        """An item is ticked with believable evidence."""
        given = evidence or EVIDENCE.get(item) or self.plain_evidence(item)
        return self.by(actor, cmd.TickItem, item=item, evidence=given)

    def plain_evidence(self, item: str) -> dict[str, Any]:
        """Something in every required field."""
        spec = self.playbook.items.get(item)
        if spec is None:
            return {}
        answers: dict[str, Any] = {}
        for question in spec.evidence:
            if question.required:
                answers[question.key] = question.options[0].value if question.options else "seen"
        return answers

    def clock(self) -> list[Event]:
        """The clock's turn: the crisis, then everybody who is to be told something."""
        events = self.by(CLOCK, cmd.Tick)
        for user in [user for user, at in next_nudges(self.state).items() if at <= self.now]:
            events += self.by(CLOCK, cmd.RemindPerson, user=user)
        return events

    def wait(self, **span: float) -> list[Event]:
        """Time passes; whatever falls due on the way happens at its minute."""
        end = self.now + timedelta(**span)
        events: list[Event] = []
        while (due := min(timers(self.state).values(), default=None)) is not None and due <= end:
            self.now = max(self.now, due)
            events.extend(self.clock())
        self.now = end
        return events

    def notices(self, name: str | None = None) -> list[Effect]:
        """What people were told."""
        return [e for e in self.told if e.kind == "notice" and (name is None or e.name == name)]
