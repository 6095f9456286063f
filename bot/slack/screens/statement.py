"""One text for the public in a modal: its exact words, its signatures, its facts, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.approvals import is_approved, print_of, role_to_sign, valid_approvals
from bot.domain.crisis import Crisis
from bot.domain.said import Statement, StatementVersion
from bot.locale import Mrkdwn, Texts, join, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import said
from bot.slack.screens.entries_said import said_in
from bot.slack.screens.remarks import Remark, unanswered
from bot.slack.screens.screen import Block, Reader, View, pack
from bot.slack.screens.wording import unrung

NAME = "statement"
_FACTS, _OLDER = 40, 12


def view(crisis: Crisis, number: int, reader: Reader, now: datetime, remarks: Sequence[Remark] = ()) -> View:
    """Raises KeyError for a number that no text has."""
    texts = texts_in(reader.language)
    crisis = replace(crisis, timezone=reader.timezone)
    statement = crisis.statements[number]
    found = unanswered(statement, remarks)
    blocks = [
        kit.section(join("\n", [_heading(crisis, statement, texts), said.state(crisis, statement, texts, now)])),
        *_wishes(statement, texts),
        *said.wording(crisis, statement, texts),
        kit.divider(),
        *kit.paragraphs(said.signatures(crisis, statement, texts, now)),
        *kit.paragraphs(said.cited(crisis, statement, texts, shown=_FACTS, most=160)),
        *_remarks(crisis, statement, found, texts),
        *_rows(crisis, statement, reader, texts),
        *_older(crisis, statement, texts, now),
    ]
    title = texts.p("said.text", number=number)
    return kit.modal(NAME, title, blocks, close=texts.p("common.close"), metadata=pack(c=crisis.id, s=number))


def _heading(crisis: Crisis, statement: Statement, texts: Texts) -> Mrkdwn:
    corrects = texts.t("said.corrects", number=statement.corrects) if statement.corrects else Mrkdwn("")
    written = texts.t("said.by", user=unrung(crisis, statement.editor, texts))
    name = texts.t("said.heading", number=statement.number, kind=said.kind_name(statement, texts))
    return join(" · ", [name, written, corrects])


def _wishes(statement: Statement, texts: Texts) -> list[Block]:
    lines = []
    if statement.changes_wanted and statement.is_draft:
        lines.append(texts.t("said.changes_wanted", reason=quote(statement.changes_wanted, 900)))
    if statement.glass:
        lines.append(texts.t("said.glass", reason=quote(statement.glass.reason, 900)))
    return kit.paragraphs(lines)


def _remarks(crisis: Crisis, statement: Statement, found: Sequence[Remark], texts: Texts) -> list[Block]:
    if not statement.is_draft or not (found or statement.answers):
        return []
    told = [
        texts.n("said.remarks", len(found)) if found else texts.t("said.no_remarks"),
        texts.n("guard.answered", len(statement.answers)) if statement.answers else Mrkdwn(""),
    ]
    see = kit.button(texts.p("said.see_remarks"), "remarks.open", pack(c=crisis.id, s=statement.number))
    return [kit.section(join(" ", told), see)]


def sign_button(crisis: Crisis, statement: Statement, texts: Texts) -> Block:
    """A signature on exactly this text: the button carries its fingerprint."""
    fingerprint = print_of(crisis, statement)[: said.PRINT_SENT]
    value = pack(c=crisis.id, s=statement.number, fp=fingerprint)
    return kit.button(texts.p("said.sign"), "statement.approve", value, style="primary")


def _rows(crisis: Crisis, statement: Statement, reader: Reader, texts: Texts) -> list[Block]:
    """What this person can do now."""
    value = pack(c=crisis.id, s=statement.number)

    def button(key: str, verb: str, style: str | None = None) -> Block:
        return kit.button(texts.p(key), verb, value, style=style)

    row: list[Block] = []
    if statement.glass and statement.glass.ratified_by is None:
        row.append(button("said.ratify", "glass.ratify", "primary"))
    if statement.published_at is not None:
        row.append(button("said.promise_more" if statement.promises_told else "said.promises", "promises.open"))
        row.append(button("said.correct", "draft.correct"))
    elif statement.is_draft:
        row += _signing(crisis, statement, reader, texts)
        if is_approved(crisis, statement):
            row.append(said.next_step(crisis, statement, texts))
        row.append(button("said.edit", "draft.open"))
        if not is_approved(crisis, statement):
            row += [button("said.ask", "statement.ask"), button("said.gate", "gate.open")]
        row.append(button("said.withdraw", "withdraw.open"))
    return [kit.actions(*row)] if row else []


def _signing(crisis: Crisis, statement: Statement, reader: Reader, texts: Texts) -> list[Block]:
    """For who can sign now, and has not."""
    signed = reader.user in {given.by for given in valid_approvals(crisis, statement)}
    writers = (statement.author, statement.editor)
    if signed or reader.user in writers or role_to_sign(crisis, statement, reader.user) is None:
        return []
    value = pack(c=crisis.id, s=statement.number)
    return [sign_button(crisis, statement, texts), kit.button(texts.p("said.ask_changes"), "changes.open", value)]


def _older(crisis: Crisis, statement: Statement, texts: Texts, now: datetime) -> list[Block]:
    """The versions before, the newest first."""
    older = list(enumerate(statement.versions[:-1], start=1))[::-1]
    if not older:
        return []

    def line(number: int, version: StatementVersion) -> Mrkdwn:
        return texts.t(
            "said.older",
            number=number,
            user=unrung(crisis, version.by, texts),
            when=texts.when(version.at, crisis.timezone, now=now),
            text=quote(said_in(version.texts, crisis.language), 200, one_line=True),
        )

    lines = [line(number, version) for number, version in older[:_OLDER]]
    return kit.paragraphs([texts.t("said.older_heading"), *lines])
