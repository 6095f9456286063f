"""Whether each value of a playbook has the form that the schema wants: pydantic's errors as faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.domain.model import Model
from bot.domain.playbook import LANGUAGES, Playbook
from bot.library.problems import Fault, Location, shown, spelling

Json = dict[str, Any]

LIMITS = {
    "greater_than": "gt",
    "greater_than_equal": "ge",
    "less_than": "lt",
    "less_than_equal": "le",
    "string_too_long": "max_length",
    "too_long": "max_length",
    "too_short": "min_length",
}
OWN = "fault."  # begins the type of an error that a type of ours raises; its rest names the texts
TYPES = {
    "string_type": "not_a_text",
    "int_type": "not_a_number",
    "int_parsing": "not_a_number",
    "int_parsing_size": "not_a_number",
    "int_from_float": "not_a_whole_number",
    "float_type": "not_a_number",
    "float_parsing": "not_a_number",
    "finite_number": "not_a_number",
    "bool_type": "not_true_or_false",
    "bool_parsing": "not_true_or_false",
    "tuple_type": "not_a_list",
    "string_pattern_mismatch": "not_a_key",
    "model_type": "not_fields",
    "date_from_datetime_parsing": "not_a_date",
    "date_type": "not_a_date",
    "time_type": "not_a_time",
}


DURATIONS = frozenset(
    (
        "after",
        "core_minutes",
        "grace",
        "minutes",
        "public_update",
        "red",
        "situation_point",
        "summary",
        "summary_after_4h",
    )
)
"""The fields that hold minutes."""


def json_schema(model: type[Model] = Playbook) -> Json:
    """The JSON Schema of a file, for editors."""
    schema = model.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def shape(error: ValidationError, model: type[Model] = Playbook) -> Iterator[Fault]:
    """One fault for each of pydantic's errors, in the words of somebody who writes such a file."""
    schema = json_schema(model)
    errors = error.errors(include_url=False)
    around = {details["loc"][:depth] for details in errors for depth in range(len(details["loc"]))}
    for details in errors:
        if details["type"] != "too_short" or details["loc"] not in around:  # pydantic does not count broken entries
            yield _fault(details, schema)


def _fault(details: ErrorDetails, schema: Json) -> Fault:
    loc, kind, value = details["loc"], details["type"], details["input"]
    ctx = details.get("ctx", {})
    if kind == "missing":
        return _missing(loc)
    if kind == "extra_forbidden":
        return Fault(loc, *spelling("unknown_field", str(loc[-1]), _fields(schema, loc[:-1])))
    if kind == "string_too_short" or (value is None and kind != "value_error"):
        return Fault(loc, "no_value")
    if kind in {"literal_error", "enum"}:
        known = re.findall(r"'([^']*)'", ctx["expected"]) or [ctx["expected"]]
        return Fault(loc, *spelling("not_among", shown(value), known))
    if kind in LIMITS:
        return Fault(loc, *_beyond(kind, value, ctx))
    code = kind.removeprefix(OWN) if kind.startswith(OWN) else TYPES.get(kind, "refused")
    if code == "not_a_number" and loc[-1] in DURATIONS:
        code = "not_minutes"
    if ctx.get("class_name") in {"Text", "Label", "ShortLabel"}:
        code = "not_two_languages"
    return Fault(loc, code, {"value": shown(value), "reason": details["msg"]})


def _beyond(kind: str, value: Any, ctx: Json) -> tuple[str, Json]:
    """A number, a text or a list that is outside its bounds."""
    bound = ctx[LIMITS[kind]]
    if kind == "string_too_long":
        length = len(str(value).strip())
        return kind, {"length": length, "most": bound, "over": length - bound}
    return kind, {"value": shown(value), "bound": bound, "count": ctx.get("actual_length")}


def _missing(loc: Location) -> Fault:
    if loc[-1] in LANGUAGES:
        return Fault(loc, f"missing_{loc[-1]}")
    if isinstance(loc[-1], int):
        return Fault(loc[:-1], "too_few")
    return Fault(loc, "missing", {"name": loc[-1]})


def _fields(schema: Json, loc: Location) -> list[str]:
    """The names that may stand at a place, by the JSON Schema."""
    at = schema
    for part in loc:
        at = _resolved(at, schema)
        at = at.get("properties", {}).get(part, {}) if isinstance(part, str) else _entry(at, part)
    return list(_resolved(at, schema).get("properties", {}))


def _entry(at: Json, index: int) -> Json:
    fixed: list[Json] = at.get("prefixItems", [])
    entry: Json = fixed[index] if index < len(fixed) else at.get("items", {})
    return entry


def _resolved(at: Json, schema: Json) -> Json:
    for choice in at.get("anyOf", ()):
        if choice.get("type") != "null":
            at = choice
            break
    reference = at.get("$ref")
    return schema["$defs"][reference.rpartition("/")[2]] if reference else at
