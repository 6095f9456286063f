"""The form that moves a corrective action's date: never without a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.commands import PostponeAction
from bot.domain.crisis import Crisis
from bot.domain.owed import SPONSOR_AFTER
from bot.domain.working_time import next_working_moment
from bot.locale import quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "action_postpone"
DUE, REASON = "due", "reason"
PROPOSED = timedelta(days=7)


def view(crisis: Crisis, number: int, reader: Reader, now: datetime) -> View:
    """A week later is proposed. Raises IndexError for an unknown number."""
    texts = texts_in(reader.language)
    action = crisis.actions[number - 1]
    later = next_working_moment(max(now, action.due) + PROPOSED, reader.timezone, crisis.playbook.office)
    last = action.postponed + 1 >= SPONSOR_AFTER
    return kit.modal(
        NAME,
        texts.p("forms.action_postpone_heading"),
        [
            kit.section(texts.t("forms.subject", subject=quote(action.text, 300, one_line=True))),
            *([kit.context(texts.t("forms.seen_by_sponsor"))] if last else []),
            kit.field(
                DUE, texts.p("forms.action_postpone_due"), kit.moment(later.replace(minute=0, second=0, microsecond=0))
            ),
            kit.field(REASON, texts.p("forms.reason"), kit.line_input(long=True)),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, n=number),
    )


def parse(form: Submission) -> PostponeAction:
    """A later date and why."""
    due = form.moment(DUE)
    if due is None:
        raise form.wrong(DUE, "forms.error_moment")
    if due <= form.now:
        raise form.wrong(DUE, "forms.error_past")
    if not form.text(REASON):
        raise form.wrong(REASON, "forms.error_reason")
    return PostponeAction(**form.head, action=form.ids.number("n"), due=due, reason=form.text(REASON))
