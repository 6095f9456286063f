"""What an app is told when somebody acts, in Slack's own shape."""

from bot.sandbox import cast
from bot.sandbox.apps import InstalledApp
from bot.sandbox.channels import Channel
from bot.sandbox.elements import read_state
from bot.sandbox.errors import Json
from bot.sandbox.messages import blocks_of
from bot.sandbox.viewbook import OpenView
from bot.sandbox.workspace import Workspace


def channel_name(channel: Channel) -> str:
    """The name as payloads tell it: that of a private channel or direct message is not told."""
    return {"public": channel.name, "private": "privategroup", "im": "directmessage", "mpim": channel.name}[
        channel.kind
    ]


def response_url(ws: Workspace, url_id: str) -> str:
    return f"{ws.url}/response/{url_id}"


def command_payload(
    ws: Workspace, app: InstalledApp, channel: Channel, user: str, name: str, text: str
) -> tuple[Json, str]:
    """The form fields of a slash command, and the id of its response_url."""
    url = ws.response_urls.issue(app.id, channel.id, user)
    payload = {
        "token": app.verification_token,
        "team_id": ws.team_id,
        "team_domain": cast.TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user,
        "user_name": ws.users[user]["name"],
        "command": name,
        "text": text,
        "api_app_id": app.id,
        "is_enterprise_install": "false",
        "response_url": response_url(ws, url.id),
        "trigger_id": ws.triggers.issue(app.id, user),
    }
    return payload, url.id


def interaction(ws: Workspace, app: InstalledApp, user: str, kind: str) -> Json:
    """What every interaction payload begins with."""
    handle = ws.users[user]["name"]
    return {
        "type": kind,
        "team": {"id": ws.team_id, "domain": cast.TEAM_DOMAIN},
        "user": {"id": user, "username": handle, "name": handle, "team_id": ws.team_id},
        "api_app_id": app.id,
        "token": app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel_name(channel)}


def message_surface(channel: Channel, message: Json) -> Json:
    """`container`, `channel` and `message` of something that happened on a message.

    An ephemeral message is not told: Slack does not keep it.
    """
    ephemeral = bool(message.get("ephemeral"))
    container: Json = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    surface = {"container": container, "channel": _channel(channel)}
    return surface if ephemeral else surface | {"message": message}


def view_surface(opened: OpenView) -> Json:
    return {"container": {"type": "view", "view_id": opened.id}, "view": opened.json}


def message_state(message: Json, told: Json) -> Json:
    return {"values": read_state(blocks_of(message), told)}


def action_entry(ws: Workspace, block_id: str, element: Json, value: Json) -> Json:
    """One entry of `actions`: what was chosen, and where."""
    entry: Json = {
        "type": element["type"],
        "block_id": block_id,
        "action_id": element["action_id"],
        "action_ts": ws.clock.ts(),
    }
    if element["type"] == "button":
        return entry | {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    for key in ("placeholder", "confirm"):
        if key in element:
            entry[key] = element[key]
    return entry | value


def message_action(
    ws: Workspace, app: InstalledApp, user: str, callback_id: str, channel: Channel, message: Json
) -> Json:
    """A message shortcut."""
    url = ws.response_urls.issue(app.id, channel.id, user, ts=message["ts"], thread_ts=message.get("thread_ts"))
    return interaction(ws, app, user, "message_action") | {
        "callback_id": callback_id,
        "trigger_id": ws.triggers.issue(app.id, user),
        "response_url": response_url(ws, url.id),
        "action_ts": ws.clock.ts(),
        "message_ts": message["ts"],
        "channel": _channel(channel),
        "message": message,
    }


def shortcut(ws: Workspace, app: InstalledApp, user: str, callback_id: str) -> Json:
    return interaction(ws, app, user, "shortcut") | {
        "callback_id": callback_id,
        "trigger_id": ws.triggers.issue(app.id, user),
        "action_ts": ws.clock.ts(),
    }


def view_submission(ws: Workspace, opened: OpenView) -> Json:
    return interaction(ws, opened.app, opened.user, "view_submission") | {
        "trigger_id": ws.triggers.issue(opened.app.id, opened.user, opened.id),
        "view": opened.json,
        "response_urls": _response_urls(ws, opened),
    }


def view_closed(ws: Workspace, opened: OpenView, *, is_cleared: bool) -> Json:
    told = {"view": opened.json, "is_cleared": is_cleared}
    return interaction(ws, opened.app, opened.user, "view_closed") | told


def _response_urls(ws: Workspace, opened: OpenView) -> list[Json]:
    """One address for each conversation that was chosen in a select with response_url_enabled."""
    found: list[Json] = []
    values = opened.json["state"]["values"]
    for block in opened.json["blocks"]:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        entry = values[block["block_id"]][element["action_id"]]
        chosen = entry.get("selected_conversation") or entry.get("selected_channel")
        if chosen in ws.channels:
            url = ws.response_urls.issue(opened.app.id, chosen, opened.user)
            found.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": chosen,
                    "response_url": response_url(ws, url.id),
                }
            )
    return found
