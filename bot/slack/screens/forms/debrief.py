"""The form of the hot debrief: four questions, answered by nobody in particular."""

from __future__ import annotations

from bot.domain.commands import AnswerDebrief
from bot.domain.crisis import Crisis
from bot.domain.debrief import QUESTIONS
from bot.domain.kernel import ANONYMOUS
from bot.locale import quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack
from bot.slack.screens.wording import title_line

NAME = "debrief"
_LONGEST = 32


def view(crisis: Crisis, reader: Reader, form: str) -> View:
    """No answer is required, and none can be traced. `form`: a name by chance, so that it counts once."""
    texts = texts_in(reader.language)
    return kit.modal(
        NAME,
        texts.p("forms.debrief_heading"),
        [
            kit.section(texts.t("forms.debrief_what", title=quote(title_line(crisis, 150), 400))),
            *(
                kit.field(key, texts.p(f"forms.debrief_{key}"), kit.line_input(long=True), optional=True)
                for key in QUESTIONS
            ),
            kit.context(texts.t("forms.debrief_anonymous")),
        ],
        submit=texts.p("forms.debrief_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, k=form),
    )


def parse(form: Submission) -> AnswerDebrief:
    """Handed in as nobody, without a request's name; whether this person may answer is checked before."""
    answers = {key: form.text(key) for key in QUESTIONS}
    if not any(answers.values()):
        raise form.wrong(QUESTIONS[0], "forms.debrief_nothing")
    sheet = str(form.ids.get("k", ""))[:_LONGEST]
    return AnswerDebrief(crisis_id=form.crisis_id, actor=ANONYMOUS, answers=answers, form=sheet)
