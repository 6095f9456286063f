"""After words were removed for good: what stays, and what is still to be done elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.locale import Mrkdwn, Texts, join, link, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens.screen import Block, Reader, Screen, pack

_SHOWN = 10


class Done(Protocol):
    """What became of the messages that held the words."""

    @property
    def redrawn(self) -> int: ...
    @property
    def deleted(self) -> int: ...
    @property
    def left(self) -> tuple[str, ...]: ...


def done(crisis_id: str, number: int, also: Sequence[int], reader: Reader) -> Screen:
    """To who asked for it. `also`: entries that hold the same words, each with its click."""
    texts = texts_in(reader.language)
    text = texts.t("private.redacted", number=entry_lines.number(number))
    blocks = [kit.section(text)]
    if also:
        again = [_next(crisis_id, seq, texts) for seq in also[:_SHOWN]]
        blocks += [kit.section(texts.n("private.redacted_also", len(also))), kit.actions(*again)]
    return Screen(text, blocks)


def _next(crisis_id: str, seq: int, texts: Texts) -> Block:
    return kit.button(texts.p("private.redact_next", number=seq), f"redact.open:{seq}", pack(c=crisis_id, n=seq))


def scrubbed(found: Done, reader: Reader) -> Screen:
    """What became of the messages in Slack; those of people, only they can delete."""
    texts = texts_in(reader.language)
    lines = [texts.t("private.scrubbed", redrawn=found.redrawn, deleted=found.deleted)]
    if found.left:
        lines.append(texts.n("private.scrubbed_left", len(found.left)))
        lines += [
            Mrkdwn(f"• {link(address, texts.p('private.scrubbed_message', number=place))}")
            for place, address in enumerate(found.left[:_SHOWN], start=1)
        ]
        if len(found.left) > _SHOWN:
            lines.append(texts.n("replies.more", len(found.left) - _SHOWN))
    text = join("\n", lines)
    return Screen(text, [kit.section(text)])


def not_scrubbed(reader: Reader) -> Screen:
    """Slack did not answer: the logbook has lost the words, the channel perhaps not."""
    text = texts_in(reader.language).t("private.not_scrubbed")
    return Screen(text, [kit.section(text)])
