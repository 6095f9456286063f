"""What of Slack's payloads is read, and what it must look like; any other shape is refused before anything reads it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class _Shape(BaseModel):
    """Only what is read is looked at. Half a character, of which no text can consist, is refused as well."""

    model_config = ConfigDict(extra="ignore", strict=True, hide_input_in_errors=True)


class _Choice(_Shape):
    value: str


class _Answer(_Shape):
    value: str | None = None
    selected_option: _Choice | None = None
    selected_options: list[_Choice] | None = None
    selected_user: str | None = None
    selected_users: list[str] | None = None
    selected_date_time: int | None = None


class _State(_Shape):
    values: dict[str, dict[str, _Answer]] = Field(default_factory=dict)


class _Block(_Shape):
    type: str
    block_id: str


class _View(_Shape):
    id: str
    type: str
    callback_id: str = ""
    private_metadata: str | None = None
    previous_view_id: str | None = None
    blocks: list[_Block]
    state: _State | None = None


class _Pressed(_Answer):
    action_id: str


class _Named(_Shape):
    id: str


class _Message(_Shape):
    ts: str
    text: str | None = None
    user: str | None = None
    thread_ts: str | None = None


class SlashCommand(_Shape):
    """What somebody typed."""

    user_id: str
    trigger_id: str
    channel_id: str = ""
    text: str | None = None
    response_url: str | None = None


class Interaction(_Shape):
    """A click, a form, a shortcut."""

    user: _Named
    trigger_id: str = ""
    callback_id: str = ""
    response_url: str | None = None
    channel: _Named | None = None
    view: _View | None = None
    actions: list[_Pressed] = Field(default=[_Pressed(action_id="")], min_length=1)
    message: _Message | None = None


class _Item(_Shape):
    type: str | None = None
    ts: str = ""
    channel: str | None = None


class _Event(_Shape):
    type: str
    user: str | None = None
    channel: str | None = None
    item: _Item | None = None
    text: str | None = None
    thread_ts: str | None = None
    event_ts: str | None = None


class Happening(_Shape):
    """Something that Slack tells of."""

    event_id: str
    event: _Event


def check(shape: type[SlashCommand | Interaction | Happening], body: dict[str, Any]) -> None:
    """Raises ValueError for what Slack does not send."""
    shape.model_validate(body)
