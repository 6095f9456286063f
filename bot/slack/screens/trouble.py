"""What Slack refuses for good, with the cure."""

from __future__ import annotations

from bot.locale import Mrkdwn, Texts, mention
from bot.slack.screens.occasion import Occasion
from bot.slack.screens.screen import Screen

CURES = frozenset({"missing_scope", "is_archived", "channel_not_found", "not_in_channel", "restricted_action"})
"""Slack's error codes whose cure has a text of its own."""


def cure(texts: Texts, error: str, needed: str = "") -> Mrkdwn:
    """What to do about one of Slack's error codes. `needed`: the scope that is missing."""
    return texts.t(f"delivery.cure_{error if error in CURES else 'other'}", error=error, needed=needed or "?")


def trouble(on: Occasion) -> Screen:
    """A kind of effect that Slack refused, for the lead."""
    users = on.args.get("users", ())
    return Screen(
        on.texts.t(
            f"delivery.failed_{on.args['what']}",
            title=on.title,
            channel=on.channel,
            people=on.texts.people(users) if users else mention(on.crisis.lead),
            cure=cure(on.texts, str(on.args["error"]), str(on.args.get("needed", ""))),
        )
    )
