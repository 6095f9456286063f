"""The channel's own texts: its topic, and the name of its bookmark."""

from __future__ import annotations

from bot.domain.crisis import Crisis
from bot.locale import mention, quote, texts_in
from bot.slack.screens.wording import level_name, role_name, title_line

TOPIC = 250


def topic(crisis: Crisis) -> str:
    """Level, title and who leads, in at most 250 characters."""
    texts = texts_in(crisis.language)
    if not crisis.is_open:
        return quote(texts.p("board.headline_closed", title=title_line(crisis, 150)), TOPIC)
    headline = texts.p(
        "board.headline", level=level_name(crisis.playbook, crisis.level, texts), title=title_line(crisis, 120)
    )
    lead = texts.p("board.topic_lead", role=role_name(crisis.playbook, "crisis_lead", texts), user=mention(crisis.lead))
    return f"{quote(headline, TOPIC - len(lead) - 3)} · {lead}"


def bookmark_title(crisis: Crisis) -> str:
    """What the link to the board is called."""
    return texts_in(crisis.language).p("board.bookmark")
