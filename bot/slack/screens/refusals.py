"""What cannot be done: why, and what to do next, in the reader's language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.crisis import Crisis
from bot.domain.kernel import Refused
from bot.domain.level import Level
from bot.locale import Mrkdwn, Texts, clip, mention
from bot.slack.screens.wording import gate_name, item_name, level_name, role_name

_NAMED = 6
"""Items or roles that a refusal lists by name."""


def sentence(refused: Refused, texts: Texts, zone: str, crisis: Crisis | None = None) -> str:
    """A refusal where Slack knows no markup, as under the field of a form. People cannot be named there."""
    return texts.p(f"refusals.{refused.code}", **_params(refused, texts, zone, crisis, markup=False))


def paragraph(refused: Refused, texts: Texts, zone: str, crisis: Crisis | None = None) -> Mrkdwn:
    """A refusal in Slack's markup."""
    return texts.t(f"refusals.{refused.code}", **_params(refused, texts, zone, crisis, markup=True))


def _params(refused: Refused, texts: Texts, zone: str, crisis: Crisis | None, *, markup: bool) -> dict[str, Any]:
    given = {name: _worded(name, value, texts, zone, crisis) for name, value in refused.params.items()}
    user = refused.params.get("user")
    moment = refused.params.get("at")
    given["user"] = mention(user) if user and markup else texts.p("refusals.the_lead")
    given["by_user"] = texts.t("refusals.by_user", user=mention(user)) if user and markup else Mrkdwn("")
    given["at_time"] = texts.p("refusals.at_time", at=texts.at(moment, zone)) if moment else ""
    channel = refused.params.get("channel")
    given["where"] = texts.t("refusals.in_channel", channel=Mrkdwn(f"<#{channel}>")) if channel and markup else ""
    return given


def _worded(name: str, value: Any, texts: Texts, zone: str, crisis: Crisis | None) -> Any:
    match value:
        case datetime():
            return texts.at(value, zone)
        case Level() if crisis:
            return level_name(crisis.playbook, value, texts)
        case str():
            return _named(name, value, texts, crisis)
        case list():
            shown = ", ".join(_named(name.removesuffix("s"), str(each), texts, crisis) for each in value[:_NAMED])
            return shown + (", …" if len(value) > _NAMED else "")
        case _:
            return value


def _named(name: str, value: str, texts: Texts, crisis: Crisis | None) -> str:
    """A text, or what a key stands for."""
    if crisis is None:
        return texts.p("refusals.this_item") if name == "item" else clip(value, 200)
    match name:
        case "item":
            return clip(item_name(crisis, value, texts), 160)
        case "role":
            return role_name(crisis.playbook, value, texts)
        case "gate":
            return gate_name(crisis.playbook, value, texts)
        case _:
            return clip(value, 200)
