"""A situation report on a phone screen and a half: built from stored entries only, each line with its number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime

from bot.domain.checklist import Item, item_of, overdue_items
from bot.domain.crisis import Crisis
from bot.domain.events import AwarenessSet, ItemDone, PostureDecided, RoleAssigned, StatementPublished, SummaryPosted
from bot.domain.kernel import Recorded
from bot.domain.summary import next_summary_at
from bot.locale import Mrkdwn, Texts, join, link, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens import items as item_screens
from bot.slack.screens.screen import Block, Screen, pack
from bot.slack.screens.wording import item_quoted, level_name, role_name, unrung

Entries = Callable[[Iterable[int]], list[Recorded]]
"""Entries of the journal by their numbers."""

MENTION = re.compile(r"<@(\w+)>")
_LINE, _DECISION, _ITEMS = 140, 220, 3
_RECORDED = (AwarenessSet, RoleAssigned, PostureDecided, StatementPublished)


def render(crisis: Crisis, content: SummaryPosted, texts: Texts, entries: Entries, now: datetime) -> Screen:
    """What `content` speaks of, as of `now`; one line when nothing changed."""
    if content.quiet:
        return _quiet(crisis, content, texts, now)
    title = texts.p(f"summary.title_{content.why}", when=texts.at(now, crisis.timezone, now=now))
    since = texts.when(content.since, crisis.timezone, now=now)
    parts = [
        _level(crisis, content, texts),
        _block(texts.t("summary.changed", since=since), _changes(crisis, content, texts, entries)),
        _block(texts.t("summary.decided"), _decisions(crisis, content, texts)),
        _public(crisis, texts, now),
        _overdue(crisis, content, texts, now),
        _block(texts.t("summary.next"), _items(crisis, content.waiting, texts, now)),
        _asks(crisis, content, texts),
    ]
    blocks = [kit.header(title), *(kit.section(part) for part in parts if part)]
    if not content.changes and not content.decisions:
        blocks.insert(2, kit.section(texts.t("summary.nothing", since=since)))
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


def _block(heading: Mrkdwn, lines: list[Mrkdwn]) -> Mrkdwn:
    return join("\n", [heading, *lines]) if lines else Mrkdwn("")


def _changes(crisis: Crisis, content: SummaryPosted, texts: Texts, entries: Entries) -> list[Mrkdwn]:
    told = entry_lines.told(entries(content.changes)) if content.changes else []
    shown = [entry for entry in told if not _said_twice(crisis, entry, told)]
    return [
        texts.t(
            "summary.line",
            text=_unrung(crisis, entry, texts),
            number=entry_lines.number(entry.seq),
        )
        for entry in shown
    ]


def _unrung(crisis: Crisis, entry: Recorded, texts: Texts) -> Mrkdwn:
    """What happened. Nobody is rung for it, but who was given a role: they may not know yet."""
    text = entry_lines.describe(crisis, entry, texts, most=_LINE)
    if isinstance(entry.event, RoleAssigned):
        return text
    return Mrkdwn(MENTION.sub(lambda found: unrung(crisis, found[1], texts), text))


def _said_twice(crisis: Crisis, entry: Recorded, told: list[Recorded]) -> bool:
    """Whether a tick stands beside the entry that says what was ticked: roles, awareness, posture, a publication."""
    if not isinstance(entry.event, ItemDone):
        return False
    spec = crisis.playbook.items.get(entry.event.item)
    beside = (other for other in told if abs(other.seq - entry.seq) == 1 and other.at == entry.at)
    return spec is not None and spec.records is not None and any(type(o.event) in _RECORDED for o in beside)


def _decisions(crisis: Crisis, content: SummaryPosted, texts: Texts) -> list[Mrkdwn]:
    wanted = [d for d in crisis.decisions if d.number in content.decisions]
    return [
        texts.t(
            "summary.decision",
            number=d.number,
            text=quote(d.text, _DECISION, one_line=True),
            why=texts.t("summary.why", why=quote(d.why, _DECISION, one_line=True)) if d.why else Mrkdwn(""),
            user=unrung(crisis, d.decided_by, texts),
            seq=entry_lines.number(d.seq),
        )
        for d in wanted
    ]


def _public(crisis: Crisis, texts: Texts, now: datetime) -> Mrkdwn:
    last = crisis.latest_publication
    if last is None:
        return Mrkdwn("")
    return texts.t(
        "summary.public",
        when=texts.when(last.at, crisis.timezone, now=now),
        link=link(last.link, texts.p("common.link")) if last.link else Mrkdwn(""),
        number=entry_lines.number(last.seq),
    )


def _items(crisis: Crisis, keys: Iterable[str], texts: Texts, now: datetime) -> list[Mrkdwn]:
    found = (item_of(crisis, key) for key in list(keys)[:_ITEMS])
    return [_item(crisis, item, texts, now) for item in found if item is not None]


def _item(crisis: Crisis, item: Item, texts: Texts, now: datetime) -> Mrkdwn:
    """By its role: its owner is told in another way."""
    asked = item.state.assignee
    if asked is None and item.role:
        who = quote(role_name(crisis.playbook, item.role, texts))
    else:
        who = unrung(crisis, asked or crisis.lead, texts)
    about = join(" · ", [who, item_screens.due(crisis, item, texts, now)])
    return texts.t("items.line", item=item_quoted(crisis, item.key, texts, _LINE), about=about)


def _overdue(crisis: Crisis, content: SummaryPosted, texts: Texts, now: datetime) -> Mrkdwn:
    """The longest overdue, and how many there are in all: a list that is cut says so."""
    if not content.overdue:
        return Mrkdwn("")
    count = max(len(content.overdue), len(overdue_items(crisis, now)))
    lines = _items(crisis, content.overdue, texts, now)
    rest = count - len(lines)
    more = [texts.n("summary.more", rest)] if rest else []
    return join("\n", [texts.n("summary.overdue", count), *lines, *more])


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
    return join("\n", [texts.t("summary.asks"), *asks]) if asks else Mrkdwn("")
