"""Channels that an app makes, finds and changes."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from tests.sandbox.conftest import heard, refused


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "invalid_name_required"),
        ("x" * 81, "invalid_name_maxlength"),
        ("---", "invalid_name_punctuation"),
        ("Kitchen", "invalid_name_specials"),
        ("été", "invalid_name_specials"),
        ("a b", "invalid_name_specials"),
        ("😀", "invalid_name_specials"),
        ("general", "name_taken"),
    ],
)
async def test_a_channel_name_follows_slacks_rules(client: AsyncWebClient, name: str, error: str) -> None:
    """Each bad name is refused with the code for what is wrong with it."""
    with refused(error):
        await client.conversations_create(name=name)


async def test_an_archived_channel_keeps_its_name(client: AsyncWebClient, kitchen: str) -> None:
    """The name of an archived channel is taken."""
    await client.conversations_archive(channel=kitchen)
    with refused("name_taken"):
        await client.conversations_create(name="kitchen")
    with refused("already_archived"):
        await client.conversations_archive(channel=kitchen)
    await client.conversations_unarchive(channel=kitchen)
    with refused("not_archived"):
        await client.conversations_unarchive(channel=kitchen)


async def test_an_invite_is_all_or_nothing(client: AsyncWebClient, kitchen: str) -> None:
    """One person who cannot be invited stops the whole invite, and the answer says who and why."""
    with refused("already_in_channel") as caught:
        await client.conversations_invite(channel=kitchen, users="U03,U01")
    assert caught.value.response["errors"] == [{"user": "U01", "ok": False, "error": "already_in_channel"}]
    assert "U03" not in (await client.conversations_members(channel=kitchen))["members"]


async def test_a_forced_invite_takes_whom_it_can(client: AsyncWebClient, kitchen: str) -> None:
    """With force the others come in, and the answer lists who did not."""
    answer = await client.conversations_invite(channel=kitchen, users="U03,U01,U404", force=True)
    assert answer["ok"]
    assert {error["user"]: error["error"] for error in answer["errors"]} == {
        "U01": "already_in_channel",
        "U404": "user_not_found",
    }
    assert "U03" in (await client.conversations_members(channel=kitchen))["members"]


async def test_who_invites_must_be_inside(client: AsyncWebClient, kitchen: str, general: str) -> None:
    """An app invites neither itself, nor into a channel that it is not in, nor into an archived one."""
    me = (await client.auth_test())["user_id"]
    with refused("cant_invite_self"):
        await client.conversations_invite(channel=kitchen, users=me)
    with refused("not_in_channel"):
        await client.conversations_invite(channel=general, users="U01")
    await client.conversations_archive(channel=kitchen)
    with refused("is_archived"):
        await client.conversations_invite(channel=kitchen, users="U03")


async def test_topic_and_purpose_have_250_characters(client: AsyncWebClient, kitchen: str) -> None:
    """They are set and told, and a longer one is refused."""
    await client.conversations_setTopic(channel=kitchen, topic="soup")
    await client.conversations_setPurpose(channel=kitchen, purpose="to eat")
    channel = (await client.conversations_info(channel=kitchen, include_num_members=True))["channel"]
    told = (channel["topic"]["value"], channel["purpose"]["value"], channel["num_members"])
    assert told == ("soup", "to eat", 3)
    with refused("too_long"):
        await client.conversations_setTopic(channel=kitchen, topic="x" * 251)


async def test_a_renamed_channel_gives_its_old_name_free(client: AsyncWebClient, kitchen: str) -> None:
    """After a rename the old name can be used again, the new one not."""
    answer = await client.conversations_rename(channel=kitchen, name="canteen")
    assert answer["channel"]["previous_names"] == ["kitchen"]
    await client.conversations_create(name="kitchen")
    with refused("name_taken"):
        await client.conversations_create(name="canteen")


async def test_joining_twice_is_a_warning(client: AsyncWebClient, general: str) -> None:
    """conversations.join of a channel that one is in is no error."""
    await client.conversations_join(channel=general)
    assert (await client.conversations_join(channel=general))["warning"] == "already_in_channel"
    with refused("cant_leave_general"):
        await client.conversations_leave(channel=general)


async def test_who_is_sent_away_loses_a_private_channel(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """After a kick the channel is gone from that person's page and answers."""
    channel = (await client.conversations_create(name="inner", is_private=True))["channel"]["id"]
    await client.conversations_invite(channel=channel, users="U01")
    page = sandbox.watch("U01")
    await client.conversations_kick(channel=channel, user="U01")
    assert {"type": "channel_gone", "id": channel} in heard(page)
    assert (await sandbox.do("U01", "history", channel=channel))["error"] == "channel_not_found"


async def test_lists_come_in_pages(client: AsyncWebClient) -> None:
    """Following the cursor visits every channel and every person once."""
    channels = [
        channel["name"] async for page in await client.conversations_list(limit=1) for channel in page["channels"]
    ]
    assert channels == ["general", "communication"]
    people = [user["id"] async for page in await client.users_list(limit=3) for user in page["members"]]
    assert len(people) == len(set(people)) == 9
    with refused("invalid_cursor"):
        await client.conversations_list(cursor="nonsense")


async def test_a_list_shows_only_private_channels_that_one_is_in(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Somebody else's private channel is in no list, not even in theirs as the app sees it."""
    await sandbox.do("U01", "create_channel", name="theirs", is_private=True)
    await client.conversations_create(name="ours", is_private=True)
    listed = await client.conversations_list(types="private_channel")
    assert [channel["name"] for channel in listed["channels"]] == ["ours"]
    of_u01 = await client.users_conversations(user="U01", types="public_channel,private_channel")
    assert "theirs" not in {channel["name"] for channel in of_u01["channels"]}


async def test_a_direct_message_opens_for_one_or_several(client: AsyncWebClient) -> None:
    """One person makes an im, several an mpim; the same people get the same one."""
    one = (await client.conversations_open(users="U01", return_im=True))["channel"]
    assert (one["is_im"], one["user"]) == (True, "U01")
    group = (await client.conversations_open(users="U01,U02"))["channel"]["id"]
    assert (await client.conversations_open(users="U02,U01"))["channel"]["id"] == group
    with refused("user_not_found"):
        await client.conversations_open(users="U404")
    with refused("users_list_not_supplied"):
        await client.conversations_open(users="")


async def test_history_goes_backwards_in_pages(client: AsyncWebClient, kitchen: str) -> None:
    """Newest first, with a cursor to what is older, and bounds that leave themselves out."""
    stamps = [(await client.chat_postMessage(channel=kitchen, text=f"{n}"))["ts"] for n in range(7)]
    texts = [
        message["text"]
        async for page in await client.conversations_history(channel=kitchen, limit=3)
        for message in page["messages"]
    ]
    assert texts[:7] == ["6", "5", "4", "3", "2", "1", "0"]
    between = await client.conversations_history(channel=kitchen, oldest=stamps[1], latest=stamps[4])
    assert [message["text"] for message in between["messages"]] == ["3", "2"]
    with_ends = await client.conversations_history(channel=kitchen, oldest=stamps[1], latest=stamps[4], inclusive=True)
    assert [message["text"] for message in with_ends["messages"]] == ["4", "3", "2", "1"]
    with refused("invalid_ts_oldest"):
        await client.conversations_history(channel=kitchen, oldest="yesterday")


async def test_history_is_for_members(client: AsyncWebClient, general: str) -> None:
    """A public channel's history is refused to an app that is not in it."""
    with refused("not_in_channel"):
        await client.conversations_history(channel=general)
