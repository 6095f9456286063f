"""The state of the workspace: people, apps and channels, and who is told when something changes."""

import itertools
from collections.abc import Callable, Iterable

from bot.sandbox import cast
from bot.sandbox.apps import AppConfig, InstalledApp
from bot.sandbox.channels import Channel, Kind
from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import Json, SlackError
from bot.sandbox.files import FileStore
from bot.sandbox.live import LiveHub
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.schedule import Schedule
from bot.sandbox.triggers import Triggers
from bot.sandbox.viewbook import ViewBook


class Workspace:
    """Everything in memory. `on_event(event, channel, app)` takes what happened on its way to the apps."""

    def __init__(self, clock: SandboxClock, people: Iterable[cast.Person] = cast.PEOPLE) -> None:
        self.clock = clock
        self.live = LiveHub()
        self.team_id = cast.TEAM_ID
        self.url = ""
        self.users: dict[str, Json] = {person.id: cast.person_json(person) for person in people}
        self.channels: dict[str, Channel] = {}
        self.channel_names: dict[str, Channel] = {}
        self.directs: dict[frozenset[str], Channel] = {}
        self.apps: dict[str, InstalledApp] = {}
        self.usergroups: dict[str, Json] = {}
        self.files = FileStore()
        self.triggers = Triggers()
        self.response_urls = ResponseUrls()
        self.views = ViewBook()
        self.schedule = Schedule()
        self.on_event: Callable[[Json, Channel | None, InstalledApp | None], None] = lambda *_: None
        self._numbers: dict[str, itertools.count[int]] = {}
        self._open()

    def _open(self) -> None:
        for kind, name, members in cast.CHANNELS:
            self.add_channel(kind, name, "U01", members)
        group_id, handle, name, users = cast.USERGROUP
        self.usergroups[group_id] = {
            "id": group_id,
            "team_id": self.team_id,
            "is_usergroup": True,
            "name": name,
            "description": "",
            "handle": handle,
            "is_external": False,
            "date_create": 0,
            "date_update": 0,
            "date_delete": 0,
            "auto_type": None,
            "created_by": "U01",
            "updated_by": "U01",
            "deleted_by": None,
            "prefs": {"channels": [], "groups": []},
            "users": users,
            "user_count": len(users),
        }

    def new_id(self, prefix: str) -> str:
        """An id as Slack shapes it: a capital letter that tells the kind, and a number."""
        number = next(self._numbers.setdefault(prefix, itertools.count(1)))
        return f"{prefix}0SB{number:07d}"

    # Apps

    def install(self, config: AppConfig) -> InstalledApp:
        """Raises ValueError when a token is already in use."""
        tokens = {config.bot_token, config.app_token}
        if any(tokens & {app.config.bot_token, app.config.app_token} for app in self.apps.values()):
            raise ValueError("another app is installed with one of these tokens")
        app = InstalledApp(config, self.new_id("A"), self.new_id("B"), self.new_id("U"))
        self.apps[app.id] = app
        self.users[app.bot_user_id] = cast.bot_user_json(app.bot_user_id, config.name, app.handle, app.bot_id, app.id)
        self.live.send(None, {"type": "user", "user": self.users[app.bot_user_id]})
        return app

    def app_of_bot(self, user_id: str) -> InstalledApp | None:
        return next((app for app in self.apps.values() if app.bot_user_id == user_id), None)

    def revoke(self, app: InstalledApp, *, uninstall: bool = False) -> None:
        """Takes the app's tokens away; it is told by `tokens_revoked` (and `app_uninstalled`), if it listens."""
        tokens = {"oauth": [], "bot": [app.bot_user_id]}
        event = {"type": "tokens_revoked", "tokens": tokens, "event_ts": self.clock.ts()}
        self.happened(event, None, app)
        if uninstall:
            self.happened({"type": "app_uninstalled", "event_ts": self.clock.ts()}, None, app)
        app.revoked = True

    # Channels

    def add_channel(self, kind: Kind, name: str, creator: str, members: Iterable[str], channel_id: str = "") -> Channel:
        """A channel with an id of its own, or with one that it had in an earlier workspace."""
        prefix = {"public": "C", "private": "C", "im": "D", "mpim": "G"}[kind]
        while not channel_id or channel_id in self.channels:
            channel_id = self.new_id(prefix)
        channel = Channel(
            id=channel_id,
            kind=kind,
            name=name,
            creator=creator,
            created=int(self.clock.now()),
            members=dict.fromkeys(members),
        )
        channel.last_read = dict.fromkeys(channel.members, self.clock.ts())
        self.channels[channel.id] = channel
        if kind in ("public", "private"):
            self.channel_names[name] = channel
        return channel

    def direct(self, users: Iterable[str]) -> tuple[Channel, bool]:
        """The direct conversation of exactly these users, and whether it is new."""
        key = frozenset(users)
        if key in self.directs:
            return self.directs[key], False
        handles = "--".join(str(self.users[user]["name"]) for user in sorted(key))
        kind: Kind = "im" if len(key) <= 2 else "mpim"
        channel = self.add_channel(kind, f"mpdm-{handles}-1", min(key), sorted(key))
        self.directs[key] = channel
        self.show_channel(channel)
        return channel, True

    def channel_for(self, channel_id: object, user_id: str) -> Channel:
        """The channel, if this user may know of it at all; otherwise `channel_not_found`."""
        channel = self.channels.get(str(channel_id))
        if channel is None or not channel.visible_to(user_id):
            raise SlackError("channel_not_found")
        return channel

    # Telling

    def audience(self, channel: Channel) -> Iterable[str] | None:
        """Whom a change in the channel is shown to; None means everybody."""
        return None if channel.kind == "public" else channel.members

    def channel_for_page(self, channel: Channel, viewer: str) -> Json:
        unread = channel.unread(viewer) if viewer in channel.members else []
        mention = f"<@{viewer}"
        loud = ("<!channel", "<!here", "<!everyone", mention)
        return channel.json(viewer, num_members=True) | {
            "unread": len(unread),
            "mentions": len(unread)
            if channel.is_direct
            else sum(any(word in message.get("text", "") for word in loud) for message in unread),
            "bookmarks": list(channel.bookmarks.values()),
            "pins": list(channel.pins),
            "members": list(channel.members),
        }

    def show_channel(self, channel: Channel) -> None:
        for viewer in self.live.present(self.audience(channel)):
            self.live.send([viewer], {"type": "channel", "channel": self.channel_for_page(channel, viewer)})

    def show_message(self, channel: Channel, message: Json, only: str | None = None) -> None:
        audience = self.audience(channel) if only is None else [only]
        self.live.send(audience, {"type": "message", "channel": channel.id, "message": message})

    def happened(self, event: Json, channel: Channel | None = None, app: InstalledApp | None = None) -> None:
        """Tells the apps (or only `app`) that may know and have subscribed."""
        self.on_event(event, channel, app)
