"""Control over HTTP."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import AppConfig, Sandbox
from tests.sandbox.conftest import refused


async def _control(sandbox: Sandbox, verb: str, path: str, body: Any = None) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session:
        answer = await session.request(verb, f"{sandbox.url}/control/{path}", json=body)
        json_ok = answer.content_type == "application/json"
        return answer.status, await answer.json() if json_ok else await answer.text()


async def test_faults_are_ordered_and_cleared(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A list of orders strikes; DELETE takes them all back; nonsense is refused with the field's name."""
    orders = [{"method": "auth.test", "kind": "error", "error": "internal_error", "times": None}]
    assert (await _control(sandbox, "POST", "faults", orders))[0] == 200
    with refused("internal_error"):
        await client.auth_test()
    await _control(sandbox, "DELETE", "faults")
    await client.auth_test()
    status, text = await _control(sandbox, "POST", "faults", {"method": "auth.test", "kind": "flood"})
    assert (status, "kind" in text) == (400, True)


async def test_calls_can_be_read_and_forgotten(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Each with method, arguments and outcome; DELETE empties the log and the numbering goes on."""
    await client.users_info(user="U01")
    _, told = await _control(sandbox, "GET", "calls?method=users.info")
    assert [(c["n"], c["arguments"]["user"], c["outcome"]) for c in told["calls"]] == [(1, "U01", "ok")]
    await _control(sandbox, "DELETE", "calls")
    await client.auth_test()
    assert [call.n for call in sandbox.calls] == [2]


async def test_rate_limits_are_switched(sandbox: Sandbox) -> None:
    """The scale is taken over at once; a negative one is refused."""
    await _control(sandbox, "POST", "rate_limits", {"scale": 2})
    assert sandbox.limiter.scale == 2
    assert (await _control(sandbox, "POST", "rate_limits", {"scale": -1}))[0] == 400


async def test_the_clock_is_moved_over_http(sandbox: Sandbox) -> None:
    """Seconds forward; backwards is refused."""
    assert (await _control(sandbox, "POST", "clock", {"seconds": 60}))[1]["offset"] == 60
    assert (await _control(sandbox, "POST", "clock", {"seconds": -60}))[0] == 400
    assert (await _control(sandbox, "GET", "clock"))[1]["offset"] == 60


async def test_an_app_is_installed_from_its_manifest(sandbox: Sandbox) -> None:
    """A manifest and three secrets make a second app; the same tokens again are refused."""
    order = {
        "manifest": {
            "display_information": {"name": "Poll"},
            "features": {"slash_commands": [{"command": "/poll", "description": "Ask"}]},
            "oauth_config": {"scopes": {"bot": ["commands"]}},
            "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}, "socket_mode_enabled": True},
        },
        "bot_token": "xoxb-poll",
        "app_token": "xapp-poll",
        "signing_secret": "s",
    }
    status, told = await _control(sandbox, "POST", "apps", order)
    assert status == 200
    poll = AsyncWebClient(token="xoxb-poll", base_url=f"{sandbox.url}/api/")
    assert (await poll.auth_test())["user_id"] == told["bot_user_id"]
    assert (await _control(sandbox, "POST", "apps", order))[0] == 400


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({"socket_mode_enabled": True, "event_subscriptions": {"request_url": "https://a/x"}}, None),
        ({"event_subscriptions": {"request_url": "https://a/x"}}, "https://a/x"),
        ({"interactivity": {"request_url": "https://b/x"}}, "https://b/x"),
    ],
)
async def test_the_manifest_says_how_an_app_is_reached(settings: dict[str, Any], url: str | None) -> None:
    """Socket Mode when the manifest enables it, else the request URL."""
    config = AppConfig.from_manifest(
        {"display_information": {"name": "A"}, "settings": settings}, bot_token="b", app_token="a", signing_secret="s"
    )
    assert config.request_url == url


async def test_a_revoked_token_is_worth_nothing(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """After control revokes the app, calls are refused."""
    await _control(sandbox, "POST", "revoke", {})
    with refused("token_revoked"):
        await client.auth_test()
