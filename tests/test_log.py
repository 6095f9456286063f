"""The log: one line of JSON an event, which can be shown to anybody."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from bot import log

logger = logging.getLogger("bot.test")


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Puts the process's logging back."""
    loggers = [logging.getLogger(name) for name in ("", *log.NOISY)]
    handlers, levels = loggers[0].handlers[:], [each.level for each in loggers]
    yield
    loggers[0].handlers[:] = handlers
    for each, level in zip(loggers, levels, strict=True):
        each.setLevel(level)


def lines(captured: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in captured.readouterr().err.splitlines()]


def test_a_line_says_what_happened_and_for_which_request(capsys: pytest.CaptureFixture[str]) -> None:
    """The event by name, its fields beside it, and the click that caused it; what is empty is left out."""
    log.configure("INFO")
    with log.correlated("action:1"):
        log.event(logger, "slack.call", method="pins.add", error="")
    log.event(logger, "bot.stopped")
    first, second = lines(capsys)
    assert first.pop("at")
    assert first == {"level": "info", "event": "slack.call", "request": "action:1", "method": "pins.add"}
    assert "request" not in second


@pytest.mark.parametrize(
    "secret",
    ["xoxb-1-abcDEF", "xapp-1-A1-secret", "https://hooks.example/response/T1/B2", "wss://example/socket?ticket=t0p"],
)
def test_no_secret_gets_out(capsys: pytest.CaptureFixture[str], secret: str) -> None:
    """Tokens and addresses that work like one are cut out, in fields and in a traceback's words as well."""
    log.configure("INFO")
    log.event(logger, "slack.away", told=secret)
    logger.error("bug", exc_info=ValueError(f"cannot use {secret}"))
    first, second = lines(capsys)
    for line in (first, second):
        assert secret not in str(line)
        assert "[secret]" in str(line)
    assert "cannot use" in str(second["exception"])


def test_libraries_speak_up_only_when_something_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    """At INFO, and even at DEBUG, what Slack's SDK tells of each request stays out of the log."""
    for level in ("INFO", "DEBUG"):
        log.configure(level)
        logging.getLogger("slack_sdk.web").info("a whole payload")
        logging.getLogger("slack_sdk.web").warning("no answer")
    assert [line["event"] for line in lines(capsys)] == ["no answer", "no answer"]


def test_a_start_that_fails_can_forget_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Held lines come with a release or with a warning, and not at all when they are forgotten."""
    log.configure("INFO", held=True)
    logger.info("one")
    log.forget()
    assert lines(capsys) == []
    logger.info("two")
    logger.warning("three")
    logger.info("four")
    assert [line["event"] for line in lines(capsys)] == ["two", "three"]
    log.release()
    logger.info("five")
    assert [line["event"] for line in lines(capsys)] == ["four", "five"]
