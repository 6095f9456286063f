"""The form that opens a closed crisis again."""

from __future__ import annotations

from bot.domain.commands import ReopenCrisis
from bot.domain.crisis import Crisis
from bot.locale import quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack
from bot.slack.screens.wording import title_line

NAME = "reopen"
REASON = "reason"


def view(crisis: Crisis, reader: Reader) -> View:
    """Ask why it starts again."""
    texts = texts_in(reader.language)
    return kit.modal(
        NAME,
        texts.p("forms.reopen_heading"),
        [
            kit.section(texts.t("forms.reopen_what", title=quote(title_line(crisis, 300), 600))),
            kit.field(REASON, texts.p("forms.reopen_reason"), kit.line_input(long=True)),
        ],
        submit=texts.p("forms.reopen_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id),
    )


def parse(form: Submission) -> ReopenCrisis:
    """It starts again."""
    if not form.text(REASON):
        raise form.wrong(REASON, "forms.error_reason")
    return ReopenCrisis(**form.head, reason=form.text(REASON))
