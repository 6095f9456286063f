"""The Home tab: my open crises, what is mine and due, and one button to start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.checklist import all_items
from bot.domain.crisis import Crisis, FollowUpState, FollowUpStatus
from bot.domain.follow_up import owner_of
from bot.locale import Texts, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import items as item_screens
from bot.slack.screens import plan, replies
from bot.slack.screens.screen import Block, Reader, View
from bot.slack.screens.wording import follow_up_name, title_line

CRISES_SHOWN, ITEMS_SHOWN, STEPS_SHOWN = 8, 5, 10


def render(reader: Reader, crises: Sequence[Crisis], now: datetime) -> View:
    """`crises`: those that the reader belongs to, closed ones with follow-ups included."""
    texts = texts_in(reader.language)
    mine = [replace(crisis, timezone=reader.timezone) for crisis in crises]
    open_ones = sorted((c for c in mine if c.is_open), key=lambda crisis: crisis.started_at, reverse=True)
    blocks = [
        kit.actions(kit.button(texts.p("replies.start"), "start.open", style="primary")),
        kit.header(texts.p("home.open")),
    ]
    if not open_ones:
        blocks.append(kit.section(texts.t("home.none")))
    for crisis in open_ones[:CRISES_SHOWN]:
        blocks += _crisis(crisis, reader, texts, now)
    if len(open_ones) > CRISES_SHOWN:
        blocks.append(kit.context(texts.n("replies.more", len(open_ones) - CRISES_SHOWN)))
    blocks += _follow_ups(mine, reader, texts, now)
    return {"type": "home", "callback_id": "home", "blocks": blocks[:100]}


def _crisis(crisis: Crisis, reader: Reader, texts: Texts, now: datetime) -> list[Block]:
    own = sorted(
        (item for item in all_items(crisis) if item.pending and item.owner == reader.user and item.due is not None),
        key=lambda item: item.due or now,
    )
    blocks = [kit.divider(), kit.section(replies.crisis_line(crisis, texts, reader.timezone, now))]
    blocks += [item_screens.block(crisis, item, texts, now) for item in own[:ITEMS_SHOWN]]
    if len(own) > ITEMS_SHOWN:
        blocks.append(kit.context(texts.n("home.more_items", len(own) - ITEMS_SHOWN)))
    if not own:
        blocks.append(kit.context(texts.t("home.nothing_mine")))
    return blocks


def _follow_ups(crises: Sequence[Crisis], reader: Reader, texts: Texts, now: datetime) -> list[Block]:
    waiting = [
        (crisis, step)
        for crisis in crises
        for step in crisis.follow_ups.values()
        if step.status is not FollowUpStatus.DONE and owner_of(crisis, step.key) == reader.user
    ]
    if not waiting:
        return []
    soonest = sorted(waiting, key=lambda found: found[1].due)[:STEPS_SHOWN]
    return [kit.header(texts.p("home.follow_ups")), *(_step(crisis, step, texts, now) for crisis, step in soonest)]


def _step(crisis: Crisis, step: FollowUpState, texts: Texts, now: datetime) -> Block:
    about = texts.t(
        "home.follow_up",
        when=texts.when(step.due, crisis.timezone, now=now),
        step=quote(follow_up_name(crisis, step.key, texts), 300),
        title=quote(title_line(crisis, 100), 300),
    )
    return kit.section(about, plan.done_button(crisis, step.key, texts))
