"""What can be done here and now, and what was probably meant: to who asked. In the reader's language."""

from __future__ import annotations

from bot.domain.crisis import Crisis
from bot.locale import Texts, clip, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.screen import Block, Reader, Screen, pack
from bot.slack.screens.wording import title_line

HELP_OUTSIDE = ("start", "mine", "list")
HELP_OPEN = ("decide", "note", "fact", "draft", "level", "role", "summary", "log", "mine", "close")
HELP_CLOSED = (
    "summary",
    "decisions",
    "log",
    "export",
    "note",
    "commitments",
    "lesson",
    "action",
    "mine",
    "reopen",
    "archive",
)
HELP_GROUPS = {
    "work": ("start", "board", "advice", "item", "level", "list"),
    "log": ("decide", "decisions", "note", "log", "export", "redact"),
    "words": ("posture", "fact", "draft", "gate", "commitments", "cases"),
    "people": ("role", "handover", "mine"),
    "time": ("summary", "forms", "awareness", "promise", "legal"),
    "after": ("close", "reopen", "archive", "lesson", "action"),
}
"""Every word, by what it is about."""


def help(crisis: Crisis | None, reader: Reader, *, full: bool = False) -> Screen:  # noqa: A001 - the word that people type
    """What can be done here and now: outside a crisis, in an open one, in a closed one. `full`: every word there is."""
    texts = texts_in(reader.language)
    words: tuple[str, ...]
    if crisis is None:
        words, heading = HELP_OUTSIDE, texts.t("replies.help_outside")
        buttons = [kit.button(texts.p("replies.start"), "start.open", style="primary")]
    else:
        words = HELP_OPEN if crisis.is_open else HELP_CLOSED
        key = "replies.help_open" if crisis.is_open else "replies.help_closed"
        heading = texts.t(key, title=quote(title_line(crisis, 150), 400))
        buttons = _help_buttons(crisis, texts)
    if full:
        heading = texts.t("replies.help_full")
        groups = [
            kit.paragraphs([texts.t(f"replies.help_group_{group}"), *(texts.t(f"replies.help_{word}") for word in of)])
            for group, of in HELP_GROUPS.items()
        ]
        lines = [block for group in groups for block in group]
    else:
        lines = kit.paragraphs([*(texts.t(f"replies.help_{word}") for word in words), texts.t("replies.help_help")])
    return Screen(heading, [kit.section(heading), *lines, kit.actions(*buttons)])


def unknown(word: str, nearest: str | None, rest: str, reader: Reader) -> Screen:
    """A word that is none. `nearest`: the one that was probably meant, which one click says with the rest kept."""
    texts = texts_in(reader.language)
    if nearest is None:
        text = texts.t("listeners.unknown_word", word=clip(word, 80))
        return Screen(text, [kit.section(text)])
    text = texts.t("listeners.unknown_word_nearest", word=clip(word, 80), nearest=nearest)
    line = texts.p("replies.meant", line=f"{nearest} {rest}".strip())
    meant = kit.button(line, "word", pack(w=nearest, t=rest[:_REST]), style="primary")
    return Screen(text, [kit.section(text), kit.actions(meant)])


_REST = 400
"""Characters of a line that a button carries."""


def _help_buttons(crisis: Crisis, texts: Texts) -> list[Block]:
    value = pack(c=crisis.id)
    found = [
        kit.button(texts.p("board.note"), "note.open", value),
        kit.button(texts.p("board.summary"), "summary.me", value),
    ]
    if not crisis.is_open:
        return found
    return [
        kit.button(texts.p("board.decide"), "decide.open", value, style="primary"),
        *found,
        kit.button(texts.p("board.level"), "level.open", value),
        kit.button(texts.p("board.roles"), "roles.open", value),
    ]
