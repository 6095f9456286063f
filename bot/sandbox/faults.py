"""Faults that a test or a demo orders from the workspace: what Slack and the network do on a bad day."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Self, get_args

Kind = Literal["rate_limited", "server_error", "error", "delay", "late_answer", "drop_before", "drop_after"]
"""What happens to the call.

rate_limited: 429, with `Retry-After`; server_error: 500; error: `ok: false` with the given code; delay: done and
answered late; late_answer: done at once, and answered late; drop_before: the connection breaks and nothing was
done; drop_after: it was done, and the answer is lost.
"""


@dataclass(frozen=True)
class Fault:
    """What is to happen to one call.

    `seconds` is for delay and late_answer, `error` for error, `retry_after` for rate_limited.
    """

    kind: Kind
    error: str = "internal_error"
    seconds: float = 0
    retry_after: str | None = "1"


@dataclass(frozen=True)
class FaultSpec:
    """An order: which calls fail, how, and how often. Raises ValueError when it makes no sense.

    `method` is a method's name, or the beginning of names with `*` at the end. The first `skip` calls go well,
    then `times` calls fail (None: all, until cleared). `retry_after` is sent as it is (None: no such header).
    """

    method: str
    kind: Kind
    times: int | None = 1
    skip: int = 0
    error: str = "internal_error"
    seconds: float = 0
    retry_after: str | None = "1"

    def __post_init__(self) -> None:
        for name, (holds, wanted) in _RULES.items():
            given = getattr(self, name)
            if not holds(given):
                raise ValueError(f"{name!r} must be {wanted}, not {given!r}")

    @classmethod
    def parse(cls, order: object) -> Self:
        """From a JSON object with the fields' names. Raises ValueError that names the field."""
        if not isinstance(order, Mapping):
            raise ValueError(f"a fault must be an object, not {order!r}")  # noqa: TRY004  one kind of error for bad JSON
        for name in order:
            if name not in _RULES:
                raise ValueError(f"unknown field {name!r}: a fault has " + ", ".join(_RULES))
        for name in ("method", "kind"):
            if name not in order:
                raise ValueError(f"a fault needs {name!r}")
        return cls(**order)

    def matches(self, method: str) -> bool:
        if self.method.endswith("*"):
            return method.startswith(self.method[:-1])
        return method == self.method

    @property
    def fault(self) -> Fault:
        return Fault(self.kind, self.error, self.seconds, self.retry_after)


@dataclass(eq=False)
class _Order:
    spec: FaultSpec
    seen: int = 0

    def strikes(self) -> bool:
        """Counts one call that matches, and tells whether it fails."""
        self.seen += 1
        return self.seen > self.spec.skip

    @property
    def spent(self) -> bool:
        return self.spec.times is not None and self.seen >= self.spec.skip + self.spec.times


class Faults:
    """The orders that stand, the oldest first."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []

    def add(self, spec: FaultSpec) -> None:
        self._orders.append(_Order(spec))

    def clear(self) -> None:
        self._orders.clear()

    def take(self, method: str) -> Fault | None:
        """What is to happen to this call, or None; uses up one of the order's times.

        The oldest order that matches strikes; one that still skips counts the call and lets the next one decide.
        """
        for order in self._orders:
            if order.spec.matches(method) and order.strikes():
                if order.spent:
                    self._orders.remove(order)
                return order.spec.fault
        return None


def _name(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _duration(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf


def _method(value: object) -> bool:
    return isinstance(value, str) and value != "" and "*" not in value[:-1]


_RULES: dict[str, tuple[Callable[[object], bool], str]] = {
    "method": (_method, "a method's name, with `*` only at its end"),
    "kind": (lambda value: value in get_args(Kind), "one of " + ", ".join(get_args(Kind))),
    "times": (lambda value: value is None or _whole(value, 1), "1 or more, or null"),
    "skip": (lambda value: _whole(value, 0), "0 or more"),
    "error": (_name, "an error code"),
    "seconds": (_duration, "a number of seconds, 0 or more"),
    "retry_after": (lambda value: value is None or isinstance(value, str), "a string, or null"),
}
