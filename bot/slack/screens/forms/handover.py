"""The form of a relief: who goes, who comes, who sleeps until when."""

from __future__ import annotations

from bot.domain.commands import HandOver
from bot.domain.crisis import DEPUTY, Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "handover"
TO, LEAVER, SLEEPS, NOTE = "to", "leaver", "sleeps_until", "note"


def view(crisis: Crisis, reader: Reader, *, leaver: str | None = None, to: str | None = None, note: str = "") -> View:
    """`leaver`: who goes, by default who asks; the deputy is proposed to come."""
    texts = texts_in(reader.language)
    goes = leaver or reader.user
    deputy = crisis.role_holder(DEPUTY)
    comes = to or (deputy if deputy != goes else None)
    return kit.modal(
        NAME,
        texts.p("forms.handover_heading"),
        [
            kit.context(texts.t("forms.handover_what")),
            kit.field(LEAVER, texts.p("forms.handover_leaver"), kit.person(goes)),
            kit.field(TO, texts.p("forms.handover_to"), kit.person(comes)),
            kit.field(
                SLEEPS,
                texts.p("forms.handover_sleeps"),
                kit.moment(),
                hint=texts.p("forms.handover_sleeps_hint"),
                optional=True,
            ),
            kit.field(
                NOTE,
                texts.p("forms.handover_note"),
                kit.line_input(note, long=True),
                hint=texts.p("forms.handover_note_hint"),
                optional=True,
            ),
        ],
        submit=texts.p("forms.handover_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id),
    )


def parse(form: Submission) -> HandOver:
    """All seats of the one who goes."""
    to, sleeps = form.person(TO), form.moment(SLEEPS)
    if to is None:
        raise form.wrong(TO, "forms.error_required")
    if sleeps is not None and sleeps <= form.now:
        raise form.wrong(SLEEPS, "forms.error_past")
    return HandOver(**form.head, to=to, leaver=form.person(LEAVER), sleeps_until=sleeps, note=form.text(NOTE))
