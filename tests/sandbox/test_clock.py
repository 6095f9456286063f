"""The workspace's clock, and what runs on real time beside it."""

import pytest

from bot.sandbox import SandboxClock, SlackError
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.triggers import Triggers


def test_timestamps_grow_even_when_time_stands_still() -> None:
    """Two messages at the same instant have different ts, in order."""
    clock = SandboxClock(real=lambda: 1000.0)
    stamps = [clock.ts() for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert stamps[0] == "1000.000000"


def test_the_clock_only_goes_forward() -> None:
    """A step back is refused and changes nothing."""
    clock = SandboxClock(real=lambda: 1000.0)
    clock.advance(60)
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-1)
    assert clock.now() == 1060


def test_a_response_url_lives_thirty_minutes() -> None:
    """Just before it answers, just after it has expired; an unknown one is unknown."""
    time = 0.0
    urls = ResponseUrls(now=lambda: time)
    url = urls.issue("A1", "C1", "U01")
    time = 30 * 60 - 1
    assert urls.use(url.id).uses == 1
    time = 30 * 60 + 1
    with pytest.raises(SlackError, match="expired_url"):
        urls.use(url.id)
    with pytest.raises(SlackError, match="no_such_url"):
        urls.use("guess")


def test_a_trigger_belongs_to_one_app() -> None:
    """Another app cannot use it."""
    triggers = Triggers(now=lambda: 0.0)
    trigger = triggers.issue("A1", "U01")
    with pytest.raises(SlackError, match="invalid_trigger_id"):
        triggers.exchange(trigger, "A2")
    assert triggers.exchange(trigger, "A1").user == "U01"
