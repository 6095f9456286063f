"""What an app may do with the address that comes with an interaction."""

from urllib.parse import parse_qs

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from tests.sandbox.conftest import Ear, button, client_of, heard, section


@pytest.fixture
def client(http_sandbox: Sandbox) -> AsyncWebClient:
    return client_of(http_sandbox)


async def asked(sandbox: Sandbox, ear: Ear) -> str:
    """Somebody types a command in #general; the address for its answers."""
    general = sandbox.workspace.channel_names["general"].id
    await sandbox.do("U01", "command", channel=general, text="/lunch")
    return parse_qs(ear.requests[-1][1].decode())["response_url"][0]


async def test_a_response_url_takes_five_answers(http_sandbox: Sandbox, ear: Ear) -> None:
    """The sixth is refused; so is an answer without content, which still counts."""
    page = http_sandbox.watch("U01")
    url = await asked(http_sandbox, ear)
    async with aiohttp.ClientSession() as session:
        statuses = [(await session.post(url, json={"text": f"{n}"})).status for n in range(4)]
        statuses.append((await session.post(url, json={})).status)
        last = await session.post(url, json={"text": "late"})
        assert (last.status, (await last.json())["error"]) == (404, "used_url")
    assert statuses == [200, 200, 200, 200, 400]
    assert [told["message"]["text"] for told in heard(page, "message")] == ["0", "1", "2", "3"]


async def test_a_response_url_replaces_and_deletes_a_message(
    http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear, kitchen: str
) -> None:
    """replace_original changes the message that was clicked, delete_original removes it."""
    posted = await client.chat_postMessage(channel=kitchen, text="soup?", blocks=[button()])
    container = {"type": "message", "channel": kitchen, "ts": posted["ts"]}
    await http_sandbox.do("U01", "action", container=container, block_id="buttons", action_id="go", value={})
    url = ear.payloads("block_actions")[0]["response_url"]
    async with aiohttp.ClientSession() as session:
        await session.post(url, json={"replace_original": True, "text": "soup!"})
        message = (await client.conversations_history(channel=kitchen, limit=1))["messages"][0]
        assert (message["text"], "blocks" in message) == ("soup!", False)
        await session.post(url, json={"delete_original": True})
    texts = {m["text"] for m in (await client.conversations_history(channel=kitchen))["messages"]}
    assert "soup!" not in texts


async def test_a_commands_response_url_has_nothing_to_replace(http_sandbox: Sandbox, ear: Ear) -> None:
    """replace_original in the answer to a command makes a new message."""
    page = http_sandbox.watch("U01")
    url = await asked(http_sandbox, ear)
    async with aiohttp.ClientSession() as session:
        answer = await session.post(url, json={"text": "done", "replace_original": True})
    assert answer.status == 200
    assert [told["message"]["text"] for told in heard(page, "message")] == ["done"]


async def test_an_answer_that_slack_refuses_is_refused(http_sandbox: Sandbox, ear: Ear) -> None:
    """Bad blocks through a response_url get a 400 with the code; in an acknowledgement the person is told."""
    page = http_sandbox.watch("U01")
    url = await asked(http_sandbox, ear)
    bad = {"text": "x", "blocks": [section("")]}
    async with aiohttp.ClientSession() as session:
        answer = await session.post(url, json=bad)
        assert (answer.status, (await answer.json())["error"]) == (400, "invalid_blocks")
        assert (await session.post(url, data="{")).status == 400
    ear.answer_with(bad)
    general = http_sandbox.workspace.channel_names["general"].id
    told = await http_sandbox.do("U01", "command", channel=general, text="/lunch")
    assert told["failed"] == "invalid_blocks"
    assert "invalid_blocks" in heard(page, "toast")[0]["text"]
