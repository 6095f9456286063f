"""The app's manifest: what Slack must know of the bot, as one document to paste.

The sandbox installs the app from this same document, so that a scope or an event that is missing here is
missing there too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.domain.playbook import Language

NAME = "Crisis Bot"
COMMANDS = ("/crisis", "/crise")
SCOPES: dict[str, str] = {
    "bookmarks:read": "looking whether the bookmark is already there before it is set again",
    "bookmarks:write": "the bookmark of the crisis channel",
    "channels:history": "looking whether a message was sent already; warning its author of personal data in it",
    "channels:manage": "public crisis channels, their topic and archive",
    "channels:read": "who is in a channel",
    "chat:write": "messages",
    "commands": "slash commands and shortcuts",
    "files:write": "the copy of a logbook that somebody asks for, and its deletion",
    "groups:history": "as channels:history, in private crisis channels",
    "groups:read": "as channels:read, in private crisis channels",
    "groups:write": "private crisis channels",
    "im:history": "looking whether a reminder is already there before it is sent again",
    "im:write": "reminders to one person",
    "mpim:write": "side rooms as group messages",
    "pins:write": "the pinned board",
    "reactions:read": "the pushpin that puts a message in the log",
    "usergroups:read": "inviting a user group",
    "users:read": "a person's language and time zone",
}
APP_SCOPE = "connections:write"
EVENTS = (
    "app_home_opened",
    "app_uninstalled",
    "channel_archive",
    "channel_unarchive",
    "group_archive",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "reaction_added",
    "tokens_revoked",
)
PATH = "/slack/events"
EXAMPLE_URL = "https://crisis-bot.example.com"

_TEXTS: dict[Language, dict[str, str]] = {
    "en": {
        "description": "Carries a team through a social-media reputation crisis.",
        "/crisis": "Open and run a crisis",
        "/crise": "The same as /crisis, in French",
        "/crisis hint": "start [title] · decide · note · level · role · summary · promise · mine · close · help",
        "/crise hint": "démarrer [titre] · décider · note · niveau · rôle · point · rdv · mon-jour · clore · aide",
        "start_crisis": "Open a crisis",
        "start_crisis description": "A channel, a board and the checklist of the first hour",
        "record_decision": "Record as decision",
        "record_decision description": "Keep this message as a decision of the crisis",
        "add_to_log": "Add to log",
        "add_to_log description": "Keep this message in the crisis's logbook",
        "add_fact": "Add to fact sheet",
        "add_fact description": "What this message says, with its status and source",
    },
    "fr": {
        "description": "Accompagne une équipe dans une crise de réputation sur les réseaux sociaux.",
        "/crisis": "La même chose que /crise, en anglais",
        "/crise": "Ouvrir et mener une crise",
        "/crisis hint": "start [title] · decide · note · level · role · summary · promise · mine · close · help",
        "/crise hint": "démarrer [titre] · décider · note · niveau · rôle · point · rdv · mon-jour · clore · aide",
        "start_crisis": "Ouvrir une crise",
        "start_crisis description": "Un canal, un tableau et la liste de la première heure",
        "record_decision": "Noter une décision",
        "record_decision description": "Garder ce message comme décision de la crise",
        "add_to_log": "Ajouter au journal",
        "add_to_log description": "Garder ce message dans la main courante de la crise",
        "add_fact": "Ajouter aux faits",
        "add_fact description": "Ce que dit ce message, avec son statut et sa source",
    },
}


def manifest(*, socket_mode: bool = False, url: str | None = None, language: Language = "en") -> dict[str, Any]:
    """A manifest of version 2. `url` is the public address of `crisis-bot serve`, without a path."""
    texts = _TEXTS[language]
    request_url = (url or EXAMPLE_URL).rstrip("/").removesuffix(PATH) + PATH
    at = {} if socket_mode else {"request_url": request_url}
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": NAME,
            "description": texts["description"],
            "background_color": "#7a1f1f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "crisis", "always_online": True},
            "slash_commands": [
                {
                    "command": command,
                    "description": texts[command],
                    "usage_hint": texts[f"{command} hint"],
                    "should_escape": True,
                }
                | ({} if socket_mode else {"url": request_url})
                for command in (COMMANDS if language == "en" else COMMANDS[::-1])
            ],
            "shortcuts": [
                {
                    "callback_id": callback_id,
                    "name": texts[callback_id],
                    "type": kind,
                    "description": texts[f"{callback_id} description"],
                }
                for callback_id, kind in (
                    ("start_crisis", "global"),
                    ("record_decision", "message"),
                    ("add_to_log", "message"),
                    ("add_fact", "message"),
                )
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "interactivity": {"is_enabled": True} | at,
            "event_subscriptions": at | {"bot_events": list(EVENTS)},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }
