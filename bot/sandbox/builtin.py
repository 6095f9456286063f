"""The slash command that the workspace itself has, as in Slack: /invite brings people and apps into the channel."""

import re

from bot.sandbox import membership
from bot.sandbox.channels import Channel
from bot.sandbox.errors import Json, SlackError
from bot.sandbox.texts import tell
from bot.sandbox.typed import as_entities
from bot.sandbox.workspace import Workspace

INVITE = "/invite"
_USER, _GROUP = re.compile(r"<@(\w+)"), re.compile(r"<!subteam\^(\w+)")


def command_for_page(locale: str) -> Json:
    """How a page offers it; no app answers."""
    return {"name": INVITE, "description": tell("invite", locale), "usage_hint": tell("invite_hint", locale), "app": ""}


def invite(ws: Workspace, channel: Channel, actor: str, text: str) -> None:
    """Invites everybody whom `text` mentions. Raises SlackError when nobody could be invited."""
    typed = as_entities(ws, actor, text)
    groups = [ws.usergroups[group]["users"] for group in _GROUP.findall(typed) if group in ws.usergroups]
    users = [*_USER.findall(typed), *(user for group in groups for user in group)]
    if not users:
        raise SlackError("no_user", text=tell("invite_whom", str(ws.users[actor]["locale"])))
    membership.invite(ws, channel, actor, users, force=True)
