"""Modals (stacked up to three, one stack a person) and Home tabs, with their hashes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.apps import InstalledApp
from bot.sandbox.cast import TEAM_ID
from bot.sandbox.elements import read_state, with_ids
from bot.sandbox.errors import Json, SlackError

MAX_STACK = 3


@dataclass
class OpenView:
    """A modal or Home tab before one person's eyes; `json` is Slack's view object."""

    json: Json
    user: str
    app: InstalledApp

    @property
    def id(self) -> str:
        return str(self.json["id"])


class ViewBook:
    def __init__(self) -> None:
        self._views: dict[str, OpenView] = {}
        self._stacks: dict[str, list[OpenView]] = {}
        self._homes: dict[tuple[str, str], OpenView] = {}
        self._external: dict[tuple[str, str], OpenView] = {}
        self._versions = 0

    def get(self, view_id: object) -> OpenView | None:
        return self._views.get(str(view_id))

    def stack(self, user: str) -> list[OpenView]:
        return self._stacks.get(user, [])

    def home(self, app_id: str, user: str) -> OpenView | None:
        return self._homes.get((app_id, user))

    def open(self, app: InstalledApp, user: str, view: Json, new_id: Callable[[str], str]) -> OpenView:
        """A new root modal; one that was open is gone."""
        self._check_external(app, view, None)
        for old in list(self.stack(user)):
            self._forget(old)
        opened = self._add(app, user, view, new_id("V"), None, None)
        self._stacks[user] = [opened]
        return opened

    def push(self, app: InstalledApp, user: str, view: Json, new_id: Callable[[str], str]) -> OpenView:
        """Raises `not_found` without an open modal, `push_limit_reached` above three."""
        stack = self.stack(user)
        if not stack or stack[-1].app is not app:
            raise SlackError("not_found")
        if len(stack) >= MAX_STACK:
            raise SlackError("push_limit_reached")
        self._check_external(app, view, None)
        pushed = self._add(app, user, view, new_id("V"), stack[-1].id, str(stack[0].json["root_view_id"]))
        stack.append(pushed)
        return pushed

    def update(self, opened: OpenView, view: Json, expected_hash: object = None) -> OpenView:
        """Raises `hash_conflict` when `expected_hash` is not the view's present one."""
        if expected_hash and expected_hash != opened.json["hash"]:
            raise SlackError("hash_conflict")
        self._check_external(opened.app, view, opened)
        kept = opened.json["state"]["values"]
        self._unname(opened)
        self._write(opened, view)
        opened.json["state"]["values"] = read_state(opened.json["blocks"], kept)
        return opened

    def publish(
        self, app: InstalledApp, user: str, view: Json, expected_hash: object, new_id: Callable[[str], str]
    ) -> OpenView:
        home = self.home(app.id, user)
        if home is not None:
            return self.update(home, view, expected_hash)
        self._check_external(app, view, None)
        home = self._add(app, user, view, new_id("V"), None, None)
        self._homes[app.id, user] = home
        return home

    def find(self, app: InstalledApp, view_id: object, external_id: object) -> OpenView:
        """Raises `not_found`; another app's views do not exist for this one."""
        found = self.get(view_id) if view_id else self._external.get((app.id, str(external_id)))
        if found is None or found.app is not app:
            raise SlackError("not_found")
        return found

    def close(self, opened: OpenView, *, everything: bool) -> list[OpenView]:
        """Takes the view, and what lies on it, off the stack (`everything`: the whole stack); topmost first."""
        stack = self.stack(opened.user)
        if opened not in stack:
            return []
        closed = list(stack) if everything else stack[stack.index(opened) :]
        for view in closed:
            self._forget(view)
        return closed[::-1]

    def set_state(self, opened: OpenView, told: Json) -> None:
        opened.json["state"]["values"] = read_state(opened.json["blocks"], told)

    def _check_external(self, app: InstalledApp, view: Json, own: OpenView | None) -> None:
        external_id = view.get("external_id")
        if external_id and self._external.get((app.id, external_id), own) is not own:
            raise SlackError("duplicate_external_id")

    def _add(
        self, app: InstalledApp, user: str, view: Json, view_id: str, previous: str | None, root: str | None
    ) -> OpenView:
        fixed = {"id": view_id, "previous_view_id": previous, "root_view_id": root or view_id}
        opened = OpenView(fixed, user, app)
        self._write(opened, view)
        self._views[view_id] = opened
        return opened

    def _write(self, opened: OpenView, view: Json) -> None:
        blocks = with_ids(view["blocks"])
        self._versions += 1
        opened.json = {
            "id": opened.json["id"],
            "team_id": TEAM_ID,
            "type": view["type"],
            "blocks": blocks,
            "private_metadata": view.get("private_metadata", ""),
            "callback_id": view.get("callback_id", ""),
            "state": {"values": read_state(blocks, {})},
            "hash": f"{self._versions}.{secrets.token_hex(4)}",
            "title": view.get("title"),
            "clear_on_close": view.get("clear_on_close", False),
            "notify_on_close": view.get("notify_on_close", False),
            "close": view.get("close"),
            "submit": view.get("submit"),
            "previous_view_id": opened.json["previous_view_id"],
            "root_view_id": opened.json["root_view_id"],
            "app_id": opened.app.id,
            "external_id": view.get("external_id", ""),
            "app_installed_team_id": TEAM_ID,
            "bot_id": opened.app.bot_id,
        }
        if opened.json["external_id"]:
            self._external[opened.app.id, opened.json["external_id"]] = opened

    def _unname(self, opened: OpenView) -> None:
        self._external.pop((opened.app.id, opened.json["external_id"]), None)

    def _forget(self, opened: OpenView) -> None:
        self._unname(opened)
        self._views.pop(opened.id, None)
        stack = self._stacks.get(opened.user, [])
        if opened in stack:
            stack.remove(opened)
