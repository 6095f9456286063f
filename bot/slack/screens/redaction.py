"""After words were removed for good: what stays, and what is still to be done elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from bot.locale import Mrkdwn, Texts, join, link, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens.occasion import Occasion, one
from bot.slack.screens.screen import Block, Reader, Screen, pack

_SHOWN = 10


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


def scrubbed(on: Occasion) -> Screen:
    """What became of the messages in Slack; those of people, only they can delete.

    For words that stand in many others nothing was looked for, so nothing else was taken back.
    """
    told = [
        on.texts.t(f"private.scrubbed_{name}", people=on.texts.people(on.args[name]))
        for name in ("copies", "kept")
        if name in on.args
    ]
    if on.args.get("too_short"):
        return one(join("\n", [on.texts.t("private.too_short"), *told]))
    left = on.args["left"]
    lines = [on.texts.t("private.scrubbed"), *told]
    if on.args.get("renamed"):
        lines.append(on.texts.t("private.scrubbed_renamed", channel=on.channel))
    if on.args.get("channel"):
        lines.append(on.texts.t("private.scrubbed_name", channel=on.channel))
    if left:
        lines.append(on.texts.n("private.scrubbed_left", len(left)))
        lines += [
            Mrkdwn(f"• {link(address, on.texts.p('private.scrubbed_message', number=place))}")
            for place, address in enumerate(left[:_SHOWN], start=1)
        ]
        if len(left) > _SHOWN:
            lines.append(on.texts.n("replies.more", len(left) - _SHOWN))
    return one(join("\n", lines))
