"""The form that changes the level; each choice says what it brings."""

from __future__ import annotations

from bot.domain.commands import ChangeLevel
from bot.domain.crisis import Crisis
from bot.domain.level import Level
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack
from bot.slack.screens.wording import level_in_full, unknown_word

NAME = "level"
LEVEL, REASON = "level", "reason"


def view(crisis: Crisis, reader: Reader, *, level: Level | None = None, unknown: str = "", reason: str = "") -> View:
    """`level`: the one that is about to be chosen; the present one otherwise. `unknown`: what was typed and is none.

    `reason`: what was typed behind it.
    """
    texts = texts_in(reader.language)
    options = [kit.option(level_in_full(crisis.playbook, each, texts), each.value) for each in Level]
    effects = [
        texts.t(
            "forms.level_effect",
            level=level_in_full(crisis.playbook, each, texts),
            effect=texts.say(crisis.playbook.rules[each].effect, 300),
        )
        for each in Level
    ]
    blocks = [
        *kit.paragraphs(unknown_word(unknown, texts)),
        kit.field(LEVEL, texts.p("forms.level"), kit.radio(options, (level or crisis.level).value)),
        kit.field(REASON, texts.p("forms.reason"), kit.line_input(reason, long=True), optional=True),
        *(kit.context(effect) for effect in effects),
        kit.context(texts.t("forms.level_who")),
    ]
    return kit.modal(
        NAME,
        texts.p("forms.level_heading"),
        blocks,
        submit=texts.p("forms.level_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id),
    )


def parse(form: Submission) -> ChangeLevel:
    """Another level."""
    return ChangeLevel(**form.head, level=Level(form.text(LEVEL)), reason=form.text(REASON))
