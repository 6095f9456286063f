"""What a text still needs before it goes out: each thing, who owes it, and the click that gets it done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.approvals import people_to_ask
from bot.domain.checklist import item_of
from bot.domain.crisis import Crisis
from bot.domain.evidence import Records
from bot.domain.facts import uncertain
from bot.domain.gates import Lack, Missing, missing
from bot.domain.said import Statement
from bot.domain.statements import GATE
from bot.locale import Mrkdwn, Texts, join, mention, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import items, said
from bot.slack.screens.screen import Block, Reader, Screen, View, pack
from bot.slack.screens.wording import gate_name, item_quoted

NAME = "gate"
_SHOWN = 16
_BY_ITSELF = (Records.HOLDING, Records.APPROVALS, Records.PUBLICATION)
"""Items that a text's own way settles: they are told as what they stand for."""


def view(crisis: Crisis, number: int, reader: Reader, now: datetime) -> View:
    """In place of the form that was refused. Raises KeyError for a number that no text has."""
    texts = texts_in(reader.language)
    blocks = _blocks(replace(crisis, timezone=reader.timezone), number, reader, texts, now)
    close = texts.p("common.close")
    return kit.modal(NAME, texts.p("said.gate"), blocks, close=close, metadata=pack(c=crisis.id, s=number))


def screen(crisis: Crisis, number: int, reader: Reader, now: datetime) -> Screen:
    """The same as a message."""
    texts = texts_in(reader.language)
    blocks = _blocks(replace(crisis, timezone=reader.timezone), number, reader, texts, now)
    return Screen(blocks[0]["text"]["text"], blocks)


def _blocks(crisis: Crisis, number: int, reader: Reader, texts: Texts, now: datetime) -> list[Block]:
    statement = crisis.statements[number]
    value = pack(c=crisis.id, s=number)
    found = list(_lacks(crisis, statement, texts, now)) if statement.kind in GATE else []
    if not found:
        publish = kit.button(texts.p("said.publish"), "publish.open", value, style="primary")
        return [kit.section(texts.t("said.gate_open", number=number)), kit.actions(publish)]
    name = gate_name(crisis.playbook, GATE[statement.kind], texts)
    blocks = [kit.section(texts.n("said.gate_closed", len(found), number=number, gate=name)), *found[:_SHOWN]]
    if len(found) > _SHOWN:
        blocks.append(kit.context(texts.n("replies.more", len(found) - _SHOWN)))
    if reader.user == crisis.lead:
        alone = kit.button(texts.p("said.break_glass"), "glass.open", value, style="danger")
        blocks += [kit.context(texts.t("said.break_glass_hint")), kit.actions(alone)]
    return blocks


def _lacks(crisis: Crisis, statement: Statement, texts: Texts, now: datetime) -> Iterator[Block]:
    """In the order in which they are checked: the posture, the facts, the signatures, the steps."""
    steps = missing(crisis, GATE[statement.kind])
    yield from (_posture(crisis, each, texts) for each in steps if each.kind is Lack.POSTURE)
    for fact in uncertain(crisis, statement.kind, statement.now.cites):
        told = join("\n", [said.fact_line(fact, texts, 200), _owed(fact.now.checked_by or fact.now.by, texts)])
        change = kit.button(texts.p("sheet.change"), f"fact.change:{fact.number}", pack(c=crisis.id, f=fact.number))
        yield kit.section(told, change)
    yield from _signatures(crisis, statement, texts)
    for each in steps:
        if each.kind is Lack.ITEM and (block := _item(crisis, each, texts, now)):
            yield block


def steps(crisis: Crisis, lacks: Sequence[Missing], texts: Texts, now: datetime) -> list[Block]:
    """Each thing that locks a gate which no text passes: who owes it, and its click."""
    found = [
        _posture(crisis, each, texts) if each.kind is Lack.POSTURE else _item(crisis, each, texts, now)
        for each in lacks
    ]
    return [block for block in found if block][:_SHOWN]


def _owed(user: str, texts: Texts) -> Mrkdwn:
    return texts.t("said.owed_by", user=mention(user))


def _posture(crisis: Crisis, lack: Missing, texts: Texts) -> Block:
    told = join("\n", [texts.t("said.posture_first"), _owed(lack.owner, texts)])
    return kit.section(told, kit.button(texts.p("said.posture"), "posture.open", pack(c=crisis.id)))


def _signatures(crisis: Crisis, statement: Statement, texts: Texts) -> Iterator[Block]:
    askable = bool(people_to_ask(crisis, statement))
    for place, roles in enumerate(said.lacking(crisis, statement)):
        told = texts.t("said.lacks", roles=said.who_signs(crisis, statement, roles, texts))
        if askable:
            ask = kit.button(texts.p("said.ask"), f"statement.ask:{place}", pack(c=crisis.id, s=statement.number))
        else:
            ask = kit.button(texts.p("matters.roles"), f"roles.open:{place}", pack(c=crisis.id))
        yield kit.section(told, ask)


def _item(crisis: Crisis, lack: Missing, texts: Texts, now: datetime) -> Block | None:
    spec = crisis.playbook.items.get(lack.key)
    item = item_of(crisis, lack.key)
    if item is None or (spec is not None and spec.records in _BY_ITSELF):
        return None
    told = join("\n", [item_quoted(crisis, lack.key, texts), items.who_and_when(crisis, item, texts, now)])
    return kit.section(told, items.done_button(crisis, item, texts))
