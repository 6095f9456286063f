"""The form that gives an individual case a time, or another one."""

from __future__ import annotations

from datetime import datetime

from bot.domain.commands import RescheduleCase
from bot.domain.crisis import Crisis
from bot.locale import quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.due import questions, time_of
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "case_due"


def view(crisis: Crisis, number: int, reader: Reader, now: datetime) -> View:
    """The case in full, and by when. Raises KeyError for a number that no case has."""
    texts = texts_in(reader.language)
    case = crisis.cases[number]
    at = case.due if case.due and case.due > now else None
    promised = texts.t("matters.case_promise", promise=quote(case.promise, 600))
    return kit.modal(
        NAME,
        texts.p("private.form_case_due"),
        [
            kit.section(texts.t("private.subject", number=number, about=quote(case.about, 600))),
            *([kit.context(promised)] if case.promise else []),
            *questions(at, texts, "tomorrow"),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, n=number),
    )


def parse(form: Submission) -> RescheduleCase:
    """From then on its owner is reminded of it."""
    return RescheduleCase(**form.head, case=form.ids.number("n"), due=time_of(form))
