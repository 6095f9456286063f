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
    archive,
    assign,
    awareness,
    case,
    case_close,
    case_due,
    changes,
    close,
    commitment_drop,
    commitment_keep,
    commitment_late,
    debrief,
    decide,
    draft,
    due,
    evidence,
    fact,
    handover,
    legal,
    legal_met,
    lesson,
    level,
    not_applicable,
    note,
    pass_gate,
    posture,
    promise,
    promises,
    publish,
    remark,
    reopen,
    roles,
    side_room,
    snooze,
    start,
    withdraw,
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
    archive.NAME: archive.parse,
    assign.NAME: assign.parse,
    awareness.NAME: awareness.parse,
    case.NAME: case.parse,
    case_close.NAME: case_close.parse,
    case_due.NAME: case_due.parse,
    changes.NAME: changes.parse,
    close.NAME: close.parse,
    commitment_drop.NAME: commitment_drop.parse,
    commitment_keep.NAME: commitment_keep.parse,
    commitment_late.NAME: commitment_late.parse,
    debrief.NAME: debrief.parse,
    decide.NAME: decide.parse,
    draft.NAME: draft.parse,
    due.NAME: due.parse,
    evidence.NAME: evidence.parse,
    fact.NAME: fact.parse,
    handover.NAME: handover.parse,
    legal.NAME: legal.parse,
    legal_met.NAME: legal_met.parse,
    lesson.NAME: lesson.parse,
    level.NAME: level.parse,
    not_applicable.NAME: not_applicable.parse,
    note.NAME: note.parse,
    pass_gate.NAME: pass_gate.parse,
    posture.NAME: posture.parse,
    promise.NAME: promise.parse,
    promises.NAME: promises.parse,
    publish.NAME: publish.parse,
    remark.NAME: remark.parse,
    reopen.NAME: reopen.parse,
    roles.NAME: roles.parse,
    side_room.NAME: side_room.parse,
    snooze.NAME: snooze.parse,
    start.NAME: start.parse,
    withdraw.NAME: withdraw.parse,
}
"""What a submitted view means, by its callback_id."""

_BLAMED = {
    "reason_missing": ("reason",),
    "gates_open": ("reason",),
    "file_open": ("reason",),
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
    "source_missing": ("source",),
    "no_such_fact": ("cites",),
    "link_missing": ("link",),
    "published_in_future": ("at",),
    "not_in_crisis": ("people",),
    "people_missing": ("people",),
    "group_too_large": ("people",),
}


def errors_of(refused: Refused, view: View, reader: Reader, crisis: Crisis | None = None) -> dict[str, str]:
    """A refusal of the domain as field errors of the form that led to it: Slack's `response_action: errors`."""
    questions = [block["block_id"] for block in view.get("blocks", ()) if block.get("type") == "input"]
    text = sentence(refused, texts_in(reader.language), reader.timezone, crisis)
    fields = refused.params.get("fields") or [refused.params.get("field")]
    blamed = [name for name in (*_BLAMED.get(refused.code, ()), *fields) if name in questions]
    return dict.fromkeys(blamed or questions[:1], text)
