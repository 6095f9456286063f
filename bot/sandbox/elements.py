"""Blocks of a surface: ids given to those that lack one, elements found by id, their current values read."""

import copy
import secrets
from collections.abc import Iterator

from bot.sandbox.errors import Json

_EMPTY: dict[str, tuple[str, object]] = {
    "plain_text_input": ("value", None),
    "email_text_input": ("value", None),
    "url_text_input": ("value", None),
    "number_input": ("value", None),
    "rich_text_input": ("rich_text_value", None),
    "static_select": ("selected_option", None),
    "external_select": ("selected_option", None),
    "radio_buttons": ("selected_option", None),
    "users_select": ("selected_user", None),
    "channels_select": ("selected_channel", None),
    "conversations_select": ("selected_conversation", None),
    "datepicker": ("selected_date", None),
    "timepicker": ("selected_time", None),
    "datetimepicker": ("selected_date_time", None),
    "checkboxes": ("selected_options", []),
    "multi_static_select": ("selected_options", []),
    "multi_external_select": ("selected_options", []),
    "multi_users_select": ("selected_users", []),
    "multi_channels_select": ("selected_channels", []),
    "multi_conversations_select": ("selected_conversations", []),
    "file_input": ("files", []),
}
_INITIAL = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}


def _short_id() -> str:
    return secrets.token_urlsafe(4)[:5]


def elements_of(block: Json) -> list[Json]:
    """The interactive elements of one block."""
    kind = block.get("type")
    found: list[object]
    if kind in ("actions", "context_actions"):
        found = list(block.get("elements", []))
    elif kind == "section":
        found = [block.get("accessory")]
    elif kind == "input":
        found = [block.get("element")]
    elif kind == "card":
        found = list(block.get("actions", []))
    else:
        found = []
    return [e for e in found if isinstance(e, dict) and e.get("type") not in (None, "image")]


def flat(blocks: list[Json]) -> Iterator[Json]:
    """The blocks and those that lie inside containers and carousels."""
    for block in blocks:
        yield block
        if block.get("type") == "container":
            yield from block.get("child_blocks", [])
        elif block.get("type") == "carousel":
            yield from block.get("elements", [])


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy in which every block has a block_id and every interactive element an action_id."""
    copied: list[Json] = copy.deepcopy(blocks)
    for block in flat(copied):
        block.setdefault("block_id", _short_id())
        for element in elements_of(block):
            element.setdefault("action_id", _short_id())
    return copied


def find_element(blocks: list[Json], block_id: str, action_id: str) -> Json | None:
    return next(
        (
            element
            for block in flat(blocks)
            if block.get("block_id") == block_id
            for element in elements_of(block)
            if element.get("action_id") == action_id
        ),
        None,
    )


def valued_elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """(block, element) for each element that holds a value."""
    for block in flat(blocks):
        for element in elements_of(block):
            if element["type"] in _EMPTY:
                yield block, element


def read_state(blocks: list[Json], told: Json) -> Json:
    """`state.values` of a surface: what the page told, else what the element began with, else empty."""
    values: Json = {}
    for block, element in valued_elements(blocks):
        key, empty = _EMPTY[element["type"]]
        block_id, action_id = block["block_id"], element["action_id"]
        block_told = told.get(block_id)
        entry = block_told.get(action_id) if isinstance(block_told, dict) else None
        value = entry.get(key) if isinstance(entry, dict) and key in entry else element.get(_INITIAL.get(key, ""))
        if value is None or value == "":
            value = copy.copy(empty)
        values.setdefault(block_id, {})[action_id] = {"type": element["type"], key: value}
        if element["type"] == "datetimepicker" and isinstance(value, str) and value.isdigit():
            values[block_id][action_id][key] = int(value)
    return values
