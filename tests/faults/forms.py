"""Every form there is, with answers that make it do something in a crisis that holds one of everything."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.domain.playbook import Language
from bot.slack.screens.forms import PARSERS, redact
from bot.slack.screens.screen import View
from tests.slack.screens.said_scenes import said_states
from tests.slack.screens.scenes import states
from tests.waiting import Json

ALEX, HUGO = "U02", "U04"
HANDED_IN = {*PARSERS, redact.NAME}
AT_THE_END = (
    *("withdraw", "action_close", "commitment_keep", "commitment_drop"),
    *("close", "archive", "reopen", "roles", "handover"),
)
"""Forms after which others have no effect any more."""
BEHIND = ("at", "first_seen")
"""Questions for a time that is over."""
ANSWERS = {
    "plain_text_input": "Fait et vérifié",
    "url_text_input": "https://example.com/1",
    "number_input": "1",
    "users_select": HUGO,
}


def all_forms(language: Language) -> dict[str, View]:
    """Every modal that the gallery shows, by its name there."""
    shown = states(language) | said_states(language)
    return {name: view for name, view in shown.items() if isinstance(view, dict) and "callback_id" in view}


def turn_of(form: View) -> int:
    """The place of a form among those at the end; before them all, 0."""
    name = form["callback_id"]
    return AT_THE_END.index(name) + 1 if name in AT_THE_END else 0


def plausible(form: View, now: datetime) -> dict[str, Any]:
    """Answers to the questions that have none yet, or one that is long past or of other people."""
    asked = [block for block in form["blocks"] if block["type"] == "input"]
    answers = {block["block_id"]: _answer(block["block_id"], block["element"], now) for block in asked}
    return {name: answer for name, answer in answers.items() if answer}


def _answer(name: str, element: Json, now: datetime) -> Any:
    kind, options = element["type"], element.get("option_groups", [element])[0].get("options", [])
    if kind == "datetimepicker":
        ahead = timedelta(days=3) if name.startswith("due") else timedelta(hours=2)
        return now + (timedelta(minutes=-1) if name in BEHIND else ahead)
    if kind == "multi_users_select":
        return [ALEX]
    if any(key.startswith("initial_") and value for key, value in element.items()):
        return None
    if kind == "multi_static_select":
        return [options[-1]["value"]]
    if kind in ("radio_buttons", "static_select"):
        return options[0]["value"]
    return ANSWERS.get(kind)
