"""Blocks: their fields and limits, and on which surface each may stand.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Mapping
from typing import Any, Literal

from .composition import IDENTIFIER, PICTURE, SECURE_LINK, WEB_LINK, plain, words
from .elements import (
    ELEMENTS,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_MODAL_INPUT,
    IN_SECTION,
)
from .rich_text import RICH_TEXT, RICH_TEXT_VALUE
from .shape import (
    Choice,
    Finding,
    Findings,
    Flag,
    Law,
    Many,
    Nullable,
    Number,
    OneOf,
    Record,
    Rule,
    Text,
    at_least_one,
)

Surface = Literal["message", "modal", "home"]


def _block(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *laws: Law) -> Record:
    return Record(required, {"block_id": IDENTIFIER, **(optional or {})}, laws)


def _input(elements: OneOf) -> Record:
    return _block(
        {"label": plain(2000), "element": elements},
        {"hint": plain(2000), "optional": Flag(), "dispatch_action": Flag()},
    )


def _divider_needs_open_container(value: dict[str, Any], at: str) -> Findings:
    if value.get("is_collapsible") and value.get("has_header_divider"):
        yield Finding("cannot be set when `is_collapsible` is true", f"{at}/has_header_divider")


_RAW = Record(required={"text": Text()})
_CELL = OneOf(
    {
        "raw_text": _RAW,
        "raw_number": Record(required={"value": Number(), "text": Text()}),
        "rich_text": RICH_TEXT,
    }
)
_COLUMN = Record(optional={"align": Choice(("left", "center", "right")), "is_wrapped": Flag()})
_SOURCE = OneOf({"url": Record(required={"url": WEB_LINK, "text": Text()})})
_IMAGE = OneOf({"image": PICTURE})

_EVERYWHERE: dict[str, Record] = {
    "section": _block(
        {},
        {
            "text": words(3000),
            "fields": Many(words(2000), 10),
            "accessory": IN_SECTION,
            "expand": Flag(),
        },
        at_least_one("text", "fields"),
    ),
    "header": _block({"text": plain(150)}),
    "divider": _block({}),
    "image": Record(PICTURE.required, {**PICTURE.optional, "block_id": IDENTIFIER, "title": plain(2000)}, PICTURE.laws),
    "actions": _block({"elements": Many(IN_ACTIONS, 25)}),
    "context": _block({"elements": Many(IN_CONTEXT, 10)}),
    "input": _input(IN_INPUT),
    "rich_text": RICH_TEXT,
    "video": _block(
        {"alt_text": Text(), "title": plain(199), "thumbnail_url": WEB_LINK, "video_url": SECURE_LINK},
        {
            "title_url": SECURE_LINK,
            "description": plain(3000),
            "provider_icon_url": WEB_LINK,
            "provider_name": Text(),
            "author_name": Text(49),
        },
    ),
}

_CARD = _block(
    {},
    {
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "title": words(150),
        "subtitle": words(150),
        "body": words(200),
        "actions": Many(OneOf({"button": ELEMENTS["button"]}), 3),
    },
    at_least_one("hero_image", "title", "actions", "body"),
)
_TASK = _block(
    {
        "task_id": Text(),
        "title": Text(),
        "status": Choice(("pending", "in_progress", "complete", "error")),
    },
    {"details": RICH_TEXT_VALUE, "output": RICH_TEXT_VALUE, "sources": Many(_SOURCE, least=0)},
)
_IN_MESSAGES: dict[str, Record] = {
    "markdown": _block({"text": Text(12_000)}),
    "file": _block({"external_id": Text(), "source": Choice(("remote",))}),
    "table": _block(
        {"rows": Many(Many(_CELL, 20), 100)},
        {"column_settings": Many(Nullable(_COLUMN), 20, least=0)},
    ),
    "context_actions": _block({"elements": Many(IN_CONTEXT_ACTIONS, 5)}),
    "card": _CARD,
    "carousel": _block({"elements": Many(OneOf({"card": _CARD}), 10)}),
    "task_card": _TASK,
    "plan": _block({"title": Text()}, {"tasks": Many(OneOf({"task_card": _TASK}), least=0)}),
}
_IN_MODALS: dict[str, Record] = {
    "input": _input(IN_MODAL_INPUT),
    "alert": _block({"text": words(200)}, {"level": Choice(("default", "info", "warning", "error", "success"))}),
}
_CONTAINER = _block(
    {"child_blocks": Many(OneOf({**_EVERYWHERE, **_IN_MESSAGES}), 10)},
    {
        "title": plain(150),
        "rich_text_title": RICH_TEXT_VALUE,
        "subtitle": words(150),
        "width": Choice(("narrow", "standard", "wide", "full")),
        "icon": _IMAGE,
        "is_collapsible": Flag(),
        "default_collapsed": Flag(),
        "has_header_divider": Flag(),
    },
    at_least_one("title", "rich_text_title"),
    _divider_needs_open_container,
)

BLOCKS: dict[Surface, OneOf] = {
    "message": OneOf({**_EVERYWHERE, **_IN_MESSAGES, "container": _CONTAINER}),
    "modal": OneOf({**_EVERYWHERE, **_IN_MODALS}),
    "home": OneOf(_EVERYWHERE),
}
