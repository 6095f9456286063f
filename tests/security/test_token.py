"""The token travels to Slack over https, or stays on this machine; and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.config import BadSettings, read_settings
from bot.doctor import line_to
from bot.slack import client
from bot.slack.client import SlackFailure

TOKEN = "xoxb-travels-nowhere"
ELSEWHERE = (
    "http://slack.com/api/", "http://10.0.0.1/api/", "http://127.0.0.1.evil.example/", "http://localhost@evil.example/",
    "http://[::2]/", "ftp://127.0.0.1/", "//127.0.0.1/", "http://",
)  # fmt: skip


@dataclass
class Place:
    """A server that keeps what it is sent, and sends everybody on."""

    url: str = ""
    to: str = ""
    status: int = 200
    got: list[str] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        """Whatever comes."""
        self.got.append(f"{request.method} {request.path_qs} {dict(request.headers)} {await request.text()}")
        return web.json_response({"ok": True}, status=self.status, headers={"Location": self.to} if self.to else {})


@pytest.fixture
async def places() -> AsyncIterator[tuple[Place, Place]]:
    """Two servers; the first one sends on to the second."""
    found, runners = (Place(), Place()), []
    for place in found:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", place.take)
        runners.append(web.AppRunner(app, access_log=None))
        await runners[-1].setup()
        await web.TCPSite(runners[-1], "127.0.0.1", 0).start()
        place.url = f"http://127.0.0.1:{runners[-1].addresses[0][1]}/"
    yield found
    for runner in runners:
        await runner.cleanup()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed(places: tuple[Place, Place], status: int) -> None:
    """Neither by the bot nor by the doctor: the second place never hears of the token, or of anything."""
    slack, other = places
    slack.to, slack.status = f"{other.url}auth.test", status
    async with client.connect(slack.url, TOKEN) as connected:
        with pytest.raises(SlackFailure):
            await connected.call("auth.test")
    async with line_to(slack.url) as line:
        assert (await line.ask("auth.test", TOKEN)).error
    assert len(slack.got) == 2
    assert all(TOKEN in request for request in slack.got)
    assert other.got == []


async def test_no_proxy_of_the_environment_hears_a_token_that_stays_on_this_machine(
    places: tuple[Place, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The SDK would hand it to one in the clear."""
    slack, proxy = places
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy.url)
    async with client.connect(slack.url, TOKEN) as connected:
        await connected.call("auth.test")
    assert len(slack.got) == 1
    assert proxy.got == []


@pytest.mark.parametrize("address", ELSEWHERE)
async def test_an_address_without_encryption_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the start, with the setting's name; and once more where the client is made."""
    monkeypatch.setenv("SLACK_API_URL", address)
    with pytest.raises(BadSettings) as refused:
        read_settings(env_file=None)
    assert [problem.name for problem in refused.value.problems] == ["SLACK_API_URL"]
    with pytest.raises(ValueError, match="https"):
        async with client.connect(address, TOKEN):
            pass
