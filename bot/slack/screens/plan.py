"""The follow-up plan after stand-down: what comes back when, to whom, and what is already done."""

from __future__ import annotations

from datetime import datetime

from bot.domain.crisis import Crisis, FollowUpState, FollowUpStatus
from bot.domain.follow_up import owner_of
from bot.locale import Mrkdwn, Texts, mention, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens.screen import Block, pack
from bot.slack.screens.wording import follow_up_name

SHOWN = 14
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
        when=texts.when(step.due, crisis.timezone),
    )


def done_button(crisis: Crisis, follow_up: str, texts: Texts) -> Block:
    """Settles a step."""
    says = texts.p("items.done_says", item=follow_up_name(crisis, follow_up, texts))
    return kit.button(texts.p("items.done"), "followup.done", pack(c=crisis.id, f=follow_up), says=says)
