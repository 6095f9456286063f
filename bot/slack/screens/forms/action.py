"""The form of a corrective action: what, who, by when, and on what proof it will count as done."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.commands import PlanAction
from bot.domain.crisis import Crisis, Lesson
from bot.domain.working_time import next_working_moment
from bot.locale import clip, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "action"
TEXT, OWNER, DUE, PROOF = "text", "owner", "due", "expected_proof"
PROPOSED = timedelta(days=28)
"""From now to the date that the form proposes: the next review of actions is not far."""


def view(crisis: Crisis, reader: Reader, now: datetime, *, lesson: int | None = None, text: str = "") -> View:
    """`lesson`: the number of the one that it comes from; its change is proposed as the text."""
    texts = texts_in(reader.language)
    learned = lesson_of(crisis, lesson)
    blocks = []
    if learned is not None:
        blocks.append(
            kit.context(texts.t("forms.action_from", number=learned.number, text=quote(learned.happened, 300)))
        )
    proposed = next_working_moment(now + PROPOSED, reader.timezone, crisis.playbook.office).replace(
        minute=0, second=0, microsecond=0
    )
    blocks += [
        kit.field(
            TEXT,
            texts.p("forms.action_text"),
            kit.line_input(text or clip(learned.change if learned else "", 3000), long=True),
        ),
        kit.field(OWNER, texts.p("forms.action_owner"), kit.person(reader.user)),
        kit.field(DUE, texts.p("forms.action_due"), kit.moment(proposed)),
        kit.field(
            PROOF,
            texts.p("forms.action_proof"),
            kit.line_input(placeholder=texts.p("forms.action_proof_example"), most=500, long=True),
            hint=texts.p("forms.action_proof_hint"),
        ),
    ]
    return kit.modal(
        NAME,
        texts.p("forms.action_heading"),
        blocks,
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, l=learned.number if learned else None),
    )


def lesson_of(crisis: Crisis, number: int | None) -> Lesson | None:
    """The lesson with this number, if there is one."""
    return next((lesson for lesson in crisis.lessons if lesson.number == number), None)


def parse(form: Submission) -> PlanAction:
    """Everything is needed: without owner, date and proof an action is a wish."""
    for question in (TEXT, PROOF):
        if not form.text(question):
            raise form.wrong(question, "forms.error_required")
    due, lesson = form.moment(DUE), form.ids.number_if("l")
    if due is None:
        raise form.wrong(DUE, "forms.error_moment")
    if due <= form.now:
        raise form.wrong(DUE, "forms.error_past")
    return PlanAction(
        **form.head,
        text=form.text(TEXT),
        owner=form.person(OWNER),
        due=due,
        expected_proof=form.text(PROOF),
        lesson=lesson if isinstance(lesson, int) else None,
    )
