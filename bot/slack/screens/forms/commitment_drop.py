"""The form that gives a public promise up, in the open."""

from __future__ import annotations

from bot.domain.commands import DropCommitment
from bot.domain.crisis import Crisis
from bot.locale import mention, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "commitment_drop"
REASON = "reason"


def view(crisis: Crisis, number: int, reader: Reader) -> View:
    """Raises KeyError for a number that no promise has."""
    texts = texts_in(reader.language)
    promise = crisis.commitments[number]
    return kit.modal(
        NAME,
        texts.p("owed.form_drop"),
        [
            kit.section(texts.t("owed.subject", words=quote(promise.words, 600), user=mention(promise.owner))),
            kit.field(
                REASON,
                texts.p("owed.form_drop_reason"),
                kit.line_input(long=True),
                hint=texts.p("owed.form_public_hint"),
            ),
        ],
        submit=texts.p("owed.form_drop_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, n=number),
    )


def parse(form: Submission) -> DropCommitment:
    """The reason is told in public."""
    if not form.text(REASON):
        raise form.wrong(REASON, "forms.error_reason")
    return DropCommitment(**form.head, commitment=form.ids.number("n"), reason=form.text(REASON))
