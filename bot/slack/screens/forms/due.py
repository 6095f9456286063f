"""The form that moves a due time, most often by a quick choice."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.commands import RescheduleItem
from bot.domain.crisis import Crisis
from bot.locale import Texts, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Block, Reader, View, pack
from bot.slack.screens.wording import item_quoted

NAME = "due"
QUICK, MOMENT = "quick", "moment"
QUICK_CHOICES = ("15", "30", "60", "120", "tomorrow", "exact")
MORNING = time(9, 0)


def view(crisis: Crisis, item: str, reader: Reader, now: datetime) -> View:
    """Quick choices first; an exact time below them."""
    texts = texts_in(reader.language)
    state = crisis.items.get(item)
    at = state.due_override if state and state.due_override and state.due_override > now else None
    return kit.modal(
        NAME,
        texts.p("forms.due_heading"),
        [
            kit.section(texts.t("forms.subject", subject=item_quoted(crisis, item, texts))),
            *questions(at, texts),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, i=item),
    )


def questions(at: datetime | None, texts: Texts, quickly: str = "30") -> list[Block]:
    """A quick choice, or exactly when. `at`: the present time; `quickly`: the choice that is proposed."""
    quick = [kit.option(texts.p(f"forms.due_{choice}"), choice) for choice in QUICK_CHOICES]
    return [
        kit.field(QUICK, texts.p("forms.due_new"), kit.radio(quick, quickly)),
        kit.field(MOMENT, texts.p("forms.due_moment"), kit.moment(at), hint=texts.p("forms.due_hint"), optional=True),
    ]


def parse(form: Submission) -> RescheduleItem:
    """What was asked, for an item."""
    return RescheduleItem(**form.head, item=str(form.ids["i"]), due=time_of(form))


def time_of(form: Submission) -> datetime:
    """An exact time wins over a quick choice; "tomorrow" is nine o'clock in the crisis's zone."""
    exact, quick = form.moment(MOMENT), form.text(QUICK)
    if exact is None and quick == "exact":
        raise form.wrong(MOMENT, "forms.error_moment")
    if exact is not None and exact <= form.now:
        raise form.wrong(MOMENT, "forms.error_past")
    return exact or quick_time(quick, form.now, form.about.timezone)


def quick_time(choice: str, now: datetime, zone: str) -> datetime:
    """The time that a quick choice means: minutes from now, or tomorrow morning."""
    if choice.isdigit():
        return now + timedelta(minutes=int(choice))
    local = now.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date() + timedelta(days=1), MORNING, local.tzinfo).astimezone(UTC)
