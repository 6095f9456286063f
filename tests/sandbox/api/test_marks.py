"""Pins, bookmarks and reactions."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from tests.sandbox.conftest import heard, refused


async def test_a_message_is_pinned_once(sandbox: Sandbox, client: AsyncWebClient, kitchen: str) -> None:
    """The pin shows on message and channel; a second one is refused, and so is taking away one that is not."""
    ts = (await client.chat_postMessage(channel=kitchen, text="menu"))["ts"]
    page = sandbox.watch("U01")
    await client.pins_add(channel=kitchen, timestamp=ts)
    with refused("already_pinned"):
        await client.pins_add(channel=kitchen, timestamp=ts)
    assert heard(page, "channel")[-1]["channel"]["pins"] == [ts]
    items = (await client.pins_list(channel=kitchen))["items"]
    assert [item["message"]["text"] for item in items] == ["menu"]
    await client.pins_remove(channel=kitchen, timestamp=ts)
    with refused("no_pin"):
        await client.pins_remove(channel=kitchen, timestamp=ts)
    with refused("message_not_found"):
        await client.pins_add(channel=kitchen, timestamp="1.000001")
    with refused("bad_timestamp"):
        await client.pins_add(channel=kitchen, timestamp="soon")
    with refused("no_item_specified"):
        await client.pins_add(channel=kitchen)


async def test_bookmarks_are_kept_by_channel(client: AsyncWebClient, kitchen: str) -> None:
    """Added, changed, listed, removed; a link that is none is refused."""
    made = await client.bookmarks_add(
        channel_id=kitchen, title="Menu", type="link", link="https://example.com/menu", emoji=":soup:"
    )
    bookmark = made["bookmark"]["id"]
    await client.bookmarks_edit(channel_id=kitchen, bookmark_id=bookmark, title="Today")
    (told,) = (await client.bookmarks_list(channel_id=kitchen))["bookmarks"]
    assert (told["title"], told["link"]) == ("Today", "https://example.com/menu")
    await client.bookmarks_remove(channel_id=kitchen, bookmark_id=bookmark)
    with refused("not_found"):
        await client.bookmarks_remove(channel_id=kitchen, bookmark_id=bookmark)
    with refused("invalid_link"):
        await client.bookmarks_add(channel_id=kitchen, title="x", type="link", link="menu")
    with refused("invalid_bookmark_type"):
        await client.bookmarks_add(channel_id=kitchen, title="x", type="file", link="https://example.com")


async def test_bookmarks_are_refused_outside(client: AsyncWebClient, general: str) -> None:
    """An app sets no bookmark in a channel that it is not in."""
    with refused("permission_denied"):
        await client.bookmarks_add(channel_id=general, title="x", type="link", link="https://example.com")


async def test_reactions_are_counted_by_person(sandbox: Sandbox, client: AsyncWebClient, kitchen: str) -> None:
    """Two people make a count of two; the same one twice is refused."""
    ts = (await client.chat_postMessage(channel=kitchen, text="soup"))["ts"]
    await client.reactions_add(channel=kitchen, timestamp=ts, name="yum")
    await sandbox.do("U01", "react", channel=kitchen, ts=ts, name="yum")
    (reaction,) = (await client.reactions_get(channel=kitchen, timestamp=ts))["message"]["reactions"]
    assert (reaction["name"], reaction["count"]) == ("yum", 2)
    with refused("already_reacted"):
        await client.reactions_add(channel=kitchen, timestamp=ts, name="yum")
    with refused("invalid_name"):
        await client.reactions_add(channel=kitchen, timestamp=ts, name="No Emoji")
    await client.reactions_remove(channel=kitchen, timestamp=ts, name="yum")
    with refused("no_reaction"):
        await client.reactions_remove(channel=kitchen, timestamp=ts, name="yum")
