"""Socket Mode, as a client on the wire sees it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from bot.sandbox.delivery.socket import MAX_CONNECTIONS
from tests.sandbox.conftest import heard


@asynccontextmanager
async def connected(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    client = AsyncWebClient(token="xapp-lunch", base_url=f"{sandbox.url}/api/")
    url = (await client.apps_connections_open(app_token="xapp-lunch"))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        yield socket


async def _envelope(socket: aiohttp.ClientWebSocketResponse) -> dict[str, Any]:
    message: dict[str, Any] = await socket.receive_json()
    return message


async def test_a_connection_is_greeted(sandbox: Sandbox) -> None:
    """The hello tells the app's id, the number of connections and when this one will be refreshed."""
    async with connected(sandbox) as first, connected(sandbox) as second:
        assert (await _envelope(first))["type"] == "hello"
        hello = await _envelope(second)
    (app,) = sandbox.workspace.apps
    assert (hello["connection_info"]["app_id"], hello["num_connections"]) == (app, 2)
    assert hello["debug_info"]["approximate_connection_time"] > 0


async def test_a_ticket_admits_once(sandbox: Sandbox) -> None:
    """The address from apps.connections.open works for one connection only."""
    (app,) = sandbox.workspace.apps.values()
    url = sandbox.sockets.new_ticket(app)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url):
            pass
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_a_command_travels_in_an_envelope_and_its_answer_in_the_ack(sandbox: Sandbox, general: str) -> None:
    """The acknowledgement's payload is shown to the person."""
    page = sandbox.watch("U01")
    async with connected(sandbox) as socket:
        await _envelope(socket)
        doing = asyncio.create_task(sandbox.do("U01", "command", channel=general, text="/lunch now"))
        envelope = await _envelope(socket)
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
        assert envelope["payload"]["text"] == "now"
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "booked"}})
        assert await doing == {"ok": True}
    assert [told["message"]["text"] for told in heard(page, "message")] == ["booked"]


async def test_without_a_connection_a_command_is_lost(sandbox: Sandbox, general: str) -> None:
    """The person is told at once, and nothing is kept for later."""
    answer = await sandbox.do("U01", "command", channel=general, text="/lunch")
    assert answer["failed"] == "dispatch_failed"


async def test_an_unacknowledged_command_times_out(sandbox: Sandbox, general: str) -> None:
    """A connection that stays silent costs the person operation_timeout."""
    sandbox.sockets.answer_seconds = 0.05
    async with connected(sandbox) as socket:
        await _envelope(socket)
        answer = await sandbox.do("U01", "command", channel=general, text="/lunch")
    assert answer["failed"] == "operation_timeout"


async def test_an_unacknowledged_event_comes_again(sandbox: Sandbox) -> None:
    """With retry_attempt and retry_reason, until it is acknowledged."""
    sandbox.sockets.answer_seconds = 0.05
    sandbox.events.retry_delays = (0, 0, 0)
    (app,) = sandbox.workspace.apps
    async with connected(sandbox) as socket:
        await _envelope(socket)
        await sandbox.do("U01", "home_opened", app=app)
        first, second = await _envelope(socket), await _envelope(socket)
        await socket.send_json({"envelope_id": second["envelope_id"]})
        await sandbox.events.drain()
    assert [first["retry_attempt"], second["retry_attempt"]] == [0, 1]
    assert second["retry_reason"] == "timeout"
    assert first["payload"]["event_id"] == second["payload"]["event_id"]


async def test_an_event_waits_for_an_app_that_comes_back(sandbox: Sandbox) -> None:
    """An app that was away when it happened gets the event with a retry."""
    sandbox.events.retry_delays = (0.2,)
    (app,) = sandbox.workspace.apps
    await sandbox.do("U01", "home_opened", app=app)
    async with connected(sandbox) as socket:
        await _envelope(socket)
        envelope = await _envelope(socket)
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
    assert envelope["payload"]["event"]["type"] == "app_home_opened"


async def test_each_payload_goes_to_one_connection(sandbox: Sandbox, general: str) -> None:
    """Of two connections, each command reaches exactly one, and over time both."""
    counts = [0, 0]

    async def serve(socket: aiohttp.ClientWebSocketResponse, index: int) -> None:
        async for message in socket:
            envelope = message.json()
            if envelope["type"] == "slash_commands":
                counts[index] += 1
                await socket.send_json({"envelope_id": envelope["envelope_id"]})

    async with connected(sandbox) as first, connected(sandbox) as second:
        tasks = [asyncio.create_task(serve(first, 0)), asyncio.create_task(serve(second, 1))]
        for _ in range(40):
            assert await sandbox.do("U01", "command", channel=general, text="/lunch") == {"ok": True}
        for task in tasks:
            task.cancel()
    assert sum(counts) == 40
    assert min(counts) > 0


async def test_no_more_than_ten_connections(sandbox: Sandbox) -> None:
    """The eleventh is told so and closed."""
    (app,) = sandbox.workspace.apps.values()
    async with aiohttp.ClientSession() as session:
        open_ones = [await session.ws_connect(sandbox.sockets.new_ticket(app)) for _ in range(MAX_CONNECTIONS)]
        for socket in open_ones:
            assert (await _envelope(socket))["type"] == "hello"
        one_too_many = await session.ws_connect(sandbox.sockets.new_ticket(app))
        told = await _envelope(one_too_many)
        assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")
        for socket in open_ones:
            await socket.close()


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
async def test_a_connection_is_asked_to_go(sandbox: Sandbox, reason: str) -> None:
    """Control makes the workspace send each kind of disconnect."""
    async with connected(sandbox) as socket, aiohttp.ClientSession() as session:
        await _envelope(socket)
        await session.post(f"{sandbox.url}/control/socket", json={"reason": reason})
        told = await _envelope(socket)
    assert (told["type"], told["reason"]) == ("disconnect", reason)


async def test_pages_see_whether_the_bot_is_there(sandbox: Sandbox) -> None:
    """Coming and going of the connection is told to every page."""
    page = sandbox.watch("U08")
    async with connected(sandbox) as socket:
        await _envelope(socket)
        assert [told["online"] for told in heard(page, "bot")] == [True]
    told = await page.queue.get()
    assert told is not None
    assert told["online"] is False
