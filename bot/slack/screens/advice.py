"""One advice in a modal: why, its items with who did what when, and what can be done with each."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.checklist import Item, items_of_advice, progress
from bot.domain.crisis import Crisis, ItemStatus
from bot.domain.evidence import EvidenceField, FieldType
from bot.domain.playbook import Advice
from bot.domain.redacting import REMOVED
from bot.locale import Mrkdwn, Texts, clip, join, link, mention, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import items as item_screens
from bot.slack.screens.screen import Block, Reader, View, pack
from bot.slack.screens.wording import item_quoted

NAME = "advice"
SHOWN = 40
"""Items in one modal: 100 blocks hold them with room to spare."""


def view(crisis: Crisis, number: int, reader: Reader, now: datetime) -> View:
    """The advice with this number. Raises KeyError when the playbook has none."""
    crisis = replace(crisis, timezone=reader.timezone)
    texts = texts_in(reader.language)
    advice = crisis.playbook.advice(number)
    if advice is None:
        raise KeyError(number)
    shown = items_of_advice(crisis, number)
    settled, total = progress(crisis)[number]
    blocks = [
        kit.header(f"{number}. {texts.of(advice.title)}"),
        kit.section(texts.say(advice.why)),
        kit.context(texts.t("advice.progress", settled=settled, total=total)),
        kit.divider(),
        *(block for item in shown[:SHOWN] for block in _item(crisis, item, texts, now)),
        *([kit.context(texts.n("advice.more", len(shown) - SHOWN))] if len(shown) > SHOWN else []),
        kit.divider(),
        kit.actions(*_around(crisis, advice, texts)),
    ]
    return kit.modal(
        NAME,
        texts.p("advice.heading", number=number),
        blocks,
        close=texts.p("common.close"),
        metadata=pack(c=crisis.id, n=number),
    )


def details(crisis: Crisis, item: Item, reader: Reader, now: datetime) -> View:
    """One item with everything that was given as its evidence."""
    crisis = replace(crisis, timezone=reader.timezone)
    texts = texts_in(reader.language)
    blocks = [kit.header(_name(item, texts)), kit.context(_about(crisis, item, texts, now))]
    if item.spec:
        blocks.append(kit.section(texts.say(item.spec.detail)))
    blocks += [
        kit.section(
            texts.t("advice.given", question=texts.say(field.label, 300), answer=_given(crisis, item, field, texts))
        )
        for field in item.evidence
        if item.state.evidence.get(field.key)
    ]
    return kit.modal(
        "details", texts.p("advice.details"), blocks, close=texts.p("common.close"), metadata=pack(c=crisis.id)
    )


def more(crisis: Crisis, item: Item, texts: Texts) -> Block:
    """The ⋯ menu of an item: what else can be done with it now."""
    if not item.is_open:
        choices = ["details", "reopen"]
    else:
        skippable = item.spec is None or item.spec.not_applicable == "reason"
        choices = ["take", "assign", "due", *(["na"] if skippable else []), "details"]

    def option(choice: str) -> Block:
        seen = item.state.seq if choice == "reopen" else None
        return kit.option(texts.p(f"advice.{choice}"), pack(c=crisis.id, i=item.key, v=choice, s=seen))

    return kit.overflow("item.more", map(option, choices))


def _item(crisis: Crisis, item: Item, texts: Texts, now: datetime) -> list[Block]:
    name = item_quoted(crisis, item.key, texts, 320)
    if not item.is_open:
        key = "advice.settled" if item.state.status is ItemStatus.DONE else "advice.set_aside"
        text = join("\n", [texts.t(key, item=name), item_screens.state_line(crisis, item, texts)])
        return [kit.section(text, more(crisis, item, texts))]
    detail = texts.say(item.spec.detail, 600) if item.spec else Mrkdwn("")
    text = join("\n", [texts.t("advice.open", item=name), detail, _about(crisis, item, texts, now)])
    row = [kit.section(text, more(crisis, item, texts))]
    return [*row, kit.actions(item_screens.done_button(crisis, item, texts))]


def _about(crisis: Crisis, item: Item, texts: Texts, now: datetime) -> Mrkdwn:
    if not item.is_open:
        return item_screens.state_line(crisis, item, texts)
    return item_screens.who_and_when(crisis, item, texts, now)


def _name(item: Item, texts: Texts) -> str:
    return texts.of(item.spec.label) if item.spec else item.state.own_text


def _answer(crisis: Crisis, item: Item, field: EvidenceField, texts: Texts) -> Mrkdwn:
    return texts.t("advice.given", question=texts.say(field.label, 300), answer=_given(crisis, item, field, texts))


def _given(crisis: Crisis, item: Item, field: EvidenceField, texts: Texts) -> Mrkdwn:
    """An answer as it was meant: people, times and choices by name, everything else as it was typed."""
    value = item.state.evidence.get(field.key, "")
    if isinstance(value, tuple):
        return join(", ", [mention(user) for user in value])
    match field.type:
        case FieldType.PERSON if value != REMOVED:
            return mention(value)
        case FieldType.DATETIME if value != REMOVED:
            return texts.when(datetime.fromisoformat(value), crisis.timezone)
        case FieldType.LINK | FieldType.FILE:
            return link(value, value)
        case FieldType.CHOICE:
            return next((texts.say(choice.label) for choice in field.options if choice.value == value), quote(value))
        case _:
            return quote(value, 2000)


def _around(crisis: Crisis, advice: Advice, texts: Texts) -> list[Block]:
    """Add an item; the advice before and after."""
    numbers = [each.number for each in crisis.playbook.advices]
    at = numbers.index(advice.number)
    found = [kit.button(texts.p("advice.add"), "item.add", pack(c=crisis.id, n=advice.number))]
    for step, key in ((-1, "advice.previous"), (1, "advice.next")):
        if 0 <= at + step < len(numbers):
            other = crisis.playbook.advices[at + step]
            label = texts.p(key, number=other.number, short=clip(texts.of(other.short), 20))
            found.append(kit.button(label, f"advice.open:{other.number}", pack(c=crisis.id, n=other.number)))
    return found
