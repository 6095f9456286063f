"""Only Slack's requests come in."""

import time

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.slack.signed import Signed

SECRET = "0123456789abcdef"


def signature(body: str, timestamp: str, secret: str = SECRET) -> str:
    """As Slack signs."""
    made = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    assert made is not None
    return made


def headers(timestamp: str, signed: str) -> dict[str, str]:
    """The two headers that Slack sets."""
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signed}


def test_a_signed_request_is_slacks() -> None:
    """The signature covers the time and the body."""
    now = str(int(time.time()))
    assert Signed(SECRET).is_from_slack("a=1", headers(now, signature("a=1", now)))
    assert not Signed(SECRET).is_from_slack("a=2", headers(now, signature("a=1", now)))
    assert not Signed(SECRET).is_from_slack("a=1", headers(now, signature("a=1", now, "another")))


def test_a_stale_request_is_refused() -> None:
    """A request that was overheard cannot be played again later."""
    old = str(int(time.time()) - 600)
    assert not Signed(SECRET).is_from_slack("a=1", headers(old, signature("a=1", old)))


@pytest.mark.parametrize("timestamp", ["", "soon", "1e9", "٣٣", "9" * 5000, "-1", "0x10"])
@pytest.mark.parametrize("signed", ["", "v0=abc", "v0=é"])
def test_junk_is_refused_without_an_exception(timestamp: str, signed: str) -> None:
    """Whatever strangers send ends in a quiet no."""
    assert not Signed(SECRET).is_from_slack("a=1", headers(timestamp, signed))
    assert not Signed(SECRET).is_from_slack("a=1", {})
