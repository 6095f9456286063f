"""The lead's two answers to a level that the answers suggest."""

from __future__ import annotations

from bot.domain.crisis import Crisis
from bot.domain.level import Level
from bot.locale import Texts
from bot.slack.screens import blocks as kit
from bot.slack.screens.screen import Block, pack
from bot.slack.screens.wording import level_name


def buttons(crisis: Crisis, level: Level, texts: Texts) -> list[Block]:
    """Take it, or stay with the present one."""
    proposed, present = (level_name(crisis.playbook, each, texts) for each in (level, crisis.level))
    value = pack(c=crisis.id, l=level.value)
    return [
        kit.button(texts.p("board.proposal_confirm", level=proposed), "proposal.confirm", value, style="primary"),
        kit.button(texts.p("board.proposal_dismiss", level=present), "proposal.dismiss", pack(c=crisis.id)),
    ]
