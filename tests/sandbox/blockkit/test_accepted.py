"""What Slack accepts passes: every block, every element, every optional field."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.blockkit import check_message, check_view
from bot.sandbox.blockkit.blocks import BLOCKS
from bot.sandbox.blockkit.elements import IN_ACTIONS, IN_CONTEXT, IN_CONTEXT_ACTIONS, IN_MODAL_INPUT, IN_SECTION
from bot.sandbox.blockkit.shape import OneOf

Json = dict[str, Any]
PNG = "https://example.com/a.png"


def plain(text: str = "Garder la tête froide") -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str = "*Grave* : <!date^1773520860^{time}|21:41>") -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def option(value: str, **fields: Any) -> Json:
    return {"text": plain(value), "value": value, "description": plain("why"), **fields}


A, B, C = option("a"), option("b"), option("c")
BOX = {"text": mrkdwn("*Nommer* le pilote"), "value": "1.1", "description": mrkdwn("avant 20:46")}
CONFIRM = {"title": plain(), "text": mrkdwn(), "confirm": plain("Oui"), "deny": plain("Non"), "style": "danger"}
GROUPS = [{"label": plain(), "options": [A, B]}, {"label": plain(), "options": [C]}]
RICH: Json = {
    "type": "rich_text",
    "block_id": "rich",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Le lot ", "style": {"bold": True, "italic": False, "underline": True}},
                {"type": "link", "url": "https://example.com", "text": "ici", "unsafe": True, "style": {"code": True}},
                {"type": "emoji", "name": "wave", "unicode": "1f44b", "skin_tone": 2},
                {"type": "user", "user_id": "U01", "style": {"highlight": True}},
                {"type": "usergroup", "usergroup_id": "S01"},
                {"type": "channel", "channel_id": "C01"},
                {"type": "team", "team_id": "T01"},
                {"type": "broadcast", "range": "here"},
                {"type": "color", "value": "#F405B3"},
                {"type": "date", "timestamp": 1773520860, "format": "{time}", "url": PNG, "fallback": "21:41"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "indent": 1,
            "offset": 2,
            "border": 1,
            "elements": [{"type": "rich_text_section", "elements": []}],
        },
        {"type": "rich_text_quote", "border": 0, "elements": [{"type": "text", "text": "cité"}]},
        {"type": "rich_text_preformatted", "border": 0, "elements": [{"type": "text", "text": "code"}]},
    ],
}
PICKED = {"action_id": "pick", "placeholder": plain(), "focus_on_load": False, "confirm": CONFIRM}
TYPED = {
    "action_id": "type",
    "placeholder": plain(),
    "focus_on_load": True,
    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
}
FILTER = {"include": ["public", "private", "im", "mpim"], "exclude_bot_users": True}
MORE_FILTER = {"exclude_external_shared_channels": True}
PUSHED = {"text": plain(), "value": "+", "accessibility_label": "x"}

ELEMENTS: dict[str, Json] = {
    "button": {
        "text": plain("x" * 75),
        "action_id": "a" * 255,
        "value": "v" * 2000,
        "url": "slack://app?team=T1",
        "style": "primary",
        "confirm": CONFIRM,
        "accessibility_label": "x" * 75,
    },
    "workflow_button": {
        "text": plain(),
        "action_id": "w",
        "style": "danger",
        "accessibility_label": "x",
        "workflow": {
            "trigger": {
                "url": "https://slack.com/shortcuts/Ft1/a",
                "customizable_input_parameters": [{"name": "a", "value": ""}],
            }
        },
    },
    "icon_button": {"icon": "trash", "text": plain(), "action_id": "i", "value": "1", "visible_to_user_ids": ["U1"]},
    "feedback_buttons": {"action_id": "f", "positive_button": PUSHED, "negative_button": PUSHED},
    "overflow": {"action_id": "o", "options": [{**A, "url": PNG}, B, C], "confirm": CONFIRM},
    "image": {"image_url": PNG, "alt_text": "x" * 2000},
    "plain_text": {"text": "x", "emoji": False},
    "mrkdwn": {"text": "x" * 3000, "verbatim": False},
    "checkboxes": {"action_id": "c", "options": [BOX, A], "initial_options": [BOX], "confirm": CONFIRM},
    "radio_buttons": {"action_id": "r", "options": [BOX, A], "initial_option": A, "focus_on_load": True},
    "static_select": {**PICKED, "options": [A, B], "initial_option": B},
    "multi_static_select": {
        **PICKED,
        "option_groups": GROUPS,
        "initial_options": [C, A],
        "max_selected_items": 2,
    },
    "external_select": {**PICKED, "initial_option": A, "min_query_length": 0},
    "multi_external_select": {
        **PICKED,
        "initial_options": [A],
        "min_query_length": 3,
        "max_selected_items": 1,
    },
    "users_select": {**PICKED, "initial_user": "U01"},
    "multi_users_select": {**PICKED, "initial_users": ["U01", "W02"], "max_selected_items": 2},
    "channels_select": {**PICKED, "initial_channel": "C01"},
    "multi_channels_select": {**PICKED, "initial_channels": ["C01"], "max_selected_items": 5},
    "conversations_select": {**PICKED, "initial_conversation": "C01", "filter": FILTER},
    "multi_conversations_select": {
        **PICKED,
        "initial_conversations": ["C01", "D01"],
        "default_to_current_conversation": True,
        "filter": MORE_FILTER,
    },
    "datepicker": {**PICKED, "initial_date": "2028-02-29"},
    "timepicker": {**PICKED, "initial_time": "23:59", "timezone": "Europe/Paris"},
    "datetimepicker": {"action_id": "d", "initial_date_time": 1773520860, "confirm": CONFIRM},
    "plain_text_input": {
        **TYPED,
        "initial_value": "",
        "multiline": True,
        "min_length": 0,
        "max_length": 3000,
    },
    "email_text_input": {**TYPED, "initial_value": "a@example.com"},
    "url_text_input": {**TYPED, "initial_value": PNG},
    "number_input": {
        **TYPED,
        "is_decimal_allowed": True,
        "min_value": "-1",
        "initial_value": "0.5",
        "max_value": "10",
    },
    "rich_text_input": {**TYPED, "initial_value": RICH},
    "file_input": {"action_id": "f", "filetypes": ["png", "pdf"], "max_files": 10},
}
ALERT = {"text": mrkdwn(), "level": "error"}
CARD = {
    "type": "card",
    "hero_image": {"type": "image", "image_url": PNG, "alt_text": "x"},
    "icon": {"type": "image", "slack_file": {"url": "https://files.slack.com/a"}, "alt_text": "x"},
    "title": mrkdwn(),
    "subtitle": plain(),
    "body": mrkdwn("x" * 200),
    "actions": [{"type": "button", **ELEMENTS["button"]}],
}
TASK = {
    "type": "task_card",
    "task_id": "t",
    "title": "x",
    "status": "complete",
    "details": RICH,
    "sources": [{"type": "url", "url": PNG, "text": "x"}],
}
BLOCK_EXAMPLES: dict[str, Json] = {
    "section": {"text": mrkdwn("x" * 3000), "fields": [plain("x")] * 9 + [mrkdwn("x" * 2000)], "expand": True},
    "header": {"text": plain("x" * 150)},
    "divider": {"block_id": "b" * 255},
    "image": {"slack_file": {"id": "F01"}, "alt_text": "x", "title": plain("x" * 2000)},
    "actions": {"elements": [{"type": "button", "text": plain()}] * 25},
    "context": {"elements": [{"type": "image", "image_url": PNG, "alt_text": "x"}, mrkdwn(), plain()]},
    "input": {
        "label": plain("x" * 2000),
        "hint": plain("x" * 2000),
        "optional": True,
        "dispatch_action": True,
        "element": {"type": "plain_text_input", **ELEMENTS["plain_text_input"]},
    },
    "rich_text": RICH,
    "video": {
        "title": plain("x" * 199),
        "alt_text": "x",
        "thumbnail_url": PNG,
        "video_url": "https://example.com/embed",
        "title_url": "https://example.com",
        "description": plain(),
        "provider_icon_url": PNG,
        "provider_name": "x",
        "author_name": "x" * 49,
    },
    "file": {"external_id": "1", "source": "remote"},
    "markdown": {"text": "# " + "x" * 11_998},
    "table": {
        "rows": [
            [{"type": "raw_text", "text": "Lot"}, {"type": "raw_number", "value": 4.5, "text": "4,5"}, RICH],
        ],
        "column_settings": [None, {"align": "right", "is_wrapped": True}],
    },
    "context_actions": {"elements": [{"type": "feedback_buttons", **ELEMENTS["feedback_buttons"]}]},
    "card": CARD,
    "carousel": {"elements": [CARD, CARD]},
    "task_card": TASK,
    "plan": {"title": "x", "tasks": [TASK]},
    "container": {
        "child_blocks": [{"type": "divider"}],
        "rich_text_title": RICH,
        "subtitle": mrkdwn("x"),
        "width": "full",
        "is_collapsible": True,
        "default_collapsed": True,
        "has_header_divider": False,
    },
    "alert": ALERT,
}


def modal(block: Json) -> Json:
    return {
        "type": "modal",
        "title": plain("x" * 24),
        "submit": plain("x" * 24),
        "close": plain("x" * 24),
        "blocks": [block],
        "private_metadata": "x" * 3000,
        "callback_id": "x" * 255,
        "external_id": "x" * 255,
        "clear_on_close": True,
        "notify_on_close": True,
    }


@pytest.mark.parametrize("kind", sorted(BLOCKS["message"].kinds))
def test_every_block_of_a_message_passes_at_its_limits(kind: str) -> None:
    """Each kind of block that Slack takes in a message is accepted, its optional fields included."""
    assert check_message([{"type": kind, **BLOCK_EXAMPLES[kind]}]) == []


@pytest.mark.parametrize("kind", sorted(BLOCKS["modal"].kinds))
def test_every_block_of_a_modal_passes_at_its_limits(kind: str) -> None:
    """Each kind of block that Slack takes in a modal is accepted there."""
    assert check_view(modal({"type": kind, **BLOCK_EXAMPLES[kind]})) == []


@pytest.mark.parametrize("kind", sorted(BLOCKS["home"].kinds))
def test_every_block_of_a_home_tab_passes_at_its_limits(kind: str) -> None:
    """Each kind of block that Slack takes in the Home tab is accepted there."""
    block = {"type": kind, **BLOCK_EXAMPLES[kind]}
    assert check_view({"type": "home", "blocks": [block], "callback_id": "h", "private_metadata": "{}"}) == []


PLACES: dict[str, tuple[OneOf, Callable[[Json], Json]]] = {
    "section": (IN_SECTION, lambda e: {"type": "section", "text": mrkdwn(), "accessory": e}),
    "actions": (IN_ACTIONS, lambda e: {"type": "actions", "elements": [e]}),
    "context": (IN_CONTEXT, lambda e: {"type": "context", "elements": [e]}),
    "context_actions": (IN_CONTEXT_ACTIONS, lambda e: {"type": "context_actions", "elements": [e]}),
}


@pytest.mark.parametrize(("place", "kind"), [(p, k) for p, (held, _) in PLACES.items() for k in sorted(held.kinds)])
def test_every_element_passes_in_the_blocks_made_for_it(place: str, kind: str) -> None:
    """Each element is accepted in every block that may hold it, its optional fields included."""
    assert check_message([PLACES[place][1]({"type": kind, **ELEMENTS[kind]})]) == []


@pytest.mark.parametrize("kind", sorted(IN_MODAL_INPUT.kinds))
def test_every_input_passes_in_a_modal(kind: str) -> None:
    """Each input is accepted in a modal."""
    assert check_view(modal({"type": "input", "label": plain(), "element": {"type": kind, **ELEMENTS[kind]}})) == []
