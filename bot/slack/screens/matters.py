"""One matter as its person reads it: what, by when, and the clicks that settle it. What is settled is not told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.approvals import waits_since
from bot.domain.checklist import item_of
from bot.domain.crisis import Crisis, Posture
from bot.domain.due import appointment_of
from bot.domain.matters import on_duty_since
from bot.domain.put_off import last_put_off
from bot.locale import Mrkdwn, Texts, join, mention, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens import items as item_screens
from bot.slack.screens import law, matters_after, matters_said, proposal
from bot.slack.screens.matter import ASKED, HARD, SEATS, WORK, Reading, Told
from bot.slack.screens.screen import pack
from bot.slack.screens.wording import item_quoted, level_name, role_name, unrung

SNOOZE_MINUTES = 15
_NAME = 160
SEATS_EMPTY = "roles"
"""Empty seats are filled in one form, and told in one breath."""


def told(crisis: Crisis, matters: Iterable[tuple[str, str]], texts: Texts, now: datetime) -> list[Told]:
    """Matters (kind and about) that still want something, each once, the most urgent first."""
    reading = Reading(crisis, texts, now)
    found: dict[str, Told] = {}
    for kind, about in dict.fromkeys(matters):
        one = _TELL[kind](reading, about)
        if one is None:
            continue
        known = found.get(one.subject)
        if known and one.subject == SEATS_EMPTY:
            one = replace(one, name=join(", ", [known.name, one.name]))
        found[one.subject] = one
    for one in [one for one in found.values() if one.first]:
        found.pop(one.first, None)
    return in_order(found.values(), now)


def to_sign(crisis: Crisis, texts: Texts, now: datetime) -> list[Mrkdwn]:
    """The texts that wait for signatures, in a line each: since when, and whose."""
    waiting = [("approval", str(number)) for number, text in crisis.statements.items() if waits_since(crisis, text)]
    return [texts.t("items.line", item=one.name, about=one.about) for one in told(crisis, waiting, texts, now)]


def in_order(matters: Iterable[Told], now: datetime) -> list[Told]:
    """What is late by law or in public first, then by kind and time."""
    return sorted(matters, key=lambda one: urgency(one, now))


def urgency(one: Told, now: datetime) -> tuple[int, bool, datetime]:
    """Lower comes first."""
    return one.rank, not one.late(now), one.due or item_screens.FAR


# --- the checklist ------------------------------------------------------------------------------------------


def _item(on: Reading, key: str, *, above: bool = False) -> Told | None:
    item = item_of(on.crisis, key)
    if item is None or not item.awaited:
        return None
    texts = on.texts
    due = item_screens.due(on.crisis, item, texts, on.now)
    if above:
        who = texts.t("matters.above", user=unrung(on.crisis, item.owner, texts))
    else:
        who = quote(role_name(on.crisis.playbook, item.role, texts), 75) if item.role else Mrkdwn("")
    later = on.button("matters.later", "item.snooze", i=key)
    if item.due is None:
        later = on.button("private.set_time", "item.due", i=key)
    elif not item.state.snoozes:
        ids = pack(c=on.crisis.id, i=key, m=SNOOZE_MINUTES)
        later = kit.button(texts.p("matters.snooze", minutes=SNOOZE_MINUTES), "item.snooze", ids)
    return Told(
        subject=f"item:{key}",
        rank=WORK,
        due=item.due if item.presented else None,
        name=item_quoted(on.crisis, key, texts, _NAME),
        about=join(" · ", [who, due]),
        buttons=(
            item_screens.done_button(on.crisis, item, texts),
            *(() if above else (later,)),
            on.button("matters.assign", "item.assign", i=key),
        ),
    )


def _item_above(on: Reading, key: str) -> Told | None:
    return _item(on, key, above=True)


# --- the cell -----------------------------------------------------------------------------------------------


def _role(on: Reading, role: str) -> Told | None:
    if role in on.crisis.roles:
        return None
    return Told(
        subject=SEATS_EMPTY,
        rank=SEATS,
        due=None,
        name=quote(role_name(on.crisis.playbook, role, on.texts), 75),
        about=on.texts.t("matters.role"),
        buttons=(on.button("matters.roles", "roles.open"),),
    )


def _seat(on: Reading, role: str) -> Told | None:
    """Somebody was given a role by another: what it is, and what comes first in it."""
    if role not in on.crisis.roles:
        return None
    user = on.crisis.roles[role]
    first = item_screens.next_of(on.crisis, user, role)
    seat = Told(
        subject=f"seat:{role}",
        rank=ASKED,
        due=None,
        name=on.texts.t("matters.seat", role=quote(role_name(on.crisis.playbook, role, on.texts), 75)),
        about=on.texts.t("matters.seat_nothing_yet"),
        buttons=(item_screens.my_day_button(on.crisis, on.texts),),
    )
    if first is None:
        return seat
    due = item_screens.due(on.crisis, first, on.texts, on.now)
    item = _item(on, first.key)
    return replace(
        seat,
        about=on.texts.t("matters.seat_first", item=item_quoted(on.crisis, first.key, on.texts, _NAME), due=due),
        buttons=item.buttons if item else (item_screens.done_button(on.crisis, first, on.texts),),
        first=f"item:{first.key}",
    )


def _duty(on: Reading, user: str) -> Told | None:
    since = on_duty_since(on.crisis).get(user)
    if since is None:
        return None
    return Told(
        subject=f"duty:{user}",
        rank=SEATS,
        due=None,
        name=on.texts.t(
            "matters.duty_own" if user == on.crisis.lead else "matters.duty",
            user=mention(user),
            since=on.texts.duration(on.now - since),
        ),
        about=on.texts.t("matters.duty_about"),
        buttons=(on.button("matters.handover", "handover.open", u=user),),
    )


# --- what is asked of the lead ------------------------------------------------------------------------------


def _posture(on: Reading, _: str) -> Told | None:
    standing = on.crisis.posture
    if standing is None or standing.review_at is None or standing.review_at > on.now + timedelta(minutes=10):
        return None
    keep = () if standing.posture is Posture.SPEAK else (on.button("matters.posture_keep", "posture.keep"),)
    return Told(
        subject="posture",
        rank=ASKED,
        due=standing.review_at,
        name=on.texts.t("matters.posture", posture=on.texts.p(f"common.posture_{standing.posture.value}")),
        about=join(" · ", [quote(standing.reason, 200, one_line=True), on.by(standing.review_at)]),
        buttons=(*keep, on.button("matters.posture_change", "posture.open")),
    )


def _proposal(on: Reading, _: str) -> Told | None:
    suggested = on.crisis.proposal
    if suggested is None:
        return None
    level = level_name(on.crisis.playbook, suggested.level, on.texts)
    since = on.texts.t("matters.waiting", since=on.texts.duration(on.now - suggested.at))
    return Told(
        subject="proposal",
        rank=ASKED,
        due=None,
        name=on.texts.t("matters.proposal", level=level),
        about=join(" · ", [on.texts.t(f"entries.proposed_{suggested.why}"), since]),
        buttons=tuple(proposal.buttons(on.crisis, suggested.level, on.texts)),
    )


# --- what was put off again and again -----------------------------------------------------------------------


def _put_off(on: Reading, about: str) -> Told | None:
    """To the sponsor: how often, until when, by whom, why; with the clicks that settle it."""
    kind, _, key = about.partition(":")
    what, last = _ABOVE[kind](on, key), last_put_off(on.crisis, about)
    if what is None or last is None:
        return None
    told = on.texts.n(
        "matters.put_off",
        last.times,
        when=on.texts.when(last.until, on.crisis.timezone, now=on.now),
        user=unrung(on.crisis, last.by, on.texts),
        reason=quote(last.reason, 400, one_line=True),
    )
    return replace(what, subject=f"put_off:{about}", due=None, about=told, first=what.subject)


_ABOVE: dict[str, Callable[[Reading, str], Told | None]] = {
    "item": _item_above,
    "follow_up": matters_after.TELL["follow_up"],
    "action": matters_after.TELL["action_above"],
}


# --- times that others keep ---------------------------------------------------------------------------------


def _update(on: Reading, _: str) -> Told | None:
    promised = on.crisis.promised
    if promised is None:
        return None
    return Told(
        subject="update",
        rank=HARD,
        due=promised.at,
        first=f"item:{appointment_of(on.crisis)}",
        name=on.texts.t("matters.update"),
        about=item_screens.countdown(promised.at, on.crisis.timezone, on.texts, on.now),
        buttons=(
            on.button("matters.publish", "item.publish"),
            on.button("matters.promise", "promise.open"),
        ),
    )


def _legal(on: Reading, about: str) -> Told | None:
    regime, _, key = about.partition("/")
    clock = on.crisis.legal_clocks.get(regime)
    deadline = next((d for d in clock.open_deadlines if d.key == key), None) if clock else None
    if clock is None or deadline is None:
        return None
    return Told(
        subject=f"legal:{about}",
        rank=HARD,
        due=deadline.at,
        name=on.texts.t(
            "matters.legal", step=law.step_name(clock.regime, key, on.texts), name=law.name(clock.regime, on.texts)
        ),
        about=join(
            " · ",
            [
                law.due(deadline, on.crisis.timezone, on.texts, on.now),
                law.source(clock.regime, on.texts),
                on.texts.t("law.reminds"),
            ],
        ),
        buttons=(law.met_button(on.crisis, clock, key, on.texts),),
    )


_TELL: dict[str, Callable[[Reading, str], Told | None]] = {
    "item": _item,
    "item_above": _item_above,
    "role": _role,
    "seat": _seat,
    "posture": _posture,
    "proposal": _proposal,
    "update": _update,
    "duty": _duty,
    "legal": _legal,
    "put_off": _put_off,
    **matters_after.TELL,
    **matters_said.TELL,
}
KINDS = frozenset(_TELL)
"""Every kind of matter that the domain tells."""
