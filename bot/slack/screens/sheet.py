"""The fact sheet: what is established, probable, unknown, rumoured; each with its source and since when."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.crisis import Crisis
from bot.domain.said import Fact
from bot.locale import Mrkdwn, Texts, join, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens.screen import Block, Reader, Screen, pack
from bot.slack.screens.wording import title_line, unrung

STATUSES = ("established", "probable", "unknown", "rumour")
SHOWN = 40
_TEXT, _SOURCE = 4000, 1200
"""Characters of all facts' words and sources together: who, when and where come to as many again."""


def card(crisis: Crisis, reader: Reader) -> Screen:
    """For one person: every fact with the click that changes it."""
    texts = texts_in(reader.language)
    crisis = replace(crisis, timezone=reader.timezone)
    heading = _heading(crisis, texts)
    value = pack(c=crisis.id)
    add = kit.button(texts.p("sheet.add"), "fact.open", value, style="primary")
    if not crisis.facts:
        return Screen(heading, [kit.section(join("\n", [heading, texts.t("sheet.empty")])), kit.actions(add)])
    share = kit.button(texts.p("sheet.share"), "facts.post", value)
    shown = _shown(crisis)
    blocks = [kit.section(heading)]
    for status in STATUSES:
        found = [fact for fact in shown if fact.now.status == status]
        if found:
            blocks.append(kit.context(_status(status, len(found), texts)))
        blocks += [kit.section(_fact(crisis, fact, texts, len(shown)), _change(crisis, fact, texts)) for fact in found]
    return Screen(heading, [*blocks, *_rest(crisis, texts), kit.actions(add, share)])


def channel(crisis: Crisis) -> Screen:
    """The same in the crisis's channel, once on demand: to read, not to click."""
    texts = texts_in(crisis.language)
    heading = _heading(crisis, texts)
    return Screen(heading, [kit.section(heading), *listed(crisis, texts), *_rest(crisis, texts)])


def listed(crisis: Crisis, texts: Texts) -> list[Block]:
    """The facts, surest first, as lines under headings."""
    shown = _shown(crisis)
    blocks: list[Block] = []
    for status in STATUSES:
        found = [fact for fact in shown if fact.now.status == status]
        if found:
            lines = [_fact(crisis, fact, texts, len(shown)) for fact in found]
            blocks += kit.paragraphs([_status(status, len(found), texts), *lines])
    return blocks or [kit.section(texts.t("sheet.empty"))]


def _heading(crisis: Crisis, texts: Texts) -> Mrkdwn:
    return texts.t("sheet.title", title=quote(title_line(crisis, 150), 400))


def _shown(crisis: Crisis) -> list[Fact]:
    """The newest, in the order of their numbers."""
    return [crisis.facts[number] for number in sorted(crisis.facts)[-SHOWN:]]


def _rest(crisis: Crisis, texts: Texts) -> list[Block]:
    left = len(crisis.facts) - SHOWN
    return [kit.context(texts.n("replies.more", left))] if left > 0 else []


def _status(status: str, count: int, texts: Texts) -> Mrkdwn:
    return texts.t(f"sheet.group_{status}", count=count)


def _fact(crisis: Crisis, fact: Fact, texts: Texts, among: int) -> Mrkdwn:
    """The fact, then source, checker and since when it has been so."""
    known = fact.now
    about = [
        texts.t("sheet.source", source=quote(known.source, _share(_SOURCE, among, 120), one_line=True))
        if known.source
        else Mrkdwn(""),
        texts.t("sheet.checked", user=unrung(crisis, known.checked_by, texts)) if known.checked_by else Mrkdwn(""),
        texts.t("sheet.since", when=texts.when(known.at, crisis.timezone)),
        _before(fact, texts),
        entry_lines.number(known.seq),
    ]
    words = quote(known.text, _share(_TEXT, among, 600), one_line=True)
    return join("\n", [texts.t("sheet.fact", number=fact.number, text=words), join(" · ", about)])


def _share(all_of_it: int, among: int, most: int) -> int:
    return min(most, all_of_it // max(among, 1))


def _before(fact: Fact, texts: Texts) -> Mrkdwn:
    """What it was before, when it was something else."""
    before = next((v.status for v in reversed(fact.versions) if v.status != fact.now.status), None)
    return texts.t("sheet.was", status=texts.p(f"sheet.status_{before}")) if before else Mrkdwn("")


def _change(crisis: Crisis, fact: Fact, texts: Texts) -> Block:
    says = texts.p("sheet.change_says", number=fact.number)
    return kit.button(texts.p("sheet.change"), "fact.change", pack(c=crisis.id, f=fact.number), says=says)
