"""Messages that an app writes."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from tests.sandbox.conftest import button, heard, refused, section
from tests.waiting import until


async def test_a_posted_message_reaches_the_pages_of_those_who_see_the_channel(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    """A member's page is told of a message in a private channel; an outsider's is not."""
    channel = (await client.conversations_create(name="secret", is_private=True))["channel"]["id"]
    await client.conversations_invite(channel=channel, users="U01")
    member, outsider = sandbox.watch("U01"), sandbox.watch("U08")
    await client.chat_postMessage(channel=channel, text="hush")
    assert [told["message"]["text"] for told in heard(member, "message")] == ["hush"]
    assert heard(outsider) == []


async def test_an_empty_message_is_refused(client: AsyncWebClient, kitchen: str) -> None:
    """A message needs text, blocks or attachments."""
    with refused("no_text"):
        await client.api_call("chat.postMessage", json={"channel": kitchen, "text": " "})


async def test_bad_blocks_are_refused_with_the_place(client: AsyncWebClient, kitchen: str) -> None:
    """Blocks that Slack would refuse are refused, with a pointer to what is wrong."""
    with refused("invalid_blocks") as caught:
        await client.chat_postMessage(channel=kitchen, text="x", blocks=[section("y" * 3001)])
    assert "/blocks/0/text/text" in caught.value.response["response_metadata"]["messages"][0]


async def test_blocks_that_are_no_json_are_refused(client: AsyncWebClient, kitchen: str) -> None:
    """A string that is no JSON is no blocks."""
    with refused("invalid_blocks_format"):
        await client.chat_postMessage(channel=kitchen, text="x", blocks="[{")


async def test_an_app_posts_only_where_it_is(client: AsyncWebClient, general: str) -> None:
    """A public channel that the app has not joined answers not_in_channel, an unknown one channel_not_found."""
    with refused("not_in_channel"):
        await client.chat_postMessage(channel=general, text="x")
    with refused("channel_not_found"):
        await client.chat_postMessage(channel="C404", text="x")


async def test_a_private_channel_does_not_exist_for_an_outsider(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """An app that is not in a private channel is told that there is no such channel."""
    made = await sandbox.do("U01", "create_channel", name="closed", is_private=True)
    with refused("channel_not_found"):
        await client.chat_postMessage(channel=made["channel"]["id"], text="x")
    with refused("channel_not_found"):
        await client.conversations_info(channel=made["channel"]["id"])


async def test_nothing_is_posted_into_an_archived_channel(client: AsyncWebClient, kitchen: str) -> None:
    """An archived channel refuses new messages and changes of old ones."""
    ts = (await client.chat_postMessage(channel=kitchen, text="old"))["ts"]
    await client.conversations_archive(channel=kitchen)
    with refused("is_archived"):
        await client.chat_postMessage(channel=kitchen, text="x")
    with refused("is_archived"):
        await client.chat_postEphemeral(channel=kitchen, user="U01", text="x")
    with refused("is_inactive"):
        await client.chat_update(channel=kitchen, ts=ts, text="x")


async def test_a_message_to_a_person_opens_the_direct_message(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Posting to a user id lands in the direct message of the two."""
    page = sandbox.watch("U03")
    channel = (await client.chat_postMessage(channel="U03", text="psst"))["channel"]
    assert channel.startswith("D")
    assert [told["channel"]["id"] for told in heard(page, "channel")] == [channel]
    opened = await client.conversations_open(users="U03")
    assert (opened["channel"]["id"], opened["already_open"]) == (channel, True)


async def test_an_update_keeps_what_it_does_not_name(client: AsyncWebClient, kitchen: str) -> None:
    """chat.update with text alone keeps the blocks; an empty list takes them away."""
    ts = (await client.chat_postMessage(channel=kitchen, text="a", blocks=[section("a")]))["ts"]
    kept = await client.chat_update(channel=kitchen, ts=ts, text="b")
    assert (kept["text"], len(kept["message"]["blocks"])) == ("b", 1)
    bare = await client.chat_update(channel=kitchen, ts=ts, text="c", blocks=[])
    assert "blocks" not in bare["message"]


async def test_updates_have_their_limits(sandbox: Sandbox, client: AsyncWebClient, kitchen: str) -> None:
    """A longer text than 4000, an unknown message and somebody else's message are refused."""
    ts = (await client.chat_postMessage(channel=kitchen, text="a"))["ts"]
    theirs = (await sandbox.do("U01", "say", channel=kitchen, text="mine"))["message"]["ts"]
    with refused("msg_too_long"):
        await client.chat_update(channel=kitchen, ts=ts, text="x" * 4001)
    with refused("message_not_found"):
        await client.chat_update(channel=kitchen, ts="1.000001", text="x")
    with refused("cant_update_message"):
        await client.chat_update(channel=kitchen, ts=theirs, text="x")
    with refused("cant_delete_message"):
        await client.chat_delete(channel=kitchen, ts=theirs)


async def test_a_deleted_message_is_gone(sandbox: Sandbox, client: AsyncWebClient, kitchen: str) -> None:
    """After chat.delete neither history nor page has the message, and it cannot be changed."""
    ts = (await client.chat_postMessage(channel=kitchen, text="oops"))["ts"]
    page = sandbox.watch("U01")
    await client.chat_delete(channel=kitchen, ts=ts)
    assert heard(page, "message_gone") == [{"type": "message_gone", "channel": kitchen, "ts": ts}]
    with refused("message_not_found"):
        await client.chat_update(channel=kitchen, ts=ts, text="x")


async def test_replies_are_counted_at_their_parent(client: AsyncWebClient, kitchen: str) -> None:
    """A reply shows in the thread, not in the channel, and a reply to a reply joins the same thread."""
    root = (await client.chat_postMessage(channel=kitchen, text="root"))["ts"]
    reply = (await client.chat_postMessage(channel=kitchen, text="one", thread_ts=root))["ts"]
    await client.chat_postMessage(channel=kitchen, text="two", thread_ts=reply)
    await client.chat_postMessage(channel=kitchen, text="three", thread_ts=root, reply_broadcast=True)
    replies = (await client.conversations_replies(channel=kitchen, ts=root))["messages"]
    assert [message["text"] for message in replies] == ["root", "one", "two", "three"]
    assert replies[0]["reply_count"] == 3
    history = (await client.conversations_history(channel=kitchen, limit=2))["messages"]
    assert [message["text"] for message in history] == ["three", "root"]


async def test_an_ephemeral_message_is_seen_by_one_person_only(
    sandbox: Sandbox, client: AsyncWebClient, kitchen: str
) -> None:
    """Neither history nor another member's page knows of it; who is not in the channel cannot get it."""
    one, other = sandbox.watch("U01"), sandbox.watch("U02")
    await client.chat_postEphemeral(channel=kitchen, user="U01", text="for you", blocks=[button()])
    (told,) = heard(one, "message")
    assert told["message"]["ephemeral"]
    assert heard(other, "message") == []
    history = (await client.conversations_history(channel=kitchen))["messages"]
    assert "for you" not in {message["text"] for message in history}
    with refused("message_not_found"):
        await client.chat_update(channel=kitchen, ts=told["message"]["ts"], text="x")
    with refused("user_not_in_channel"):
        await client.chat_postEphemeral(channel=kitchen, user="U08", text="x")


async def test_metadata_is_kept_and_told_when_asked_for(client: AsyncWebClient, kitchen: str) -> None:
    """Only conversations.history with include_all_metadata shows a message's metadata."""
    metadata = {"event_type": "lunch", "event_payload": {"id": "7"}}
    await client.chat_postMessage(channel=kitchen, text="m", metadata=metadata)
    quiet = await client.conversations_history(channel=kitchen, limit=1)
    full = await client.conversations_history(channel=kitchen, limit=1, include_all_metadata=True)
    assert "metadata" not in quiet["messages"][0]
    assert full["messages"][0]["metadata"] == metadata
    with refused("invalid_metadata_format"):
        await client.chat_postMessage(channel=kitchen, text="m", metadata={"event_type": 1})


async def test_another_name_needs_its_scope(client: AsyncWebClient, kitchen: str) -> None:
    """A username is refused without chat:write.customize."""
    with refused("missing_scope"):
        await client.chat_postMessage(channel=kitchen, text="x", username="Cook")


async def test_a_permalink_leads_to_a_message_that_exists(client: AsyncWebClient, kitchen: str) -> None:
    """The link names channel and message; for none there is message_not_found."""
    ts = (await client.chat_postMessage(channel=kitchen, text="x"))["ts"]
    link = (await client.chat_getPermalink(channel=kitchen, message_ts=ts))["permalink"]
    assert link.endswith(f"/archives/{kitchen}/p{ts.replace('.', '')}")
    with refused("message_not_found"):
        await client.chat_getPermalink(channel=kitchen, message_ts="1.000001")


async def test_a_scheduled_message_comes_by_itself(sandbox: Sandbox, client: AsyncWebClient, kitchen: str) -> None:
    """Nobody has to move the clock for it."""
    soon = int(sandbox.clock.now() + 1.5)
    await client.chat_scheduleMessage(channel=kitchen, text="soup", post_at=soon)
    channel = sandbox.workspace.channels[kitchen]
    await until(lambda: channel.messages[channel.timeline[-1]]["text"] == "soup", what="the soup")
    assert float(channel.timeline[-1]) >= soon


async def test_a_scheduled_message_comes_on_the_workspaces_clock(
    sandbox: Sandbox, client: AsyncWebClient, kitchen: str
) -> None:
    """It is posted when the clock has been moved past its time, unless it was taken back."""
    later = int(sandbox.clock.now()) + 3600
    await client.chat_scheduleMessage(channel=kitchen, text="soup", post_at=later)
    dropped = await client.chat_scheduleMessage(channel=kitchen, text="salad", post_at=later)
    await client.chat_deleteScheduledMessage(channel=kitchen, scheduled_message_id=dropped["scheduled_message_id"])
    waiting = (await client.chat_scheduledMessages_list())["scheduled_messages"]
    assert [message["text"] for message in waiting] == ["soup"]
    sandbox.move_clock(3601)
    history = (await client.conversations_history(channel=kitchen, limit=1))["messages"]
    assert (history[0]["text"], float(history[0]["ts"]) >= later) == ("soup", True)
    with refused("time_in_past"):
        await client.chat_scheduleMessage(channel=kitchen, text="x", post_at=later)
