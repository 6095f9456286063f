"""The verbs of the page by name, and what each is handed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.sandbox.apps import InstalledApp
from bot.sandbox.channels import Channel
from bot.sandbox.errors import Json, SlackError, invalid_arguments
from bot.sandbox.interactions import Interactions
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True)
class Deed:
    """One thing that person `user` does; `move_clock(seconds | None)` goes to what is due next when None."""

    ws: Workspace
    interactions: Interactions
    move_clock: Callable[[float | None], None]
    user: str
    args: Json

    def text(self, name: str) -> str:
        return str(self.args.get(name) or "")

    def object(self, name: str) -> Json:
        """An argument that is a JSON object; empty when there is none. Raises `invalid_arguments`."""
        value = self.args.get(name)
        if value is not None and not isinstance(value, dict):
            raise invalid_arguments(f"must be an object [json-pointer:/{name}]")
        return value or {}

    def number(self, name: str, default: int) -> int:
        value = self.args.get(name)
        if value is not None and (not isinstance(value, int) or value <= 0):
            raise invalid_arguments(f"must be a positive integer [json-pointer:/{name}]")
        return value or default

    def channel(self, name: str = "channel", *, member: bool = True, writable: bool = False) -> Channel:
        channel = self.ws.channel_for(self.args.get(name), self.user)
        channel.require(self.user if member else None, writable=writable)
        return channel

    def app(self) -> InstalledApp:
        app = self.ws.apps.get(self.text("app"))
        if app is None or app.revoked:
            raise SlackError("app_not_found")
        return app


Verb = Callable[[Deed], Awaitable[Json]]
VERBS: dict[str, Verb] = {}


def verb(name: str) -> Callable[[Verb], Verb]:
    def register(body: Verb) -> Verb:
        VERBS[name] = body
        return body

    return register
