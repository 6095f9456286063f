"""users.*, usergroups.*, team.* and bots.*: who is here."""

from bot.sandbox import cast
from bot.sandbox.api.registry import Call, method, page_of
from bot.sandbox.errors import Json, SlackError


def _told(call: Call, user_id: str) -> Json:
    """A user as this app may know them: the address only with its scope, the locale only when asked for."""
    user = call.ws.users.get(user_id)
    if user is None:
        raise SlackError("user_not_found")
    told = {k: v for k, v in user.items() if k != "locale" or call.flag("include_locale")}
    if "users:read.email" not in call.app.config.scopes:
        told["profile"] = {k: v for k, v in user["profile"].items() if k != "email"}
    return told


@method("users.info")
def users_info(call: Call) -> Json:
    return {"user": _told(call, call.text("user"))}


@method("users.list")
def users_list(call: Call) -> Json:
    page, metadata = page_of(call, list(call.ws.users), default=1000)
    now = int(call.ws.clock.now())
    members = [_told(call, user) for user in page]
    return {"members": members, "cache_ts": now, "response_metadata": metadata}


@method("users.lookupByEmail")
def users_lookup_by_email(call: Call) -> Json:
    email = call.text("email").lower()
    for user_id, user in call.ws.users.items():
        if user["profile"].get("email") == email:
            return {"user": _told(call, user_id)}
    raise SlackError("users_not_found")


@method("users.profile.get")
def users_profile_get(call: Call) -> Json:
    return {"profile": _told(call, call.text("user", call.actor))["profile"]}


@method("users.getPresence")
def users_get_presence(call: Call) -> Json:
    user = call.text("user", call.actor)
    if user not in call.ws.users:
        raise SlackError("user_not_found")
    here = call.ws.users[user]["is_bot"] or bool(call.ws.live.present([user]))
    return {"presence": "active" if here else "away"}


@method("usergroups.list")
def usergroups_list(call: Call) -> Json:
    left_out = set() if call.flag("include_users") else {"users"}
    left_out |= set() if call.flag("include_count") else {"user_count"}
    groups = [{k: v for k, v in g.items() if k not in left_out} for g in call.ws.usergroups.values()]
    return {"usergroups": groups}


@method("usergroups.users.list")
def usergroups_users_list(call: Call) -> Json:
    group = call.ws.usergroups.get(call.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group["users"])}


@method("team.info")
def team_info(call: Call) -> Json:
    if call.text("team", cast.TEAM_ID) != cast.TEAM_ID:
        raise SlackError("team_not_found")
    return {
        "team": {
            "id": cast.TEAM_ID,
            "name": cast.TEAM_NAME,
            "domain": cast.TEAM_DOMAIN,
            "url": f"{call.ws.url}/",
            "email_domain": "sandbox.example",
            "icon": {"image_default": True},
            "avatar_base_url": "",
            "is_verified": False,
        }
    }


@method("bots.info")
def bots_info(call: Call) -> Json:
    if not call.text("bot"):
        raise SlackError("bot_not_found")
    for app in call.ws.apps.values():
        if app.bot_id == call.text("bot"):
            return {"bot": app.bot_profile(cast.TEAM_ID)}
    raise SlackError("bot_not_found")


@method("emoji.list")
def emoji_list(call: Call) -> Json:
    return {"emoji": {}, "cache_ts": call.ws.clock.ts()}
