"""A form as Slack sends it back: what stood in it at first, and what somebody answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.crisis import Crisis
from bot.domain.kernel import Command
from bot.domain.playbook import Language
from bot.locale import texts_in
from bot.slack.screens import View
from bot.slack.screens.forms import PARSERS, Meant, Submission
from tests.domain.story import CAMILLE, START
from tests.slack.screens.scenes import LAWS


def filled(view: View, **answers: Any) -> View:
    """The view with its `state`. An answer is a text, an option's value, a user, a list of them, or a time."""
    questions = [block for block in view["blocks"] if block["type"] == "input"]
    unknown = set(answers) - {block["block_id"] for block in questions}
    assert not unknown, f"the form does not ask {unknown}"
    values = {
        block["block_id"]: {
            block["element"]["action_id"]: {"type": block["element"]["type"], **_answer(block, answers)}
        }
        for block in questions
    }
    return view | {"state": {"values": values}}


def _answer(block: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    element, given = block["element"], answers.get(block["block_id"])
    match element["type"]:
        case "radio_buttons" | "static_select":
            offered = element.get("options") or [o for group in element["option_groups"] for o in group["options"]]
            chosen = next((o for o in offered if o["value"] == given), None)
            assert given is None or chosen is not None, f"{given} cannot be chosen"
            return {"selected_option": chosen or element.get("initial_option")}
        case "checkboxes" | "multi_static_select":
            options = element.get("options") or [o for group in element["option_groups"] for o in group["options"]]
            chosen = [o for o in options if o["value"] in (given or ())]
            return {"selected_options": chosen if given is not None else element.get("initial_options", [])}
        case "users_select":
            return {"selected_user": given or element.get("initial_user")}
        case "multi_users_select":
            return {"selected_users": given or element.get("initial_users", [])}
        case "datetimepicker":
            at = int(given.timestamp()) if isinstance(given, datetime) else element.get("initial_date_time")
            return {"selected_date_time": at}
        case _:
            return {"value": given if given is not None else element.get("initial_value")}


def sent(
    view: View,
    crisis: Crisis | None = None,
    *,
    now: datetime = START,
    reads: Language = "en",
    **answers: Any,
) -> Command:
    """The one command that a filled form asks for. Raises FieldErrors."""
    asked = _asked(view, crisis, now, reads, answers)
    assert not isinstance(asked, tuple)
    return asked


def sent_several(
    view: View,
    crisis: Crisis | None = None,
    *,
    now: datetime = START,
    reads: Language = "en",
    **answers: Any,
) -> tuple[Command, ...]:
    """The commands of a form that may ask for more than one. Raises FieldErrors."""
    asked = _asked(view, crisis, now, reads, answers)
    assert isinstance(asked, tuple)
    return asked


def _asked(view: View, crisis: Crisis | None, now: datetime, reads: Language, answers: dict[str, Any]) -> Meant:
    texts = texts_in(reads)
    form = Submission(filled(view, **answers), CAMILLE, "view:V1:1", texts, now, crisis, LAWS, "Europe/Paris")
    return PARSERS[view["callback_id"]](form)
