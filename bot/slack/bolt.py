"""Slack's framework, as this house uses it."""

from __future__ import annotations

import logging
from contextlib import suppress

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.slack.client import SlackFailure
from bot.slack.desk import Desk
from bot.slack.people import soon


def library_logger() -> logging.Logger:
    """Bolt's lower levels show payloads, and with them what people wrote."""
    quiet = logging.getLogger("slack_bolt")
    quiet.setLevel(logging.ERROR)
    return quiet


def bolt(desk: Desk) -> AsyncApp:
    """Bolt, which answers only after a listener has ended: what it acknowledges is on disk.

    Signatures are checked before Bolt (see `Signed`), and Slack has told at the start who the token belongs to.
    """

    async def authorize() -> AuthorizeResult:
        if not desk.me.known:
            with suppress(SlackFailure):
                await soon(desk.me.learn())
        return AuthorizeResult(
            enterprise_id=None,
            team_id=desk.me.team,
            bot_token=desk.slack.web.token,
            bot_id=desk.me.bot_id,
            bot_user_id=desk.me.user,
        )

    return AsyncApp(
        name="crisis-bot",
        logger=library_logger(),
        client=desk.slack.web,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
