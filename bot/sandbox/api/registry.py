"""The methods of the Web API by name, and what each is handed when it is called."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.sandbox.api.arguments import MethodSpec
from bot.sandbox.apps import InstalledApp
from bot.sandbox.channels import SCOPE_FAMILY, Channel, Kind
from bot.sandbox.errors import Json, SlackError
from bot.sandbox.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """One call by one app, its arguments checked; `new_ticket` makes a Socket Mode address."""

    ws: Workspace
    app: InstalledApp
    spec: MethodSpec
    args: Json
    new_ticket: Callable[[InstalledApp], str]

    @property
    def actor(self) -> str:
        return self.app.bot_user_id

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        return bool(self.args.get(name))

    def require_kind_scope(self, kind: Kind) -> None:
        """Scopes that are split by kind of channel: that of this kind must be there."""
        families = [scope for scope in self.spec.scopes if scope.split(":")[0] in SCOPE_FAMILY.values()]
        fitting = [scope for scope in families if scope.split(":")[0] == SCOPE_FAMILY[kind]]
        if families and not self.app.config.scopes.intersection(fitting):
            raise missing_scope(self.app, fitting or families)

    def channel(self, name: str = "channel", *, member: bool = False, writable: bool = False) -> Channel:
        """The channel that an argument names, if the app may see it, and use it as is asked."""
        channel = self.ws.channel_for(self.args.get(name), self.actor)
        self.require_kind_scope(channel.kind)
        channel.require(self.actor if member else None, writable=writable)
        return channel


def missing_scope(app: InstalledApp, needed: Sequence[str]) -> SlackError:
    return SlackError("missing_scope", needed=",".join(needed), provided=",".join(sorted(app.config.scopes)))


Method = Callable[[Call], Json]
METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Registers a function as the body of a Web API method; its answer lacks only `ok`."""

    def register(body: Method) -> Method:
        METHODS[name] = body
        return body

    return register


def page_of(call: Call, items: Sequence[T], default: int = 100, most: int = 1000) -> tuple[list[T], Json]:
    """One page of `items` and its response_metadata."""
    limit = call.args.get("limit") or default
    if not 0 < limit <= most:
        if "invalid_limit" in call.spec.errors:
            raise SlackError("invalid_limit")
        limit = most
    start = decode_cursor(call.text("cursor"), "offset")
    begin = int(start) if start.isdigit() else 0
    following = begin + limit
    cursor = encode_cursor("offset", str(following)) if following < len(items) else ""
    return list(items[begin:following]), {"next_cursor": cursor}


def encode_cursor(kind: str, value: str) -> str:
    return base64.b64encode(f"{kind}:{value}".encode()).decode()


def decode_cursor(cursor: str, kind: str) -> str:
    """The value of a cursor, or an empty string without one. Raises `invalid_cursor`."""
    if not cursor:
        return ""
    try:
        found, _, value = base64.b64decode(cursor, validate=True).decode().partition(":")
    except ValueError:
        raise SlackError("invalid_cursor") from None
    if found != kind or not value:
        raise SlackError("invalid_cursor")
    return value
