"""What others do is seen at once, and does not disturb what one is doing."""

import pytest
from playwright.async_api import expect

from tests.sandbox.page.conftest import Enter, House
from tests.sandbox.page.gallery_blocks import board, option, plain

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def post_board(house: House) -> str:
    posted = await house.client.chat_postMessage(channel=house.general, text="A board", blocks=board())
    return str(posted["ts"])


async def test_messages_come_without_reload(house: House, enter: Enter) -> None:
    """What Camille writes stands on Nora's page; the mention counts in a channel she is not looking at."""
    nora, camille = await enter("U07"), await enter("U01")
    await camille.type("Bonjour @Nora Smith & <tous>")
    await expect(nora.message("Bonjour @Nora Smith & <tous>")).to_be_visible()
    quiet = house.sandbox.workspace.channel_names["communication"].id
    await house.sandbox.do("U01", "say", channel=quiet, text="<@U07>?")
    await expect(nora.page.locator(f'[data-channel-id="{quiet}"] .badge')).to_contain_text("1")
    await nora.page.locator(f'[data-channel-id="{quiet}"]').click()
    await expect(nora.page.locator(f'[data-channel-id="{quiet}"] .badge')).to_have_count(0)
    await expect(nora.page).to_have_url(f"{house.sandbox.url}/?as=U07#{quiet}")


async def test_an_update_in_place_disturbs_nobody(house: House, enter: Enter) -> None:
    """While the board changes, an open menu, the focus and the place in the list stay as they are."""
    for number in range(30):
        await house.say("U02", f"Line {number}\nand another")
    ts = await post_board(house)
    for number in range(30):
        await house.say("U03", f"Later {number}\nand another")
    nora = await enter()
    message = nora.page.locator(f'.main [data-ts="{ts}"]')
    await message.scroll_into_view_if_needed()
    await message.locator('[data-action-id="level"]').click()
    search = nora.page.locator(".popover input")
    await expect(search).to_be_focused()
    top = await nora.page.locator(".main .log").evaluate("(log) => log.scrollTop")
    blocks = [{"type": "header", "text": plain("Another title")}, *board()[1:]]
    await house.client.chat_update(channel=house.general, ts=ts, text="A board", blocks=blocks)
    await house.say("U02", "The very last")
    await expect(message.get_by_role("heading", name="Another title")).to_be_visible()
    await expect(search).to_be_focused()
    await expect(nora.message("The very last")).not_to_be_in_viewport()
    assert abs(await nora.page.locator(".main .log").evaluate("(log) => log.scrollTop") - top) < 2


async def test_who_is_at_the_end_stays_at_the_end(house: House, enter: Enter) -> None:
    """A list that was scrolled to its end follows what is said."""
    for number in range(40):
        await house.say("U02", f"Line {number}")
    nora = await enter()
    await expect(nora.message("Line 39")).to_be_in_viewport()
    await post_board(house)
    await house.say("U02", "The very last")
    await expect(nora.message("The very last")).to_be_in_viewport()


async def test_older_messages_come_when_one_goes_up(house: House, enter: Enter) -> None:
    """Scrolling to the top brings what was said before, and one keeps one's place."""
    for number in range(150):
        await house.say("U02", f"[{number}]")
    nora = await enter()
    log = nora.page.locator(".main .log")
    for first, oldest in (("[90]", "[30]"), ("[30]", "[0]")):
        await expect(nora.message(oldest)).to_have_count(0)
        await log.evaluate("(log) => { log.scrollTop = 0; }")
        await expect(nora.message(oldest)).to_have_count(1)
        await expect(nora.message(first)).to_be_in_viewport()


async def test_an_old_message_that_changes_hides_nothing(house: House, enter: Enter) -> None:
    """When an old board changes, all that was said since is found going up, and the board in the pins."""
    ts = await post_board(house)
    await house.client.pins_add(channel=house.general, timestamp=ts)
    for number in range(130):
        await house.say("U02", f"[{number}]")
    nora = await enter()
    await expect(nora.message("[129]")).to_be_in_viewport()
    await house.client.chat_update(channel=house.general, ts=ts, text="A board", blocks=board())
    await nora.page.reload()
    await expect(nora.message("[129]")).to_be_in_viewport()
    await nora.page.get_by_test_id("pins").click()
    await expect(nora.page.locator(".panel", has_text="Glass in a yogurt")).to_be_visible()
    await house.client.chat_update(channel=house.general, ts=ts, text="A board", blocks=board())
    log = nora.page.locator(".main .log")
    for oldest in ("[70]", "[10]"):
        await expect(nora.message(oldest)).to_have_count(1)
        await log.evaluate("(log) => { log.scrollTop = 0; }")
    await expect(nora.message("[0]")).to_have_count(1)
    await expect(nora.page.locator(".main article", has_text="[")).to_have_count(130)


async def test_a_choice_outlives_changed_initial_options(house: House, enter: Enter) -> None:
    """What a person ticked stays ticked when the app sends other initial options under the same ids, as in Slack."""
    ts = await post_board(house)
    nora = await enter()
    await nora.message("Glass in a yogurt").get_by_label("One").check()
    await expect(nora.message("ticks is")).to_be_visible()
    blocks = board()
    blocks[5]["accessory"]["initial_options"] = [option("2", "Two")]
    blocks[0]["text"] = plain("Changed")
    await house.client.chat_update(channel=house.general, ts=ts, text="A board", blocks=blocks)
    message = nora.message("Changed")
    await expect(message.get_by_label("One")).to_be_checked()
    await expect(message.get_by_label("Two")).not_to_be_checked()


async def test_buttons_menus_and_questions(house: House, enter: Enter) -> None:
    """A button acts, a dangerous one asks first, a menu and a date tell the app what was chosen."""
    await post_board(house)
    nora = await enter()
    message = nora.message("Level")
    await message.get_by_role("button", name="Take it").click()
    await expect(nora.page.get_by_role("heading", name="Taken by U07")).to_be_visible()
    await message.get_by_role("button", name="Stop").click()
    await nora.page.get_by_role("dialog", name="Stop the line?").get_by_role("button", name="No").click()
    await message.get_by_role("button", name="Stop").click()
    await nora.page.get_by_role("dialog", name="Stop the line?").get_by_role("button", name="Stop it").click()
    stopped = nora.message("Line 3 is stopped.")
    await expect(stopped).to_have_count(1)
    await expect(stopped).to_contain_text("Only visible to you")
    await message.get_by_role("button", name="More actions").first.click()
    await nora.page.get_by_role("menuitem", name="Archive").click()
    await expect(nora.message("rest is")).to_be_visible()
    await message.locator('[data-action-id="day"]').fill("2026-04-01")
    await expect(nora.message("day is 2026-04-01")).to_be_visible()


async def test_the_page_comes_back_by_itself(house: House, enter: Enter) -> None:
    """A lost connection is said; when it is back, what happened meanwhile is there."""
    nora = await enter()
    await nora.page.context.set_offline(True)
    house.sandbox.workspace.live.close()
    await expect(nora.page.get_by_test_id("connection-lost")).to_be_visible()
    await house.say("U01", "Meanwhile")
    await nora.page.context.set_offline(False)
    await expect(nora.message("Meanwhile")).to_be_visible()
    await expect(nora.page.get_by_test_id("connection-lost")).to_have_count(0)


async def test_a_private_channel_is_seen_by_its_members_only(house: House, enter: Enter) -> None:
    """A new private channel appears with a lock for who is invited, and not at all for others."""
    camille, louis = await enter("U01"), await enter("U08")
    channel = (await house.client.conversations_create(name="hush", is_private=True))["channel"]["id"]
    await house.client.conversations_invite(channel=channel, users=["U01"])
    place = camille.page.locator(f'.sidebar [data-channel-id="{channel}"]')
    await expect(place).to_contain_text("hush")
    await expect(place.locator('[data-icon="lock"]')).to_be_visible()
    await house.say("U01", "Done")
    await expect(louis.message("Done")).to_be_visible()
    await expect(louis.page.get_by_text("hush")).to_have_count(0)


async def test_the_bot_offline_is_said(house: House, enter: Enter) -> None:
    """When the app's connection goes, the page says that nobody will answer."""
    nora = await enter()
    await expect(nora.page.get_by_test_id("bot-offline")).to_have_count(0)
    await house.leave()
    await expect(nora.page.get_by_test_id("bot-offline")).to_be_visible()


async def test_the_clock_goes_forward(house: House, enter: Enter) -> None:
    """The clock's menu moves the workspace's time on, to what is due or by a step, for everybody at once."""
    nora, camille = await enter("U07"), await enter("U01")
    await nora.page.get_by_role("button", name="Workspace time").click()
    await nora.page.get_by_role("menuitem", name="+1 day").click()
    await expect(nora.page.locator(".clock-ahead")).to_have_text("+24 h")
    await expect(camille.page.locator(".clock-ahead")).to_have_text("+24 h")
    await camille.page.get_by_role("button", name="Heure de l’espace de travail").click()
    await camille.page.get_by_role("menuitem", name="À la prochaine échéance").click()
    await expect(nora.page.locator(".clock-ahead")).to_have_text("+27 h")
    assert house.sandbox.clock.offset > 27 * 3600 - 5
