"""The form that says that a text is out: where, when, and when we speak again; or the lead's lone release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.domain.commands import PublishStatement
from bot.domain.crisis import Crisis
from bot.domain.said import Statement
from bot.locale import Texts, mention, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import said
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.remarks import Remark, unanswered
from bot.slack.screens.remarks import text as remark_text
from bot.slack.screens.screen import Block, Reader, View, pack

NAME = "publish"
LINK, AT, CHANNELS, NEXT, REASON = "link", "at", "channels", "next_at", "reason"
_REMARKS = 4


def view(
    crisis: Crisis,
    number: int,
    reader: Reader,
    now: datetime,
    *,
    break_glass: bool = False,
    promises: int = 0,
    next_at: datetime | None = None,
    remarks: Sequence[Remark] = (),
) -> View:
    """The exact text stands above the questions. `next_at`: when it says that we speak again.

    Raises KeyError for a number that no text has.
    """
    texts = texts_in(reader.language)
    statement = crisis.statements[number]
    why = kit.field(
        REASON, texts.p("said.form_glass_reason"), kit.line_input(long=True), hint=texts.p("said.form_glass_hint")
    )
    signed = texts.people(dict.fromkeys(given.by for given in said.standing(crisis, statement)))
    told = texts.t("said.signed_by", people=signed) if signed else texts.t("said.not_signed")
    return kit.modal(
        NAME,
        texts.p("said.form_glass") if break_glass else texts.p("said.form_publish", number=number),
        [
            kit.section(texts.t("said.glass_warning", user=mention(crisis.lead)) if break_glass else told),
            *_remarked(statement, remarks, texts),
            *_promising(crisis, promises, texts),
            *said.wording(crisis, statement, texts),
            kit.context(texts.t("said.publish_first")),
            *([why] if break_glass else []),
            kit.field(LINK, texts.p("said.form_link"), kit.link_input(), hint=texts.p("said.form_link_hint")),
            kit.field(AT, texts.p("said.form_at"), kit.moment(now.astimezone(UTC).replace(second=0, microsecond=0))),
            kit.field(
                CHANNELS,
                texts.p("said.form_channels"),
                kit.line_input(placeholder=texts.p("said.form_channels_example"), most=300),
                optional=True,
            ),
            kit.field(
                NEXT,
                texts.p("said.form_next_word"),
                kit.moment(next_at),
                hint=texts.p("said.form_next_hint"),
                optional=True,
            ),
        ],
        submit=texts.p("said.form_publish_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, s=number, g=1 if break_glass else None),
    )


def _remarked(statement: Statement, remarks: Sequence[Remark], texts: Texts) -> list[Block]:
    """The last look: what the guard remarked and nobody has answered is never published unseen."""
    found = unanswered(statement, remarks)
    if not found:
        return []
    shown = [kit.section(remark_text(each, texts)) for each in found[:_REMARKS]]
    if len(found) > _REMARKS:
        shown.append(kit.context(texts.n("replies.more", len(found) - _REMARKS)))
    return [kit.section(texts.n("said.remarks", len(found))), *shown]


def _promising(crisis: Crisis, promises: int, texts: Texts) -> list[Block]:
    """A text that promises while the gate of promises is closed: people decide, and see the way."""
    if not promises:
        return []
    see = kit.button(texts.p("gates.see"), "gate.pass", pack(c=crisis.id, g="promise"))
    return [kit.section(texts.n("said.promises_early", promises), see)]


def parse(form: Submission) -> PublishStatement:
    """Where it can be read; a lone release also says why."""
    glass = bool(form.ids.get("g"))
    at, following = form.moment(AT), form.moment(NEXT)
    if glass and not form.text(REASON):
        raise form.wrong(REASON, "forms.error_reason")
    if not form.text(LINK).startswith(("https://", "http://")):
        raise form.wrong(LINK, "forms.error_link")
    if at is not None and at > form.now:
        raise form.wrong(AT, "forms.error_future")
    if following is not None and following <= form.now:
        raise form.wrong(NEXT, "forms.error_past")
    return PublishStatement(
        **form.head,
        statement=form.ids.number("s"),
        link=form.text(LINK),
        at=at,
        channels=form.text(CHANNELS),
        next_at=following,
        break_glass=glass,
        reason=form.text(REASON),
    )
