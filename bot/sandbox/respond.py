"""An app's answer to an interaction: through the response_url, or in the acknowledgement of a command."""

from bot.sandbox import messages
from bot.sandbox.blockkit import check_message
from bot.sandbox.errors import Json, SlackError, refuse
from bot.sandbox.response_urls import ResponseUrl
from bot.sandbox.workspace import Workspace


def respond(ws: Workspace, url: ResponseUrl, told: Json) -> None:
    """Posts, replaces or deletes as the answer asks. Raises SlackError for what Slack would refuse."""
    channel = ws.channels[url.channel_id]
    app = ws.apps[url.app_id]
    own = channel.ephemerals.get((url.user, url.ts or "")) if url.ephemeral else None
    original = own or (None if url.ephemeral else channel.messages.get(url.ts or ""))
    if told.get("delete_original"):
        if original is None:
            raise SlackError("message_not_found")
        if url.ephemeral:
            messages.withdraw_ephemeral(ws, channel, url.user, original)
        else:
            messages.delete(ws, channel, original)
        return
    content: Json = {"text": str(told.get("text") or "")}
    content |= {key: told[key] for key in ("blocks", "attachments", "metadata") if told.get(key)}
    refuse(check_message(content.get("blocks"), attachments=content.get("attachments")))
    if not (content["text"] or content.get("blocks") or content.get("attachments")):
        raise SlackError("no_text")
    thread_ts = told.get("thread_ts")
    root = messages.thread_root(channel, thread_ts) if thread_ts else None
    if told.get("replace_original") and url.ts is not None:
        if original is None:
            raise SlackError("message_not_found")
        changes = {"blocks": None, "attachments": None, **content}
        if url.ephemeral:
            messages.change_ephemeral(ws, channel, url.user, original, changes)
        else:
            messages.edit(ws, channel, original, changes, app.bot_user_id)
    elif told.get("response_type") == "in_channel":
        channel.require(writable=True)
        messages.post(ws, channel, messages.app_author(ws, app), content, thread_ts=root)
    else:
        messages.post_ephemeral(ws, channel, app, url.user, content, root)
