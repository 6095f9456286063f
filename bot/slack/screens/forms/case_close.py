"""The form that settles an individual case."""

from __future__ import annotations

from bot.domain.commands import CloseCase
from bot.domain.crisis import Crisis
from bot.locale import quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "case_close"
OUTCOME = "outcome"


def view(crisis: Crisis, number: int, reader: Reader) -> View:
    """Raises KeyError for a number that no case has."""
    texts = texts_in(reader.language)
    case = crisis.cases[number]
    return kit.modal(
        NAME,
        texts.p("private.form_settle"),
        [
            kit.section(texts.t("private.subject", number=number, about=quote(case.about, 600))),
            kit.context(texts.t("private.no_names")),
            kit.field(OUTCOME, texts.p("private.form_outcome"), kit.line_input(long=True), optional=True),
        ],
        submit=texts.p("private.form_settle_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, n=number),
    )


def parse(form: Submission) -> CloseCase:
    """How it ended, for the register."""
    return CloseCase(**form.head, case=form.ids.number("n"), outcome=form.text(OUTCOME))
