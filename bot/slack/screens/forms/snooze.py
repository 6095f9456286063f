"""The form that puts a reminder off: a new time and, from the second time on, a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.commands import SnoozeFollowUp, SnoozeItem
from bot.domain.crisis import Crisis
from bot.domain.follow_up import REASON_FROM, put_off_by
from bot.domain.owed import SPONSOR_AFTER
from bot.locale import quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.due import quick_time
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack
from bot.slack.screens.wording import follow_up_name, item_quoted

NAME = "snooze"
QUICK, MOMENT, REASON = "quick", "moment", "reason"
ITEM_CHOICES = ("15", "30", "60", "120", "tomorrow", "exact")
STEP_CHOICES = ("1440", "4320", "10080", "43200", "exact")
"""Minutes: a day, three days, a week, thirty days."""


def view(
    crisis: Crisis,
    reader: Reader,
    *,
    item: str | None = None,
    follow_up: str | None = None,
    minutes: int | None = None,
) -> View:
    """Either an item or a follow-up. `minutes`: what was clicked before a reason was asked for."""
    texts = texts_in(reader.language)
    choices: tuple[str, ...] = ITEM_CHOICES
    if item is not None:
        state = crisis.items.get(item)
        snoozes, subject = state.snoozes if state else 0, item_quoted(crisis, item, texts)
    else:
        choices, step = STEP_CHOICES, crisis.follow_ups.get(follow_up or "")
        snoozes, subject = step.snoozes if step else 0, quote(follow_up_name(crisis, follow_up or "", texts), 300)
    options = [kit.option(texts.p(f"forms.snooze_{choice}"), choice) for choice in choices]
    chosen = str(minutes) if str(minutes) in choices else choices[0]
    needed = snoozes + 1 >= REASON_FROM
    seen = snoozes + 1 >= SPONSOR_AFTER
    return kit.modal(
        NAME,
        texts.p("forms.snooze_heading"),
        [
            kit.section(texts.t("forms.subject", subject=subject)),
            *([kit.context(texts.n("forms.snooze_again", snoozes))] if snoozes else []),
            *([kit.context(texts.t("forms.seen_by_sponsor"))] if seen else []),
            kit.field(QUICK, texts.p("forms.snooze_until"), kit.radio(options, chosen)),
            kit.field(MOMENT, texts.p("forms.due_moment"), kit.moment(), hint=texts.p("forms.due_hint"), optional=True),
            kit.field(REASON, texts.p("forms.reason"), kit.line_input(long=True), optional=not needed),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, i=item, f=follow_up),
    )


def parse(form: Submission) -> SnoozeItem | SnoozeFollowUp:
    """Whether a reason is needed is decided with the crisis as it is then."""
    exact, quick = form.moment(MOMENT), form.text(QUICK)
    if exact is None and quick == "exact":
        raise form.wrong(MOMENT, "forms.error_moment")
    if exact is not None and exact <= form.now:
        raise form.wrong(MOMENT, "forms.error_past")
    if "i" in form.ids:
        until = exact or _later(quick, form.now, form.about.timezone)
        return SnoozeItem(**form.head, item=str(form.ids["i"]), until=until, reason=form.text(REASON))
    until = exact or put_off_by(form.about, timedelta(minutes=int(quick or STEP_CHOICES[0])), form.now)
    return SnoozeFollowUp(**form.head, follow_up=str(form.ids["f"]), until=until, reason=form.text(REASON))


def _later(choice: str, now: datetime, zone: str) -> datetime:
    return quick_time(choice, now, zone) if choice else now + timedelta(minutes=15)
