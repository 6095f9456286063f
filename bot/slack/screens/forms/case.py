"""The form of an individual case: by number, without a name."""

from __future__ import annotations

from bot.domain.commands import OpenCase
from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "case"
ABOUT, PROMISE, DUE, OWNER = "about", "promise", "due", "owner"


def view(crisis: Crisis, reader: Reader, about: str = "") -> View:
    """`about`: what was typed already."""
    texts = texts_in(reader.language)
    return kit.modal(
        NAME,
        texts.p("private.form_case"),
        [
            kit.context(texts.t("private.no_names")),
            kit.field(
                ABOUT,
                texts.p("private.form_about"),
                kit.line_input(about, placeholder=texts.p("private.form_about_example"), long=True),
            ),
            kit.field(PROMISE, texts.p("private.form_promise"), kit.line_input(long=True), optional=True),
            kit.field(DUE, texts.p("private.form_due"), kit.moment(), optional=True),
            kit.field(OWNER, texts.p("private.form_owner"), kit.person(reader.user)),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id),
    )


def parse(form: Submission) -> OpenCase:
    """What it is about; the rest may follow."""
    due = form.moment(DUE)
    if not form.text(ABOUT):
        raise form.wrong(ABOUT, "forms.error_required")
    if due is not None and due <= form.now:
        raise form.wrong(DUE, "forms.error_past")
    return OpenCase(**form.head, about=form.text(ABOUT), promise=form.text(PROMISE), due=due, owner=form.person(OWNER))
