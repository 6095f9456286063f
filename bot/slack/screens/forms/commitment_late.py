"""The form of a public promise that is late: the new date and why, both told in public."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.commands import PostponeCommitment
from bot.domain.crisis import Crisis
from bot.domain.working_time import next_working_moment
from bot.locale import mention, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "commitment_late"
DUE, REASON = "due", "reason"
PROPOSED = timedelta(days=7)


def view(crisis: Crisis, number: int, reader: Reader, now: datetime) -> View:
    """A week later is proposed. Raises KeyError for a number that no promise has."""
    texts = texts_in(reader.language)
    promise = crisis.commitments[number]
    later = next_working_moment(max(now, promise.due) + PROPOSED, reader.timezone, crisis.playbook.office)
    return kit.modal(
        NAME,
        texts.p("owed.form_late"),
        [
            kit.section(texts.t("owed.subject", words=quote(promise.words, 600), user=mention(promise.owner))),
            kit.field(DUE, texts.p("owed.form_due_new"), kit.moment(later.replace(minute=0, second=0, microsecond=0))),
            kit.field(
                REASON, texts.p("forms.reason"), kit.line_input(long=True), hint=texts.p("owed.form_public_hint")
            ),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, n=number),
    )


def parse(form: Submission) -> PostponeCommitment:
    """A later date, and why."""
    due = form.moment(DUE)
    if due is None:
        raise form.wrong(DUE, "forms.error_moment")
    if due <= form.now:
        raise form.wrong(DUE, "forms.error_past")
    if not form.text(REASON):
        raise form.wrong(REASON, "forms.error_reason")
    return PostponeCommitment(**form.head, commitment=form.ids.number("n"), due=due, reason=form.text(REASON))
