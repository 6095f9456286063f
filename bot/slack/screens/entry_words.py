"""The lines of what the clock, the law, relief and learning bring into the journal; and what all lines share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.kernel import Event
from bot.locale import Mrkdwn, Texts, mention, quote
from bot.slack.screens import law
from bot.slack.screens.wording import inside, role_name

Teller = Callable[[Crisis, Any, Texts, int], Mrkdwn]
"""Says what an event of its kind means, with people's words cut to a length."""


def words(text: str, most: int) -> Mrkdwn:
    """What people wrote, on one line, as a part of ours."""
    return inside(text, most)


def because(reason: str, texts: Texts, most: int) -> Mrkdwn:
    """A reason in brackets; nothing without one."""
    return texts.t("entries.because", reason=words(reason, most)) if reason else Mrkdwn("")


def fixed(key: str) -> Teller:
    """A line that is always the same."""
    return lambda _crisis, _event, texts, _most: texts.t(key)


def _promised(crisis: Crisis, event: ev.UpdatePromised, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t("entries.update_promised", when=texts.when(event.at, crisis.timezone))


def _later(crisis: Crisis, event: ev.UpdateProposed, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t("entries.update_proposed", when=texts.when(event.at, crisis.timezone))


def _handed_over(crisis: Crisis, event: ev.HandedOver, texts: Texts, most: int) -> Mrkdwn:
    sleeps = Mrkdwn("")
    if event.sleeps_until:
        sleeps = texts.t("entries.sleeps", when=texts.when(event.sleeps_until, crisis.timezone))
    return texts.t(
        "entries.handed_over",
        leaver=mention(event.leaver),
        to=mention(event.to),
        roles=texts.list([role_name(crisis.playbook, role, texts) for role in event.roles]),
        because=because(event.note, texts, most),
        sleeps=sleeps,
    )


def _clock_started(crisis: Crisis, event: ev.LegalClockStarted, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t(
        "entries.legal_started",
        name=law.name(event.regime, texts),
        when=texts.when(event.started_at, crisis.timezone),
        user=mention(event.owner),
    )


def _no_clock(_crisis: Crisis, event: ev.NoLegalClockAttested, texts: Texts, most: int) -> Mrkdwn:
    return texts.t("entries.legal_none", because=because(event.reason, texts, most))


def _legal_step(key: str, late_key: str = "") -> Teller:
    def tell(crisis: Crisis, event: Any, texts: Texts, most: int) -> Mrkdwn:
        clock = crisis.legal_clocks.get(event.regime)
        name = law.name(clock.regime, texts) if clock else quote(event.regime)
        step = law.step_name(clock.regime, event.deadline, texts) if clock else quote(event.deadline)
        late = late_key and event.late
        proof = because(getattr(event, "proof", ""), texts, most)
        return texts.t(late_key if late else key, name=name, step=step, because=proof)

    return tell


def _lesson(_crisis: Crisis, event: ev.LessonRecorded, texts: Texts, most: int) -> Mrkdwn:
    return texts.t("entries.lesson", number=event.number, text=words(event.change, most))


def _action(crisis: Crisis, event: ev.ActionPlanned, texts: Texts, most: int) -> Mrkdwn:
    return texts.t(
        "entries.action",
        number=event.number,
        text=words(event.text, most),
        user=mention(event.owner),
        when=texts.day(event.due, crisis.timezone),
    )


def _action_postponed(crisis: Crisis, event: ev.ActionPostponed, texts: Texts, most: int) -> Mrkdwn:
    return texts.t(
        "entries.action_postponed",
        number=event.action,
        when=texts.day(event.due, crisis.timezone),
        because=because(event.reason, texts, most),
    )


def _action_closed(_crisis: Crisis, event: ev.ActionClosed, texts: Texts, most: int) -> Mrkdwn:
    return texts.t("entries.action_closed", number=event.action, proof=words(event.proof, most))


TELL: dict[type[Event], Teller] = {
    ev.UpdatePromised: _promised,
    ev.UpdateProposed: _later,
    ev.UpdateMissed: fixed("entries.update_missed"),
    ev.HandedOver: _handed_over,
    ev.LegalClockStarted: _clock_started,
    ev.NoLegalClockAttested: _no_clock,
    ev.LegalDeadlineMet: _legal_step("entries.legal_met", "entries.legal_met_late"),
    ev.LegalDeadlineMissed: _legal_step("entries.legal_missed"),
    ev.LessonRecorded: _lesson,
    ev.ActionPlanned: _action,
    ev.ActionPostponed: _action_postponed,
    ev.ActionClosed: _action_closed,
}
