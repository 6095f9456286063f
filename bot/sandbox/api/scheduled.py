"""chat.scheduleMessage and its kin: messages that the workspace's clock posts later."""

from bot.sandbox.api.chat import MAX_SCHEDULE_SECONDS, author, content, target, thread
from bot.sandbox.api.registry import Call, method, page_of
from bot.sandbox.errors import Json, SlackError
from bot.sandbox.schedule import Scheduled


@method("chat.scheduleMessage")
def schedule_message(call: Call) -> Json:
    post_at = call.args["post_at"]
    now = call.ws.clock.now()
    if post_at <= now:
        raise SlackError("time_in_past")
    if post_at > now + MAX_SCHEDULE_SECONDS:
        raise SlackError("time_too_far")
    channel = target(call)
    scheduled = Scheduled(
        post_at,
        call.ws.new_id("Q"),
        call.app.id,
        channel.id,
        author(call),
        content(call),
        thread(call, channel),
        int(now),
    )
    call.ws.schedule.add(scheduled)
    return {
        "channel": channel.id,
        "scheduled_message_id": scheduled.id,
        "post_at": post_at,
        "message": {"type": "delayed_message", **scheduled.author, **scheduled.content},
    }


@method("chat.scheduledMessages.list")
def list_(call: Call) -> Json:
    channel = call.text("channel")
    own = [s.json() for s in call.ws.schedule.waiting() if s.app_id == call.app.id and channel in ("", s.channel_id)]
    page, metadata = page_of(call, own)
    return {"scheduled_messages": page, "response_metadata": metadata}


@method("chat.deleteScheduledMessage")
def delete(call: Call) -> Json:
    wanted = call.text("scheduled_message_id")
    if not call.ws.schedule.cancel(call.app.id, call.text("channel"), wanted):
        raise SlackError("invalid_scheduled_message_id")
    return {}
