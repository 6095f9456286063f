"""Forms that were sent: read, handed in, and answered with what is wrong at its field, or closed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.commands import StartCrisis
from bot.domain.kernel import Refused
from bot.locale import texts_in
from bot.slack.listeners import views
from bot.slack.listeners.commands import expanded
from bot.slack.listeners.turn import Answer, Patience, Say, Turn
from bot.slack.listeners.which import known
from bot.slack.screens import Screen
from bot.slack.screens.forms import PARSERS, FieldErrors, Submission, errors_of
from bot.slack.screens.screen import unpack


@dataclass(frozen=True, slots=True)
class Wrong:
    """The form stays open: what is wrong, by question."""

    errors: dict[str, str]


async def run(turn: Turn) -> Answer | Wrong:
    """Hand in what a form says."""
    view = turn.view
    assert view is not None
    parse = PARSERS.get(str(view.get("callback_id")))
    if parse is None:
        return None
    ids = unpack(view.get("private_metadata"))
    starting = view.get("callback_id") == "start"
    try:
        crisis = None if starting else await known(turn, str(ids.get("c", "")))
        named = f"msg:{ids['m']}:{view.get('callback_id')}" if ids.get("m") else turn.request_id
        form = Submission(view, turn.user, named, texts_in(turn.reader.language), turn.desk.service.now(), crisis)
        command = parse(form)
        if isinstance(command, StartCrisis):
            command = command.model_copy(update={"invited": await expanded(turn, command.invited)})
        outcome = await turn.perform(command)
    except FieldErrors as wrong:
        return Wrong(wrong.errors)
    except Refused as refused:
        errors = errors_of(refused, view, turn.reader)
        if not errors:
            raise
        return Wrong(errors)
    if outcome.repeated and ids.get("m"):
        return Say(Screen(turn.texts.t("listeners.already_in_log")))
    return Patience(outcome.crisis.id) if starting else views.changed(turn, outcome.crisis)
