"""Lessons, and the corrective actions that they become: owned, dated, closed only on proof."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Action, Crisis, Lesson
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.records import PutOff
from bot.domain.texts import typed

SHORTEST_WORD = 4
"""Letters: shorter words of a title say nothing about what it is about."""


def words_of(text: str) -> set[str]:
    """The words of a text by which lessons are found: lower case, without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return {word for word in re.findall(r"[a-z0-9]+", plain) if len(word) >= SHORTEST_WORD}


def words_of_lesson(crisis: Crisis, lesson: Lesson) -> list[str]:
    """Its tags, its cause's words, and the platforms of its crisis."""
    platforms = {platform.lower() for platform in crisis.platforms}
    tags = {word for tag in lesson.tags for word in words_of(tag) | {tag}}
    return sorted(platforms | tags | words_of(lesson.cause))


def words_of_crisis(crisis: Crisis) -> list[str]:
    """By what a new crisis looks for lessons: its platforms and the words of its title and description."""
    platforms = {platform.lower() for platform in crisis.platforms}
    return sorted(platforms | words_of(crisis.title) | words_of(crisis.what))


@decides(cmd.RecordLesson, when="any")
def record_lesson(crisis: Crisis, command: cmd.RecordLesson, now: datetime) -> list[Event]:
    """What happened, its cause, what to change; tags help the next crisis to find it."""
    del now
    tags = tuple(dict.fromkeys(tag.strip().lower() for tag in command.tags if tag.strip()))
    return [
        ev.LessonRecorded(
            number=len(crisis.lessons) + 1,
            happened=typed(command.happened),
            cause=typed(command.cause, optional=True),
            change=typed(command.change),
            tags=tags,
            shared=command.shared,
        )
    ]


@applies(ev.LessonRecorded)
def lesson_recorded(crisis: Crisis, event: ev.LessonRecorded, recorded: Recorded) -> Crisis:
    """One more."""
    lesson = Lesson(seq=recorded.seq, by=recorded.actor, **event.model_dump())
    return replace(crisis, lessons=(*crisis.lessons, lesson))


@decides(cmd.PlanAction, when="any")
def plan_action(crisis: Crisis, command: cmd.PlanAction, now: datetime) -> list[Event]:
    """Owner, date and expected proof: without them a lesson comes back at the next crisis."""
    if command.due <= now:
        raise Refused("due_in_past")
    if command.lesson is not None and not 1 <= command.lesson <= len(crisis.lessons):
        raise Refused("no_such_lesson", number=command.lesson)
    return [
        ev.ActionPlanned(
            number=len(crisis.actions) + 1,
            text=typed(command.text),
            owner=command.owner or command.actor,
            due=command.due,
            expected_proof=typed(command.expected_proof),
            lesson=command.lesson,
        )
    ]


@applies(ev.ActionPlanned)
def action_planned(crisis: Crisis, event: ev.ActionPlanned, recorded: Recorded) -> Crisis:
    """Its owner belongs to the crisis."""
    action = Action(seq=recorded.seq, set_at=recorded.at, **event.model_dump())
    return replace(crisis, actions=(*crisis.actions, action), members=crisis.members | {event.owner})


@decides(cmd.PostponeAction, when="any")
def postpone_action(crisis: Crisis, command: cmd.PostponeAction, now: datetime) -> list[Event]:
    """A new date and a reason; the third time the sponsor sees it."""
    action = _open_action(crisis, command.action)
    if command.due <= max(now, action.due):
        raise Refused("due_not_later")
    return [ev.ActionPostponed(action=action.number, due=command.due, reason=typed(command.reason))]


@applies(ev.ActionPostponed)
def action_postponed(crisis: Crisis, event: ev.ActionPostponed, recorded: Recorded) -> Crisis:
    """Counted."""
    times = crisis.actions[event.action - 1].postponed + 1
    last = PutOff(times, recorded.actor, recorded.at, event.due, event.reason, recorded.seq)
    return _put(crisis, event.action, due=event.due, set_at=recorded.at, postponed=times, put_off=last)


@decides(cmd.CloseAction, when="any")
def close_action(crisis: Crisis, command: cmd.CloseAction, now: datetime) -> list[Event]:
    """Only on proof."""
    del now
    action = _open_action(crisis, command.action)
    if not command.proof.strip():
        raise Refused("proof_missing", expected=action.expected_proof)
    return [ev.ActionClosed(action=action.number, proof=typed(command.proof))]


@applies(ev.ActionClosed)
def action_closed(crisis: Crisis, event: ev.ActionClosed, recorded: Recorded) -> Crisis:
    """Done."""
    return _put(crisis, event.action, closed_at=recorded.at, proof=event.proof)


def _open_action(crisis: Crisis, number: int) -> Action:
    if not 1 <= number <= len(crisis.actions):
        raise Refused("no_such_action", number=number)
    action = crisis.actions[number - 1]
    if action.closed_at is not None:
        raise Refused("action_closed", number=number, at=action.closed_at)
    return action


def _put(crisis: Crisis, number: int, **changes: object) -> Crisis:
    actions = tuple(
        replace(action, **changes) if action.number == number else action  # type: ignore[arg-type]
        for action in crisis.actions
    )
    return replace(crisis, actions=actions)
