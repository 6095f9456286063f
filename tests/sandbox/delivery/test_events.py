"""Which events an app is told, and which not."""

import json
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from tests.sandbox.conftest import SCOPES, Ear, app_config, client_of, refused


@pytest.fixture
async def client(http_sandbox: Sandbox) -> AsyncWebClient:
    return client_of(http_sandbox)


async def _told(sandbox: Sandbox, ear: Ear, *kinds: str) -> list[dict[str, Any]]:
    await sandbox.events.drain()
    events: list[dict[str, Any]] = [json.loads(body)["event"] for _, body in ear.requests]
    ear.requests.clear()
    return [event for event in events if event["type"] in kinds]


@pytest.fixture
async def kitchen(client: AsyncWebClient, http_sandbox: Sandbox, ear: Ear) -> str:
    channel = (await client.conversations_create(name="kitchen"))["channel"]["id"]
    await client.conversations_invite(channel=channel, users="U01")
    await http_sandbox.events.drain()
    ear.requests.clear()
    return str(channel)


async def test_coming_and_going_is_told(http_sandbox: Sandbox, ear: Ear, kitchen: str) -> None:
    """member_joined_channel names who invited; member_left_channel who left."""
    await http_sandbox.do("U01", "invite", channel=kitchen, users=["U02"])
    await http_sandbox.do("U02", "leave", channel=kitchen)
    joined, left = await _told(http_sandbox, ear, "member_joined_channel", "member_left_channel")
    assert (joined["user"], joined["inviter"], joined["channel"]) == ("U02", "U01", kitchen)
    assert (left["type"], left["user"]) == ("member_left_channel", "U02")


async def test_a_reaction_is_told_with_its_message(
    http_sandbox: Sandbox, ear: Ear, client: AsyncWebClient, kitchen: str
) -> None:
    """reaction_added and reaction_removed name reaction, message and its author."""
    posted = await client.chat_postMessage(channel=kitchen, text="soup")
    for _ in range(2):
        await http_sandbox.do("U01", "react", channel=kitchen, ts=posted["ts"], name="pushpin")
    added, removed = await _told(http_sandbox, ear, "reaction_added", "reaction_removed")
    assert (added["reaction"], added["user"]) == ("pushpin", "U01")
    assert added["item"] == {"type": "message", "channel": kitchen, "ts": posted["ts"]}
    assert added["item_user"] == posted["message"]["user"]
    assert removed["type"] == "reaction_removed"


async def test_messages_are_told_where_the_app_is(
    http_sandbox: Sandbox, ear: Ear, kitchen: str, general_id: str
) -> None:
    """A message in the app's channel is told with its channel_type; one elsewhere is not."""
    await http_sandbox.do("U01", "say", channel=kitchen, text="hello")
    await http_sandbox.do("U01", "say", channel=general_id, text="unheard")
    (event,) = await _told(http_sandbox, ear, "message")
    assert (event["text"], event["user"], event["channel_type"]) == ("hello", "U01", "channel")


@pytest.fixture
def general_id(http_sandbox: Sandbox) -> str:
    return http_sandbox.workspace.channel_names["general"].id


async def test_edits_and_deletions_are_told(http_sandbox: Sandbox, ear: Ear, kitchen: str) -> None:
    """message_changed carries both versions, message_deleted the old one."""
    ts = (await http_sandbox.do("U01", "say", channel=kitchen, text="helo"))["message"]["ts"]
    await http_sandbox.do("U01", "edit", channel=kitchen, ts=ts, text="hello")
    await http_sandbox.do("U01", "delete", channel=kitchen, ts=ts)
    _, changed, deleted = await _told(http_sandbox, ear, "message")
    assert (changed["subtype"], changed["message"]["text"], changed["previous_message"]["text"]) == (
        "message_changed",
        "hello",
        "helo",
    )
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)


async def test_a_mention_is_told_as_such(http_sandbox: Sandbox, ear: Ear, kitchen: str) -> None:
    """app_mention comes beside message when somebody names the app."""
    (app,) = http_sandbox.workspace.apps.values()
    await http_sandbox.do("U01", "say", channel=kitchen, text=f"@{app.handle} what is there?")
    (event,) = await _told(http_sandbox, ear, "app_mention")
    assert event["text"] == f"<@{app.bot_user_id}> what is there?"


async def test_archiving_is_told(http_sandbox: Sandbox, ear: Ear, client: AsyncWebClient, kitchen: str) -> None:
    """channel_archive, channel_unarchive, and group_archive for a private channel."""
    closed = (await client.conversations_create(name="closed", is_private=True))["channel"]["id"]
    await client.conversations_archive(channel=kitchen)
    await client.conversations_unarchive(channel=kitchen)
    await client.conversations_archive(channel=closed)
    events = await _told(http_sandbox, ear, "channel_archive", "channel_unarchive", "group_archive")
    assert sorted((event["type"], event["channel"]) for event in events) == sorted(
        [("channel_archive", kitchen), ("channel_unarchive", kitchen), ("group_archive", closed)]
    )


async def test_a_new_public_channel_is_told_and_a_private_one_is_not(http_sandbox: Sandbox, ear: Ear) -> None:
    """channel_created comes for public channels only, also where the app is not inside."""
    await http_sandbox.do("U01", "create_channel", name="open", is_private=False)
    await http_sandbox.do("U01", "create_channel", name="closed", is_private=True)
    created = await _told(http_sandbox, ear, "channel_created")
    assert [event["channel"]["name"] for event in created] == ["open"]


async def test_a_private_channel_keeps_its_events(http_sandbox: Sandbox, ear: Ear) -> None:
    """What happens in a private channel without the app is not told to it."""
    closed = (await http_sandbox.do("U01", "create_channel", name="closed", is_private=True))["channel"]["id"]
    await http_sandbox.do("U01", "say", channel=closed, text="hush")
    await http_sandbox.do("U01", "invite", channel=closed, users=["U02"])
    assert await _told(http_sandbox, ear, "message", "member_joined_channel") == []


async def test_what_is_not_subscribed_or_allowed_is_not_told(ear: Ear) -> None:
    """No event without its subscription, none without its scope."""
    told = []
    for changes in (
        {"events": frozenset({"app_home_opened"})},
        {"events": frozenset({"member_joined_channel"}), "scopes": SCOPES - {"channels:read"}},
        {"events": frozenset({"member_joined_channel"})},
    ):
        sandbox = Sandbox(app_config(request_url=ear.url, **changes), rate_limits=0)
        await sandbox.start()
        (app,) = sandbox.workspace.apps.values()
        channel = (await sandbox.do("U01", "create_channel", name="c", is_private=False))["channel"]["id"]
        await sandbox.do("U01", "invite", channel=channel, users=[app.bot_user_id])
        told.append(len(await _told(sandbox, ear, "member_joined_channel", "channel_created")))
        await sandbox.stop()
    assert told == [0, 0, 1]


async def test_a_revoked_app_is_told_so_and_then_nothing(
    http_sandbox: Sandbox, ear: Ear, client: AsyncWebClient, kitchen: str
) -> None:
    """tokens_revoked is the last event; calls answer token_revoked."""
    await client.auth_revoke()
    await http_sandbox.do("U01", "say", channel=kitchen, text="anybody?")
    events = await _told(http_sandbox, ear, "tokens_revoked", "message")
    assert [event["type"] for event in events] == ["tokens_revoked"]
    with refused("token_revoked"):
        await client.auth_test()
