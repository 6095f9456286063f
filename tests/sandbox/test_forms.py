"""What the workspace checks in a form before the app sees it."""

from typing import Any

import pytest

from bot.sandbox.elements import read_state, with_ids
from bot.sandbox.forms import complaints


def _complaint(element: dict[str, Any], entry: dict[str, Any], locale: str = "en-US") -> str | None:
    block = {"type": "input", "block_id": "b", "element": {"action_id": "a", **element}}
    values = read_state([block], {"b": {"a": entry}})
    return complaints([block], values, locale).get("b")


@pytest.mark.parametrize(
    ("element", "value", "fault"),
    [
        ({"type": "plain_text_input"}, "x", None),
        ({"type": "plain_text_input"}, "", "complete"),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3"),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "at most 3"),
        ({"type": "number_input", "is_decimal_allowed": False}, "12", None),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "valid number"),
        ({"type": "number_input", "is_decimal_allowed": True}, "1.5", None),
        ({"type": "number_input", "is_decimal_allowed": True}, "many", "valid number"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2"}, "1", "smaller than 2"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "3", "larger than 2"),
        ({"type": "email_text_input"}, "ada@example.com", None),
        ({"type": "email_text_input"}, "ada", "email"),
        ({"type": "url_text_input"}, "https://example.com", None),
        ({"type": "url_text_input"}, "example", "URL"),
    ],
)
def test_a_value_is_checked_for_its_kind(element: dict[str, Any], value: str, fault: str | None) -> None:
    """Each kind of field refuses what it cannot hold, and says why."""
    told = _complaint(element, {"value": value})
    assert told is None if fault is None else told is not None and fault in told


def test_nothing_chosen_is_not_enough() -> None:
    """A required choice must be made; too many choices are refused."""
    option = {"text": {"type": "plain_text", "text": "A"}, "value": "a"}
    assert _complaint({"type": "checkboxes", "options": [option]}, {"selected_options": []}) is not None
    assert _complaint({"type": "static_select", "options": [option]}, {"selected_option": option}) is None
    many = {"type": "multi_users_select", "max_selected_items": 1}
    assert "at most 1" in (_complaint(many, {"selected_users": ["U01", "U02"]}) or "")


def test_ids_are_given_where_they_lack() -> None:
    """Blocks and elements without ids get some, those with ids keep theirs, and the original is left alone."""
    blocks: list[dict[str, Any]] = [
        {"type": "actions", "elements": [{"type": "button"}, {"type": "button", "action_id": "mine"}]},
        {"type": "divider", "block_id": "mine"},
    ]
    given = with_ids(blocks)
    assert given[0]["block_id"]
    assert given[0]["elements"][0]["action_id"]
    assert (given[0]["elements"][1]["action_id"], given[1]["block_id"]) == ("mine", "mine")
    assert "block_id" not in blocks[0]
