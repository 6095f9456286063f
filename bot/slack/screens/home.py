"""The Home tab: my day, and one button to start a crisis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import my_day
from bot.slack.screens.screen import Reader, View

BLOCKS = 100
"""What Slack takes in a Home tab."""


def render(reader: Reader, crises: Sequence[Crisis], now: datetime) -> View:
    """`crises`: those that the reader belongs to, closed ones included."""
    start = kit.button(texts_in(reader.language).p("replies.start"), "start.open", style="primary")
    found = [kit.actions(start), *my_day.blocks(reader, crises, now, my_day.HOME)]
    return {"type": "home", "callback_id": "home", "blocks": found[:BLOCKS]}
