"""What was found when an item was ticked, in a few words: the choice, the numbers, how a text begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain.crisis import Crisis
from bot.domain.evidence import EvidenceField, FieldType
from bot.domain.redacting import REMOVED
from bot.locale import Mrkdwn, Texts, clip, join, link, mention, quote
from bot.slack.screens.wording import inside

SHOWN = 5
_LABEL, _NAMED = 30, 3


def short(
    crisis: Crisis, item: str, evidence: Mapping[str, str | tuple[str, ...]], texts: Texts, most: int = 80
) -> Mrkdwn:
    """The first answers of an item's evidence. `most`: characters of each text."""
    spec = crisis.playbook.items.get(item)
    fields = [field for field in (spec.evidence if spec else ()) if evidence.get(field.key)]
    return join(", ", [_answer(crisis, field, evidence[field.key], texts, most) for field in fields[:SHOWN]])


def _answer(crisis: Crisis, field: EvidenceField, value: str | tuple[str, ...], texts: Texts, most: int) -> Mrkdwn:
    if isinstance(value, tuple):
        return join(", ", [mention(user) for user in value[:_NAMED]])
    match field.type:
        case FieldType.PERSON if value != REMOVED:
            return mention(value)
        case FieldType.DATETIME if value != REMOVED:
            return texts.when(datetime.fromisoformat(value), crisis.timezone)
        case FieldType.LINK | FieldType.FILE:
            return link(value, texts.p("common.link"))
        case FieldType.CHOICE:
            label = next((choice.label for choice in field.options if choice.value == value), None)
            return texts.say(label, most) if label else quote(value, most)
        case FieldType.SCORE:
            axis = next((axis for axis in crisis.playbook.severity if axis.key == field.key), None)
            return quote(f"{clip(texts.of(axis.label if axis else field.label), _LABEL)} {value}")
        case FieldType.NUMBER:
            return quote(f"{clip(texts.of(field.label), _LABEL)} {value}")
        case _:
            return inside(value, most)
