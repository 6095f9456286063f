"""api.test, auth.* and apps.connections.open: who an app is and how it is reached."""

from bot.sandbox import cast
from bot.sandbox.api.registry import Call, method
from bot.sandbox.errors import Json, SlackError


@method("api.test")
def api_test(call: Call) -> Json:
    if call.text("error"):
        raise SlackError(call.text("error"), args=call.args)
    return {"args": call.args}


@method("auth.test")
def auth_test(call: Call) -> Json:
    return {
        "url": f"{call.ws.url}/",
        "team": cast.TEAM_NAME,
        "user": call.app.handle,
        "team_id": cast.TEAM_ID,
        "user_id": call.actor,
        "bot_id": call.app.bot_id,
        "is_enterprise_install": False,
    }


@method("auth.teams.list")
def auth_teams_list(_call: Call) -> Json:
    teams = [{"id": cast.TEAM_ID, "name": cast.TEAM_NAME}]
    return {"teams": teams, "response_metadata": {"next_cursor": ""}}


@method("auth.revoke")
def auth_revoke(call: Call) -> Json:
    if not call.flag("test"):
        call.ws.revoke(call.app)
    return {"revoked": not call.flag("test")}


@method("apps.connections.open")
def apps_connections_open(call: Call) -> Json:
    return {"url": call.new_ticket(call.app)}
