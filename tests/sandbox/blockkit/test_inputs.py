"""Every documented rule of inputs is enforced, and inputs that belong to modals stay there."""

from typing import Any

import pytest

from bot.sandbox.blockkit import Problem, check_message, check_view

Json = dict[str, Any]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def typed(kind: str = "plain_text_input", **fields: Any) -> Json:
    return {"type": kind, **fields}


IN_INPUT = {
    "initial text of 3001": (
        typed(initial_value="x" * 3001),
        "/initial_value",
        "must be less than 3001 characters",
    ),
    "initial text above its own most": (
        typed(initial_value="xxx", max_length=2),
        "/initial_value",
        "must be less than 3 characters",
    ),
    "max_length of 3001": (typed(max_length=3001), "/max_length", "must be less than 3001"),
    "max_length of 0": (typed(max_length=0), "/max_length", "must be greater than 0"),
    "min_length below 0": (typed(min_length=-1), "/min_length", "must be greater than -1"),
    "min_length above max_length": (
        typed(min_length=3, max_length=2),
        "/min_length",
        "`min_length` must not be greater than `max_length`",
    ),
    "min_length of 3001": (typed(min_length=3001), "/min_length", "must be less than 3001"),
    "multiline is no flag": (typed(multiline=1), "/multiline", "must provide a boolean"),
    "dispatch on nothing known": (
        typed(dispatch_action_config={"trigger_actions_on": ["on_blur"]}),
        "/dispatch_action_config/trigger_actions_on/0",
        "must be a valid enum value",
    ),
    "number without is_decimal_allowed": (
        typed("number_input"),
        "",
        "missing required field: is_decimal_allowed",
    ),
    "number given as a number": (
        typed("number_input", is_decimal_allowed=True, min_value=3),
        "/min_value",
        "must provide a string",
    ),
    "number that is none": (
        typed("number_input", is_decimal_allowed=True, max_value="many"),
        "/max_value",
        "must be a valid number",
    ),
    "decimal where none is allowed": (
        typed("number_input", is_decimal_allowed=False, initial_value="1.5"),
        "/initial_value",
        "must be a whole number unless `is_decimal_allowed`",
    ),
    "number below its least": (
        typed("number_input", is_decimal_allowed=False, min_value="5", initial_value="1"),
        "/min_value",
        "`min_value` must not be greater than `initial_value`",
    ),
    "11 files": (typed("file_input", max_files=11), "/max_files", "must be less than 11"),
    "0 files": (typed("file_input", max_files=0), "/max_files", "must be greater than 0"),
    "rich text input with text": (
        typed("rich_text_input", initial_value="x"),
        "/initial_value",
        "must provide an object",
    ),
    "placeholder on a file_input": (
        typed("file_input", placeholder=plain()),
        "",
        "invalid additional property: placeholder",
    ),
}


@pytest.mark.parametrize("case", IN_INPUT)
def test_an_input_that_breaks_one_rule_is_refused_for_that_rule_only(case: str) -> None:
    """Opening a modal whose input breaks a documented rule fails with invalid_arguments and a pointer."""
    element, place, says = IN_INPUT[case]
    at = f"/view/blocks/0/element{place}"
    block = {"type": "input", "label": plain(), "element": element}
    view = {"type": "modal", "title": plain(), "submit": plain(), "blocks": [block]}
    assert check_view(view) == [Problem("invalid_arguments", f"[ERROR] {says} [json-pointer:{at}]", at)]


@pytest.mark.parametrize(
    "element",
    [
        typed("file_input"),
        typed("conversations_select", response_url_enabled=True),
        typed("channels_select", response_url_enabled=True),
    ],
    ids=["file", "conversation", "channel"],
)
def test_files_and_response_urls_are_asked_for_in_modals_only(element: Json) -> None:
    """What Slack offers in a modal's inputs only passes there and is refused in messages and the Home tab."""
    block = {"type": "input", "label": plain(), "element": element}
    assert check_view({"type": "modal", "title": plain(), "submit": plain(), "blocks": [block]}) == []
    assert [problem.code for problem in check_message([block])] == ["invalid_blocks"]
    assert [problem.code for problem in check_view({"type": "home", "blocks": [block]})] == ["invalid_arguments"]
