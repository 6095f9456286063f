"""How one item reads: what, who, by when, and in which state; in one line or as a block with its button."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.checklist import Item, all_items
from bot.domain.crisis import Crisis, ItemStatus
from bot.domain.due import is_late
from bot.locale import Mrkdwn, Texts, join, mention, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens.screen import Block, pack
from bot.slack.screens.wording import holder, item_name, item_quoted

FAR = datetime.max.replace(tzinfo=UTC)
_UP = timedelta(seconds=59)
"""Of a minute that has begun: a reminder at "4 h before" says 4 h, though it comes some seconds later."""


def who_and_when(crisis: Crisis, item: Item, texts: Texts, now: datetime) -> Mrkdwn:
    """As in "Scribe @Ana · by 20:51 · *overdue by 5 min*"."""
    return join(" · ", [holder(crisis, item.state.assignee, item.role, texts), due(crisis, item, texts, now)])


def due(crisis: Crisis, item: Item, texts: Texts, now: datetime) -> Mrkdwn:
    """By when, and whether that has passed, in words."""
    if item.sleeping:
        return texts.t("items.sleeping")
    if item.due is None:
        return texts.t("items.no_due")
    if not item.pending:
        return texts.t("items.due", when=texts.when(item.due, crisis.timezone, now=now))
    return by(item.due, crisis.timezone, texts, now)


def by(moment: datetime, zone: str, texts: Texts, now: datetime) -> Mrkdwn:
    """By when, and whether that is now or has passed, in words."""
    when = texts.when(moment, zone, now=now)
    if moment > now:
        return texts.t("items.due", when=when)
    if not is_late(moment, now):
        return texts.t("items.now", when=when)
    return texts.t("items.overdue", when=when, late=texts.duration(now - moment))


def countdown(moment: datetime, zone: str, texts: Texts, now: datetime, *, hours: int = 48) -> Mrkdwn:
    """By when, and how long that is from now, in hours up to `hours` of them; late is told as late."""
    if moment <= now:
        return by(moment, zone, texts, now)
    left = texts.duration(moment - now + _UP, hours=hours)
    return texts.t("items.in", when=texts.when(moment, zone, now=now), left=left)


def one_line(crisis: Crisis, item: Item, texts: Texts, now: datetime, most: int = 160) -> Mrkdwn:
    """As in "• Open the log · Scribe · by 20:51"."""
    return texts.t(
        "items.line", item=item_quoted(crisis, item.key, texts, most), about=who_and_when(crisis, item, texts, now)
    )


def block(crisis: Crisis, item: Item, texts: Texts, now: datetime, most: int = 160) -> Block:
    """An open item with its one button."""
    name = item_quoted(crisis, item.key, texts, most)
    return kit.section(
        texts.t("items.block", item=name, about=who_and_when(crisis, item, texts, now)),
        done_button(crisis, item, texts),
    )


def done_button(crisis: Crisis, item: Item, texts: Texts) -> Block:
    """Ticks the item, or opens the form of its evidence."""
    return kit.button(
        texts.p("items.done_with" if item.evidence else "items.done"),
        "item.done",
        pack(c=crisis.id, i=item.key),
        says=texts.p("items.done_says", item=item_name(crisis, item.key, texts)),
    )


def state_line(crisis: Crisis, item: Item, texts: Texts) -> Mrkdwn:
    """Who settled it and when, with the reason where there is one."""
    state = item.state
    if state.changed_at is None or state.status is ItemStatus.OPEN:
        return Mrkdwn("")
    key = "items.was_done" if state.status is ItemStatus.DONE else "items.was_set_aside"
    by = mention(state.changed_by) if state.changed_by else Mrkdwn("")
    return texts.t(key, by=by, when=texts.when(state.changed_at, crisis.timezone), reason=quote(state.reason, 300))


def next_of(crisis: Crisis, user: str, role: str | None = None) -> Item | None:
    """What this person does next: the open item that is due first, of one of their roles or of all.

    What is not presented to people yet comes last; what waits for an event or the end is nobody's next.
    """
    mine = [
        item
        for item in all_items(crisis)
        if item.is_open and item.visible and not item.sleeping and item.owner == user and role in (None, item.role)
    ]
    mine = [item for item in mine if item.due is not None or item.spec is None]
    return min(mine, key=lambda item: (not item.presented, item.due or FAR), default=None)


def my_day_button(crisis: Crisis, texts: Texts) -> Block:
    """The way to everything that is one's own."""
    return kit.button(texts.p("day.open"), "mine", pack(c=crisis.id))
