"""A conversation: its members, its messages in order, what is pinned and bookmarked, what each has read."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.cast import TEAM_ID
from bot.sandbox.errors import Json, SlackError

Kind = Literal["public", "private", "im", "mpim"]

SCOPE_FAMILY: dict[Kind, str] = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
API_TYPE: dict[Kind, str] = {
    "public": "public_channel",
    "private": "private_channel",
    "im": "im",
    "mpim": "mpim",
}
EVENT_TYPE: dict[Kind, str] = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}


def _nothing_said() -> Json:
    return {"value": "", "creator": "", "last_set": 0}


@dataclass
class Channel:
    """`timeline` holds the ts of top-level messages, `threads` the ts of replies; both grow in order."""

    id: str
    kind: Kind
    name: str
    creator: str
    created: int
    members: dict[str, None] = field(default_factory=dict)
    archived: bool = False
    topic: Json = field(default_factory=_nothing_said)
    purpose: Json = field(default_factory=_nothing_said)
    previous_names: list[str] = field(default_factory=list)
    messages: dict[str, Json] = field(default_factory=dict)
    timeline: list[str] = field(default_factory=list)
    threads: dict[str, list[str]] = field(default_factory=dict)
    ephemerals: dict[tuple[str, str], Json] = field(default_factory=dict)
    pins: dict[str, Json] = field(default_factory=dict)
    bookmarks: dict[str, Json] = field(default_factory=dict)
    last_read: dict[str, str] = field(default_factory=dict)

    @property
    def is_general(self) -> bool:
        return self.kind == "public" and self.name == "general"

    @property
    def is_direct(self) -> bool:
        return self.kind in ("im", "mpim")

    def visible_to(self, user_id: str) -> bool:
        return self.kind == "public" or user_id in self.members

    def require(self, user_id: str | None = None, *, writable: bool = False) -> None:
        """Raises SlackError unless this user (None: whoever it may be) is in it, and unless it can be written to."""
        if user_id is not None and user_id not in self.members:
            raise SlackError("not_in_channel")
        if writable and self.archived:
            raise SlackError("is_archived")

    def partner(self, user_id: str) -> str:
        """The other one of a direct message (oneself in a note to oneself)."""
        return next((member for member in self.members if member != user_id), user_id)

    def window(
        self, ts_list: list[str], oldest: str | None, latest: str | None, *, inclusive: bool = False
    ) -> tuple[int, int]:
        """The half-open range of indexes of `ts_list` between the two timestamps."""
        low, high = 0, len(ts_list)
        if oldest:
            low = (bisect_left if inclusive else bisect_right)(ts_list, oldest)
        if latest:
            high = (bisect_right if inclusive else bisect_left)(ts_list, latest)
        return low, max(low, high)

    def unread(self, user_id: str) -> list[Json]:
        """Top-level messages of others since `user_id` last read."""
        low, high = self.window(self.timeline, self.last_read.get(user_id, "0"), None)
        return [
            message
            for message in (self.messages[ts] for ts in self.timeline[low:high])
            if message.get("user") != user_id and not str(message.get("subtype", "")).startswith("channel_")
        ]

    def json(self, viewer: str, *, num_members: bool = False) -> Json:
        """The conversation object, as `viewer` is told it."""
        if self.kind == "im":
            return {
                "id": self.id,
                "created": self.created,
                "is_archived": False,
                "is_im": True,
                "is_org_shared": False,
                "context_team_id": TEAM_ID,
                "updated": self.created * 1000,
                "user": self.partner(viewer),
                "is_user_deleted": False,
                "is_open": True,
                "priority": 0,
                "last_read": self.last_read.get(viewer, "0000000000.000000"),
            }
        told: Json = {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_im": False,
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "public",
            "created": self.created,
            "creator": self.creator,
            "is_archived": self.archived,
            "is_general": self.is_general,
            "unlinked": 0,
            "is_shared": False,
            "is_org_shared": False,
            "is_ext_shared": False,
            "is_pending_ext_shared": False,
            "pending_shared": [],
            "pending_connected_team_ids": [],
            "shared_team_ids": [TEAM_ID],
            "context_team_id": TEAM_ID,
            "updated": self.created * 1000,
            "parent_conversation": None,
            "is_member": viewer in self.members,
            "topic": dict(self.topic),
            "purpose": dict(self.purpose),
            "previous_names": list(self.previous_names),
        }
        if viewer in self.members:
            told["last_read"] = self.last_read.get(viewer, "0000000000.000000")
        if num_members:
            told["num_members"] = len(self.members)
        return told
