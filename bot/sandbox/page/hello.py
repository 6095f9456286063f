"""What a page is told when it opens."""

from bot.sandbox import cast
from bot.sandbox.builtin import command_for_page
from bot.sandbox.delivery.courier import Courier
from bot.sandbox.errors import Json
from bot.sandbox.workspace import Workspace


def hello(ws: Workspace, courier: Courier, me: str, *, can_next_due: bool, language: str) -> Json:
    apps = [app for app in ws.apps.values() if not app.revoked]
    return {
        "type": "hello",
        "me": me,
        "language": language,
        "team": {"id": ws.team_id, "name": cast.TEAM_NAME, "domain": cast.TEAM_DOMAIN},
        "users": list(ws.users.values()),
        "channels": [ws.channel_for_page(channel, me) for channel in ws.channels.values() if channel.visible_to(me)],
        "apps": [
            {
                "id": app.id,
                "name": app.config.name,
                "bot_user_id": app.bot_user_id,
                "bot_id": app.bot_id,
                "icon": None,
                "online": courier.online(app),
                "home": (home.json if (home := ws.views.home(app.id, me)) else None),
            }
            for app in apps
        ],
        "commands": [
            {"name": c.name, "description": c.description, "usage_hint": c.usage_hint, "app": app.id}
            for app in apps
            for c in app.config.commands
        ]
        + [command_for_page(str(ws.users[me]["locale"]))],
        "shortcuts": [
            {"callback_id": s.callback_id, "name": s.name, "type": s.type, "app": app.id}
            for app in apps
            for s in app.config.shortcuts
        ],
        "bot_online": any(courier.online(app) for app in apps),
        "usergroups": list(ws.usergroups.values()),
        "clock": {"now": ws.clock.now(), "offset": ws.clock.offset},
        "can_next_due": can_next_due,
    }


def clock_message(ws: Workspace) -> Json:
    return {"type": "clock", "now": ws.clock.now(), "offset": ws.clock.offset}
