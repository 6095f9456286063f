"""Forms that were sent: read, handed in, and answered with what is wrong at its field, or closed."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot import log
from bot.domain.commands import StartCrisis
from bot.domain.crisis import Crisis
from bot.domain.kernel import Refused
from bot.locale import texts_in
from bot.service import Outcome
from bot.slack.listeners import sorry, views
from bot.slack.listeners.commands import expanded
from bot.slack.listeners.turn import Answer, Patience, Say, Turn
from bot.slack.listeners.which import known
from bot.slack.screens import Screen, View, replies
from bot.slack.screens.forms import PARSERS, FieldErrors, Meant, Submission, debrief, errors_of
from bot.slack.screens.screen import unpack
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

CONFIRMED = frozenset({"note", "roles", "posture"})
"""Forms whose effect stands on no screen, or far down on the board: it is said."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """The form stays open: what is wrong, by question."""

    errors: dict[str, str]


async def run(turn: Turn) -> Answer | Wrong:
    """Hand in what a form says."""
    view = turn.view
    assert view is not None
    name = str(view.get("callback_id"))
    if name not in PARSERS:
        return None
    try:
        return await _debrief(turn, view) if name == debrief.NAME else await _named(turn, view, name)
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


async def _named(turn: Turn, view: View, name: str) -> Answer:
    ids = unpack(view.get("private_metadata"))
    starting = name == "start"
    crisis = None if starting else await known(turn, str(ids.get("c", "")))
    request_id = f"msg:{ids['m']}:{name}" if ids.get("m") else turn.request_id
    outcome = await _hand_in(turn, PARSERS[name](_read(turn, view, request_id, crisis)))
    if outcome.repeated and ids.get("m"):
        return Say(Screen(turn.texts.t("listeners.already_in_log")))
    if name in CONFIRMED:
        return views.written(turn, outcome)
    return Patience(outcome.crisis.id) if starting else views.changed(turn, outcome.crisis)


async def _debrief(turn: Turn, view: View) -> Answer:
    """Only whether they are in the crisis is looked at; from then on it is nobody who answers, and only once."""
    turn.nameless = True
    ids = unpack(view.get("private_metadata"))
    crisis = turn.desk.service.crisis(str(ids.get("c", "")))
    if crisis is None or not crisis.is_member(turn.user):
        raise Refused("not_a_member")
    command = PARSERS[debrief.NAME](_read(turn, view, "", crisis))
    form, answered = str(view["id"]), turn.front.answered
    if form not in answered:
        answered.add(form)
        try:
            await _hand_in(turn, command)
        except BaseException:
            answered.discard(form)
            raise
    return Say(replies.thanks(turn.reader))


async def _hand_in(turn: Turn, meant: Meant) -> Outcome:
    """One command after the other; each is a request of its own, so that what is sent again goes on where it broke."""
    outcome: Outcome | None = None
    for command in meant if isinstance(meant, tuple) else (meant,):
        if isinstance(command, StartCrisis):
            command = command.model_copy(update={"invited": await expanded(turn, command.invited)})  # noqa: PLW2901
        outcome = await turn.perform(command)
    if outcome is None:
        raise Refused("text_missing")
    return outcome


def _read(turn: Turn, view: View, request_id: str, crisis: Crisis | None) -> Submission:
    return Submission(
        view,
        turn.user,
        request_id,
        texts_in(turn.reader.language),
        turn.desk.service.now(),
        crisis,
        regimes=turn.front.regimes,
    )
