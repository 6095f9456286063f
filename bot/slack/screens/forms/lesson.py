"""The form of a lesson: what happened, why, what to change."""

from __future__ import annotations

import re

from bot.domain.commands import RecordLesson
from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "lesson"
HAPPENED, CAUSE, CHANGE, TAGS, SHARED = "happened", "cause", "change", "tags", "shared"


def view(crisis: Crisis, reader: Reader, *, happened: str = "") -> View:
    """`happened`: what was typed after the command."""
    texts = texts_in(reader.language)
    shared = [kit.option(texts.p("forms.lesson_shared_box"), SHARED, texts.p("forms.lesson_shared_why"))]
    return kit.modal(
        NAME,
        texts.p("forms.lesson_heading"),
        [
            kit.field(HAPPENED, texts.p("forms.lesson_happened"), kit.line_input(happened, long=True)),
            kit.field(
                CAUSE,
                texts.p("forms.lesson_cause"),
                kit.line_input(long=True),
                hint=texts.p("forms.lesson_cause_hint"),
                optional=True,
            ),
            kit.field(CHANGE, texts.p("forms.lesson_change"), kit.line_input(long=True)),
            kit.field(
                TAGS,
                texts.p("forms.lesson_tags"),
                kit.line_input(placeholder=texts.p("forms.lesson_tags_example"), most=300),
                hint=texts.p("forms.lesson_tags_hint"),
                optional=True,
            ),
            kit.field(SHARED, texts.p("forms.lesson_shared"), kit.tick_boxes(shared, [SHARED]), optional=True),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id),
    )


def parse(form: Submission) -> RecordLesson:
    """A lesson; its tags stand between commas."""
    for question in (HAPPENED, CHANGE):
        if not form.text(question):
            raise form.wrong(question, "forms.error_required")
    return RecordLesson(
        **form.head,
        happened=form.text(HAPPENED),
        cause=form.text(CAUSE),
        change=form.text(CHANGE),
        tags=tuple(tag.strip(" #") for tag in re.split(r"[,;\n]", form.text(TAGS)) if tag.strip(" #")),
        shared=SHARED in form.ticked(SHARED),
    )
