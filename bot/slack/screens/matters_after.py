"""Matters that come after the end: the steps of the plan, the debrief's form, corrective actions."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.crisis import Action, Crisis, FollowUpStatus
from bot.domain.follow_up import owner_of
from bot.locale import Mrkdwn, join, quote
from bot.slack.screens import plan
from bot.slack.screens.matter import WORK, Reading, Told
from bot.slack.screens.wording import follow_up_name, title_line, unrung

_NAME = 160


def _follow_up(on: Reading, key: str) -> Told | None:
    step = on.crisis.follow_ups.get(key)
    if step is None or step.status is FollowUpStatus.DONE:
        return None
    owner = unrung(on.crisis, owner_of(on.crisis, key), on.texts)
    return Told(
        subject=f"follow_up:{key}",
        rank=WORK,
        due=step.due,
        name=quote(follow_up_name(on.crisis, key, on.texts), _NAME, one_line=True),
        about=join(" · ", [owner, on.by(step.due)]),
        buttons=(
            plan.done_button(on.crisis, key, on.texts),
            on.button("matters.later", "followup.snooze", f=key),
            on.button("matters.assign", "followup.assign", f=key),
        ),
    )


def _step(on: Reading, key: str) -> Told | None:
    """To its owner; the reminder shows all that it brings."""
    step = on.crisis.follow_ups.get(key)
    if step is None or step.status is not FollowUpStatus.SENT:
        return None
    return Told(
        subject=f"step:{key}",
        rank=WORK,
        due=step.due,
        name=quote(follow_up_name(on.crisis, key, on.texts), _NAME, one_line=True),
        about=on.by(step.due),
        buttons=(plan.done_button(on.crisis, key, on.texts), on.button("matters.later", "followup.snooze", f=key)),
    )


def _debrief(on: Reading, key: str) -> Told | None:
    """The anonymous form, to everybody who was in the crisis when it ended."""
    if on.crisis.is_open or key not in on.crisis.follow_ups:
        return None
    return Told(
        subject=f"debrief:{key}",
        rank=WORK,
        due=None,
        name=on.texts.t("notices.debrief", title=quote(title_line(on.crisis, 150), 400)),
        about=on.texts.t("notices.debrief_form"),
        buttons=(on.button("notices.debrief_open", "debrief.open"),),
    )


def _action(on: Reading, about: str, *, above: bool = False) -> Told | None:
    action = action_of(on.crisis, about)
    if action is None or action.closed_at is not None:
        return None
    owner = on.texts.t("matters.above", user=unrung(on.crisis, action.owner, on.texts)) if above else Mrkdwn("")
    proof = on.texts.t("matters.action_proof", proof=quote(action.expected_proof, 150, one_line=True))
    return Told(
        subject=f"action:{about}",
        rank=WORK,
        due=action.due,
        name=on.texts.t("matters.action", number=action.number, text=quote(action.text, _NAME, one_line=True)),
        about=join(" · ", [owner, on.by(action.due), proof]),
        buttons=(
            on.button("matters.action_close", "action.close", n=action.number),
            on.button("matters.action_postpone", "action.postpone", n=action.number),
        ),
        since=action.set_at,
    )


def _action_above(on: Reading, about: str) -> Told | None:
    return _action(on, about, above=True)


def action_of(crisis: Crisis, number: str) -> Action | None:
    """The action with this number, if there is one."""
    return next((action for action in crisis.actions if str(action.number) == number), None)


TELL: dict[str, Callable[[Reading, str], Told | None]] = {
    "follow_up": _follow_up,
    "step": _step,
    "debrief": _debrief,
    "action": _action,
    "action_above": _action_above,
}
