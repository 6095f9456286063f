"""The tables that are computed from a crisis's state, besides those of its words.

A row is a function of the state alone; hence the tables equal the fold of the journal.
"""

from __future__ import annotations

import json
from datetime import datetime

from bot.domain.crisis import Action, Crisis, Decision, FollowUpState, ItemState, LegalClock, LegalDeadline, Lesson
from bot.domain.lessons import words_of_lesson
from bot.domain.timers import REMIND, timers
from bot.store.table import Parts, Row, Table
from bot.store.times import stamp, stamp_not_before


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def _crisis(crisis: Crisis, _: str, row: Row) -> Row:
    del crisis
    return row


def _crisis_parts(crisis: Crisis) -> Parts:
    return {
        crisis.id: (
            crisis.title,
            crisis.channel_name,
            crisis.status.value,
            crisis.level.value,
            crisis.posture.posture.value if crisis.posture else None,
            crisis.lead,
            stamp(crisis.started_at),
            crisis.started_by,
            _stamp(crisis.awareness_at),
            _stamp(crisis.stood_down_at),
            crisis.close_reason,
            crisis.what,
            crisis.link,
            json.dumps(crisis.platforms, ensure_ascii=False),
            crisis.language,
            crisis.timezone,
            int(crisis.private),
            crisis.failure,
            crisis.channel_id,
            crisis.playbook.digest,
            crisis.seq,
        )
    }


def _item(crisis: Crisis, key: str, item: ItemState) -> Row:
    known = crisis.playbook.items.get(key)
    return (
        crisis.playbook.advice_of.get(key, item.own_advice),
        known.label.in_(crisis.language) if known else item.own_text,
        item.status.value,
        item.changed_by,
        _stamp(item.changed_at),
        json.dumps(dict(item.evidence), ensure_ascii=False),
        item.reason,
        item.assignee,
        _stamp(item.due_override),
        _stamp(item.snoozed_until),
        item.snoozes,
        item.renewed,
        item.own_role,
        item.seq,
    )


def _decision(crisis: Crisis, _: int, shown: tuple[Decision, str]) -> Row:
    decision, channel = shown
    return (
        crisis.title,
        channel,
        stamp(decision.at),
        decision.decided_by,
        decision.text,
        decision.why,
        decision.rejected,
        decision.link,
        decision.supersedes,
        decision.superseded_by,
        decision.by,
        decision.seq,
    )


def _follow_up(crisis: Crisis, key: str, state: FollowUpState) -> Row:
    known = next((step for step in crisis.playbook.follow_ups if step.key == key), None)
    return (
        known.text.in_(crisis.language) if known else key,
        stamp_not_before(state.due),
        state.owner,
        state.status.value,
        state.times_sent,
        state.snoozes,
        state.done_by,
    )


def _role(crisis: Crisis, role: str, user: str) -> Row:
    label = crisis.playbook.role_labels.get(role)
    return (label.in_(crisis.language) if label else role, user)


def _lesson(crisis: Crisis, _: int, lesson: Lesson) -> Row:
    return (
        crisis.title,
        lesson.happened,
        lesson.cause,
        lesson.change,
        json.dumps(lesson.tags, ensure_ascii=False),
        int(lesson.shared),
        lesson.by,
        lesson.seq,
    )


def _lesson_words(crisis: Crisis) -> Parts:
    return {
        f"{lesson.number}:{word}": (word, lesson.number)
        for lesson in crisis.lessons
        if lesson.shared
        for word in words_of_lesson(crisis, lesson)
    }


def _action(crisis: Crisis, _: int, action: Action) -> Row:
    return (
        crisis.title,
        action.text,
        action.owner,
        stamp_not_before(action.due),
        action.expected_proof,
        action.lesson,
        action.postponed,
        _stamp(action.closed_at),
        action.proof,
        action.seq,
    )


def _legal_deadlines(crisis: Crisis) -> Parts:
    return {
        f"{regime}/{deadline.key}": (clock, deadline)
        for regime, clock in crisis.legal_clocks.items()
        for deadline in clock.deadlines
    }


def _legal_deadline(crisis: Crisis, _: str, shown: tuple[LegalClock, LegalDeadline]) -> Row:
    clock, deadline = shown
    return (
        clock.regime.name.in_(crisis.language),
        next(step.label.in_(crisis.language) for step in clock.regime.steps if step.key == deadline.key),
        clock.owner,
        stamp(clock.started_at),
        None if deadline.at is None else stamp_not_before(deadline.at),
        _stamp(deadline.done_at),
        deadline.proof,
    )


def _timer(crisis: Crisis, key: str, due: datetime) -> Row:
    del crisis
    return (stamp_not_before(due), key.removeprefix(REMIND) if key.startswith(REMIND) else "")


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TABLES = (
    Table(
        "crises",
        ("id",),
        _columns(
            "title channel status level posture lead started_at started_by awareness_at stood_down_at close_reason"
            " what link platforms language timezone private failure channel_id playbook_digest last_seq"
        ),
        _crisis_parts,
        _crisis,
    ),
    Table(
        "members",
        ("crisis_id", "user"),
        ("crisis_started_at",),
        lambda crisis: dict.fromkeys(crisis.members),
        lambda crisis, _user, _part: (stamp(crisis.started_at),),
    ),
    Table("roles", ("crisis_id", "role"), ("label", "user"), lambda crisis: crisis.roles, _role),
    Table(
        "items",
        ("crisis_id", "item"),
        _columns(
            "advice text status changed_by changed_at evidence reason assignee due_override snoozed_until snoozes"
            " renewed own_role seq"
        ),
        lambda crisis: crisis.items,
        _item,
    ),
    Table(
        "decisions",
        ("crisis_id", "number"),
        _columns("crisis channel at decided_by text why rejected link supersedes superseded_by recorded_by seq"),
        lambda crisis: {decision.number: (decision, crisis.channel_name) for decision in crisis.decisions},
        _decision,
    ),
    Table(
        "follow_ups",
        ("crisis_id", "follow_up"),
        _columns("text due_at owner status times_sent snoozes done_by"),
        lambda crisis: crisis.follow_ups,
        _follow_up,
    ),
    Table(
        "lessons",
        ("crisis_id", "number"),
        _columns("crisis happened cause change tags shared recorded_by seq"),
        lambda crisis: {lesson.number: lesson for lesson in crisis.lessons},
        _lesson,
    ),
    Table(
        "lesson_words",
        ("crisis_id", "entry"),
        ("word", "number"),
        _lesson_words,
        lambda _crisis, _key, row: row,
    ),
    Table(
        "actions",
        ("crisis_id", "number"),
        _columns("crisis text owner due_at expected_proof lesson postponed closed_at proof seq"),
        lambda crisis: {action.number: action for action in crisis.actions},
        _action,
    ),
    Table(
        "legal_deadlines",
        ("crisis_id", "deadline"),
        _columns("regime step owner started_at due_at done_at proof"),
        _legal_deadlines,
        _legal_deadline,
    ),
    Table(
        "timers",
        ("crisis_id", "key"),
        ("due_at", "user"),
        timers,
        _timer,
    ),
    Table(
        "reminded",
        ("crisis_id", "user"),
        ("at",),
        lambda crisis: crisis.reminded,
        lambda _crisis, _user, at: (stamp(at),),
    ),
    Table(
        "cards",
        ("crisis_id", "card"),
        ("channel_id", "ts"),
        lambda crisis: {"board": crisis.board} if crisis.board else {},
        lambda _crisis, _card, message: (message.channel_id, message.ts),
    ),
)
