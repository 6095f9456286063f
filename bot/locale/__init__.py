"""The words that people read, in French and English, and the few rules of writing that both languages need.

Texts live in one gettext catalogue a room and language (`en/board.po`, `fr/board.po`); msgids are keys whose
first part is the room (`board.open_since`). They are read once and kept.
"""

from bot.domain.typography import typeset
from bot.locale.mrkdwn import Mrkdwn, exact, in_plain, is_person, join, link, mention, mentioned, on_one_line, quote
from bot.locale.texts import Texts, clip, texts_in

__all__ = [
    "Mrkdwn",
    "Texts",
    "clip",
    "exact",
    "in_plain",
    "is_person",
    "join",
    "link",
    "mention",
    "mentioned",
    "on_one_line",
    "quote",
    "texts_in",
    "typeset",
]
