"""What is known of an app that is installed in the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.sandbox.errors import Json


@dataclass(frozen=True)
class Command:
    """A slash command; `name` begins with the slash."""

    name: str
    description: str
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """An entry of the lightning menu (global) or of a message's menu."""

    callback_id: str
    name: str
    type: Literal["global", "message"]
    description: str = ""


@dataclass(frozen=True)
class AppConfig:
    """The settings page of an app: what it may do and where it is reached (no `request_url`: Socket Mode)."""

    name: str
    bot_token: str
    app_token: str
    signing_secret: str
    scopes: frozenset[str]
    commands: list[Command] = field(default_factory=list)
    shortcuts: list[Shortcut] = field(default_factory=list)
    events: frozenset[str] = frozenset()
    request_url: str | None = None
    description: str = ""

    @classmethod
    def from_manifest(
        cls, manifest: Mapping[str, Any], *, bot_token: str, app_token: str, signing_secret: str
    ) -> "AppConfig":
        """Reads a Slack app manifest (v2). One request URL serves commands, interactivity and events."""
        features = manifest.get("features", {})
        settings = manifest.get("settings", {})
        subscriptions = settings.get("event_subscriptions", {})
        request_url = None
        if not settings.get("socket_mode_enabled", False):
            commands_with_url = [c["url"] for c in features.get("slash_commands", []) if "url" in c]
            request_url = next(
                iter(
                    url
                    for url in (
                        subscriptions.get("request_url"),
                        settings.get("interactivity", {}).get("request_url"),
                        *commands_with_url,
                    )
                    if url
                ),
                None,
            )
        return cls(
            name=manifest["display_information"]["name"],
            description=manifest["display_information"].get("description", ""),
            bot_token=bot_token,
            app_token=app_token,
            signing_secret=signing_secret,
            scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
            commands=[
                Command(c["command"], c["description"], c.get("usage_hint", ""), c.get("should_escape", False))
                for c in features.get("slash_commands", [])
            ],
            shortcuts=[
                Shortcut(s["callback_id"], s["name"], s["type"], s.get("description", ""))
                for s in features.get("shortcuts", [])
            ],
            events=frozenset(subscriptions.get("bot_events", [])),
            request_url=request_url,
        )


@dataclass
class InstalledApp:
    """An app together with the identities that the workspace gave it."""

    config: AppConfig
    id: str
    bot_id: str
    bot_user_id: str
    revoked: bool = False

    @property
    def handle(self) -> str:
        return "".join(c if c.isalnum() else "-" for c in self.config.name.lower()).strip("-") or "app"

    @property
    def verification_token(self) -> str:
        """The deprecated token that still travels in every payload."""
        return f"verification-{self.id}"

    def bot_profile(self, team_id: str) -> Json:
        return {
            "id": self.bot_id,
            "app_id": self.id,
            "user_id": self.bot_user_id,
            "name": self.config.name,
            "icons": {},
            "deleted": False,
            "updated": 0,
            "team_id": team_id,
        }

    def command(self, name: str) -> Command | None:
        return next((c for c in self.config.commands if c.name == name), None)
