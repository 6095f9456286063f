"""On a phone of 390 pixels, in the dark, by touch."""

import pytest
from playwright.async_api import expect

from tests.sandbox.page.conftest import Enter, House
from tests.sandbox.page.gallery_blocks import board, section

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SEEN = """() => [...document.querySelectorAll(SELECTOR)]
    .filter((node) => node.checkVisibility({visibilityProperty: true})).filter((node) => CONDITION)
    .map((node) => node.outerHTML.slice(0, 120))"""


def seen(selector: str, condition: str) -> str:
    """A script that lists what can be seen, fits the selector and meets the condition."""
    return SEEN.replace("SELECTOR", f"`{selector}`").replace("CONDITION", condition)


WIDE = seen(
    "body *",
    "node.getBoundingClientRect().right > innerWidth + 1 && !node.closest('.bookmarks, .table-scroll, .unseen, svg')",
)
SMALL = seen(
    "button, a.place, input:not([type=checkbox], [type=radio]), textarea",
    "node.getBoundingClientRect().height < 40 && !node.closest('.message-head, .toolbar')",
)
NAMELESS = seen(
    "button, a[href], input, textarea, [role=dialog], [role=listbox], [role=log]",
    "!(node.getAttribute('aria-label') || node.innerText?.trim() || node.labels?.length"
    " || document.getElementById(node.getAttribute('aria-labelledby'))?.innerText)",
)


async def test_everything_fits_and_can_be_touched(house: House, enter: Enter) -> None:
    """Nothing is wider than the screen, nothing that is tapped lower than 40 pixels, nothing without a name."""
    long = "https://example.com/" + "a" * 200
    blocks = [*board(), section(long), section(f"```{'x' * 300}```")]
    private = (await house.client.conversations_create(name="p" * 80, is_private=True))["channel"]["id"]
    await house.client.conversations_invite(channel=private, users=["U07"])
    await house.client.chat_postMessage(channel=private, text="A board", blocks=blocks)
    await house.client.conversations_setTopic(channel=private, topic="t" * 250)
    await house.sandbox.do("U07", "say", channel=private, text="w" * 300)
    nora = await enter(phone=True, color_scheme="dark", place=private)
    for script in (WIDE, SMALL, NAMELESS):
        assert await nora.page.evaluate(script) == []
    assert await nora.page.evaluate("document.documentElement.scrollWidth") == 390
    await nora.type("/gallery form")
    await nora.modal.wait_for()
    for script in (WIDE, SMALL, NAMELESS):
        assert await nora.page.evaluate(script) == []


async def test_places_are_in_a_drawer(house: House, enter: Enter) -> None:
    """The list of places comes from the side, and goes when one is chosen."""
    nora = await enter(phone=True)
    quiet = house.sandbox.workspace.channel_names["communication"].id
    place = nora.page.locator(f'.sidebar [data-channel-id="{quiet}"]')
    await expect(place).not_to_be_in_viewport()
    await nora.page.get_by_role("button", name="Channels and people").tap()
    await expect(place).to_be_in_viewport()
    await place.tap()
    await expect(nora.page.get_by_role("heading", name="communication", level=1)).to_be_visible()
    await expect(place).not_to_be_in_viewport()


async def test_the_closed_drawer_says_that_somebody_is_asked_for(house: House, enter: Enter) -> None:
    """A mention elsewhere shows as a number on the drawer's button, and goes when it is read."""
    nora = await enter(phone=True)
    quiet = house.sandbox.workspace.channel_names["communication"].id
    button = nora.page.get_by_role("button", name="Channels and people")
    await expect(button).to_have_accessible_name("Channels and people")
    await house.sandbox.do("U01", "say", channel=quiet, text="<@U07> please look")
    await expect(button).to_have_accessible_name("Channels and people, Mentions: 1")
    await expect(button).to_contain_text("1")
    await button.tap()
    await nora.page.locator(f'.sidebar [data-channel-id="{quiet}"]').tap()
    await expect(button).to_have_accessible_name("Channels and people")


async def test_a_thread_takes_the_screen(house: House, enter: Enter) -> None:
    """A thread covers the channel and the arrow leads back to it."""
    ts = await house.say("U01", "A question")
    await house.say("U02", "An answer", thread_ts=ts)
    nora = await enter(phone=True)
    await nora.page.get_by_test_id("replies").tap()
    panel = nora.page.get_by_role("complementary", name="Thread")
    box = await panel.bounding_box()
    assert box is not None
    assert box["width"] == 390
    await panel.get_by_role("button", name="Back").tap()
    await expect(panel).to_be_hidden()
    await expect(nora.message("A question")).to_be_visible()


async def test_a_long_press_opens_the_menu(house: House, enter: Enter) -> None:
    """Holding a finger on a message shows what can be done with it; lifting it there chooses nothing."""
    await house.say("U01", "Hold me")
    nora = await enter(phone=True)
    touch = "pointerdown", {"pointerType": "touch", "bubbles": True}
    await nora.message("Hold me").dispatch_event(*touch)
    first = nora.page.get_by_role("menuitem", name="Keep this message")
    await expect(first).to_be_visible()
    await first.dispatch_event("click")  # as where the finger lies on what has opened under it
    await expect(first).to_be_visible()
    await nora.page.evaluate("dispatchEvent(new PointerEvent('pointerup'))")
    await nora.page.wait_for_timeout(50)
    await first.dispatch_event("click")
    await expect(first).to_be_hidden()
