"""A bad day can be ordered: the calls that are named fail, as often as said, and no others."""

from typing import Any

import pytest

from bot.sandbox.faults import Fault, Faults, FaultSpec


def taken(faults: Faults, method: str, times: int) -> list[str | None]:
    found = [faults.take(method) for _ in range(times)]
    return [None if fault is None else fault.kind for fault in found]


def test_without_orders_nothing_fails() -> None:
    """A workspace of which nothing was asked answers every call."""
    assert Faults().take("chat.postMessage") is None


def test_an_order_strikes_once_unless_told_otherwise() -> None:
    """The next call of the method fails, the one after goes well."""
    faults = Faults()
    faults.add(FaultSpec("chat.postMessage", "server_error"))
    assert taken(faults, "chat.update", 2) == [None, None]
    assert taken(faults, "chat.postMessage", 2) == ["server_error", None]


def test_calls_are_skipped_then_struck_so_many_times() -> None:
    """The first `skip` calls go well, `times` calls fail, then all is well again."""
    faults = Faults()
    faults.add(FaultSpec("pins.add", "drop_after", times=2, skip=1))
    assert taken(faults, "pins.add", 5) == [None, "drop_after", "drop_after", None, None]


def test_an_order_without_end_holds_until_it_is_cleared() -> None:
    """`times: null` strikes every call until the orders are cleared."""
    faults = Faults()
    faults.add(FaultSpec("pins.add", "drop_before", times=None))
    assert taken(faults, "pins.add", 50) == ["drop_before"] * 50
    faults.clear()
    assert faults.take("pins.add") is None


def test_a_star_stands_for_the_rest_of_a_name() -> None:
    """`chat.*` strikes all of chat and nothing else; `*` alone strikes everything."""
    faults = Faults()
    faults.add(FaultSpec("chat.*", "error", times=None))
    assert taken(faults, "chat.postMessage", 1) == ["error"]
    assert taken(faults, "chat.update", 1) == ["error"]
    assert taken(faults, "conversations.create", 1) == [None]
    faults.add(FaultSpec("*", "delay", seconds=2))
    assert taken(faults, "conversations.create", 2) == ["delay", None]


def test_the_oldest_order_strikes_first() -> None:
    """Orders for one method come one after the other; one that still skips lets the next one strike."""
    faults = Faults()
    faults.add(FaultSpec("pins.add", "error", skip=1))
    faults.add(FaultSpec("pins.add", "delay", seconds=1))
    faults.add(FaultSpec("pins.add", "server_error"))
    assert taken(faults, "pins.add", 4) == ["delay", "error", "server_error", None]


def test_twin_orders_strike_twice() -> None:
    """The same order given twice is two orders."""
    faults = Faults()
    for _ in range(2):
        faults.add(FaultSpec("pins.add", "error"))
    assert taken(faults, "pins.add", 3) == ["error", "error", None]


def test_a_fault_says_all_that_the_server_must_do() -> None:
    """What is read from JSON arrives in the fault, odd or missing Retry-After included."""
    faults = Faults()
    faults.add(FaultSpec.parse({"method": "chat.*", "kind": "rate_limited", "retry_after": "0.5"}))
    faults.add(FaultSpec.parse({"method": "chat.*", "kind": "rate_limited", "retry_after": None}))
    faults.add(FaultSpec.parse({"method": "chat.*", "kind": "error", "error": "fatal_error", "times": None}))
    faults.add(FaultSpec.parse({"method": "pins.add", "kind": "delay", "seconds": 3.5}))
    assert faults.take("chat.update") == Fault("rate_limited", retry_after="0.5")
    assert faults.take("chat.update") == Fault("rate_limited", retry_after=None)
    assert faults.take("chat.update") == Fault("error", error="fatal_error")
    assert faults.take("pins.add") == Fault("delay", seconds=3.5)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ([], "a fault must be an object"),
        ({"kind": "error"}, "a fault needs 'method'"),
        ({"method": "pins.add"}, "a fault needs 'kind'"),
        ({"method": "", "kind": "error"}, "'method' must be a method's name"),
        ({"method": 3, "kind": "error"}, "'method' must be a method's name"),
        ({"method": "*.add", "kind": "error"}, "only at its end"),
        ({"method": "pins.add", "kind": "explode"}, "'kind' must be one of rate_limited, server_error"),
        ({"method": "pins.add", "kind": ["error"]}, "'kind' must be one of"),
        ({"method": "pins.add", "kind": "error", "times": 0}, "'times' must be 1 or more, or null"),
        ({"method": "pins.add", "kind": "error", "times": True}, "'times' must be"),
        ({"method": "pins.add", "kind": "error", "skip": -1}, "'skip' must be 0 or more"),
        ({"method": "pins.add", "kind": "error", "error": ""}, "'error' must be an error code"),
        ({"method": "pins.add", "kind": "delay", "seconds": -1}, "'seconds' must be a number"),
        ({"method": "pins.add", "kind": "delay", "seconds": float("nan")}, "'seconds' must be a number"),
        ({"method": "pins.add", "kind": "delay", "seconds": "3"}, "'seconds' must be a number"),
        ({"method": "pins.add", "kind": "rate_limited", "retry_after": 1}, "'retry_after' must be a string"),
        ({"method": "pins.add", "kind": "error", "count": 2}, "unknown field 'count'"),
    ],
)
def test_an_order_that_makes_no_sense_says_which_field_is_wrong(order: Any, names: str) -> None:
    """A wrong order is refused with a sentence that names the field, instead of never striking."""
    with pytest.raises(ValueError, match=names.replace("*", r"\*")):
        FaultSpec.parse(order)
