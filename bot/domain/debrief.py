"""The hot debrief's form: answers without a name, which nobody can trace, not even in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.kernel import ANONYMOUS, Event, Recorded, Refused, applies, decides
from bot.domain.texts import typed

QUESTIONS = ("planned", "lived", "keep", "change")
"""What was planned, what happened, what to keep, what to change."""


@decides(cmd.AnswerDebrief, when="closed")
def answer_debrief(crisis: Crisis, command: cmd.AnswerDebrief, now: datetime) -> list[Event]:
    """Who answers hands it in as nobody: without a name and without a request's name. One sheet is one answer."""
    del now
    if command.actor != ANONYMOUS or command.request_id:
        raise Refused("not_anonymous")
    if command.form and command.form in crisis.debrief_forms:
        return []
    answers = {key: typed(command.answers.get(key, ""), optional=True) for key in QUESTIONS}
    if not any(answers.values()):
        raise Refused("text_missing")
    return [ev.DebriefAnswered(answers=answers, form=command.form)]


@applies(ev.DebriefAnswered)
def debrief_answered(crisis: Crisis, event: ev.DebriefAnswered, _: Recorded) -> Crisis:
    """Kept in the order of their words, not of their coming."""
    answers = sorted((*crisis.debrief, event.answers), key=lambda given: [given.get(key, "") for key in QUESTIONS])
    return replace(crisis, debrief=tuple(answers), debrief_forms=crisis.debrief_forms | {event.form} - {""})


def answers_to(crisis: Crisis, question: str) -> list[str]:
    """All answers to one question, in alphabetical order."""
    return sorted(text for given in crisis.debrief if (text := given.get(question, "")))
