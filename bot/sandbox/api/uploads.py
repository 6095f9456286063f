"""files.*: the three steps of an upload, and what becomes of the file."""

from bot.sandbox import messages
from bot.sandbox.api.chat import check_content
from bot.sandbox.api.registry import Call, method
from bot.sandbox.channels import Channel
from bot.sandbox.errors import Json, SlackError, invalid_arguments
from bot.sandbox.files import MAX_BYTES, StoredFile

MAX_ALT_TEXT = 1000


@method("files.getUploadURLExternal")
def get_upload_url(call: Call) -> Json:
    length = call.args["length"]
    if length <= 0:
        raise invalid_arguments("must be greater than 0 [json-pointer:/length]")
    if length > MAX_BYTES:
        raise SlackError("file_upload_size_restricted")
    if len(call.text("alt_txt")) > MAX_ALT_TEXT:
        raise SlackError("alt_txt_too_large")
    now = int(call.ws.clock.now())
    file = call.ws.files.reserve(call.ws.new_id("F"), call.text("filename"), call.actor, now, length)
    file.alt_txt = call.text("alt_txt")
    return {"upload_url": f"{call.ws.url}/upload/{file.ticket}", "file_id": file.id}


@method("files.completeUploadExternal")
def complete_upload(call: Call) -> Json:
    told = call.args["files"]
    if not isinstance(told, list) or not all(isinstance(entry, dict) for entry in told):
        raise invalid_arguments("must be an array of objects [json-pointer:/files]")
    channels = [_channel(call, wanted) for wanted in _wanted_channels(call)]
    content: Json = {"text": call.text("initial_comment")}
    if call.args.get("blocks"):
        content["blocks"] = call.args["blocks"]
        check_content(content)
    files: list[StoredFile] = []
    for entry in told:
        file = call.ws.files.get(entry.get("id"))
        if file is None or file.content is None or file.user != call.actor:
            raise SlackError("file_not_found")
        file.title = str(entry.get("title") or file.name)
        files.append(file)
    for file in files:
        file.shared = bool(channels)
    shown = [file.json(call.ws.url, call.ws.team_id) for file in files]
    for channel in channels:
        thread_ts = call.text("thread_ts")
        root = messages.thread_root(channel, thread_ts) if thread_ts else None
        author = messages.app_author(call.ws, call.app)
        fields = {**content, "files": shown, "upload": True}
        messages.post(call.ws, channel, author, fields, thread_ts=root)
    return {"files": shown}


def _wanted_channels(call: Call) -> list[str]:
    joined = call.text("channel_id") or call.text("channels")
    return [wanted.strip() for wanted in joined.split(",") if wanted.strip()]


def _channel(call: Call, wanted: str) -> Channel:
    if wanted in call.ws.users:
        return call.ws.direct([call.actor, wanted])[0]
    channel = call.ws.channel_for(wanted, call.actor)
    channel.require(call.actor)
    if channel.archived:
        raise SlackError("posting_to_channel_denied")
    return channel


def _own_file(call: Call) -> StoredFile:
    file = call.ws.files.get(call.args["file"])
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    return file


@method("files.info")
def info(call: Call) -> Json:
    told = _own_file(call).json(call.ws.url, call.ws.team_id)
    return {"file": told, "comments": [], "response_metadata": {"next_cursor": ""}}


@method("files.delete")
def delete(call: Call) -> Json:
    file = _own_file(call)
    if file.user != call.actor:
        raise SlackError("cant_delete_file")
    call.ws.files.remove(file)
    for channel in call.ws.channels.values():
        for message in channel.messages.values():
            if any(shown.get("id") == file.id for shown in message.get("files", ())):
                message["files"] = [_without(shown, file) for shown in message["files"]]
                call.ws.show_message(channel, message)
    return {}


def _without(shown: Json, gone: StoredFile) -> Json:
    """What a message keeps of a file that was deleted."""
    return {"id": gone.id, "mode": "tombstone"} if shown.get("id") == gone.id else shown
