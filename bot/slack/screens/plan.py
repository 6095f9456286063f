"""The follow-up plan after stand-down: what comes back when, to whom, and what is already done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.crisis import Crisis, FollowUpState, FollowUpStatus
from bot.domain.follow_up import owner_of
from bot.locale import Mrkdwn, Texts, mention, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.screen import Block, Reader, View, pack
from bot.slack.screens.wording import follow_up_name

NAME = "followups"
SHOWN = 14
DAY, WEEK = 24 * 60, 7 * 24 * 60
"""Minutes."""
_STEP = 150


def blocks(crisis: Crisis, texts: Texts, now: datetime) -> list[Block]:
    """The open steps with a button each, soonest first; the finished ones as a number."""
    steps = sorted(crisis.follow_ups.values(), key=lambda step: step.due)
    left = [step for step in steps if step.status is not FollowUpStatus.DONE]
    done = len(steps) - len(left)
    heading = texts.t("plan.heading", done=done, total=len(steps))
    found = [kit.divider(), kit.section(heading)]
    found += [
        kit.section(step_line(crisis, step, texts, now), done_button(crisis, step.key, texts)) for step in left[:SHOWN]
    ]
    if len(left) > SHOWN:
        found.append(kit.context(texts.n("plan.more", len(left) - SHOWN)))
    if steps and not left:
        found.append(kit.context(texts.t("plan.finished")))
    return found


def step_line(crisis: Crisis, step: FollowUpState, texts: Texts, now: datetime) -> Mrkdwn:
    """What, who, when."""
    sent = step.status is FollowUpStatus.SENT
    return texts.t(
        "plan.step_waiting" if sent else "plan.step",
        step=quote(follow_up_name(crisis, step.key, texts), _STEP, one_line=True),
        user=mention(owner_of(crisis, step.key)),
        when=texts.when(step.due, crisis.timezone, now=now),
    )


def done_button(crisis: Crisis, follow_up: str, texts: Texts) -> Block:
    """Settles a step."""
    says = texts.p("items.done_says", item=follow_up_name(crisis, follow_up, texts))
    return kit.button(texts.p("items.done"), "followup.done", pack(c=crisis.id, f=follow_up), says=says)


def open_button(crisis: Crisis, texts: Texts) -> Block:
    """Opens the whole plan."""
    return kit.button(texts.p("plan.open"), "followups.open", pack(c=crisis.id))


def view(crisis: Crisis, reader: Reader, now: datetime) -> View:
    """The whole plan in a modal: each open step can be settled, put off or handed over."""
    texts = texts_in(reader.language)
    shown = replace(crisis, timezone=reader.timezone)
    steps = sorted(crisis.follow_ups.values(), key=lambda step: step.due)
    found = [kit.section(texts.t("plan.heading", done=sum(map(_is_done, steps)), total=len(steps)))]
    for step in sorted(steps, key=_is_done):
        found += _step(shown, step, texts, now)
    return kit.modal(NAME, texts.p("plan.title"), found, close=texts.p("common.close"), metadata=pack(c=crisis.id))


def move_buttons(crisis: Crisis, follow_up: str, texts: Texts) -> list[Block]:
    """Settle, put off, hand over."""
    ids = {"c": crisis.id, "f": follow_up}
    return [
        done_button(crisis, follow_up, texts),
        kit.button(texts.p("plan.in_a_day"), "followup.snooze:1", pack(**ids, m=DAY)),
        kit.button(texts.p("plan.in_a_week"), "followup.snooze:7", pack(**ids, m=WEEK)),
        kit.button(texts.p("plan.assign"), "followup.assign", pack(**ids)),
    ]


def _step(crisis: Crisis, step: FollowUpState, texts: Texts, now: datetime) -> list[Block]:
    if not _is_done(step):
        return [
            kit.section(step_line(crisis, step, texts, now)),
            kit.actions(*move_buttons(crisis, step.key, texts)),
        ]
    return [done_line(crisis, step, texts)]


def done_line(crisis: Crisis, step: FollowUpState, texts: Texts) -> Block:
    """Who has settled a step."""
    name = quote(follow_up_name(crisis, step.key, texts), _STEP, one_line=True)
    return kit.context(texts.t("plan.done_by", step=name, user=mention(step.done_by or owner_of(crisis, step.key))))


def _is_done(step: FollowUpState) -> bool:
    return step.status is FollowUpStatus.DONE
