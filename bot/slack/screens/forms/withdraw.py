"""The form that gives a draft up, with a reason."""

from __future__ import annotations

from bot.domain.commands import WithdrawStatement
from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import said
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "withdraw"
REASON = "reason"


def view(crisis: Crisis, number: int, reader: Reader) -> View:
    """Raises KeyError for a number that no text has."""
    texts = texts_in(reader.language)
    words = said.beginning(crisis, crisis.statements[number], 300)
    return kit.modal(
        NAME,
        texts.p("said.form_withdraw"),
        [
            kit.section(texts.t("said.words", words=words)),
            kit.field(REASON, texts.p("forms.reason"), kit.line_input(long=True)),
        ],
        submit=texts.p("said.form_withdraw_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, s=number),
    )


def parse(form: Submission) -> WithdrawStatement:
    """It stays in the register, and the reason with it."""
    if not form.text(REASON):
        raise form.wrong(REASON, "forms.error_reason")
    return WithdrawStatement(**form.head, statement=form.ids.number("s"), reason=form.text(REASON))
