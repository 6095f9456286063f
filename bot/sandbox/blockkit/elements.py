"""Block elements: their fields and limits, and which of them each block may hold.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .composition import (
    BOX_OPTION,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    IDENTIFIER,
    LINK,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    PICTURE,
    SLACK_ID,
    WORKFLOW,
    plain,
    words,
)
from .rich_text import RICH_TEXT_VALUE
from .shape import (
    Choice,
    Finding,
    Findings,
    Flag,
    Law,
    Many,
    OneOf,
    Record,
    Rule,
    Text,
    Whole,
    exactly_one,
    in_order,
)

_ACTION: dict[str, Rule] = {"action_id": IDENTIFIER}
_CONFIRMED: dict[str, Rule] = {**_ACTION, "confirm": CONFIRM}
_FOCUSED: dict[str, Rule] = {**_ACTION, "focus_on_load": Flag()}
_PICKED: dict[str, Rule] = {**_FOCUSED, "confirm": CONFIRM, "placeholder": plain(150)}
_TYPED: dict[str, Rule] = {**_FOCUSED, "placeholder": plain(150), "dispatch_action_config": DISPATCH}
_LABEL: dict[str, Rule] = {"accessibility_label": Text(75)}
_STYLE = Choice(("primary", "danger"))
_SELECTED = Whole(1)


def _initial_among_options(value: dict[str, Any], at: str) -> Findings:
    options = [*value.get("options", ()), *(o for g in value.get("option_groups", ()) for o in g["options"])]
    if "initial_option" in value and value["initial_option"] not in options:
        yield Finding("must exactly match one of the provided options", f"{at}/initial_option")
    for index, option in enumerate(value.get("initial_options", ())):
        if option not in options:
            yield Finding("must exactly match one of the provided options", f"{at}/initial_options/{index}")


def _no_more_than_selectable(name: str) -> Law:
    def law(value: dict[str, Any], at: str) -> Findings:
        most = value.get("max_selected_items")
        if most is not None and len(value.get(name, ())) > most:
            yield Finding(f"no more than {most} items allowed", f"{at}/{name}")

    return law


def _day_exists(value: dict[str, Any], at: str) -> Findings:
    try:
        date.fromisoformat(value.get("initial_date", "2000-01-01"))
    except ValueError:
        yield Finding("must be a valid date in the format YYYY-MM-DD", f"{at}/initial_date")


def _decimals_only_if_allowed(value: dict[str, Any], at: str) -> Findings:
    for name in ("initial_value", "min_value", "max_value"):
        if not value["is_decimal_allowed"] and "." in value.get(name, ""):
            yield Finding("must be a whole number unless `is_decimal_allowed`", f"{at}/{name}")


def _initial_value_fits(value: dict[str, Any], at: str) -> Findings:
    most = value.get("max_length")
    if most is not None and len(value.get("initial_value", "")) > most:
        yield Finding(f"must be less than {most + 1} characters", f"{at}/initial_value")


def _single(initial: Mapping[str, Rule]) -> Record:
    return Record(optional={**_PICKED, **initial})


def _multi(initial: str, item: Rule, more: Mapping[str, Rule] | None = None) -> Record:
    return Record(
        optional={**_PICKED, initial: Many(item), "max_selected_items": _SELECTED, **(more or {})},
        laws=(_no_more_than_selectable(initial),),
    )


_STATIC: dict[str, Rule] = {"options": Many(OPTION, 100), "option_groups": Many(OPTION_GROUP, 100)}
_CONVERSATIONS: dict[str, Rule] = {"default_to_current_conversation": Flag(), "filter": CONVERSATION_FILTER}
_NUMERAL = Text(like=r"-?([0-9]+(\.[0-9]+)?|\.[0-9]+)", says="must be a valid number")

ELEMENTS: dict[str, Record] = {
    "button": Record(
        required={"text": plain(75)},
        optional={
            **_CONFIRMED,
            **_LABEL,
            "url": LINK,
            "value": Text(2000),
            "style": _STYLE,
            "agent_prompt": Text(4000),
            "agent_prompt_display": Text(),
            "visible_to_user_ids": Many(SLACK_ID),
        },
    ),
    "workflow_button": Record(
        required={"text": plain(75), "workflow": WORKFLOW}, optional={**_ACTION, **_LABEL, "style": _STYLE}
    ),
    "icon_button": Record(
        required={"icon": Choice(("trash",)), "text": plain(75)},
        optional={**_CONFIRMED, **_LABEL, "value": Text(2000), "visible_to_user_ids": Many(SLACK_ID)},
    ),
    "feedback_buttons": Record(
        required={
            side: Record(required={"text": plain(75), "value": Text(2000)}, optional=_LABEL)
            for side in ("positive_button", "negative_button")
        },
        optional=_ACTION,
    ),
    "overflow": Record(required={"options": Many(OVERFLOW_OPTION, 5)}, optional=_CONFIRMED),
    "image": PICTURE,
    "checkboxes": Record(
        required={"options": Many(BOX_OPTION, 10)},
        optional={**_FOCUSED, "confirm": CONFIRM, "initial_options": Many(BOX_OPTION)},
        laws=(_initial_among_options,),
    ),
    "radio_buttons": Record(
        required={"options": Many(BOX_OPTION, 10)},
        optional={**_FOCUSED, "confirm": CONFIRM, "initial_option": BOX_OPTION},
        laws=(_initial_among_options,),
    ),
    "static_select": Record(
        optional={**_PICKED, **_STATIC, "initial_option": OPTION},
        laws=(exactly_one("options", "option_groups"), _initial_among_options),
    ),
    "multi_static_select": Record(
        optional={
            **_PICKED,
            **_STATIC,
            "initial_options": Many(OPTION),
            "max_selected_items": _SELECTED,
        },
        laws=(
            exactly_one("options", "option_groups"),
            _initial_among_options,
            _no_more_than_selectable("initial_options"),
        ),
    ),
    "external_select": _single({"initial_option": OPTION, "min_query_length": Whole(0)}),
    "users_select": _single({"initial_user": SLACK_ID}),
    "channels_select": _single({"initial_channel": SLACK_ID}),
    "conversations_select": _single({"initial_conversation": SLACK_ID, **_CONVERSATIONS}),
    "multi_external_select": _multi("initial_options", OPTION, {"min_query_length": Whole(0)}),
    "multi_users_select": _multi("initial_users", SLACK_ID),
    "multi_channels_select": _multi("initial_channels", SLACK_ID),
    "multi_conversations_select": _multi("initial_conversations", SLACK_ID, _CONVERSATIONS),
    "datepicker": Record(
        optional={
            **_PICKED,
            "initial_date": Text(like=r"[0-9]{4}-[0-9]{2}-[0-9]{2}", says="must be in the format YYYY-MM-DD"),
        },
        laws=(_day_exists,),
    ),
    "timepicker": Record(
        optional={
            **_PICKED,
            "initial_time": Text(like=r"([01][0-9]|2[0-3]):[0-5][0-9]", says="must be in the format HH:mm"),
            "timezone": Text(),
        },
    ),
    "datetimepicker": Record(
        optional={**_FOCUSED, "confirm": CONFIRM, "initial_date_time": Whole(1_000_000_000, 9_999_999_999)}
    ),
    "plain_text_input": Record(
        optional={
            **_TYPED,
            "initial_value": Text(3000, least=0),
            "multiline": Flag(),
            "min_length": Whole(0, 3000),
            "max_length": Whole(1, 3000),
        },
        laws=(in_order("min_length", "max_length"), _initial_value_fits),
    ),
    "email_text_input": Record(optional={**_TYPED, "initial_value": Text(least=0)}),
    "url_text_input": Record(optional={**_TYPED, "initial_value": Text(least=0)}),
    "number_input": Record(
        required={"is_decimal_allowed": Flag()},
        optional={**_TYPED, "initial_value": _NUMERAL, "min_value": _NUMERAL, "max_value": _NUMERAL},
        laws=(
            _decimals_only_if_allowed,
            in_order("min_value", "max_value"),
            in_order("min_value", "initial_value"),
            in_order("initial_value", "max_value"),
        ),
    ),
    "rich_text_input": Record(
        optional={**_TYPED, "initial_value": RICH_TEXT_VALUE, "min_lines": Whole(1), "max_lines": Whole(1)},
        laws=(in_order("min_lines", "max_lines"),),
    ),
    "file_input": Record(optional={**_ACTION, "filetypes": Many(Text()), "max_files": Whole(1, 10)}),
}


def _pick(*names: str) -> dict[str, Record]:
    return {name: ELEMENTS[name] for name in names}


_SELECTS = tuple(name for name in ELEMENTS if name.endswith("_select"))
_BOTH = ("checkboxes", "datepicker", "radio_buttons", "timepicker", *_SELECTS)

IN_SECTION = OneOf(_pick("button", "workflow_button", "overflow", "image", *_BOTH))
IN_ACTIONS = OneOf(_pick("button", "workflow_button", "overflow", "datetimepicker", "rich_text_input", *_BOTH))
IN_CONTEXT = OneOf({**words(3000).kinds, "image": PICTURE})
IN_CONTEXT_ACTIONS = OneOf(_pick("feedback_buttons", "icon_button"))
IN_INPUT = OneOf(
    _pick(
        "datetimepicker",
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "rich_text_input",
        *_BOTH,
    )
)


def _answering(name: str) -> Record:
    select = ELEMENTS[name]
    return Record(select.required, {**select.optional, "response_url_enabled": Flag()}, select.laws)


IN_MODAL_INPUT = OneOf(
    {
        **IN_INPUT.kinds,
        **_pick("file_input"),
        **{name: _answering(name) for name in ("conversations_select", "channels_select")},
    }
)
"""Files are uploaded, and a response_url asked for, only in the inputs of a modal."""
