"""Random people, random commands, a clock that jumps: what must hold whatever happens."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import all_items, item_of
from bot.domain.crisis import Crisis, ItemStatus
from bot.domain.engine import apply, begin
from bot.domain.kernel import SLACK, Command, Refused
from bot.domain.level import Level
from bot.domain.reminders import PERSON_GAP
from bot.domain.timers import timers
from bot.library import builtin_directory
from bot.library.regimes import load_regimes
from tests.domain.story import CELL, NINE, STRANGER, Story

PEOPLE = st.sampled_from([*CELL, STRANGER])
ITEMS = st.sampled_from([*NINE.items, "own.1", "own.2", "no.such"])
FOLLOW_UPS = st.sampled_from([step.key for step in NINE.follow_ups])
GDPR = load_regimes(builtin_directory()).regimes[0]
LATER = st.timedeltas(min_value=timedelta(minutes=-5), max_value=timedelta(days=3))
TEXT = st.text(max_size=12)


class CrisisMachine(RuleBasedStateMachine):
    """A crisis under everything that can be asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.story = Story()
        self.done: dict[str, str] = {}

    def ask(self, actor: str, command: type[Command], **fields: Any) -> bool:
        """Whether it was granted; a refusal must have changed nothing."""
        before: tuple[Crisis, int, int] = (self.story.state, len(self.story.entries), len(self.story.told))
        try:
            self.story.by(actor, command, **fields)
        except Refused:
            assert (self.story.state, len(self.story.entries), len(self.story.told)) == before
            return False
        return True

    @rule(actor=PEOPLE, item=ITEMS, with_evidence=st.booleans())
    def tick(self, actor: str, item: str, with_evidence: bool) -> None:  # noqa: FBT001
        evidence = self.story.plain_evidence(item) if with_evidence else {}
        if self.ask(actor, cmd.TickItem, item=item, evidence=evidence):
            self.done[item] = actor

    @rule(actor=PEOPLE, item=ITEMS, stale=st.booleans())
    def reopen(self, actor: str, item: str, stale: bool) -> None:  # noqa: FBT001
        seen = self.story.item(item).seq - stale
        if self.ask(actor, cmd.ReopenItem, item=item, seen_seq=seen):
            assert not stale
            self.done.pop(item, None)

    @rule(actor=PEOPLE, item=ITEMS, reason=TEXT)
    def not_applicable(self, actor: str, item: str, reason: str) -> None:
        self.ask(actor, cmd.MarkNotApplicable, item=item, reason=reason)

    @rule(actor=PEOPLE, item=ITEMS, user=PEOPLE)
    def assign(self, actor: str, item: str, user: str) -> None:
        self.ask(actor, cmd.AssignItem, item=item, user=user)

    @rule(actor=PEOPLE, item=ITEMS, span=LATER)
    def reschedule(self, actor: str, item: str, span: timedelta) -> None:
        self.ask(actor, cmd.RescheduleItem, item=item, due=self.story.now + span)

    @rule(actor=PEOPLE, item=ITEMS, span=LATER)
    def snooze(self, actor: str, item: str, span: timedelta) -> None:
        self.ask(actor, cmd.SnoozeItem, item=item, until=self.story.now + span)

    @rule(actor=PEOPLE, text=TEXT, span=LATER)
    def add(self, actor: str, text: str, span: timedelta) -> None:
        self.ask(actor, cmd.AddItem, text=text, due=self.story.now + span)

    @rule(actor=PEOPLE, level=st.sampled_from(Level), reason=TEXT)
    def level(self, actor: str, level: Level, reason: str) -> None:
        self.ask(actor, cmd.ChangeLevel, level=level, reason=reason)

    @rule(actor=PEOPLE, user=st.none() | PEOPLE, role=st.sampled_from([r.key for r in NINE.roles]))
    def seat(self, actor: str, user: str | None, role: str) -> None:
        before = self.story.item("1.1").status
        self.ask(actor, cmd.AssignRoles, roles={role: user})
        if before is ItemStatus.OPEN and self.story.item("1.1").status is ItemStatus.DONE:
            self.done["1.1"] = actor

    @rule(actor=PEOPLE, posture=st.sampled_from(["speak", "reply", "watch"]), reason=TEXT, span=LATER)
    def posture(self, actor: str, posture: str, reason: str, span: timedelta) -> None:
        before = self.story.item("3.2").status
        self.ask(actor, cmd.DecidePosture, posture=posture, reason=reason, review_at=self.story.now + span)
        if before is ItemStatus.OPEN and self.story.item("3.2").status is ItemStatus.DONE:
            self.done["3.2"] = actor

    @rule(actor=PEOPLE, text=TEXT, supersedes=st.none() | st.integers(1, 3))
    def decision(self, actor: str, text: str, supersedes: int | None) -> None:
        self.ask(actor, cmd.RecordDecision, text=text, supersedes=supersedes)

    @rule(actor=PEOPLE, span=LATER)
    def promise(self, actor: str, span: timedelta) -> None:
        self.ask(actor, cmd.PromiseUpdate, at=self.story.now + span)

    @rule(actor=PEOPLE, to=PEOPLE, span=LATER)
    def hand_over(self, actor: str, to: str, span: timedelta) -> None:
        before = self.story.item("1.1").status
        self.ask(actor, cmd.HandOver, to=to, sleeps_until=self.story.now + span)
        assert before is self.story.item("1.1").status

    @rule(actor=PEOPLE, text=TEXT, span=LATER)
    def action(self, actor: str, text: str, span: timedelta) -> None:
        self.ask(actor, cmd.PlanAction, text=text, due=self.story.now + span, expected_proof="A link")

    @rule(actor=PEOPLE, number=st.integers(0, 3), proof=TEXT, span=LATER, closes=st.booleans())
    def action_moves(self, actor: str, number: int, proof: str, span: timedelta, closes: bool) -> None:  # noqa: FBT001
        if closes:
            self.ask(actor, cmd.CloseAction, action=number, proof=proof)
        else:
            self.ask(actor, cmd.PostponeAction, action=number, due=self.story.now + span, reason=proof)

    @rule(actor=PEOPLE, ago=st.integers(0, 100))
    def legal_clock(self, actor: str, ago: int) -> None:
        started = self.story.now - timedelta(hours=ago)
        if self.ask(actor, cmd.StartLegalClock, regime=GDPR, started_at=started):
            self.done.setdefault("3.7", actor)

    @rule(actor=PEOPLE, proof=TEXT)
    def legal_step(self, actor: str, proof: str) -> None:
        self.ask(actor, cmd.MeetLegalDeadline, regime=GDPR.key, deadline=GDPR.steps[0].key, proof=proof)

    @rule(actor=PEOPLE, text=TEXT)
    def note(self, actor: str, text: str) -> None:
        self.ask(actor, cmd.AddNote, text=text)

    @rule(actor=PEOPLE)
    def summary(self, actor: str) -> None:
        self.ask(actor, cmd.PostSummary)

    @rule(actor=PEOPLE, reason=TEXT)
    def stand_down(self, actor: str, reason: str) -> None:
        self.ask(actor, cmd.StandDown, reason=reason)

    @rule(actor=PEOPLE, reason=TEXT)
    def start_again(self, actor: str, reason: str) -> None:
        self.ask(actor, cmd.ReopenCrisis, reason=reason)

    @rule(actor=PEOPLE, key=FOLLOW_UPS)
    def follow_up_done(self, actor: str, key: str) -> None:
        self.ask(actor, cmd.CompleteFollowUp, follow_up=key)

    @rule(actor=PEOPLE, key=FOLLOW_UPS, span=LATER)
    def follow_up_later(self, actor: str, key: str, span: timedelta) -> None:
        self.ask(actor, cmd.SnoozeFollowUp, follow_up=key, until=self.story.now + span)

    @rule(user=PEOPLE, joins=st.booleans())
    def comes_or_goes(self, user: str, joins: bool) -> None:  # noqa: FBT001
        self.ask(SLACK, cmd.RecordJoin if joins else cmd.RecordLeave, user=user)

    @rule(archived=st.booleans())
    def channel_archived(self, archived: bool) -> None:  # noqa: FBT001
        self.ask(SLACK, cmd.RecordChannelArchived, archived=archived)

    @rule(minutes=st.sampled_from([1, 7, 30, 60, 600, 60 * 24 * 9, 60 * 24 * 100]), sleeps=st.booleans())
    def time_passes(self, minutes: int, sleeps: bool) -> None:  # noqa: FBT001
        """Minute by minute, or all at once as for a machine that was off."""
        if sleeps:
            self.story.now += timedelta(minutes=minutes)
        elif minutes <= 600:
            self.story.wait(minutes=minutes)
        for _ in range(2):
            self.story.clock()
        assert all(at > self.story.now for at in timers(self.story.state).values())

    @invariant()
    def no_tick_is_lost(self) -> None:
        """What somebody ticked is done, by them, until somebody or the cadence opens it again."""
        rounds = {r.event.item for r in self.story.entries if isinstance(r.event, ev.ItemCameRound)}
        for item, actor in self.done.items():
            state = self.story.item(item)
            if item not in rounds:
                assert (state.status, state.changed_by) == (ItemStatus.DONE, actor)

    @invariant()
    def what_is_taken_over_is_true(self) -> None:
        """An item that was worked out earlier is what it would be if it were worked out now."""
        for item in all_items(self.story.state):
            assert item == item_of(self.story.state, item.key)

    def teardown(self) -> None:
        """The fold of the journal is the state; each reminder came once; nobody was flooded."""
        first, *rest = self.story.entries
        folded = begin("c1", first, NINE)
        for recorded in rest:
            folded = apply(folded, recorded)
        assert folded == self.story.state
        self.each_reminder_came_once()
        self.each_follow_up_came_once()

    def each_reminder_came_once(self) -> None:
        told: set[str] = set()
        last: dict[str, datetime] = {}
        for recorded in self.story.entries:
            if isinstance(recorded.event, ev.PersonReminded):
                keys = [matter.key for matter in recorded.event.matters]
                assert keys
                assert told.isdisjoint(keys)
                told.update(keys)
                user = recorded.event.user
                assert user not in last or recorded.at - last[user] >= PERSON_GAP
                last[user] = recorded.at

    def each_follow_up_came_once(self) -> None:
        sent: Counter[str] = Counter()
        for recorded in self.story.entries:
            event = recorded.event
            if isinstance(event, ev.FollowUpSent):
                sent[event.follow_up] += 1
                assert sent[event.follow_up] == 1
            elif isinstance(event, ev.FollowUpSnoozed):
                sent[event.follow_up] = 0
            elif isinstance(event, ev.CrisisReopened):
                sent.clear()


CrisisMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestCrisisMachine = CrisisMachine.TestCase
