"""The vocabulary in which Block Kit's rules are written: a rule looks at a JSON value and yields what is wrong.

Wordings follow those that Slack answers in `response_metadata.messages`, so that a failing call reads the same
here and there.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, Protocol


class Finding(NamedTuple):
    """What is wrong, and the JSON pointer to where."""

    says: str
    at: str


Findings = Iterator[Finding]
Law = Callable[[dict[str, Any], str], Findings]
"""A rule over several fields of one object; it is asked only when each field is right by itself."""


class Rule(Protocol):
    def check(self, value: object, at: str) -> Findings: ...


@dataclass(frozen=True)
class Text:
    """A string of `least` to `most` characters; `like` is a pattern for the whole of it, `says` its wording."""

    most: int | None = None
    least: int = 1
    like: str | None = None
    says: str = "must match the expected format"

    def check(self, value: object, at: str) -> Findings:
        if not isinstance(value, str):
            yield Finding("must provide a string", at)
        elif len(value) < self.least:
            yield Finding(f"must be more than {self.least - 1} characters", at)
        elif self.most is not None and len(value) > self.most:
            yield Finding(f"must be less than {self.most + 1} characters", at)
        elif self.like is not None and not re.fullmatch(self.like, value, re.DOTALL):
            yield Finding(self.says, at)


@dataclass(frozen=True)
class Choice:
    """One string out of a closed list."""

    among: tuple[str, ...]

    def check(self, value: object, at: str) -> Findings:
        if not isinstance(value, str):
            yield Finding("must provide a string", at)
        elif value not in self.among:
            yield Finding("must be a valid enum value", at)


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    least: int | None = None
    most: int | None = None

    def check(self, value: object, at: str) -> Findings:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Finding("must provide an integer", at)
        elif self.least is not None and value < self.least:
            yield Finding(f"must be greater than {self.least - 1}", at)
        elif self.most is not None and value > self.most:
            yield Finding(f"must be less than {self.most + 1}", at)


@dataclass(frozen=True)
class Number:
    """Any number."""

    def check(self, value: object, at: str) -> Findings:
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield Finding("must provide a number", at)


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def check(self, value: object, at: str) -> Findings:
        if not isinstance(value, bool):
            yield Finding("must provide a boolean", at)


@dataclass(frozen=True)
class Nullable:
    """null, or what `rule` takes; everywhere else Slack refuses null."""

    rule: Rule

    def check(self, value: object, at: str) -> Findings:
        if value is not None:
            yield from self.rule.check(value, at)


@dataclass(frozen=True)
class Many:
    """A list of `least` to `most` values, each after the same rule."""

    of: Rule
    most: int | None = None
    least: int = 1

    def check(self, value: object, at: str) -> Findings:
        if not isinstance(value, list):
            yield Finding("must provide an array", at)
            return
        if len(value) < self.least:
            yield Finding(f"no fewer than {self.least} items allowed", at)
        elif self.most is not None and len(value) > self.most:
            yield Finding(f"no more than {self.most} items allowed", at)
        for index, item in enumerate(value):
            yield from self.of.check(item, f"{at}/{index}")


@dataclass(frozen=True)
class Record:
    """An object with exactly these fields. `type` is not among them: it belongs to `OneOf`."""

    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    laws: tuple[Law, ...] = ()

    def check(self, value: object, at: str) -> Findings:
        if not isinstance(value, dict):
            yield Finding("must provide an object", at)
            return
        found = list(self._fields(value, at))
        yield from found
        if not found:
            for law in self.laws:
                yield from law(value, at)

    def _fields(self, value: dict[str, Any], at: str) -> Findings:
        for name in self.required:
            if name not in value:
                yield Finding(f"missing required field: {name}", at)
        for name, content in value.items():
            rule = self.required.get(name) or self.optional.get(name)
            if rule is None:
                yield Finding(f"invalid additional property: {name}", at)
            else:
                yield from rule.check(content, f"{at}/{name}")


@dataclass(frozen=True)
class OneOf:
    """An object whose `type` names which record it is. `says` is how Slack names a wrong type here."""

    kinds: Mapping[str, Record]
    says: str = "unsupported type: {}"

    def check(self, value: object, at: str) -> Findings:
        if not isinstance(value, dict):
            yield Finding("must provide an object", at)
            return
        kind = value.get("type")
        if "type" not in value:
            yield Finding("missing required field: type", at)
        elif not isinstance(kind, str):
            yield Finding("must provide a string", f"{at}/type")
        elif kind not in self.kinds:
            yield Finding(self.says.format(kind), f"{at}/type")
        else:
            yield from self.kinds[kind].check({name: value[name] for name in value if name != "type"}, at)


def exactly_one(*names: str) -> Law:
    """Of these fields one is needed, and only one is allowed."""

    def law(value: dict[str, Any], at: str) -> Findings:
        if sum(name in value for name in names) != 1:
            yield Finding("must define exactly one of " + ", ".join(f"`{name}`" for name in names), at)

    return law


def at_least_one(*names: str) -> Law:
    """Of these fields at least one is needed."""

    def law(value: dict[str, Any], at: str) -> Findings:
        if not any(name in value for name in names):
            yield Finding("must define at least one of " + ", ".join(f"`{name}`" for name in names), at)

    return law


def in_order(low: str, high: str) -> Law:
    """Of two numbers or numerals, given both, the first is not above the second."""

    def law(value: dict[str, Any], at: str) -> Findings:
        if low in value and high in value and Decimal(value[low]) > Decimal(value[high]):
            yield Finding(f"`{low}` must not be greater than `{high}`", f"{at}/{low}")

    return law
