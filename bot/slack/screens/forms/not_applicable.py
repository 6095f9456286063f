"""The form that sets an item aside: only with a reason, which the debrief will read."""

from __future__ import annotations

from bot.domain.commands import MarkNotApplicable
from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack
from bot.slack.screens.wording import item_quoted

NAME = "not_applicable"
REASON = "reason"


def view(crisis: Crisis, item: str, reader: Reader) -> View:
    """Ask why it does not apply."""
    texts = texts_in(reader.language)
    return kit.modal(
        NAME,
        texts.p("forms.na_heading"),
        [
            kit.section(texts.t("forms.subject", subject=item_quoted(crisis, item, texts))),
            kit.field(REASON, texts.p("forms.na_reason"), kit.line_input(long=True), hint=texts.p("forms.na_hint")),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, i=item),
    )


def parse(form: Submission) -> MarkNotApplicable:
    """It does not apply, for a reason."""
    if not form.text(REASON):
        raise form.wrong(REASON, "forms.error_reason")
    return MarkNotApplicable(**form.head, item=str(form.ids["i"]), reason=form.text(REASON))
