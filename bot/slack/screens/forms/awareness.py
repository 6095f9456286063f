"""The form that asks when the organisation first knew: public norms and legal clocks count from there.

It also asks for the first public mention: from there to the organisation's knowing is what the debrief looks at first.
"""

from __future__ import annotations

from bot.domain.commands import SetAwareness
from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "awareness"
AT, SOURCE, SEEN, LINK = "at", "source", "first_seen", "link"


def view(crisis: Crisis, reader: Reader) -> View:
    """No time is proposed: a wrong one would start the clocks wrongly."""
    texts = texts_in(reader.language)
    return kit.modal(
        NAME,
        texts.p("forms.awareness_heading"),
        [
            kit.field(
                AT,
                texts.p("forms.awareness_at"),
                kit.moment(crisis.awareness_at),
                hint=texts.p("forms.awareness_hint"),
            ),
            kit.field(SOURCE, texts.p("forms.awareness_source"), kit.line_input(), optional=True),
            kit.field(
                SEEN,
                texts.p("forms.awareness_seen"),
                kit.moment(crisis.first_seen_at),
                hint=texts.p("forms.awareness_seen_hint"),
                optional=True,
            ),
            kit.field(LINK, texts.p("forms.link"), kit.link_input(crisis.link), optional=True),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id),
    )


def parse(form: Submission) -> SetAwareness:
    """When it was first known; not in the future."""
    at = form.moment(AT)
    if at is None:
        raise form.wrong(AT, "forms.error_moment")
    if at > form.now:
        raise form.wrong(AT, "forms.error_future")
    seen = form.moment(SEEN)
    if seen is not None and seen > form.now:
        raise form.wrong(SEEN, "forms.error_future")
    return SetAwareness(**form.head, at=at, source=form.text(SOURCE), link=form.text(LINK), first_seen=seen)
