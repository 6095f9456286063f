"""What a person does and sees in the page."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from tests.sandbox.conftest import heard


async def _hello(sandbox: Sandbox, user: str) -> dict[str, Any]:
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{sandbox.url}/live?user={user}") as page:
        hello: dict[str, Any] = await page.receive_json()
        return hello


async def test_each_person_sees_only_what_they_may(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A private channel is in its member's hello and not in the outsider's."""
    channel = (await client.conversations_create(name="cell", is_private=True))["channel"]["id"]
    await client.conversations_invite(channel=channel, users="U01")
    member, outsider = await _hello(sandbox, "U01"), await _hello(sandbox, "U08")
    assert channel in {each["id"] for each in member["channels"]}
    assert channel not in {each["id"] for each in outsider["channels"]}
    for verb in ("history", "say", "join"):
        answer = await sandbox.do("U08", verb, channel=channel, text="x")
        assert answer["error"] == "channel_not_found"


async def test_hello_tells_all_that_a_page_needs(sandbox: Sandbox) -> None:
    """People, channels with unread counts, the app with its commands and shortcuts, and the clock."""
    hello = await _hello(sandbox, "U01")
    assert (hello["type"], hello["me"], hello["can_next_due"]) == ("hello", "U01", False)
    assert len(hello["users"]) == 9
    assert {channel["name"] for channel in hello["channels"]} == {"general", "communication", "crise-suivi"}
    (app,) = hello["apps"]
    assert (app["name"], app["online"], hello["bot_online"]) == ("Lunch", False, False)
    assert {command["name"] for command in hello["commands"]} == {"/lunch", "/raw", "/invite"}
    assert {shortcut["type"] for shortcut in hello["shortcuts"]} == {"global", "message"}


async def test_unread_counts_follow_what_was_read(sandbox: Sandbox, general: str) -> None:
    """Messages of others count until they are read; a mention counts as such; one's own never."""
    await sandbox.do("U02", "say", channel=general, text="hello")
    ts = (await sandbox.do("U02", "say", channel=general, text="@camille.morel look"))["message"]["ts"]
    channel = next(c for c in (await _hello(sandbox, "U01"))["channels"] if c["id"] == general)
    assert (channel["unread"], channel["mentions"]) == (2, 1)
    own = next(c for c in (await _hello(sandbox, "U02"))["channels"] if c["id"] == general)
    assert own["unread"] == 0
    page = sandbox.watch("U01")
    await sandbox.do("U01", "read", channel=general, ts=ts)
    assert heard(page, "channel")[0]["channel"]["unread"] == 0


async def test_what_is_typed_becomes_entities(sandbox: Sandbox, general: str) -> None:
    """Names, channels and links are linked; what looks like markup is escaped."""
    text = "@maya.chen see #communication & <b> https://example.com/a?b=1, @here @nobody"
    message = (await sandbox.do("U01", "say", channel=general, text=text))["message"]
    channel = sandbox.workspace.channel_names["communication"].id
    assert message["text"] == (f"<@U05> see <#{channel}|> &amp; &lt;b&gt; <https://example.com/a?b=1>, <!here> @nobody")


async def test_an_unknown_private_channel_is_not_linked(sandbox: Sandbox, general: str) -> None:
    """Typing the name of a private channel that one is not in reveals nothing."""
    await sandbox.do("U01", "create_channel", name="cell", is_private=True)
    message = (await sandbox.do("U08", "say", channel=general, text="#cell"))["message"]
    assert message["text"] == "#cell"


async def test_an_unknown_command_is_told_in_ones_language(sandbox: Sandbox, general: str) -> None:
    """The line is not posted, and the person reads why."""
    answer = await sandbox.do("U07", "command", channel=general, text="/nothing here")
    assert (answer["error"], answer["text"]) == ("unknown_command", "/nothing is not a valid command.")


async def test_only_ones_own_words_can_be_changed(sandbox: Sandbox, general: str) -> None:
    """Editing and deleting are for the author."""
    ts = (await sandbox.do("U01", "say", channel=general, text="mine"))["message"]["ts"]
    assert (await sandbox.do("U02", "edit", channel=general, ts=ts, text="x"))["error"] == "cant_update_message"
    assert (await sandbox.do("U02", "delete", channel=general, ts=ts))["error"] == "cant_delete_message"
    edited = await sandbox.do("U01", "edit", channel=general, ts=ts, text="still mine")
    assert edited["message"]["edited"]["user"] == "U01"
    assert await sandbox.do("U01", "delete", channel=general, ts=ts) == {"ok": True}


async def test_history_of_the_page_comes_in_order_and_in_pieces(sandbox: Sandbox, general: str) -> None:
    """Oldest first, and `before` goes on where the last piece began."""
    for number in range(5):
        await sandbox.do("U01", "say", channel=general, text=f"{number}")
    last = await sandbox.do("U01", "history", channel=general, limit=2)
    assert ([m["text"] for m in last["messages"]], last["has_more"]) == (["3", "4"], True)
    before = await sandbox.do("U01", "history", channel=general, before=last["messages"][0]["ts"], limit=9)
    assert ([m["text"] for m in before["messages"]], before["has_more"]) == (["0", "1", "2"], False)


async def test_who_is_outside_a_channel_reads_but_does_not_write(sandbox: Sandbox) -> None:
    """A public channel can be looked into; writing needs joining first."""
    channel = sandbox.workspace.channel_names["communication"].id
    assert (await sandbox.do("U08", "history", channel=channel))["ok"]
    refusal = await sandbox.do("U08", "say", channel=channel, text="hi")
    assert refusal["error"] == "not_in_channel"
    assert "Rejoignez-le" in refusal["text"]
    assert (await sandbox.do("U08", "join", channel=channel))["channel"]["is_member"]
    assert (await sandbox.do("U08", "say", channel=channel, text="hi"))["ok"]


async def test_a_file_is_dropped_into_a_channel(sandbox: Sandbox, general: str) -> None:
    """The multipart upload of the page posts a message with the file."""
    form = aiohttp.FormData()
    form.add_field("channel", general)
    form.add_field("file", b"GIF89a", filename="cat.gif", content_type="image/gif")
    async with aiohttp.ClientSession(headers={"X-Sandbox-User": "U01"}) as session:
        answer = await (await session.post(f"{sandbox.url}/page/upload", data=form)).json()
        (file,) = answer["message"]["files"]
        got = await session.get(file["url_private"])
        assert (await got.read(), got.content_type) == (b"GIF89a", "image/gif")


async def test_the_clock_moves_for_everybody(sandbox: Sandbox, general: str) -> None:
    """Moving it tells every page and the app's owner, and new messages bear the new time; never backwards."""
    offsets: list[float] = []
    sandbox.on_clock = offsets.append
    sandbox.next_due = lambda: sandbox.clock.now() + 600
    other = sandbox.watch("U02")
    before = sandbox.clock.now()
    await sandbox.do("U01", "clock", seconds=3600)
    await sandbox.do("U01", "clock", to="next_due")
    assert offsets[0] == 3600
    assert offsets[1] == pytest.approx(4200, abs=2)
    assert len(heard(other, "clock")) == 2
    ts = (await sandbox.do("U01", "say", channel=general, text="later"))["message"]["ts"]
    assert float(ts) == pytest.approx(before + 4200, abs=5)
    for seconds in (-1, float("nan"), "soon"):
        assert not (await sandbox.do("U01", "clock", seconds=seconds))["ok"]
    sandbox.next_due = lambda: None
    assert (await sandbox.do("U01", "clock", to="next_due"))["error"] == "nothing_due"


async def test_another_sites_page_cannot_act(sandbox: Sandbox) -> None:
    """A request with a foreign Origin is refused, and so is one from nobody."""
    url = f"{sandbox.url}/page/history"
    async with aiohttp.ClientSession() as session:
        foreign = await session.post(url, json={}, headers={"X-Sandbox-User": "U01", "Origin": "https://evil.example"})
        nobody = await session.post(url, json={}, headers={"X-Sandbox-User": "U404"})
        own = await session.post(url, json={}, headers={"X-Sandbox-User": "U01", "Origin": sandbox.url})
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(f"{sandbox.url}/live?user=U01", origin="https://evil.example")
    assert [foreign.status, nobody.status, own.status] == [403, 403, 200]


async def test_the_live_connection_tells_as_it_happens(sandbox: Sandbox, general: str) -> None:
    """Over the real WebSocket a message arrives after hello, in order."""
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{sandbox.url}/live?user=U08") as page:
        assert (await page.receive_json())["type"] == "hello"
        for number in range(3):
            await sandbox.do("U01", "say", channel=general, text=f"{number}")
        told = [await asyncio.wait_for(page.receive_json(), 5) for _ in range(3)]
    assert [message["message"]["text"] for message in told] == ["0", "1", "2"]


async def test_a_taken_port_says_so(sandbox: Sandbox) -> None:
    """Starting on a port in use raises OSError and leaves nothing open."""
    second = Sandbox(rate_limits=0)
    with pytest.raises(OSError, match="address already in use"):
        await second.start(port=sandbox.port)
    await second.stop()


async def test_a_channel_is_known_before_its_messages(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Who is invited is shown the channel first, with nothing unread, and then what happens in it."""
    channel = (await client.conversations_create(name="cell", is_private=True))["channel"]["id"]
    await client.chat_postMessage(channel=channel, text="old")
    page = sandbox.watch("U01")
    await client.conversations_invite(channel=channel, users="U01")
    first, second = heard(page)
    assert (first["type"], first["channel"]["unread"]) == ("channel", 0)
    assert (second["type"], second["message"]["subtype"]) == ("message", "channel_join")


async def test_people_are_invited_by_a_command(sandbox: Sandbox, general: str) -> None:
    """`/invite @name` brings people, groups and apps into the channel, as in Slack; nobody named is told."""
    channel = (await sandbox.do("U01", "create_channel", name="cell", is_private=True))["channel"]["id"]
    members = sandbox.workspace.channels[channel].members
    (app,) = sandbox.workspace.apps.values()
    typed = f"/invite <@U02> @louis.garnier @{app.handle}"
    assert (await sandbox.do("U01", "command", channel=channel, text=typed))["ok"]
    assert set(members) == {"U01", "U02", "U08", app.bot_user_id}
    assert (await sandbox.do("U01", "command", channel=channel, text="/invite @cellule-crise"))["ok"]
    assert len(members) == 9
    answer = await sandbox.do("U07", "command", channel=general, text="/invite")
    assert (answer["error"], answer["text"]) == ("no_user", "Say whom to invite: /invite @name")
    assert (await sandbox.do("U01", "command", channel=channel, text="/invite @nobody"))["error"] == "no_user"
