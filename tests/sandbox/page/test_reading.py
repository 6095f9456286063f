"""Where one stands in a channel: at its end, at what is higher than the screen, at what a link names."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.sandbox.page.conftest import Enter, House, Person
from tests.sandbox.page.gallery_blocks import plain, section

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HEAD = "The top of a tall board"


async def tall(house: House, channel: str) -> str:
    blocks: list[Any] = [{"type": "header", "text": plain(HEAD)}, *(section(f"Item {n}\nand more") for n in range(30))]
    return str((await house.client.chat_postMessage(channel=channel, text="A board", blocks=blocks))["ts"])


async def inside(person: Person, node: Locator) -> None:
    """The node stands within the list of messages, and not behind its edge."""
    box, frame = await node.bounding_box(), await person.page.locator(".main .log").bounding_box()
    assert box is not None
    assert frame is not None
    assert frame["y"] <= box["y"] <= frame["y"] + frame["height"] / 2


@pytest.mark.parametrize("phone", [False, True])
async def test_a_tall_message_is_read_from_its_top(house: House, enter: Enter, *, phone: bool) -> None:
    """A channel whose one message is higher than the screen opens at that message's beginning."""
    channel = (await house.client.conversations_create(name="cell", is_private=True))["channel"]["id"]
    await house.client.conversations_invite(channel=channel, users=["U07"])
    await tall(house, channel)
    await house.client.conversations_setTopic(channel=channel, topic="Serious")
    nora = await enter(place=channel, phone=phone)
    head = nora.page.get_by_role("heading", name=HEAD)
    await expect(head).to_be_in_viewport()
    await inside(nora, head)
    await house.client.conversations_setTopic(channel=channel, topic="More serious")
    await expect(nora.page.locator(".main article", has_text="More serious")).to_have_count(1)
    await inside(nora, head)


@pytest.mark.parametrize("phone", [False, True])
async def test_a_link_leads_to_the_beginning_of_a_message(house: House, enter: Enter, *, phone: bool) -> None:
    """A bookmark and "Go to message" show the top of a tall message, as often as they are pressed."""
    ts = await tall(house, house.general)
    await house.client.pins_add(channel=house.general, timestamp=ts)
    link = f"https://sandbox.example/archives/{house.general}/p{ts.replace('.', '')}"
    await house.client.bookmarks_add(channel_id=house.general, title="Board", type="link", link=link)
    for number in range(40):
        await house.say("U02", f"Line {number}")
    nora = await enter(phone=phone)
    head = nora.page.locator(".main").get_by_role("heading", name=HEAD)
    log = nora.page.locator(".main .log")
    for _ in range(2):
        await expect(head).not_to_be_in_viewport()
        await nora.page.get_by_role("link", name="Board").click()
        await expect(head).to_be_in_viewport()
        await inside(nora, head)
        await log.evaluate("(log) => { log.scrollTop = log.scrollHeight; }")
    await nora.page.get_by_test_id("pins").click()
    await nora.page.get_by_role("button", name="Go to message").click()
    await expect(head).to_be_in_viewport()
    await inside(nora, head)


async def test_what_is_new_below_is_told(house: House, enter: Enter) -> None:
    """Whoever has scrolled up sees that something was said, and comes down by a click."""
    for number in range(40):
        await house.say("U01", f"Line {number}")
    nora = await enter()
    await expect(nora.message("Line 39")).to_be_in_viewport()
    below = nora.page.get_by_test_id("new-below")
    await nora.page.locator(".main .log").evaluate("(log) => { log.scrollTop = 200; }")
    await expect(nora.message("Line 39")).not_to_be_in_viewport()
    await expect(below).to_be_hidden()
    await house.say("U02", "The very last")
    await below.click()
    await expect(nora.message("The very last")).to_be_in_viewport()
    await expect(below).to_be_hidden()


async def test_the_long_press_is_told_once(house: House, enter: Enter) -> None:
    """On a touch screen a line tells of it until it is closed; on a desk there is none."""
    await house.say("U02", "Hold me")
    nora, camille = await enter(phone=True), await enter("U01")
    tip = nora.page.get_by_test_id("tip")
    await expect(tip).to_contain_text("Hold a finger on a message")
    await expect(camille.page.get_by_test_id("tip")).to_be_hidden()
    await tip.get_by_role("button", name="Dismiss").tap()
    await expect(tip).to_be_hidden()
    await nora.page.reload()
    await expect(nora.message("Hold me")).to_be_visible()
    await expect(tip).to_be_hidden()


async def test_a_form_opens_at_its_top(house: House, enter: Enter) -> None:
    """A field that has the focus further down does not hide the beginning of a form."""
    nora = await enter(phone=True)
    await nora.type("/gallery late")
    await nora.modal.wait_for()
    assert await nora.modal.locator(".modal-content").evaluate("(content) => content.scrollTop") == 0
    await expect(nora.modal.get_by_text("Line 0")).to_be_in_viewport()


async def test_a_short_word_covers_no_head(house: House, enter: Enter) -> None:
    """A toast stands below the channel's head, can be closed, and goes by itself."""
    nora = await enter()
    await nora.type("/nothing")
    toast = nora.page.get_by_test_id("toast")
    box, head = await toast.bounding_box(), await nora.page.locator("#head").bounding_box()
    assert box is not None
    assert head is not None
    assert box["y"] > head["y"] + head["height"]
    await toast.get_by_role("button", name="Dismiss").click()
    await expect(toast).to_have_count(0)
    await nora.type("/nothing")
    await expect(toast).to_have_count(1)
    await expect(toast).to_have_count(0, timeout=8000)


async def test_words_stand_apart_and_signs_do_not(house: House, enter: Enter) -> None:
    """The hint of a command is no part of its description; a full stop stands right behind a mention."""
    await house.client.chat_postMessage(channel=house.general, text=f"Opened: <#{house.general}>.")
    nora = await enter()
    await nora.composer.fill("/gallery f")
    hint = nora.page.locator(".main .composer-hint")
    assert "\n" in await hint.inner_text()
    mention = nora.message("Opened:").locator(".mention").last
    assert await mention.evaluate("(node) => getComputedStyle(node).paddingRight") == "0px"
