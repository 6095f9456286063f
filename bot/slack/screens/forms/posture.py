"""The form of the posture: speak, reply one by one, or watch; silence is allowed when it is a decision."""

from __future__ import annotations

from datetime import datetime

from bot.domain.commands import DecidePosture
from bot.domain.crisis import Crisis, Posture
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.evidence import review_time
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "posture"
POSTURE, REASON, REVIEW = "posture", "reason", "review_at"


def view(crisis: Crisis, reader: Reader, now: datetime) -> View:
    """The present posture is chosen already."""
    texts = texts_in(reader.language)
    options = [
        kit.option(texts.p(f"common.posture_{each.value}"), each.value, texts.p(f"forms.posture_{each.value}"))
        for each in Posture
    ]
    present = crisis.posture.posture.value if crisis.posture else None
    return kit.modal(
        NAME,
        texts.p("forms.posture_heading"),
        [
            kit.field(POSTURE, texts.p("forms.posture"), kit.radio(options, present)),
            kit.field(REASON, texts.p("forms.reason"), kit.line_input(long=True)),
            kit.field(
                REVIEW,
                texts.p("forms.posture_review"),
                kit.moment(review_time(crisis, now)),
                hint=texts.p("forms.posture_review_hint"),
                optional=True,
            ),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id),
    )


def parse(form: Submission) -> DecidePosture:
    """A reason always; a time to look again unless speaking."""
    if not form.text(REASON):
        raise form.wrong(REASON, "forms.error_reason")
    posture, review = Posture(form.text(POSTURE)), form.moment(REVIEW)
    if posture is not Posture.SPEAK and review is None:
        raise form.wrong(REVIEW, "forms.error_review")
    if review is not None and review <= form.now:
        raise form.wrong(REVIEW, "forms.error_past")
    return DecidePosture(
        **form.head,
        posture=posture,
        reason=form.text(REASON),
        review_at=review if posture is not Posture.SPEAK else None,
    )
