"""Forms: a view to open, and the command that comes of it when it is sent."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.crisis import Crisis
from bot.domain.kernel import Command, Refused
from bot.locale import texts_in
from bot.slack.screens.forms import (
    action,
    action_close,
    action_postpone,
    add_item,
    assign,
    awareness,
    close,
    debrief,
    decide,
    due,
    evidence,
    handover,
    legal,
    legal_met,
    lesson,
    level,
    not_applicable,
    note,
    posture,
    promise,
    reopen,
    roles,
    snooze,
    start,
)
from bot.slack.screens.forms.submission import FieldErrors, Submission
from bot.slack.screens.refusals import sentence
from bot.slack.screens.screen import Reader, View

__all__ = ["PARSERS", "FieldErrors", "Meant", "Submission", "errors_of"]

Meant = Command | tuple[Command, ...]
"""What a form asks for: one command, or several that are handed in one after the other."""

PARSERS: dict[str, Callable[[Submission], Meant]] = {
    action.NAME: action.parse,
    action_close.NAME: action_close.parse,
    action_postpone.NAME: action_postpone.parse,
    add_item.NAME: add_item.parse,
    assign.NAME: assign.parse,
    awareness.NAME: awareness.parse,
    close.NAME: close.parse,
    debrief.NAME: debrief.parse,
    decide.NAME: decide.parse,
    due.NAME: due.parse,
    evidence.NAME: evidence.parse,
    handover.NAME: handover.parse,
    legal.NAME: legal.parse,
    legal_met.NAME: legal_met.parse,
    lesson.NAME: lesson.parse,
    level.NAME: level.parse,
    not_applicable.NAME: not_applicable.parse,
    note.NAME: note.parse,
    posture.NAME: posture.parse,
    promise.NAME: promise.parse,
    reopen.NAME: reopen.parse,
    roles.NAME: roles.parse,
    snooze.NAME: snooze.parse,
    start.NAME: start.parse,
}
"""What a submitted view means, by its callback_id."""

_BLAMED = {
    "reason_missing": ("reason",),
    "gates_open": ("reason",),
    "review_time_missing": ("review_at",),
    "review_too_late": ("review_at",),
    "awareness_in_future": ("at",),
    "due_in_past": ("moment", "due", "review_at", "sleeps_until"),
    "due_not_later": ("due",),
    "already_promised": ("moment",),
    "snooze_too_long": ("moment",),
    "proof_missing": ("proof",),
    "legal_clock_runs": ("regimes",),
    "legal_clocks_run": ("reason",),
    "handover_to_self": ("to",),
    "nothing_to_hand_over": ("leaver",),
    "title_missing": ("title",),
    "already_superseded": ("supersedes",),
    "no_such_decision": ("supersedes",),
}


def errors_of(refused: Refused, view: View, reader: Reader, crisis: Crisis | None = None) -> dict[str, str]:
    """A refusal of the domain as field errors of the form that led to it: Slack's `response_action: errors`."""
    questions = [block["block_id"] for block in view.get("blocks", ()) if block.get("type") == "input"]
    text = sentence(refused, texts_in(reader.language), reader.timezone, crisis)
    fields = refused.params.get("fields") or [refused.params.get("field")]
    blamed = [name for name in (*_BLAMED.get(refused.code, ()), *fields) if name in questions]
    return dict.fromkeys(blamed or questions[:1], text)
