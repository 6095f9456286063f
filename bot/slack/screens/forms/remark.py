"""The form that answers a remark of the guard: it is meant so, because."""

from __future__ import annotations

from bot.domain.commands import AnswerRemark
from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.remarks import Remark
from bot.slack.screens.remarks import text as remark_text
from bot.slack.screens.screen import Reader, View, pack

NAME = "remark"
REASON = "reason"


def view(crisis: Crisis, number: int, remark: Remark, reader: Reader) -> View:
    """Both sides stand above the question."""
    texts = texts_in(reader.language)
    return kit.modal(
        NAME,
        texts.p("guard.form"),
        [
            kit.section(remark_text(remark, texts)),
            kit.field(REASON, texts.p("guard.form_reason"), kit.line_input(long=True), hint=texts.p("guard.form_hint")),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, s=number, r=remark.key),
    )


def parse(form: Submission) -> AnswerRemark:
    """In writing: who signs reads it."""
    if not form.text(REASON):
        raise form.wrong(REASON, "forms.error_reason")
    statement, remark = form.ids.number("s"), str(form.ids["r"])
    return AnswerRemark(**form.head, statement=statement, remark=remark, reason=form.text(REASON))
