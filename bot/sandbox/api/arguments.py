"""Arguments of a Web API request: however an SDK sends them, read once and checked against the table."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox.errors import Json, SlackError, invalid_arguments

_BAD_JSON = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
}


@dataclass(frozen=True)
class MethodSpec:
    """What the table says of a method; any one of `scopes` suffices.

    A row that is `unsourced` was written without Slack's own list of that method.
    """

    name: str
    scopes: tuple[str, ...]
    required: tuple[str, ...]
    args: dict[str, str]
    errors: frozenset[str]


@cache
def method_specs() -> dict[str, MethodSpec]:
    table = json.loads(Path(__file__).with_name("methods.json").read_text(encoding="utf-8"))
    return {
        name: MethodSpec(name, tuple(row["scopes"]), tuple(row["required"]), row["args"], frozenset(row["errors"]))
        for name, row in table.items()
    }


async def read_arguments(request: web.Request) -> Json:
    """Query, form (urlencoded or multipart) or JSON body as one object. Raises `invalid_json` and the like."""
    arguments: Json = dict(request.query)
    if request.method == "GET":
        return arguments
    kind = request.content_type
    if kind == "application/json":
        body = await request.read()
        try:
            told = json.loads(body) if body else {}
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(told, dict):
            raise SlackError("json_not_object")
        arguments.update(told)
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        arguments.update(await request.post())
    elif request.can_read_body:
        raise SlackError("invalid_post_type")
    return arguments


def bearer_token(request: web.Request, arguments: Json) -> str:
    """The token of the header, else of the arguments (from which it is taken out)."""
    from_arguments = arguments.pop("token", "")
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token else str(from_arguments or "")


def check_arguments(spec: MethodSpec, raw: Json) -> Json:
    """Typed arguments; null counts as absent. Raises `invalid_arguments` or `missing_argument`."""
    typed: Json = {}
    for name, value in raw.items():
        if value is None or name not in spec.args:
            continue
        typed[name] = _typed(name, spec.args[name], value)
    missing = [name for name in spec.required if typed.get(name) in (None, "")]
    if missing == ["name"] and "name" in typed and "invalid_name_required" in spec.errors:
        missing = []
    if missing:
        if "missing_argument" in spec.errors:
            raise SlackError("missing_argument", response_metadata=_messages(missing))
        raise SlackError("invalid_arguments", response_metadata=_messages(missing))
    return typed


def _messages(missing: list[str]) -> Json:
    return {"messages": [f"[ERROR] missing required field: {name}" for name in missing]}


def _typed(name: str, kind: str, value: Any) -> Any:
    if kind == "json":
        return _parsed(name, value) if isinstance(value, str) else value
    if kind == "boolean":
        if isinstance(value, str):
            return value.lower() in ("1", "true", "yes")
        return bool(value)
    if kind == "integer":
        try:
            return int(value)
        except (TypeError, ValueError):
            raise invalid_arguments(f"must be an integer [json-pointer:/{name}]") from None
    if isinstance(value, list | tuple):
        return ",".join(str(item) for item in value)
    if isinstance(value, bool | dict):
        raise invalid_arguments(f"must be a string [json-pointer:/{name}]")
    return str(value)


def _parsed(name: str, value: str) -> Any:
    if value == "":
        return None
    try:
        return json.loads(value)
    except ValueError:
        bad = _BAD_JSON.get(name)
        raise SlackError(bad) if bad else invalid_arguments(f"invalid JSON [json-pointer:/{name}]") from None
