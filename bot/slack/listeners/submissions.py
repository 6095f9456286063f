"""Forms that were sent: read, handed in, and answered with what is wrong at its field, or closed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from bot import log
from bot.domain.commands import ConfirmCommitments, StartCrisis
from bot.domain.crisis import SCRIBE, Crisis
from bot.domain.engine import stranger
from bot.domain.events import StatementDrafted
from bot.domain.kernel import Recorded, Refused
from bot.locale import texts_in
from bot.service import Outcome
from bot.slack.guarding import promised, promised_word
from bot.slack.listeners import promising, redacting, redrawing, saying, sorry
from bot.slack.listeners.turn import Answer, Ids, Patience, Replace, Say, Turn
from bot.slack.listeners.which import expanded, known
from bot.slack.screens import Screen, View, cases, commitments, gate, remarks, replies
from bot.slack.screens.forms import (
    PARSERS,
    FieldErrors,
    Meant,
    Submission,
    archive,
    debrief,
    draft,
    errors_of,
    pass_gate,
    promises,
    publish,
    redact,
    side_room,
)
from bot.slack.screens.screen import unpack
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wrong:
    """The form stays open: what is wrong, by question."""

    errors: dict[str, str]


async def run(turn: Turn) -> Answer | Wrong:
    """Hand in what a form says."""
    view = turn.view
    assert view is not None
    name = str(view.get("callback_id"))
    if name not in PARSERS and name != redact.NAME:
        return None
    try:
        if name == debrief.NAME:
            return await _debrief(turn, view)
        return await _redact(turn, view) if name == redact.NAME else await _named(turn, view, name)
    except FieldErrors as wrong:
        return Wrong(wrong.errors)
    except StoreError as failure:
        log.event(logger, "not_written", logging.ERROR, user=turn.logged, code=failure.code)
        asked = next((block["block_id"] for block in view["blocks"] if block["type"] == "input"), None)
        if asked is None:
            raise
        return Wrong({asked: sorry.not_written(turn.texts, failure)})  # the form keeps what they have typed
    except Refused as refused:
        errors = errors_of(refused, view, turn.reader)
        if not errors:
            raise
        return Wrong(errors)


async def _named(turn: Turn, view: View, name: str) -> Answer | Wrong:
    ids = unpack(view.get("private_metadata"))
    starting = name == "start"
    crisis = None if starting else await known(turn, str(ids.get("c", "")))
    request_id = f"msg:{ids['m']}:{name}" if ids.get("m") else turn.request_id
    meant = _parsed(PARSERS[name], _read(turn, view, request_id, crisis))
    if crisis is not None and isinstance(meant, ConfirmCommitments):
        meant = _with_next_word(turn, crisis, meant)
    try:
        outcome = await _hand_in(turn, meant)
    except Refused as refused:
        if crisis is not None and name in _GUARDED and refused.code in saying.GATE_CLOSED:
            return Replace(_GUARDED[name](crisis, ids, turn))
        if errors := errors_of(refused, view, turn.reader, crisis):
            return Wrong(errors)
        raise
    if outcome.repeated and ids.get("m"):
        return Say(Screen(turn.texts.t("listeners.already_in_log")))
    if name == archive.NAME:
        return Say(Screen(turn.texts.t("listeners.archiving")))
    if name in _AFTERWARDS:
        return _AFTERWARDS[name](turn, outcome, ids)
    return Patience(outcome.crisis.id) if starting else redrawing.saved(turn, outcome)


def _with_next_word(turn: Turn, crisis: Crisis, meant: ConfirmCommitments) -> ConfirmCommitments:
    """The hour that the promises name for the next public word goes with them."""
    text = crisis.statements.get(meant.statement)
    at = promised_word(turn.desk, crisis, text, meant.commitments) if text else None
    return meant.model_copy(update={"next_at": at})


def _drafted(turn: Turn, outcome: Outcome, ids: Ids) -> Answer:
    """What the guard remarks, to the author alone."""
    written = (entry.event.number for entry in outcome.recorded if isinstance(entry.event, StatementDrafted))
    number = next(written, None) or ids.number("s")
    found = saying.remarks_on(turn, outcome.crisis, outcome.crisis.statements[number])
    return Say(remarks.screen(outcome.crisis, number, found, turn.reader))


def _published(turn: Turn, outcome: Outcome, ids: Ids) -> Answer:
    """Whoever keeps the register is asked at once what the text promises; for others it is one click away."""
    crisis = outcome.crisis
    text = crisis.statements[ids.number("s")]
    proposed = promised(turn.desk, crisis, text)
    if turn.user != (crisis.role_holder(SCRIBE) or crisis.lead):
        return Say(commitments.out(crisis, text.number, len(proposed), turn.reader))
    return Replace(promises.view(crisis, text.number, turn.reader, turn.desk.service.now(), proposed))


def _in_side_room(turn: Turn, outcome: Outcome, _: Ids) -> Answer:
    return Say(cases.side_room(outcome.crisis, max(outcome.crisis.side_rooms), turn.reader))


async def _redact(turn: Turn, view: View) -> Answer:
    """No command of the domain: what was said is taken out of the journal itself."""
    crisis = await known(turn, str(unpack(view.get("private_metadata")).get("c", "")))
    return await redacting.done(turn, crisis, _parsed(redact.parse, _read(turn, view, turn.request_id, crisis)))


async def _debrief(turn: Turn, view: View) -> Answer:
    """Only whether they are in the crisis is looked at; from then on it is nobody who answers."""
    turn.nameless = True
    ids = unpack(view.get("private_metadata"))
    crisis = turn.desk.service.crisis(str(ids.get("c", "")))
    if crisis is None or not crisis.is_member(turn.user):
        raise Refused("no_such_crisis") if crisis is None else stranger(crisis)
    await _hand_in(turn, _parsed(PARSERS[debrief.NAME], _read(turn, view, "", crisis)))
    return Say(replies.thanks(turn.reader))


async def _hand_in(turn: Turn, meant: Meant) -> Outcome:
    """One command after the other; each is a request of its own, so that what is sent again goes on where it broke."""
    outcome: Outcome | None = None
    recorded: tuple[Recorded, ...] = ()
    for command in meant if isinstance(meant, tuple) else (meant,):
        if isinstance(command, StartCrisis):
            if all(command.playbook_digest != book.digest for book in turn.front.library.playbooks.values()):
                raise Refused("outdated")
            command = command.model_copy(update={"invited": await expanded(turn, command.invited)})  # noqa: PLW2901
        outcome = await turn.perform(command)
        recorded += outcome.recorded
    if outcome is None:
        raise Refused("text_missing")
    return replace(outcome, recorded=recorded)


def _read(turn: Turn, view: View, request_id: str, crisis: Crisis | None) -> Submission:
    return Submission(
        view,
        turn.user,
        request_id,
        texts_in(turn.reader.language),
        turn.desk.service.now(),
        crisis,
        regimes=turn.front.regimes,
        timezone=turn.desk.timezone,
    )


def _parsed(parse: Callable[[Submission], T], form: Submission) -> T:
    """What a form says. Raises FieldErrors, and Refused for answers that none of its questions can have."""
    try:
        return parse(form)
    except (AttributeError, LookupError, OverflowError, TypeError, ValueError) as odd:
        log.event(logger, "form.odd", logging.WARNING, form=form.view.get("callback_id"), error=type(odd).__name__)
        raise Refused("outdated") from None


_GUARDED: dict[str, Callable[[Crisis, Ids, Turn], View]] = {
    publish.NAME: lambda crisis, ids, turn: gate.view(crisis, ids.number("s"), turn.reader, turn.desk.service.now()),
    pass_gate.NAME: lambda crisis, ids, turn: pass_gate.view(crisis, ids["g"], turn.reader, turn.desk.service.now()),
}
"""What stands in the place of a form that its gate refuses: all that lacks."""

_AFTERWARDS: dict[str, Callable[[Turn, Outcome, Ids], Answer]] = {
    draft.NAME: _drafted,
    publish.NAME: _published,
    promises.NAME: promising.confirmed,
    side_room.NAME: _in_side_room,
}
"""What comes after a form, where it is more than the change itself."""
