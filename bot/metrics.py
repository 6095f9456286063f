"""What Prometheus may know: durations, counts and ages, by kinds that we name. No titles, no words, no ids, no tokens.

Each bot has a registry of its own, so that two in one process do not add up.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds; the last is the time that Slack leaves for an acknowledgement."""

_CODE = re.compile("[a-z0-9_]{1,64}")
_KINDS = frozenset({"block_actions", "view_submission", "view_closed", "message_action", "shortcut"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand now: rows of the outbox by state, ages in seconds, crises and people whose clock is late."""

    outbox: dict[str, int]
    oldest_waiting: float
    late: int
    longest_late: float


class Metrics:
    """The counters of one bot. `standing` is asked whenever somebody reads; None: it cannot be told now."""

    def __init__(self, standing: Callable[[], Standing | None] = lambda: None) -> None:
        self._registry = CollectorRegistry()
        self._acks = Histogram(
            "crisis_ack_seconds", "From a request of Slack's to its answer", ["kind"],
            buckets=BUCKETS, registry=self._registry,
        )  # fmt: skip
        self._calls = Counter("crisis_slack_calls", "Web API calls", ["method", "result"], registry=self._registry)
        self._limited = Counter("crisis_slack_limited", "Answers with 429", ["method"], registry=self._registry)
        self._parked = Counter("crisis_parked", "Effects refused for good", ["kind", "error"], registry=self._registry)
        self._registry.register(_Standing(standing))

    @contextmanager
    def acknowledging(self, kind: str) -> Iterator[None]:
        """Measure how long Slack waits for an answer."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._acks.labels(kind).observe(time.perf_counter() - started)

    def called(self, method: str, result: str) -> None:
        """A call of a Web API method came to an end: `ok`, or the failure's code."""
        self._calls.labels(method, _code(result)).inc()
        if result == "ratelimited":
            self._limited.labels(method).inc()

    def parked(self, kind: str, error: str) -> None:
        """An effect waits for people."""
        self._parked.labels(kind, _code(error)).inc()

    def page(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self._registry)


class _Standing(Collector):
    def __init__(self, standing: Callable[[], Standing | None]) -> None:
        self._standing = standing

    def collect(self) -> Iterable[Metric]:
        now = self._standing()
        if now is None:
            return
        rows = GaugeMetricFamily("crisis_outbox_rows", "What Slack must still be told", labels=["state"])
        for state, count in now.outbox.items():
            rows.add_metric([state], count)
        yield rows
        yield GaugeMetricFamily(
            "crisis_outbox_oldest_seconds", "Age of what waits longest to be told", now.oldest_waiting
        )
        yield GaugeMetricFamily("crisis_reminders_late", "Crises and people whose clock should have struck", now.late)
        yield GaugeMetricFamily(
            "crisis_reminders_late_seconds", "How late the clock is where it is latest", now.longest_late
        )


def _code(error: str) -> str:
    """Slack's word for what went wrong; a whole sentence, in which anything may stand, is none."""
    return error if _CODE.fullmatch(error) else "other"


def kind_of(payload: object) -> str:
    """The kind of a request, as a word of ours."""
    if not isinstance(payload, dict):
        return "other"
    if "command" in payload:
        return "command"
    if "event" in payload:
        return "event"
    told = payload.get("type")
    return told if isinstance(told, str) and told in _KINDS else "other"
