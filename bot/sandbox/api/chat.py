"""chat.*: messages that an app writes, changes and takes back."""

import json

from bot.sandbox import messages
from bot.sandbox.api.registry import Call, method, missing_scope
from bot.sandbox.blockkit import check_message
from bot.sandbox.channels import Channel
from bot.sandbox.errors import Json, SlackError, refuse

MAX_UPDATE_TEXT = 4000
MAX_METADATA_BYTES = 16 * 1024
MAX_SCHEDULE_SECONDS = 120 * 86400


@method("chat.postMessage")
def post_message(call: Call) -> Json:
    channel = target(call)
    message = messages.post(
        call.ws,
        channel,
        author(call),
        content(call),
        thread_ts=thread(call, channel),
        broadcast=call.flag("reply_broadcast"),
    )
    return {"channel": channel.id, "ts": message["ts"], "message": message}


@method("chat.postEphemeral")
def post_ephemeral(call: Call) -> Json:
    channel = target(call)
    user = call.text("user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = messages.post_ephemeral(call.ws, channel, call.app, user, content(call), thread(call, channel))
    return {"message_ts": message["ts"]}


@method("chat.update")
def update(call: Call) -> Json:
    channel = call.channel()
    message = own_message(call, channel, "cant_update_message")
    if channel.archived:
        raise SlackError("is_inactive")
    changes: Json = {}
    if "text" in call.args or "markdown_text" in call.args:
        changes["text"] = call.text("text") or call.text("markdown_text")
        if len(changes["text"]) > MAX_UPDATE_TEXT:
            raise SlackError("msg_too_long")
    for name in ("blocks", "attachments", "metadata"):
        if name in call.args:
            changes[name] = call.args[name]
    check_content(changes)
    after = {**message, **changes}
    if not (after.get("text") or after.get("blocks") or after.get("attachments")):
        raise SlackError("no_text")
    message = messages.edit(call.ws, channel, message, changes, call.actor)
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}


@method("chat.delete")
def delete(call: Call) -> Json:
    channel = call.channel()
    message = own_message(call, channel, "cant_delete_message")
    messages.delete(call.ws, channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.getPermalink")
def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = messages.find(channel, call.args["message_ts"])
    link = f"{call.ws.url}/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts", message["ts"]) != message["ts"]:
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def target(call: Call) -> Channel:
    """Where to post: an id, a name, or a person, whose direct message is then opened."""
    wanted = call.text("channel")
    if wanted in call.ws.users and wanted != call.actor:
        return call.ws.direct([call.actor, wanted])[0]
    channel = call.ws.channels.get(wanted) or call.ws.channel_names.get(wanted.removeprefix("#"))
    if channel is None or not channel.visible_to(call.actor):
        raise SlackError("channel_not_found")
    anywhere = "chat:write.public" in call.app.config.scopes
    channel.require(None if anywhere else call.actor, writable=True)
    return channel


def author(call: Call) -> Json:
    """The app as author, under another name or icon if it may."""
    own = messages.app_author(call.ws, call.app)
    if not any(call.text(name) for name in ("username", "icon_emoji", "icon_url")):
        return own
    if "chat:write.customize" not in call.app.config.scopes:
        raise missing_scope(call.app, ["chat:write.customize"])
    icons = {"emoji": call.text("icon_emoji"), "image_48": call.text("icon_url")}
    return own | {
        "subtype": "bot_message",
        "username": call.text("username", call.app.config.name),
        "icons": {key: value for key, value in icons.items() if value},
    }


def thread(call: Call, channel: Channel) -> str | None:
    wanted = call.text("thread_ts")
    return messages.thread_root(channel, wanted) if wanted else None


def content(call: Call) -> Json:
    """Text, blocks, attachments and metadata of a new message, checked as Slack checks them."""
    told: Json = {"text": call.text("text")}
    if call.text("markdown_text"):
        if told["text"] or call.args.get("blocks"):
            raise SlackError("markdown_text_conflict")
        told["text"] = call.text("markdown_text")
    for name in ("blocks", "attachments", "metadata"):
        if call.args.get(name):
            told[name] = call.args[name]
    check_content(told)
    if not (told["text"].strip() or told.get("blocks") or told.get("attachments")):
        raise SlackError("no_text")
    return told


def check_content(told: Json) -> None:
    refuse(check_message(told.get("blocks") or [], attachments=told.get("attachments")))
    metadata = told.get("metadata")
    if metadata:
        if not (
            isinstance(metadata, dict)
            and isinstance(metadata.get("event_type"), str)
            and isinstance(metadata.get("event_payload"), dict)
        ):
            raise SlackError("invalid_metadata_format")
        if len(json.dumps(metadata)) > MAX_METADATA_BYTES:
            raise SlackError("metadata_too_large")


def own_message(call: Call, channel: Channel, refusal: str) -> Json:
    message = messages.find(channel, call.args["ts"])
    if message.get("bot_id") != call.app.bot_id:
        raise SlackError(refusal)
    return message
