"""Where we are, in five lines: for somebody who joins, or who asks for the way to the board."""

from __future__ import annotations

from datetime import datetime

from bot.domain.checklist import overdue_items, present_items
from bot.domain.crisis import LEAD, Crisis
from bot.locale import Mrkdwn, Texts, join, mention, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens.screen import Screen, pack
from bot.slack.screens.wording import item_quoted, level_name, title_line


def catch_up(crisis: Crisis, texts: Texts, now: datetime) -> Screen:
    """Five lines, and the two things that somebody who comes in may want to do."""
    title = texts.t(
        "situation.title",
        level=level_name(crisis.playbook, crisis.level, texts),
        title=quote(title_line(crisis, 150), 400),
    )
    lines = [title, _what(crisis, texts, now), _said(crisis, texts, now), _decided(crisis, texts, now)]
    lines.append(_next(crisis, texts, now))
    value = pack(c=crisis.id)
    buttons = [kit.button(texts.p("situation.summary"), "summary.me", value)]
    if crisis.is_open:
        buttons.insert(0, kit.button(texts.p("situation.role"), "roles.open", value))
        if LEAD not in crisis.roles:
            buttons.insert(0, kit.button(texts.p("board.take_lead"), "lead.take", value))
    return Screen(title, [kit.section(join("\n", lines)), kit.actions(*buttons)])


def _what(crisis: Crisis, texts: Texts, now: datetime) -> Mrkdwn:
    opened = texts.t(
        "situation.opened", when=texts.when(crisis.started_at, crisis.timezone, now=now), lead=mention(crisis.lead)
    )
    what = quote(crisis.what, 280, one_line=True)
    return join(" ", [what, opened])


def _said(crisis: Crisis, texts: Texts, now: datetime) -> Mrkdwn:
    last = crisis.latest_publication
    if last is not None:
        return texts.t("situation.published", when=texts.when(last.at, crisis.timezone, now=now))
    if crisis.posture is None:
        return texts.t("situation.no_posture")
    return texts.t("situation.posture", posture=texts.p(f"common.posture_{crisis.posture.posture.value}"))


def _decided(crisis: Crisis, texts: Texts, now: datetime) -> Mrkdwn:
    decision = crisis.latest_decision
    if decision is None:
        return texts.t("situation.no_decision")
    when = texts.when(decision.at, crisis.timezone, now=now)
    return texts.t("situation.decided", when=when, text=quote(decision.text, 200, one_line=True))


def _next(crisis: Crisis, texts: Texts, now: datetime) -> Mrkdwn:
    if not crisis.is_open:
        return texts.t("situation.closed")
    late = len(overdue_items(crisis, now))
    overdue = texts.n("board.overdue", late) if late else Mrkdwn("")
    coming = next((item for item in present_items(crisis) if item.due and item.due > now), None)
    if coming is None or coming.due is None:
        return join(" · ", [texts.t("situation.nothing_next"), overdue])
    when = texts.when(coming.due, crisis.timezone, now=now)
    following = texts.t("situation.next", item=item_quoted(crisis, coming.key, texts), when=when)
    return join(" · ", [following, overdue])


def crisis_line(crisis: Crisis, texts: Texts, zone: str, now: datetime) -> Mrkdwn:
    """Level or state, title, channel, lead."""
    level = level_name(crisis.playbook, crisis.level, texts)
    state = Mrkdwn("") if crisis.is_open else texts.t(f"replies.state_{crisis.status.value}")
    return texts.t(
        "replies.crisis",
        level=state or quote(level),
        title=quote(title_line(crisis, 150), 400),
        channel=Mrkdwn(f"<#{crisis.channel_id}>") if crisis.channel_id else Mrkdwn("…"),
        lead=mention(crisis.lead),
        when=texts.when(crisis.started_at, zone, now=now),
    )
