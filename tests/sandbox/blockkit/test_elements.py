"""Every documented rule of elements and composition objects is enforced, at the place that Slack would name."""

from typing import Any

import pytest

from bot.sandbox.blockkit import Problem, check_message

Json = dict[str, Any]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "x", **fields: Any) -> Json:
    return {"text": plain(), "value": value, **fields}


def options(count: int) -> list[Json]:
    return [option(str(index)) for index in range(count)]


def without(value: Json, *names: str) -> Json:
    return {name: value[name] for name in value if name not in names}


def button(**fields: Any) -> Json:
    return {"type": "button", "text": plain(), **fields}


def select(**fields: Any) -> Json:
    return {"type": "static_select", "options": options(2), **fields}


def multi(**fields: Any) -> Json:
    return {"type": "multi_static_select", "options": options(3), **fields}


def boxes(**fields: Any) -> Json:
    return {"type": "checkboxes", "options": options(3), **fields}


def typed(kind: str, **fields: Any) -> Json:
    return {"type": kind, **fields}


CONFIRM = {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain()}
GROUP = {"label": plain(), "options": options(1)}
MATCH = "must exactly match one of the provided options"

IN_ACTIONS = {
    "button without text": ({"type": "button"}, "", "missing required field: text"),
    "button in mrkdwn": (button(text=mrkdwn()), "/text/type", "must be a valid enum value"),
    "button of 76": (button(text=plain("x" * 76)), "/text/text", "must be less than 76 characters"),
    "button of 0": (button(text=plain("")), "/text/text", "must be more than 0 characters"),
    "button value of 2001": (button(value="x" * 2001), "/value", "must be less than 2001 characters"),
    "button value is a number": (button(value=7), "/value", "must provide a string"),
    "button url of 3001": (button(url="https://a/" + "x" * 2991), "/url", "must be less than 3001 characters"),
    "button url is no url": (button(url="example"), "/url", "must be a valid URL"),
    "button style unknown": (button(style="warning"), "/style", "must be a valid enum value"),
    "button label of 76": (
        button(accessibility_label="x" * 76),
        "/accessibility_label",
        "must be less than 76 characters",
    ),
    "button with placeholder": (button(placeholder=plain()), "", "invalid additional property: placeholder"),
    "action_id of 256": (button(action_id="x" * 256), "/action_id", "must be less than 256 characters"),
    "emoji in mrkdwn": (
        button(confirm={**CONFIRM, "text": {**mrkdwn(), "emoji": True}}),
        "/confirm/text",
        "invalid additional property: emoji",
    ),
    "verbatim in plain_text": (
        button(text={**plain(), "verbatim": True}),
        "/text",
        "invalid additional property: verbatim",
    ),
    "confirm title of 101": (
        button(confirm={**CONFIRM, "title": plain("x" * 101)}),
        "/confirm/title/text",
        "must be less than 101 characters",
    ),
    "confirm title in mrkdwn": (
        button(confirm={**CONFIRM, "title": mrkdwn()}),
        "/confirm/title/type",
        "must be a valid enum value",
    ),
    "confirm text of 301": (
        button(confirm={**CONFIRM, "text": mrkdwn("x" * 301)}),
        "/confirm/text/text",
        "must be less than 301 characters",
    ),
    "confirm yes of 31": (
        button(confirm={**CONFIRM, "confirm": plain("x" * 31)}),
        "/confirm/confirm/text",
        "must be less than 31 characters",
    ),
    "confirm no of 31": (
        button(confirm={**CONFIRM, "deny": plain("x" * 31)}),
        "/confirm/deny/text",
        "must be less than 31 characters",
    ),
    "confirm without no": (
        button(confirm=without(CONFIRM, "deny")),
        "/confirm",
        "missing required field: deny",
    ),
    "confirm style unknown": (
        button(confirm={**CONFIRM, "style": "bold"}),
        "/confirm/style",
        "must be a valid enum value",
    ),
    "overflow of 0": ({"type": "overflow", "options": []}, "/options", "no fewer than 1 items allowed"),
    "overflow of 6": ({"type": "overflow", "options": options(6)}, "/options", "no more than 5 items allowed"),
    "checkboxes of 0": (boxes(options=[]), "/options", "no fewer than 1 items allowed"),
    "checkboxes of 11": (boxes(options=options(11)), "/options", "no more than 10 items allowed"),
    "ticked box not among options": (
        boxes(initial_options=[option("0"), option("9")]),
        "/initial_options/1",
        MATCH,
    ),
    "no box ticked, but said": (
        boxes(initial_options=[]),
        "/initial_options",
        "no fewer than 1 items allowed",
    ),
    "box description of 76": (
        boxes(options=[option(description=mrkdwn("x" * 76))]),
        "/options/0/description/text",
        "must be less than 76 characters",
    ),
    "workflow button of 76": (
        {"type": "workflow_button", "text": plain("x" * 76), "workflow": {"trigger": {"url": "https://a.b"}}},
        "/text/text",
        "must be less than 76 characters",
    ),
    "radio of 11": (
        {"type": "radio_buttons", "options": options(11)},
        "/options",
        "no more than 10 items allowed",
    ),
    "radio initial elsewhere": (
        {"type": "radio_buttons", "options": options(2), "initial_option": option("9")},
        "/initial_option",
        MATCH,
    ),
    "option text of 76": (
        select(options=[option(text=plain("x" * 76))]),
        "/options/0/text/text",
        "must be less than 76 characters",
    ),
    "option text in mrkdwn": (
        select(options=[option(text=mrkdwn())]),
        "/options/0/text/type",
        "must be a valid enum value",
    ),
    "option value of 151": (
        select(options=[option("x" * 151)]),
        "/options/0/value",
        "must be less than 151 characters",
    ),
    "option value of 0": (select(options=[option("")]), "/options/0/value", "must be more than 0 characters"),
    "option description of 76": (
        select(options=[option(description=plain("x" * 76))]),
        "/options/0/description/text",
        "must be less than 76 characters",
    ),
    "option with a url": (
        select(options=[option(url="https://example.com")]),
        "/options/0",
        "invalid additional property: url",
    ),
    "select of 0": (select(options=[]), "/options", "no fewer than 1 items allowed"),
    "select of 101": (select(options=options(101)), "/options", "no more than 100 items allowed"),
    "select without options": (
        typed("static_select"),
        "",
        "must define exactly one of `options`, `option_groups`",
    ),
    "select with groups too": (
        select(option_groups=[GROUP]),
        "",
        "must define exactly one of `options`, `option_groups`",
    ),
    "select of 101 groups": (
        typed("static_select", option_groups=[GROUP] * 101),
        "/option_groups",
        "no more than 100 items allowed",
    ),
    "group label of 76": (
        typed("static_select", option_groups=[{**GROUP, "label": plain("x" * 76)}]),
        "/option_groups/0/label/text",
        "must be less than 76 characters",
    ),
    "select initial in no group": (
        typed("static_select", option_groups=[GROUP], initial_option=option("9")),
        "/initial_option",
        MATCH,
    ),
    "placeholder of 151": (
        select(placeholder=plain("x" * 151)),
        "/placeholder/text",
        "must be less than 151 characters",
    ),
    "placeholder in mrkdwn": (select(placeholder=mrkdwn()), "/placeholder/type", "must be a valid enum value"),
    "nothing may be selected": (multi(max_selected_items=0), "/max_selected_items", "must be greater than 0"),
    "more selected than allowed": (
        multi(max_selected_items=1, initial_options=options(2)),
        "/initial_options",
        "no more than 1 items allowed",
    ),
    "more people than allowed": (
        typed("multi_users_select", max_selected_items=1, initial_users=["U1", "U2"]),
        "/initial_users",
        "no more than 1 items allowed",
    ),
    "filter of nothing": (
        typed("conversations_select", filter={}),
        "/filter",
        "must define at least one of `include`, `exclude_external_shared_channels`, `exclude_bot_users`",
    ),
    "filter unknown": (
        typed("conversations_select", filter={"include": ["secret"]}),
        "/filter/include/0",
        "must be a valid enum value",
    ),
    "date of another form": (
        typed("datepicker", initial_date="14/03/2026"),
        "/initial_date",
        "must be in the format YYYY-MM-DD",
    ),
    "date that does not exist": (
        typed("datepicker", initial_date="2026-02-30"),
        "/initial_date",
        "must be a valid date in the format YYYY-MM-DD",
    ),
    "time at 24": (typed("timepicker", initial_time="24:00"), "/initial_time", "must be in the format HH:mm"),
    "moment in milliseconds": (
        typed("datetimepicker", initial_date_time=1_773_520_860_000),
        "/initial_date_time",
        "must be less than 10000000000",
    ),
}


@pytest.mark.parametrize("case", IN_ACTIONS)
def test_an_element_that_breaks_one_rule_is_refused_for_that_rule_only(case: str) -> None:
    """Posting an element that breaks a documented rule fails with invalid_blocks and a pointer to the fault."""
    element, place, says = IN_ACTIONS[case]
    at = f"/blocks/0/elements/0{place}"
    problem = Problem("invalid_blocks", f"[ERROR] {says} [json-pointer:{at}]", at)
    assert check_message([{"type": "actions", "elements": [element]}]) == [problem]
