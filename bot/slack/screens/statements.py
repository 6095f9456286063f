"""The register of texts: drafts, published, corrected, given up; each with what it waits for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.approvals import is_approved, waits_since
from bot.domain.crisis import Crisis
from bot.domain.facts import ESTABLISHED
from bot.domain.said import Statement
from bot.domain.statements import still_lacking
from bot.locale import Mrkdwn, Texts, join, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import said
from bot.slack.screens.screen import Block, Reader, Screen, pack
from bot.slack.screens.wording import title_line

SHOWN, WITH_STEPS = 20, 5
_WORDS = 140


def register(crisis: Crisis, reader: Reader, now: datetime) -> Screen:
    """The newest first; the newest drafts with their next step."""
    texts = texts_in(reader.language)
    crisis = replace(crisis, timezone=reader.timezone)
    heading = texts.t("said.register", title=quote(title_line(crisis, 150), 400))
    new = kit.actions(kit.button(texts.p("said.new"), "draft.open", pack(c=crisis.id), style="primary"))
    if not crisis.statements:
        text = join("\n", [heading, texts.t("said.none_yet")])
        return Screen(heading, [kit.section(text), new])
    newest = sorted(crisis.statements.values(), key=lambda statement: -statement.number)
    blocks = [kit.section(heading)]
    steps = 0
    for statement in newest[:SHOWN]:
        blocks.append(_row(crisis, statement, texts, now))
        if statement.is_draft and steps < WITH_STEPS:
            steps += 1
            blocks.append(_steps(crisis, statement, texts))
    if len(newest) > SHOWN:
        blocks.append(kit.context(texts.n("replies.more", len(newest) - SHOWN)))
    return Screen(heading, [*blocks, new])


def line(crisis: Crisis, statement: Statement, texts: Texts, now: datetime) -> Mrkdwn:
    """Name, state and first words."""
    name = texts.t("said.heading", number=statement.number, kind=said.kind_name(statement, texts))
    words = texts.t("said.words", words=said.beginning(crisis, statement, _WORDS))
    return join("\n", [join(" · ", [name, said.state(crisis, statement, texts, now)]), words])


def _row(crisis: Crisis, statement: Statement, texts: Texts, now: datetime) -> Block:
    look = kit.button(
        texts.p("said.open"),
        f"statement.open:{statement.number}",
        pack(c=crisis.id, s=statement.number),
        says=texts.p("said.open_says", number=statement.number),
    )
    return kit.section(line(crisis, statement, texts, now), look)


def _steps(crisis: Crisis, statement: Statement, texts: Texts) -> Block:
    value = pack(c=crisis.id, s=statement.number)
    if is_approved(crisis, statement):
        following = said.next_step(crisis, statement, texts)
    else:
        following = kit.button(texts.p("said.ask"), "statement.ask", value)
    return kit.actions(kit.button(texts.p("said.edit"), "draft.open", value), following)


def glance(crisis: Crisis, texts: Texts, now: datetime) -> Mrkdwn:
    """Facts, texts and promises in one line of the board; empty without any."""
    drafts = [statement for statement in crisis.statements.values() if statement.is_draft]
    out = sum(statement.published_at is not None for statement in crisis.statements.values())
    ready = sum(is_approved(crisis, statement) and not still_lacking(crisis, statement) for statement in drafts)
    since = [at for statement in drafts if (at := waits_since(crisis, statement))]
    sure = sum(fact.now.status == ESTABLISHED for fact in crisis.facts.values())
    owed = sum(promise.is_open for promise in crisis.commitments.values())
    waiting = Mrkdwn("")
    if since:
        when = texts.when(min(since), crisis.timezone, now=now)
        waiting = texts.n("said.glance_waiting", len(since), when=when)
    left = len(drafts) - ready - len(since)
    return join(
        " · ",
        [
            texts.n("said.glance_facts", len(crisis.facts), sure=sure) if crisis.facts else Mrkdwn(""),
            texts.n("said.glance_drafts", left) if left else Mrkdwn(""),
            waiting,
            texts.n("said.glance_ready", ready) if ready else Mrkdwn(""),
            texts.n("said.glance_out", out) if out else Mrkdwn(""),
            texts.n("said.glance_owed", owed) if owed else Mrkdwn(""),
        ],
    )
