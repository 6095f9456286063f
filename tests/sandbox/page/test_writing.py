"""Writing, answering, reacting, sharing."""

import base64

import pytest
from playwright.async_api import FilePayload, expect

from tests.sandbox.page.conftest import Enter, House

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


async def test_names_become_mentions(house: House, enter: Enter) -> None:
    """A person chosen after @ and a channel chosen after # are sent as Slack's tokens."""
    nora = await enter()
    await nora.composer.focus()
    await nora.page.keyboard.type("See @cami")
    await nora.page.keyboard.press("Enter")
    await nora.page.keyboard.type("in #comm")
    await nora.page.keyboard.press("Tab")
    await nora.page.keyboard.type("a < b")
    await nora.page.keyboard.press("Enter")
    await expect(nora.message("See @Camille Morel in #communication a < b")).to_be_visible()
    quiet = house.sandbox.workspace.channel_names["communication"].id
    said = [message["text"] for message in house.sandbox.workspace.channels[house.general].messages.values()]
    assert f"See <@U01> in <#{quiet}> a &lt; b" in said


async def test_a_thread(house: House, enter: Enter) -> None:
    """Replies stand in the side panel and are counted below their parent, for everybody."""
    await house.say("U01", "A question")
    nora, camille = await enter("U07"), await enter("U01")
    await nora.message("A question").hover()
    await nora.message("A question").get_by_role("button", name="Reply in thread").click()
    await expect(nora.page.get_by_test_id("thread-composer")).to_be_focused()
    await nora.page.keyboard.type("An answer")
    await nora.page.keyboard.press("Enter")
    await expect(nora.page.locator(".panel article", has_text="An answer")).to_be_visible()
    await expect(camille.page.get_by_test_id("replies")).to_contain_text("1 réponse")
    await nora.page.get_by_test_id("thread-composer").fill("/gallery show")
    await nora.page.keyboard.press("Enter")
    await expect(nora.page.get_by_test_id("toast")).to_contain_text("does not work in threads")
    await nora.page.keyboard.press("Escape")
    await expect(nora.page.locator(".panel")).to_be_hidden()


async def test_reactions_come_and_go(house: House, enter: Enter) -> None:
    """A reaction is added from the picker and taken back by its own button."""
    ts = await house.say("U01", "React to me")
    nora = await enter()
    message = nora.message("React to me")
    await message.hover()
    await message.get_by_role("button", name="Add a reaction").click()
    await nora.page.get_by_label("Search emoji").fill("rocket")
    await nora.page.keyboard.press("Enter")
    reaction = message.locator('[data-reaction="rocket"]')
    await expect(reaction).to_have_attribute("aria-pressed", "true")
    assert house.sandbox.workspace.channels[house.general].messages[ts]["reactions"][0]["users"] == ["U07"]
    await reaction.click()
    await expect(reaction).to_have_count(0)


async def test_ones_own_words_can_be_changed_and_taken_back(enter: Enter) -> None:
    """The author of a message edits and deletes it; others see that it was edited."""
    nora, camille = await enter("U07"), await enter("U01")
    await nora.type("Frist")
    await nora.message("Frist").focus()
    await nora.page.keyboard.press("e")
    await nora.page.locator(".editor textarea").fill("First")
    await nora.page.keyboard.press("Enter")
    await expect(camille.message("First (modifié)")).to_be_visible()
    await nora.message("First").focus()
    await nora.page.keyboard.press("m")
    await nora.page.get_by_role("menuitem", name="Delete").click()
    await nora.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(camille.message("First")).to_have_count(0)


async def test_message_and_global_shortcuts(house: House, enter: Enter) -> None:
    """The apps' shortcuts are found in a message's menu and in the composer's."""
    await house.say("U01", "Keep this")
    nora = await enter()
    await nora.message("Keep this").hover()
    await nora.message("Keep this").get_by_role("button", name="More actions").click()
    await nora.page.get_by_role("menuitem", name="Keep this message").click()
    await expect(nora.message("Kept: Keep this")).to_be_visible()
    await nora.page.get_by_role("button", name="Files, shortcuts and commands").click()
    await nora.page.get_by_role("menuitem", name="Fill in a form").click()
    await expect(nora.page.get_by_role("dialog", name="A form")).to_be_visible()


async def test_pins(house: House, enter: Enter) -> None:
    """What is pinned is marked and can be found again in the list of pins."""
    await house.say("U01", "Pin me")
    nora = await enter()
    await nora.message("Pin me").focus()
    await nora.page.keyboard.press("p")
    await expect(nora.message("Pinned by Nora Smith")).to_be_visible()
    await nora.page.get_by_test_id("pins").click()
    await expect(nora.page.locator(".panel", has_text="Pin me")).to_be_visible()


async def test_a_picture_is_shown(enter: Enter) -> None:
    """An uploaded picture stands in the channel and opens large."""
    nora = await enter()
    picture: FilePayload = {"name": "glass.png", "mimeType": "image/png", "buffer": PIXEL}
    await nora.page.locator(".main input[type=file]").set_input_files(picture)
    shown = nora.page.get_by_role("button", name="Enlarge: glass.png")
    await expect(shown).to_be_visible()
    assert await shown.locator("img").evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 1
    await shown.click()
    await expect(nora.page.get_by_role("dialog", name="glass.png")).to_be_visible()


async def test_a_command_that_fails_is_said(enter: Enter) -> None:
    """An unknown command is named and stays in the composer."""
    nora = await enter()
    await nora.type("/nothing here")
    await expect(nora.page.get_by_test_id("toast")).to_contain_text("/nothing is not a command")
    await expect(nora.composer).to_have_value("/nothing here")


async def test_who_one_is_can_be_switched(house: House, enter: Enter) -> None:
    """The switch names eight people; choosing one makes the page theirs, at the same place."""
    nora = await enter()
    await nora.page.get_by_test_id("identity").click()
    people = nora.page.get_by_role("menuitemradio")
    await expect(people).to_have_count(8)
    await nora.page.get_by_test_id("be-U01").click()
    await expect(nora.page).to_have_url(f"{house.sandbox.url}/?as=U01#{house.general}")
    await expect(nora.page.get_by_test_id("identity")).to_contain_text("Camille Morel")


async def test_the_home_tab(enter: Enter) -> None:
    """The app is told that its Home tab was opened, and what it publishes is shown."""
    nora = await enter()
    await nora.page.locator("[data-app-id]").click()
    await expect(nora.page.locator(".home-frame")).to_have_text("At home")


async def test_direct_messages(enter: Enter) -> None:
    """Two people write to each other; nobody else sees it."""
    nora, camille = await enter("U07"), await enter("U01")
    await nora.page.locator('[data-user-id="U01"]').click()
    await expect(nora.page.get_by_role("heading", name="Camille Morel", level=1)).to_be_visible()
    await nora.type("Between us")
    await expect(camille.page.locator('[data-user-id="U07"] .badge')).to_contain_text("1")
    await camille.page.locator('[data-user-id="U07"]').click()
    await expect(camille.message("Between us")).to_be_visible()


async def test_permalinks_lead_inside(house: House, enter: Enter) -> None:
    """A link to a message opens its channel in this page and shows that message, however old."""
    quiet = house.sandbox.workspace.channel_names["communication"].id
    said = await house.sandbox.do("U01", "say", channel=quiet, text="Look at me")
    for number in range(100):
        await house.sandbox.do("U02", "say", channel=quiet, text=f"[{number}]")
    await house.client.conversations_join(channel=quiet)
    link = (await house.client.chat_getPermalink(channel=quiet, message_ts=said["message"]["ts"]))["permalink"]
    await house.client.chat_postMessage(channel=house.general, text=f"<{link}|There>")
    nora = await enter()
    await nora.message("There").get_by_role("link", name="There").click()
    await expect(nora.message("Look at me")).to_be_in_viewport()
    await expect(nora.message("Look at me")).to_be_focused()


async def test_a_few_letters_lead_anywhere(enter: Enter) -> None:
    """Ctrl+K finds channels, people and apps."""
    nora = await enter()
    await nora.page.keyboard.press("Control+k")
    await nora.page.keyboard.type("ines")
    await nora.page.keyboard.press("Enter")
    await expect(nora.page.get_by_role("heading", name="Inès Roux", level=1)).to_be_visible()


async def test_a_public_channel_can_be_read_and_joined(house: House, enter: Enter) -> None:
    """Who is not in a public channel reads it, and writes after joining; nobody writes in an archived one."""
    quiet = house.sandbox.workspace.channel_names["communication"].id
    louis = await enter("U08", place=quiet)
    await expect(louis.composer).to_be_hidden()
    await louis.page.locator(".notice").get_by_role("button", name="Rejoindre le canal").click()
    await louis.type("Je suis là")
    await expect(louis.message("Je suis là")).to_be_visible()
    await house.sandbox.do("U08", "archive", channel=quiet)
    await expect(louis.page.get_by_text("Ce canal est archivé.")).to_be_visible()
    await expect(louis.composer).to_be_hidden()


async def test_a_command_without_an_answer_is_said_where_it_was_typed(enter: Enter) -> None:
    """An app that takes more than three seconds is named in the channel, to the person only."""
    nora = await enter()
    await nora.type("/gallery slow")
    failed = nora.message("operation_timeout")
    await expect(failed).to_be_visible()
    await expect(failed).to_contain_text("Only visible to you")
    await failed.hover()
    await failed.get_by_role("button", name="Dismiss").click()
    await expect(failed).to_have_count(0)
