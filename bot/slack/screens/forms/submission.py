"""A form that came back: what was typed, by whom, read by the names of its questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.crisis import Crisis
from bot.domain.kernel import Refused
from bot.domain.regime import Regimes
from bot.domain.texts import TEXT_LIMIT, legible
from bot.locale import Texts, is_person
from bot.slack.screens.screen import Carried, View, unpack


class FieldErrors(Exception):
    """What is wrong with a form: block id → text in the reader's language, as Slack's `errors` wants it."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(errors)
        self.errors = errors


LATEST = 9_999_999_999
"""The last second that Slack's picker knows: ten digits, in the year 2286."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted view. `crisis` is the one it is about; None for the form that starts one.

    `regimes`: the laws whose clocks may be started; only the form of the legal clocks needs them. `timezone`: of a
    crisis that is about to start.
    """

    view: View
    actor: str
    request_id: str
    texts: Texts
    now: datetime
    crisis: Crisis | None = None
    regimes: Regimes | None = None
    timezone: str = "UTC"

    @property
    def ids(self) -> Carried:
        """What the form was opened about."""
        return unpack(self.view.get("private_metadata"))

    @property
    def crisis_id(self) -> str:
        """The crisis it is about, also the one that is about to start."""
        return str(self.ids.get("c", ""))

    @property
    def about(self) -> Crisis:
        """The crisis, where the form cannot be without one."""
        if self.crisis is None:
            raise LookupError(f"no crisis {self.crisis_id!r} for this form")
        return self.crisis

    @property
    def head(self) -> dict[str, Any]:
        """What every command begins with."""
        return {"crisis_id": self.crisis_id, "actor": self.actor, "request_id": self.request_id}

    def has(self, block: str) -> bool:
        """Whether the form asked this question."""
        return block in self._values

    def text(self, block: str) -> str:
        """What was typed, or the value of what was picked. Raises Refused above what Slack lets anybody type."""
        answer = self._answer(block)
        choice = answer.get("selected_option")
        typed = legible(str(choice["value"] if choice else answer.get("value") or "")).strip()
        if len(typed) > TEXT_LIMIT:
            raise Refused("text_too_long", field=block, limit=TEXT_LIMIT, length=len(typed))
        return typed

    def person(self, block: str) -> str | None:
        """Who was picked. Raises ValueError for what is no person of Slack's."""
        return _picked(self._answer(block).get("selected_user"))

    def people(self, block: str) -> tuple[str, ...]:
        """The people who were picked. Raises ValueError for what is no person of Slack's."""
        return tuple(user for picked in self._answer(block).get("selected_users") or () if (user := _picked(picked)))

    def ticked(self, block: str) -> tuple[str, ...]:
        """What was ticked, or picked from a menu of several."""
        return tuple(str(choice["value"]) for choice in self._answer(block).get("selected_options") or ())

    def moment(self, block: str) -> datetime | None:
        """The date and time that was picked."""
        found = self._answer(block).get("selected_date_time")
        return datetime.fromtimestamp(min(max(int(found), 0), LATEST), UTC) if found else None

    def wrong(self, block: str, key: str, **params: Any) -> FieldErrors:
        """An error under one question."""
        return FieldErrors({block: self.texts.p(key, **params)})

    @property
    def _values(self) -> dict[str, Any]:
        values = self.view.get("state", {}).get("values", {})
        return values if isinstance(values, dict) else {}

    def _answer(self, block: str) -> dict[str, Any]:
        found: Any = next(iter(self._values.get(block, {}).values()), {})
        return found if isinstance(found, dict) else {}


def _picked(user: str | None) -> str | None:
    if user and not is_person(user):
        raise ValueError("no person of Slack's")
    return user or None
