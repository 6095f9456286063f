"""Every documented rule of rich text is enforced, at the place that Slack would name."""

from typing import Any

import pytest

from bot.sandbox.blockkit import Problem, check_message

Json = dict[str, Any]

RICH_TEXT_SECTION = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}


def rich_text(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def inline(**element: Any) -> Json:
    return rich_text({"type": "rich_text_section", "elements": [element]})


REFUSED: dict[str, tuple[Json, str, str]] = {
    "rich_text without elements": ({"type": "rich_text"}, "", "missing required field: elements"),
    "rich_text holds text directly": (
        rich_text({"type": "text", "text": "x"}),
        "/elements/0/type",
        "unsupported type: text",
    ),
    "rich text of 0": (
        inline(type="text", text=""),
        "/elements/0/elements/0/text",
        "must be more than 0 characters",
    ),
    "rich list without style": (
        rich_text({"type": "rich_text_list", "elements": [RICH_TEXT_SECTION]}),
        "/elements/0",
        "missing required field: style",
    ),
    "rich list of unknown style": (
        rich_text({"type": "rich_text_list", "style": "roman", "elements": [RICH_TEXT_SECTION]}),
        "/elements/0/style",
        "must be a valid enum value",
    ),
    "broadcast to nobody known": (
        inline(type="broadcast", range="all"),
        "/elements/0/elements/0/range",
        "must be a valid enum value",
    ),
    "mention without user": (
        inline(type="user"),
        "/elements/0/elements/0",
        "missing required field: user_id",
    ),
    "rich style unknown": (
        inline(type="text", text="x", style={"blink": True}),
        "/elements/0/elements/0/style",
        "invalid additional property: blink",
    ),
    "rich list indented to 9": (
        rich_text({"type": "rich_text_list", "style": "bullet", "indent": 9, "elements": [RICH_TEXT_SECTION]}),
        "/elements/0/indent",
        "must be less than 9",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_rich_text_that_breaks_one_rule_is_refused_for_that_rule_only(case: str) -> None:
    """Posting rich text that breaks a documented rule fails with invalid_blocks and a pointer to the fault."""
    block, place, says = REFUSED[case]
    at = f"/blocks/0{place}"
    assert check_message([block]) == [Problem("invalid_blocks", f"[ERROR] {says} [json-pointer:{at}]", at)]
