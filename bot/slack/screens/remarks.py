"""What the guard remarks on a draft: both sides quoted, and two ways on: change the text, or say that it is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.domain.crisis import Crisis
from bot.domain.said import Statement
from bot.locale import Mrkdwn, Texts, join, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.screen import Block, Reader, Screen, View, pack

NAME = "remarks"
SHOWN, IN_VIEW, _QUOTE = 10, 40, 160
_WEIGHTS = ("harm", "clash", "advice", "note")


class Remark(Protocol):
    """A remark as the guard makes it."""

    @property
    def kind(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def weight(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def other_quote(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def params(self) -> Mapping[str, str | int]: ...
    @property
    def key(self) -> str: ...


def unanswered(statement: Statement, remarks: Sequence[Remark]) -> list[Remark]:
    """The ones that nobody has answered, each once; what hurts people comes first, then what cannot both be true."""
    left = {remark.key: remark for remark in remarks if remark.key not in statement.answers}
    return sorted(left.values(), key=lambda remark: _WEIGHTS.index(remark.weight))


def text(remark: Remark, texts: Texts) -> Mrkdwn:
    """Why, then the draft's words, then what stands against them and where."""
    lines = [
        texts.t("guard.remark", why=_why(remark, texts)),
        texts.t("guard.here", quote=quote(remark.quote, _QUOTE, one_line=True)) if remark.quote else Mrkdwn(""),
        _there(remark, texts),
    ]
    return join("\n", lines)


def _why(remark: Remark, texts: Texts) -> Mrkdwn:
    params = dict(remark.params)
    if (aspect := f"guard.aspect_{params.get('aspect')}") in texts.keys:
        params["aspect"] = texts.p(aspect)
    if (data := f"private.data_{params.get('data')}") in texts.keys:
        params["data"] = texts.p(data)
    if (platform := f"forms.platform_{params.get('platform')}") in texts.keys:
        params["platform"] = texts.p(platform)
    key = f"guard.{remark.kind}.{remark.code}"
    if key not in texts.keys:  # a category of the team's own
        return texts.t("guard.own_list", name=remark.code.replace("_", " "))
    return texts.t(key, **params)


def _there(remark: Remark, texts: Texts) -> Mrkdwn:
    if not remark.other_quote:
        return Mrkdwn("")
    kind, _, name = remark.about.partition(":")
    match kind:
        case "fact":
            where = texts.t("guard.in_fact", number=name)
        case "published":
            where = texts.t("guard.in_text", number=name)
        case "other" if name in ("fr", "en"):
            where = texts.t("guard.in_language", language=texts.p(f"common.language_{name}"))
        case _:
            where = texts.t("guard.in_other")
    return texts.t("guard.there", where=where, quote=quote(remark.other_quote, _QUOTE, one_line=True))


def _blocks(crisis: Crisis, number: int, found: Sequence[Remark], texts: Texts, most: int) -> list[Block]:
    blocks = [
        kit.section(
            text(remark, texts),
            kit.button(
                texts.p("guard.intended"),
                f"remark.open:{place}",
                pack(c=crisis.id, s=number, r=remark.key),
                says=texts.p("guard.intended_says"),
            ),
        )
        for place, remark in enumerate(found[:most])
    ]
    if len(found) > most:
        blocks.append(kit.context(texts.n("replies.more", len(found) - most)))
    return blocks


def _edit(crisis: Crisis, number: int, texts: Texts) -> Block:
    return kit.button(texts.p("guard.change"), "draft.open", pack(c=crisis.id, s=number), style="primary")


def screen(crisis: Crisis, number: int, remarks: Sequence[Remark], reader: Reader) -> Screen:
    """After a draft is saved, to its author alone: the remarks, or the next step when there are none."""
    texts = texts_in(reader.language)
    found = unanswered(crisis.statements[number], remarks)
    ask = kit.button(texts.p("said.ask"), "statement.ask", pack(c=crisis.id, s=number))
    look = kit.button(texts.p("said.open"), "statement.open", pack(c=crisis.id, s=number))
    if not found:
        heading = texts.t("guard.none", number=number)
        return Screen(heading, [kit.section(heading), kit.actions(ask, look)])
    heading = texts.n("guard.heading", len(found), number=number)
    blocks = [kit.section(heading), *_blocks(crisis, number, found, texts, SHOWN)]
    blocks += [kit.actions(_edit(crisis, number, texts), ask, look), kit.context(texts.t("guard.advises"))]
    return Screen(heading, blocks)


def view(crisis: Crisis, number: int, remarks: Sequence[Remark], reader: Reader) -> View:
    """All remarks on a draft, and the answers that were given."""
    texts = texts_in(reader.language)
    statement = crisis.statements[number]
    found = unanswered(statement, remarks)
    some, none = texts.n("guard.heading", len(found), number=number), texts.t("guard.none", number=number)
    heading = some if found else none
    blocks = [kit.section(heading), *_blocks(crisis, number, found, texts, IN_VIEW)]
    if statement.is_draft:
        blocks.append(kit.actions(_edit(crisis, number, texts)))
    answers = [
        texts.t("guard.answer", reason=quote(reason, 300, one_line=True)) for reason in statement.answers.values()
    ]
    if answers:
        blocks += kit.paragraphs([texts.n("guard.answered", len(answers)), *answers[:20]])
    blocks.append(kit.context(texts.t("guard.advises")))
    title = texts.p("said.text", number=number)
    return kit.modal(NAME, title, blocks, close=texts.p("common.close"), metadata=pack(c=crisis.id, s=number))
