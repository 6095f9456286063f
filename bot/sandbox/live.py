"""Who is looking at the page right now, and what they are told without asking."""

import asyncio
from collections.abc import Iterable

from bot.sandbox.errors import Json


class Viewer:
    """One open page (or a test that looks on): what it was sent waits in `queue` in order."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.queue: asyncio.Queue[Json | None] = asyncio.Queue()


class LiveHub:
    def __init__(self) -> None:
        self._viewers: dict[str, list[Viewer]] = {}

    def enter(self, user: str) -> Viewer:
        viewer = Viewer(user)
        self._viewers.setdefault(user, []).append(viewer)
        return viewer

    def leave(self, viewer: Viewer) -> None:
        viewers = self._viewers.get(viewer.user, [])
        if viewer in viewers:
            viewers.remove(viewer)
        if not viewers:
            self._viewers.pop(viewer.user, None)

    def present(self, audience: Iterable[str] | None) -> list[str]:
        """Those of the audience (None: everybody) who have a page open."""
        if not self._viewers:
            return []
        if audience is None:
            return list(self._viewers)
        return [user for user in audience if user in self._viewers]

    def send(self, audience: Iterable[str] | None, message: Json) -> None:
        for user in self.present(audience):
            for viewer in self._viewers[user]:
                viewer.queue.put_nowait(message)

    def close(self) -> None:
        """Ends every page's connection."""
        for viewers in self._viewers.values():
            for viewer in viewers:
                viewer.queue.put_nowait(None)
