"""Requests as Slack signs and sends them, by hand."""

from __future__ import annotations

import json
import secrets
import time
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from tests.scenarios.stage import TOKENS, Stage

FORM = "application/x-www-form-urlencoded"


def signed(body: str, *, secret: str = TOKENS["signing_secret"], age: int = 0, kind: str = FORM) -> dict[str, str]:
    """The headers of a request that is `age` seconds old."""
    timestamp = str(int(time.time()) - age)
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body) or ""
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature, "Content-Type": kind}


def command(text: str = "help", *, trigger_id: str = "1.2.3", channel: str = "C1") -> str:
    """A slash command by Camille."""
    fields = {"command": "/crisis", "text": text, "user_id": "U01", "channel_id": channel, "team_id": "T01SANDBOX"}
    return urlencode(fields | {"trigger_id": trigger_id, "response_url": "http://127.0.0.1:9/r"})


async def post(stage: Stage, body: str | bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Send it to the bot's front door."""
    url = f"http://127.0.0.1:{stage.settings.port}/slack/events"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as response:
        return response.status, await response.text()


def action(user: str, channel: str, verb: str, **ids: object) -> str:
    """A click on a button that carries these ids."""
    payload = {
        "type": "block_actions",
        "user": {"id": user, "team_id": "T01SANDBOX"},
        "team": {"id": "T01SANDBOX"},
        "api_app_id": "A1",
        "channel": {"id": channel, "name": "privategroup"},
        "container": {"type": "message", "channel_id": channel, "message_ts": "1.1", "is_ephemeral": False},
        "trigger_id": secrets.token_hex(8),
        "response_url": "http://127.0.0.1:9/r",
        "actions": [
            {"type": "button", "block_id": "b", "action_id": verb, "value": json.dumps(ids), "action_ts": "1.2"}
        ],
    }
    return urlencode({"payload": json.dumps(payload)})


async def click(stage: Stage, user: str, verb: str, **ids: object) -> None:
    """Somebody clicks a button in the crisis channel, and it is acknowledged."""
    body = action(user, stage.channel.id, verb, **ids)
    status, _ = await post(stage, body, signed(body))
    assert status == 200
