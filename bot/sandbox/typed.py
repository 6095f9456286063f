"""What people type, as Slack stores it: names and links become entities, the rest is escaped."""

import re

from bot.sandbox.workspace import Workspace

_ENTITY = re.compile(r"<(?:[@#!][^<>\s]+(?:\|[^<>]*)?|(?:https?|mailto):[^<>\s|]+(?:\|[^<>]*)?)>")
_TOKEN = re.compile(r"(?<![\w@#/])(?:@[\w.-]*\w|#[\w-]*\w)|https?://[^\s<>|]+", re.UNICODE)
_SPECIAL = {"@here": "<!here>", "@channel": "<!channel>", "@everyone": "<!everyone>"}


def as_entities(ws: Workspace, viewer: str, text: str, *, linked: bool = True, labelled: bool = False) -> str:
    """What `viewer` typed.

    `linked`: whether @names, #channels and addresses become entities; `labelled`: with their names in them.
    """
    parts: list[str] = []
    end = 0
    for entity in _ENTITY.finditer(text):
        parts.append(_plain(ws, viewer, text[end : entity.start()], linked=linked, labelled=labelled))
        parts.append(entity.group())
        end = entity.end()
    parts.append(_plain(ws, viewer, text[end:], linked=linked, labelled=labelled))
    return "".join(parts)


def _plain(ws: Workspace, viewer: str, text: str, *, linked: bool, labelled: bool) -> str:
    if not linked:
        return _escape(text)
    parts: list[str] = []
    end = 0
    for token in _TOKEN.finditer(text):
        parts.append(_escape(text[end : token.start()]))
        parts.append(_entity(ws, viewer, token.group(), labelled=labelled))
        end = token.end()
    parts.append(_escape(text[end:]))
    return "".join(parts)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _entity(ws: Workspace, viewer: str, token: str, *, labelled: bool) -> str:
    if token.startswith("http"):
        link = token.rstrip(".,;:!?)")
        return f"<{_escape(link)}>{_escape(token[len(link) :])}"
    if token in _SPECIAL:
        return _SPECIAL[token]
    name = token[1:].lower()
    if token.startswith("#"):
        channel = ws.channel_names.get(name)
        if channel is None or not channel.visible_to(viewer):
            return _escape(token)
        return f"<#{channel.id}|{channel.name if labelled else ''}>"
    for user in ws.users.values():
        if user["name"] == name:
            return f"<@{user['id']}|{user['name']}>" if labelled else f"<@{user['id']}>"
    for group in ws.usergroups.values():
        if group["handle"] == name:
            return f"<!subteam^{group['id']}|@{name}>" if labelled else f"<!subteam^{group['id']}>"
    return _escape(token)
