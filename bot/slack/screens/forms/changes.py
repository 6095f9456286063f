"""The form of who will not sign: not like this, and why."""

from __future__ import annotations

from bot.domain.commands import RequestChanges
from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import said
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "changes"
REASON = "reason"


def view(crisis: Crisis, number: int, reader: Reader) -> View:
    """The exact text stands above the question. Raises KeyError for a number that no text has."""
    texts = texts_in(reader.language)
    statement = crisis.statements[number]
    return kit.modal(
        NAME,
        texts.p("said.form_changes"),
        [
            *said.wording(crisis, statement, texts),
            kit.field(
                REASON,
                texts.p("said.form_changes_reason"),
                kit.line_input(long=True),
                hint=texts.p("said.form_changes_hint"),
            ),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, s=number),
    )


def parse(form: Submission) -> RequestChanges:
    """What should change, in words that the writer can use."""
    if not form.text(REASON):
        raise form.wrong(REASON, "forms.error_reason")
    return RequestChanges(**form.head, statement=form.ids.number("s"), reason=form.text(REASON))
