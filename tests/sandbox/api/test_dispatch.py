"""The door of the Web API."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import FaultSpec, Sandbox
from bot.sandbox.api.arguments import method_specs
from bot.sandbox.api.registry import METHODS
from tests.sandbox.conftest import app_config, refused


async def _post(sandbox: Sandbox, method: str, **kwargs: Any) -> Any:
    async with aiohttp.ClientSession() as session, session.post(f"{sandbox.url}/api/{method}", **kwargs) as answer:
        return await answer.json()


def test_every_method_in_the_table_is_there() -> None:
    """The table of methods and the methods are the same set."""
    assert set(METHODS) == set(method_specs())


async def test_an_unknown_method_is_told_so(client: AsyncWebClient) -> None:
    """A method that Slack does not have answers unknown_method."""
    with refused("unknown_method"):
        await client.api_call("chat.shout", params={"text": "x"})


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-lunch", "not_allowed_token_type")],
)
async def test_a_call_needs_the_bot_token(sandbox: Sandbox, token: str, error: str) -> None:
    """No token, a wrong token and the app-level token are refused each with its own code."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    assert (await _post(sandbox, "auth.test", headers=headers))["error"] == error


async def test_arguments_come_as_form_json_or_query(sandbox: Sandbox) -> None:
    """The same call works with each of the ways in which SDKs send arguments."""
    auth = {"Authorization": "Bearer xoxb-lunch"}
    url = f"{sandbox.url}/api/users.info"
    async with aiohttp.ClientSession() as session:
        answers = [
            await (await session.get(url, params={"user": "U01", "token": "xoxb-lunch"})).json(),
            await (await session.post(url, data={"user": "U01", "token": "xoxb-lunch"})).json(),
            await (await session.post(url, json={"user": "U01"}, headers=auth)).json(),
            await (await session.post(url, params={"user": "U01"}, headers=auth)).json(),
        ]
    assert [answer["user"]["id"] for answer in answers] == ["U01"] * 4


async def test_broken_json_is_refused(sandbox: Sandbox) -> None:
    """A body that is no JSON object is named as such."""
    headers = {"Content-Type": "application/json"}
    assert (await _post(sandbox, "api.test", data="{", headers=headers))["error"] == "invalid_json"
    assert (await _post(sandbox, "api.test", data="[]", headers=headers))["error"] == "json_not_object"


async def test_a_missing_argument_is_named(client: AsyncWebClient) -> None:
    """The refusal says which argument is missing."""
    with pytest.raises(SlackApiError) as caught:
        await client.api_call("chat.update", json={"text": "x"})
    answer = caught.value.response
    assert answer["error"] == "invalid_arguments"
    assert "[ERROR] missing required field: channel" in answer["response_metadata"]["messages"]


async def test_a_missing_scope_is_named_with_what_is_there() -> None:
    """missing_scope tells what is needed and what was provided."""
    sandbox = Sandbox(app_config(scopes=frozenset({"users:read"})), rate_limits=0)
    await sandbox.start()
    client = AsyncWebClient(token="xoxb-lunch", base_url=f"{sandbox.url}/api/")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C1", text="x")
    await sandbox.stop()
    answer = caught.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "chat:write", "users:read")


async def test_scopes_are_told_in_the_headers(client: AsyncWebClient) -> None:
    """An app can read its granted scopes from the header of any answer."""
    answer = await client.auth_test()
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")


async def test_a_scope_for_public_channels_does_not_open_private_ones() -> None:
    """Making a private channel needs groups:write, whatever else is granted."""
    sandbox = Sandbox(app_config(scopes=frozenset({"channels:manage"})), rate_limits=0)
    await sandbox.start()
    client = AsyncWebClient(token="xoxb-lunch", base_url=f"{sandbox.url}/api/")
    await client.conversations_create(name="open")
    with refused("missing_scope"):
        await client.conversations_create(name="closed", is_private=True)
    await sandbox.stop()


async def test_too_many_calls_are_answered_with_429_and_retry_after() -> None:
    """At Slack's real tiers the 21st conversations.create within a minute waits."""
    sandbox = Sandbox(app_config())
    await sandbox.start()
    client = AsyncWebClient(token="xoxb-lunch", base_url=f"{sandbox.url}/api/", retry_handlers=[])
    for number in range(20):
        await client.conversations_create(name=f"room-{number}")
    with pytest.raises(SlackApiError) as caught:
        await client.conversations_create(name="room-20")
    await sandbox.stop()
    assert caught.value.response.status_code == 429
    assert int(caught.value.response.headers["Retry-After"]) > 0


async def test_an_ordered_error_code_comes_once(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A fault of kind error answers with its code, and the next call goes well."""
    sandbox.faults.add(FaultSpec("auth.test", "error", error="internal_error"))
    with refused("internal_error"):
        await client.auth_test()
    await client.auth_test()


async def test_an_ordered_rate_limit_carries_its_header(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A fault of kind rate_limited answers 429 with the Retry-After that was ordered."""
    sandbox.faults.add(FaultSpec("auth.test", "rate_limited", retry_after="7"))
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    assert caught.value.response.headers["Retry-After"] == "7"


async def test_an_ordered_server_error_is_a_500(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A fault of kind server_error is an HTTP 500 without JSON."""
    sandbox.faults.add(FaultSpec("auth.test", "server_error"))
    with pytest.raises(SlackApiError) as caught:
        await client.auth_test()
    assert caught.value.response.status_code == 500


async def test_an_ordered_delay_holds_the_call_back(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A fault of kind delay answers late, and well."""
    sandbox.faults.add(FaultSpec("auth.test", "delay", seconds=0.05))
    started = time.monotonic()
    assert (await client.auth_test())["ok"]
    assert time.monotonic() - started >= 0.05


async def test_a_connection_dropped_before_leaves_no_trace(
    sandbox: Sandbox, client: AsyncWebClient, kitchen: str
) -> None:
    """drop_before: the caller sees a broken connection, and nothing was posted."""
    sandbox.faults.add(FaultSpec("chat.postMessage", "drop_before"))
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=kitchen, text="lost")
    history = await client.conversations_history(channel=kitchen)
    assert "lost" not in {message["text"] for message in history["messages"]}


async def test_an_answer_lost_after_the_call_leaves_the_message(
    sandbox: Sandbox, client: AsyncWebClient, kitchen: str
) -> None:
    """drop_after: the caller sees a broken connection, yet the message is there, once."""
    sandbox.faults.add(FaultSpec("chat.postMessage", "drop_after"))
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=kitchen, text="kept")
    history = await client.conversations_history(channel=kitchen)
    assert [message["text"] for message in history["messages"]].count("kept") == 1


async def test_the_log_keeps_calls_without_tokens(sandbox: Sandbox) -> None:
    """Each call is logged with its arguments and outcome, never with its token."""
    await _post(sandbox, "users.info", data={"user": "U01", "token": "xoxb-lunch"})
    (call,) = sandbox.calls
    assert (call.method, call.arguments, call.outcome) == ("users.info", {"user": "U01"}, "ok")


async def test_a_hook_acts_around_each_call(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """The hook runs before a call takes effect and after it, before the answer."""
    seen: list[tuple[str, str, int]] = []

    async def hook(method: str, phase: str, number: int) -> None:
        await asyncio.sleep(0)
        seen.append((method, phase, number))

    sandbox.on_call = hook
    await client.auth_test()
    await client.api_test()
    assert seen == [
        ("auth.test", "before", 1),
        ("auth.test", "after", 1),
        ("api.test", "before", 2),
        ("api.test", "after", 2),
    ]
