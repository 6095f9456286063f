"""The form of a log entry: what, how sure, who said it."""

from __future__ import annotations

from typing import cast, get_args

from bot.domain.commands import AddNote, EntryStatus
from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "note"
TEXT, STATUS, AUTHOR, LINK = "text", "status", "author", "link"


def view(
    crisis: Crisis,
    reader: Reader,
    *,
    text: str = "",
    link: str = "",
    author: str | None = None,
    message: str = "",
) -> View:
    """`author`: who wrote the message that this entry keeps; `message`: its name, so that it counts once."""
    texts = texts_in(reader.language)
    statuses = [
        kit.option(texts.p(f"common.status_{status}"), status, texts.p(f"forms.note_{status}"))
        for status in get_args(EntryStatus)
    ]
    blocks = [
        kit.field(TEXT, texts.p("forms.note_text"), kit.line_input(text, long=True)),
        kit.field(STATUS, texts.p("forms.note_status"), kit.radio(statuses, "fact")),
        kit.field(AUTHOR, texts.p("forms.note_author"), kit.person(author or reader.user), optional=True),
        kit.field(LINK, texts.p("forms.link"), kit.link_input(link), optional=True),
    ]
    return kit.modal(
        NAME,
        texts.p("forms.note_heading"),
        blocks,
        submit=texts.p("forms.note_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, m=message or None),
    )


def parse(form: Submission) -> AddNote:
    """A log entry."""
    if not form.text(TEXT):
        raise form.wrong(TEXT, "forms.error_required")
    return AddNote(
        **form.head,
        text=form.text(TEXT),
        status=cast("EntryStatus", form.text(STATUS) or "fact"),
        author=form.person(AUTHOR),
        link=form.text(LINK),
    )
