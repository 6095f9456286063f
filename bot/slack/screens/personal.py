"""To the author alone: a message in the crisis's channel seems to hold personal data, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.screen import Reader, Screen


def found(kinds: Iterable[str], reader: Reader) -> Screen:
    """Names what it seems to be, never the data itself. `kinds`: as the guard names them."""
    texts = texts_in(reader.language)
    named = texts.list([texts.p(f"private.data_{kind}") for kind in dict.fromkeys(kinds)])
    text = texts.t("private.data", kinds=named)
    return Screen(text, [kit.section(text), kit.context(texts.t("private.data_hint"))])
