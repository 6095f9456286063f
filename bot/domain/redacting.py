"""Which of an entry are words that people typed, and so all that may be taken out of it for good.

The rest are numbers, names, choices and times: the state follows from them, and it must stay what it was.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from bot.domain.events import ItemDone
from bot.domain.evidence import FieldType
from bot.domain.kernel import Event
from bot.domain.playbook import Playbook

REMOVED = "[…]"
FIELDS = (
    "text", "texts", "words", "title", "what", "why", "rejected", "reason", "source", "link", "proof",
    "expected_proof", "outcome", "about", "promise", "happened", "cause", "change", "note", "answers", "evidence",
    "channels", "tags", "channel_name",
)  # fmt: skip
_LONG = 7
"""Digits: fewer count something, and figures are made of them."""
_TYPED = frozenset({FieldType.TEXT, FieldType.TABLE, FieldType.LINK, FieldType.FILE})


def words_of(event: Event, playbook: Playbook) -> dict[str, Any]:
    """The fields of an entry that hold words which are not removed yet; of an item's answers, only what was typed."""
    content = event.model_dump(mode="json")
    found = {name: content[name] for name in FIELDS if content.get(name)}
    if isinstance(event, ItemDone) and "evidence" in found:
        item = playbook.items.get(event.item)
        types = {field.key: field.type for field in item.evidence} if item else {}
        found["evidence"] = {key: value for key, value in found["evidence"].items() if _is_typed(types.get(key), value)}
    return {name: value for name, value in found.items() if typed_in(value) and _may_go(event, content, name)}


def _is_typed(kind: FieldType | None, value: Any) -> bool:
    """Words, or a number that counts nothing: somebody's telephone."""
    return kind in _TYPED or (kind is FieldType.NUMBER and sum(map(str.isdigit, str(value))) >= _LONG)


def _may_go(event: Event, content: dict[str, Any], name: str) -> bool:
    """Whether the entry is one still without it: a reason that is one of a few is no word of anybody's."""
    try:
        type(event).model_validate({**content, name: without(content[name])})
    except ValidationError:
        return False
    return True


def typed_in(value: Any) -> list[str]:
    """Every text in it that is not removed yet."""
    match value:
        case str():
            return [value] if value not in ("", REMOVED) else []
        case list() | tuple():
            return [text for part in value for text in typed_in(part)]
        case dict():
            return typed_in(list(value.values()))
        case _:
            return []


def without(value: Any) -> Any:
    """The same with `[…]` in the place of every text."""
    match value:
        case str():
            return REMOVED if value else value
        case list() | tuple():
            return [without(part) for part in value]
        case dict():
            return {key: without(part) for key, part in value.items()}
        case _:
            return value
