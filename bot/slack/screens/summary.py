"""A situation report on a phone screen and a half: built from stored entries only, each line with its number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.domain.checklist import item_of
from bot.domain.crisis import Crisis
from bot.domain.events import SummaryPosted
from bot.domain.kernel import Recorded
from bot.domain.summary import next_summary_at
from bot.locale import Mrkdwn, Texts, join, link, mention, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens import items as item_screens
from bot.slack.screens.screen import Block, Screen, pack
from bot.slack.screens.wording import level_name, role_name

Entries = Callable[[Iterable[int]], list[Recorded]]
"""Entries of the journal by their numbers."""

_LINE, _DECISION = 140, 220


def render(crisis: Crisis, content: SummaryPosted, texts: Texts, entries: Entries, now: datetime) -> Screen:
    """What `content` speaks of, as of `now`; one line when nothing changed."""
    if content.quiet:
        return _quiet(crisis, content, texts, now)
    title = texts.p(f"summary.title_{content.why}", when=texts.at(now, crisis.timezone))
    parts = [
        _level(crisis, content, texts),
        _block("summary.changed", _changes(crisis, content, texts, entries), texts, crisis, content),
        _block("summary.decided", _decisions(crisis, content, texts), texts, crisis, content),
        _public(crisis, texts),
        _block("summary.overdue", _items(crisis, content.overdue, texts, now), texts, crisis, content),
        _block("summary.next", _items(crisis, content.waiting, texts, now), texts, crisis, content),
        _asks(crisis, content, texts),
    ]
    blocks = [kit.header(title), *(kit.section(part) for part in parts if part)]
    if not content.changes and not content.decisions:
        blocks.insert(2, kit.section(_nothing(crisis, content, texts)))
    if crisis.is_open:
        when = texts.when(next_summary_at(crisis), crisis.timezone, now=now)
        blocks.append(kit.context(texts.t("summary.next_summary", when=when)))
    return Screen(join(". ", [quote(title), parts[0]]), blocks)


def post_button(crisis: Crisis, texts: Texts) -> Block:
    """From a private summary to the channel."""
    return kit.actions(kit.button(texts.p("summary.post"), "summary.post", pack(c=crisis.id)))


def _quiet(crisis: Crisis, content: SummaryPosted, texts: Texts, now: datetime) -> Screen:
    line = texts.t(
        "summary.quiet",
        since=texts.when(content.since, crisis.timezone, now=now),
        level=level_name(crisis.playbook, content.level, texts),
        when=texts.when(next_summary_at(crisis), crisis.timezone, now=now),
    )
    late = texts.n("board.overdue", len(content.overdue)) if content.overdue else Mrkdwn("")
    whole = join(" ", [line, texts.t("summary.quiet_overdue", overdue=late) if late else Mrkdwn("")])
    return Screen(whole, [kit.context(whole)])


def _level(crisis: Crisis, content: SummaryPosted, texts: Texts) -> Mrkdwn:
    level = level_name(crisis.playbook, content.level, texts)
    number = entry_lines.number(crisis.level_seq)
    if content.previous_level is None or content.previous_level is content.level:
        return texts.t("summary.level", level=level, number=number)
    rising = content.level.rank > content.previous_level.rank
    previous = level_name(crisis.playbook, content.previous_level, texts)
    key = "summary.level_up" if rising else "summary.level_down"
    return texts.t(key, level=level, previous=previous, number=number)


def _block(key: str, lines: list[Mrkdwn], texts: Texts, crisis: Crisis, content: SummaryPosted) -> Mrkdwn:
    if not lines:
        return Mrkdwn("")
    since = texts.when(content.since, crisis.timezone)
    return join("\n", [texts.t(key, since=since), *lines])


def _nothing(crisis: Crisis, content: SummaryPosted, texts: Texts) -> Mrkdwn:
    return texts.t("summary.nothing", since=texts.when(content.since, crisis.timezone))


def _changes(crisis: Crisis, content: SummaryPosted, texts: Texts, entries: Entries) -> list[Mrkdwn]:
    told = entry_lines.told(entries(content.changes)) if content.changes else []
    return [
        texts.t(
            "summary.line",
            text=entry_lines.describe(crisis, entry, texts, most=_LINE),
            number=entry_lines.number(entry.seq),
        )
        for entry in told
    ]


def _decisions(crisis: Crisis, content: SummaryPosted, texts: Texts) -> list[Mrkdwn]:
    wanted = [d for d in crisis.decisions if d.number in content.decisions]
    return [
        texts.t(
            "summary.decision",
            number=d.number,
            text=quote(d.text, _DECISION, one_line=True),
            why=texts.t("summary.why", why=quote(d.why, _DECISION, one_line=True)) if d.why else Mrkdwn(""),
            user=mention(d.decided_by),
            seq=entry_lines.number(d.seq),
        )
        for d in wanted
    ]


def _public(crisis: Crisis, texts: Texts) -> Mrkdwn:
    last = crisis.latest_publication
    if last is None:
        return Mrkdwn("")
    return texts.t(
        "summary.public",
        when=texts.when(last.at, crisis.timezone),
        link=link(last.link, texts.p("common.link")) if last.link else Mrkdwn(""),
        number=entry_lines.number(last.seq),
    )


def _items(crisis: Crisis, keys: Iterable[str], texts: Texts, now: datetime) -> list[Mrkdwn]:
    found = (item_of(crisis, key) for key in keys)
    return [item_screens.one_line(crisis, item, texts, now, _LINE) for item in found if item is not None]


def _asks(crisis: Crisis, content: SummaryPosted, texts: Texts) -> Mrkdwn:
    """What the lead is asked for: a level, roles, the posture, the time of awareness."""
    if not crisis.is_open:
        return Mrkdwn("")
    asks: list[Mrkdwn] = []
    if crisis.proposal:
        level = level_name(crisis.playbook, crisis.proposal.level, texts)
        asks.append(texts.t("summary.ask_level", level=level, number=entry_lines.number(crisis.proposal.seq)))
    if content.empty_roles:
        names = [role_name(crisis.playbook, role, texts) for role in content.empty_roles]
        asks.append(texts.t("summary.ask_roles", roles=texts.list(names)))
    if crisis.posture is None:
        asks.append(texts.t("summary.ask_posture"))
    if crisis.awareness_at is None:
        asks.append(texts.t("summary.ask_awareness"))
    return join("\n", [texts.t("summary.asks", lead=mention(crisis.lead)), *asks]) if asks else Mrkdwn("")
