"""After words were removed for good: what stays, and what is still to be done elsewhere."""

from __future__ import annotations

from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens.screen import Reader, Screen


def done(number: int, reader: Reader) -> Screen:
    """To who asked for it."""
    text = texts_in(reader.language).t("private.redacted", number=entry_lines.number(number))
    return Screen(text, [kit.section(text)])
