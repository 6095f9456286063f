"""A data leak, run from a phone, in Socket Mode; the bot is killed in the middle, and the board is deleted."""

from __future__ import annotations

import signal
from pathlib import Path

from playwright.async_api import expect

from bot.sandbox import Sandbox, messages
from bot.sandbox.channels import Channel
from bot.store.store import Store
from tests.browser.conftest import Cast, crisis_channel
from tests.browser.person import Person
from tests.browser.running import APP, Running
from tests.waiting import until

TITLE = "Customer data on a forum"


async def test_a_crisis_survives_its_bot(running: tuple[Sandbox, Running], people: Cast, tmp_path: Path) -> None:
    """From one line on a phone to the archive: nothing is lost when the bot is killed or the board deleted."""
    sandbox, bot = running
    nora = await people(sandbox, "U07", on_a_phone=True)
    channel = await one_line_opens_it(sandbox, nora)
    maya = await people(sandbox, "U05", channel.id)
    await a_form_says_what_is_missing(nora, maya)
    await the_bot_is_killed(bot, nora, maya)
    await the_board_is_deleted(sandbox, channel, maya)
    await strangers_learn_nothing(await people(sandbox, "U08"))
    await it_ends_in_the_archive(channel, nora, maya)

    code, logged = await bot.end()
    assert code == 0
    assert "Traceback" not in logged
    assert TITLE not in logged
    assert APP.bot_token not in logged
    store = Store(tmp_path / "crisis.db")
    assert store.verify() == []
    store.close()


async def one_line_opens_it(sandbox: Sandbox, nora: Person) -> Channel:
    """The private answer leads to the channel."""
    await nora.say(f"/crisis start {TITLE} <@U05>")
    opened = nora.message("Crisis open")
    await expect(opened).to_be_visible()
    channel = crisis_channel(sandbox)
    await opened.get_by_text(channel.name).click()
    await expect(nora.board).to_contain_text(TITLE)
    await nora.shoot("en-01-board")
    return channel


async def a_form_says_what_is_missing(nora: Person, maya: Person) -> None:
    """An empty decision is refused at its field; a filled one is on everybody's board."""
    await nora.press("decide.open")
    await nora.modal.locator('button[type="submit"]').click()
    await expect(nora.field("text")).to_contain_text("Please fill in")
    await nora.write("text", "Reset all passwords")
    await nora.shoot("en-02-decision")
    await nora.send()
    await expect(maya.board).to_contain_text("Reset all passwords")


async def the_bot_is_killed(bot: Running, nora: Person, maya: Person) -> None:
    """The page says that it is away; it comes back and knows everything."""
    await bot.end(signal.SIGKILL)
    await expect(maya.page.get_by_test_id("bot-offline")).to_be_visible()
    await maya.shoot("en-03-bot-away")
    await bot.start()
    await expect(maya.page.get_by_test_id("bot-offline")).to_have_count(0)
    await maya.say("/crisis level red personal data of 2,000 customers")
    await expect(nora.board).to_contain_text(f"Major: {TITLE}")


async def the_board_is_deleted(sandbox: Sandbox, channel: Channel, maya: Person) -> None:
    """The next change brings it back, pinned."""
    board = next(iter(channel.pins))
    messages.delete(sandbox.workspace, channel, channel.messages[board])
    await expect(maya.board).to_have_count(0)
    await maya.say("/crisis take scribe")
    await until(lambda: bool(channel.pins) and board not in channel.pins)
    await expect(maya.board).to_contain_text("Scribe: @Maya Chen")


async def strangers_learn_nothing(louis: Person) -> None:
    """Unknown words are answered with the nearest one, and a private crisis is not listed to an outsider."""
    await louis.say("/crisis lits")
    await expect(louis.message("/crise liste")).to_be_visible()
    await louis.say("/crisis list")
    await expect(louis.message("aucune crise")).to_be_visible()


async def it_ends_in_the_archive(channel: Channel, nora: Person, maya: Person) -> None:
    """Only the lead stands the cell down, with a reason; the archive says what the file lacks."""
    await maya.say("/crisis close")
    await expect(maya.message("Standing the cell down is for")).to_be_visible()
    await nora.say("/crisis close")
    await nora.write("reason", "Passwords are reset, the forum has taken it down")
    await nora.send()
    await expect(nora.board).to_contain_text("Stood down")
    await nora.shoot("en-04-closed")
    await nora.press("archive")
    await expect(nora.modal).to_contain_text("steps are missing")
    await nora.write("reason", "Followed up outside")
    await nora.modal.locator('button[type="submit"]').click()
    await expect(nora.modal).to_contain_text("The channel is being archived")
    await nora.close()
    await until(lambda: channel.archived)
