"""The workspace holds apps to Slack's published rate limits."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.limits import METHODS, RateLimiter


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1_000.1

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def allowed(limiter: RateLimiter, method: str, channel: str | None = None, *, tries: int = 1000) -> int:
    return sum(limiter.check(method, "T1", channel) is None for _ in range(tries))


@pytest.mark.parametrize(
    ("method", "a_minute"),
    [
        ("conversations.create", 20),
        ("chat.update", 50),
        ("views.open", 100),
        ("auth.test", 300),
        ("some.unlisted.method", 50),
    ],
)
def test_a_method_is_allowed_as_often_a_minute_as_its_tier_promises(clock: Clock, method: str, a_minute: int) -> None:
    """A tier's number of calls passes within a minute in one burst, and the next call is refused."""
    limiter = RateLimiter(now=clock)
    assert allowed(limiter, method) == a_minute
    assert limiter.check(method, "T1") == 60
    clock.now += 60
    assert allowed(limiter, method) == a_minute


def test_every_method_of_the_workspace_has_a_limit() -> None:
    """The 45 methods that the project uses are listed, each with the tier that Slack documents."""
    calls = Counter(windows[-1].calls for windows in METHODS.values())
    assert calls == {20: 17, 50: 15, 100: 10, 300: 3}


def test_five_messages_may_come_at_once_then_one_a_second(clock: Clock) -> None:
    """A channel takes a burst of five messages; at a steady second apart it takes messages for ever."""
    limiter = RateLimiter(now=clock)
    assert allowed(limiter, "chat.postMessage", "C1") == 5
    assert limiter.check("chat.postMessage", "T1", "C1") == 5
    clock.now += 5
    for _ in range(200):
        assert limiter.check("chat.postMessage", "T1", "C1") is None
        clock.now += 1


def test_channels_do_not_slow_each_other_until_the_workspace_is_full(clock: Clock) -> None:
    """Messages are counted per channel, and together up to 300 a minute for the workspace."""
    limiter = RateLimiter(now=clock)
    assert sum(allowed(limiter, "chat.postMessage", f"C{n}", tries=5) for n in range(60)) == 300
    assert limiter.check("chat.postMessage", "T1", "C99") == 60


def test_methods_and_workspaces_are_counted_apart(clock: Clock) -> None:
    """A method that is exhausted in one workspace is free in another, and other methods stay free."""
    limiter = RateLimiter(now=clock)
    allowed(limiter, "pins.add")
    assert limiter.check("pins.add", "T1") == 60
    assert limiter.check("pins.add", "T2") is None
    assert limiter.check("bookmarks.add", "T1") is None


def test_a_refused_call_does_not_count(clock: Clock) -> None:
    """An app that keeps knocking is let in as soon as one that waits."""
    limiter = RateLimiter(now=clock)
    allowed(limiter, "pins.add")
    for _ in range(59):
        clock.now += 1
        assert limiter.check("pins.add", "T1") is not None
    clock.now += 1
    assert limiter.check("pins.add", "T1") is None


@given(
    pauses=st.lists(st.floats(min_value=0, max_value=9, allow_nan=False), max_size=80),
    method=st.sampled_from(["conversations.create", "chat.postMessage"]),
    scale=st.sampled_from([0.1, 0.25, 1.0, 3.0]),
)
def test_who_waits_as_told_is_let_in(pauses: list[float], method: str, scale: float) -> None:
    """Whatever the rhythm, Retry-After is a whole second or more, and after it the call passes."""
    clock = Clock()
    limiter = RateLimiter(scale, clock)
    for pause in pauses:
        clock.now += pause
        wait = limiter.check(method, "T1", "C1")
        if wait is not None:
            assert wait >= 1
            clock.now += wait
            assert limiter.check(method, "T1", "C1") is None


def test_the_scale_makes_the_limits_generous_or_turns_them_off(clock: Clock) -> None:
    """Scale 10 allows ten times as many calls, 0.01 still one, and 0 any number."""
    assert allowed(RateLimiter(10, clock), "pins.add") == 200
    assert allowed(RateLimiter(10, clock), "chat.postMessage", "C1") == 50
    assert allowed(RateLimiter(0.01, clock), "pins.add") == 1
    assert allowed(RateLimiter(0, clock), "chat.postMessage", "C1") == 1000


def test_the_scale_may_change_while_calls_are_counted(clock: Clock) -> None:
    """A demo that turns the limits down, off and on again is held to the new limit at once."""
    limiter = RateLimiter(10, clock)
    assert allowed(limiter, "pins.add") == 200
    limiter.scale = 0
    assert limiter.check("pins.add", "T1") is None
    limiter.scale = 1
    assert limiter.check("pins.add", "T1") == 60


@pytest.mark.parametrize("scale", [-1, float("nan"), float("inf")])
def test_a_scale_is_a_number_from_0(scale: float) -> None:
    """A scale that makes no sense is refused when it is set."""
    with pytest.raises(ValueError, match="scale of the rate limits"):
        RateLimiter(scale)
