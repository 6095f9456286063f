"""Where we are, and what is yours: for somebody who joins, or who asks for the way to the board."""

from __future__ import annotations

from datetime import datetime

from bot.domain.checklist import overdue_items, present_items
from bot.domain.crisis import LEAD, Crisis
from bot.domain.danger import danger
from bot.locale import Mrkdwn, Texts, join, mention, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens import items as item_screens
from bot.slack.screens.screen import Block, Screen, pack
from bot.slack.screens.wording import inside, item_quoted, level_name, role_name, roles_of, title_line


def catch_up(crisis: Crisis, texts: Texts, now: datetime, user: str = "") -> Screen:
    """Where we are, and what `user` is to do: their roles, their next item with its button."""
    title = texts.t(
        "situation.title",
        level=level_name(crisis.playbook, crisis.level, texts),
        title=quote(title_line(crisis, 150), 400),
    )
    lines = [title, danger_line(crisis, texts), _what(crisis, texts, now), _said(crisis, texts, now)]
    lines += [_decided(crisis, texts, now), _next(crisis, texts, now)]
    blocks = [kit.section(join("\n", lines)), *(_yours(crisis, texts, now, user) if crisis.is_open else [])]
    buttons = [kit.button(texts.p("situation.summary"), "summary.me", pack(c=crisis.id))]
    if crisis.is_open and user not in crisis.roles.values():
        buttons.insert(0, kit.button(texts.p("situation.role"), "roles.open", pack(c=crisis.id)))
        if LEAD not in crisis.roles:
            buttons.insert(0, kit.button(texts.p("board.take_lead"), "lead.take", pack(c=crisis.id)))
    return Screen(title, [*blocks, kit.actions(*buttons)])


def _yours(crisis: Crisis, texts: Texts, now: datetime, user: str) -> list[Block]:
    """The reader's roles, and the item that is theirs next."""
    held = [
        role_name(crisis.playbook, role.key, texts)
        for role in roles_of(crisis.playbook)
        if role.key in crisis.roles and crisis.roles[role.key] == user
    ]
    if not held and user == crisis.lead:
        held = [texts.p("situation.default_lead", role=role_name(crisis.playbook, LEAD, texts))]
    yours = texts.t("situation.yours", roles=texts.list(held)) if held else texts.t("situation.no_role")
    first = item_screens.next_of(crisis, user)
    if first is None:
        return [kit.section(join("\n", [yours, texts.t("situation.nothing_yours")]))]
    due = item_screens.due(crisis, first, texts, now)
    do_now = texts.t("situation.first", item=item_quoted(crisis, first.key, texts), due=due)
    return [kit.section(join("\n", [yours, do_now]), item_screens.done_button(crisis, first, texts))]


def danger_line(crisis: Crisis, texts: Texts) -> Mrkdwn:
    """That somebody is in danger, and what is done about it; nothing when nobody is known to be."""
    found = danger(crisis)
    if found is None:
        return Mrkdwn("")
    number = Mrkdwn(f"`#{found.seq}`")
    if not found.measure:
        return texts.t("notices.danger_unmeasured", number=number)
    return texts.t("notices.danger", measure=inside(found.measure, 200), number=number)


def _what(crisis: Crisis, texts: Texts, now: datetime) -> Mrkdwn:
    opened = texts.t(
        "situation.opened", when=texts.when(crisis.started_at, crisis.timezone, now=now), lead=mention(crisis.lead)
    )
    what = quote(crisis.what, 280, one_line=True)
    channel = Mrkdwn(f"<#{crisis.channel_id}>") if crisis.channel_id else Mrkdwn("")
    return join(" ", [channel, what, opened])


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
    return texts.t("situation.decided", when=when, text=inside(decision.text, 200))


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
