"""conversations.*: channels made, found and changed."""

from bot.sandbox import membership
from bot.sandbox.api.registry import Call, method, missing_scope, page_of
from bot.sandbox.channels import API_TYPE, SCOPE_FAMILY, Channel
from bot.sandbox.errors import Json, SlackError

MAX_INVITED = 100
MAX_DIRECT = 8


@method("conversations.create")
def create(call: Call) -> Json:
    private = call.flag("is_private")
    call.require_kind_scope("private" if private else "public")
    channel = membership.create(call.ws, call.actor, call.text("name"), is_private=private)
    return {"channel": channel.json(call.actor)}


@method("conversations.info")
def info(call: Call) -> Json:
    channel = call.channel()
    return {"channel": channel.json(call.actor, num_members=call.flag("include_num_members"))}


def _of_types(call: Call, channels: list[Channel]) -> Json:
    types = call.text("types", "public_channel").replace(" ", "").split(",")
    if not set(types) <= set(API_TYPE.values()):
        raise SlackError("invalid_types")
    for kind, api_type in API_TYPE.items():
        if api_type in types and f"{SCOPE_FAMILY[kind]}:read" not in call.app.config.scopes:
            raise missing_scope(call.app, [f"{SCOPE_FAMILY[kind]}:read"])
    fitting = [
        channel
        for channel in channels
        if API_TYPE[channel.kind] in types
        and channel.visible_to(call.actor)
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    page, metadata = page_of(call, fitting)
    told = [channel.json(call.actor, num_members=not channel.is_direct) for channel in page]
    return {"channels": told, "response_metadata": metadata}


@method("conversations.list")
def list_(call: Call) -> Json:
    return _of_types(call, list(call.ws.channels.values()))


@method("users.conversations")
def users_conversations(call: Call) -> Json:
    user = call.text("user", call.actor)
    if user not in call.ws.users:
        raise SlackError("user_not_found")
    return _of_types(call, [channel for channel in call.ws.channels.values() if user in channel.members])


@method("conversations.members")
def members(call: Call) -> Json:
    page, metadata = page_of(call, list(call.channel().members))
    return {"members": page, "response_metadata": metadata}


@method("conversations.invite")
def invite(call: Call) -> Json:
    channel = call.channel()
    users = [user.strip() for user in call.text("users").split(",") if user.strip()]
    if len(users) > MAX_INVITED:
        raise SlackError("cant_invite")
    refused = membership.invite(call.ws, channel, call.actor, users, force=call.flag("force"))
    answer: Json = {"channel": channel.json(call.actor)}
    return answer | ({"errors": refused} if refused else {})


@method("conversations.join")
def join(call: Call) -> Json:
    channel = call.ws.channel_for(call.args["channel"], call.actor)
    if not membership.join_by_oneself(call.ws, channel, call.actor):
        metadata = {"warnings": ["already_in_channel"]}
        return {
            "channel": channel.json(call.actor),
            "warning": "already_in_channel",
            "response_metadata": metadata,
        }
    return {"channel": channel.json(call.actor)}


@method("conversations.leave")
def leave(call: Call) -> Json:
    left = membership.leave(call.ws, call.channel(), call.actor)
    return {} if left else {"not_in_channel": True}


@method("conversations.kick")
def kick(call: Call) -> Json:
    membership.kick(call.ws, call.channel(), call.actor, call.text("user"))
    return {}


@method("conversations.archive")
def archive(call: Call) -> Json:
    membership.set_archived(call.ws, call.channel(), call.actor, archived=True)
    return {}


@method("conversations.unarchive")
def unarchive(call: Call) -> Json:
    membership.set_archived(call.ws, call.channel(), call.actor, archived=False)
    return {}


@method("conversations.rename")
def rename(call: Call) -> Json:
    channel = call.channel()
    membership.rename(call.ws, channel, call.actor, call.text("name"))
    return {"channel": channel.json(call.actor)}


@method("conversations.setTopic")
def set_topic(call: Call) -> Json:
    channel = call.channel()
    membership.describe(call.ws, channel, call.actor, "topic", call.text("topic"))
    return {"channel": channel.json(call.actor), "topic": channel.topic["value"]}


@method("conversations.setPurpose")
def set_purpose(call: Call) -> Json:
    channel = call.channel()
    membership.describe(call.ws, channel, call.actor, "purpose", call.text("purpose"))
    return {"channel": channel.json(call.actor), "purpose": channel.purpose["value"]}


@method("conversations.open")
def open_(call: Call) -> Json:
    if call.text("channel"):
        channel = call.channel()
        if not channel.is_direct:
            raise SlackError("method_not_supported_for_channel_type")
        new = False
    else:
        users = list(dict.fromkeys(u.strip() for u in call.text("users").split(",") if u.strip()))
        if not users:
            raise SlackError("users_list_not_supplied")
        if len(users) > MAX_DIRECT:
            raise SlackError("too_many_users")
        if any(user not in call.ws.users for user in users):
            raise SlackError("user_not_found")
        others = [user for user in users if user != call.actor]
        if not others:
            raise SlackError("not_enough_users")
        call.require_kind_scope("im" if len(others) == 1 else "mpim")
        channel, new = call.ws.direct([call.actor, *others])
    told = channel.json(call.actor) if call.flag("return_im") or new else {"id": channel.id}
    return {"channel": told} if new else {"channel": told, "no_op": True, "already_open": True}


@method("conversations.close")
def close(call: Call) -> Json:
    if not call.channel().is_direct:
        raise SlackError("method_not_supported_for_channel_type")
    return {}


@method("conversations.mark")
def mark(call: Call) -> Json:
    channel = call.channel(member=True)
    if call.text("ts") not in channel.messages:
        raise SlackError("invalid_timestamp")
    channel.last_read[call.actor] = call.text("ts")
    return {}
