"""Forms: filled in by keyboard, refused at their fields, kept while they change."""

import json

import pytest
from playwright.async_api import FilePayload, expect

from tests.sandbox.page.conftest import Enter, House, Person

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def opened(enter: Enter, title: str = "", **options: bool) -> Person:
    nora = await enter(**options)
    await nora.type(f"/gallery form {title}")
    await nora.modal.wait_for()
    return nora


async def test_a_form_by_keyboard_alone(enter: Enter) -> None:
    """Command completion, the command, the form and its sending need no mouse."""
    nora = await enter()
    await nora.composer.focus()
    await nora.page.keyboard.type("/gal")
    options = nora.page.locator("#completion").get_by_role("option")
    await expect(options).to_have_count(2)
    await nora.page.keyboard.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await nora.page.keyboard.press("ArrowUp")
    await nora.page.keyboard.press("Tab")
    await expect(nora.composer).to_have_value("/gallery ")
    await expect(nora.page.locator(".main .composer-hint")).to_contain_text("form [title]")
    await nora.page.keyboard.type("form")
    await nora.page.keyboard.press("Enter")
    await nora.modal.wait_for()
    await expect(nora.modal).to_have_attribute("data-view-id", await nora.modal.get_attribute("data-view-id") or "")
    await expect(nora.page.get_by_role("dialog", name="A form")).to_be_visible()
    await nora.page.keyboard.type("All by hand")
    await nora.page.keyboard.press("Enter")
    await expect(nora.modal).to_have_count(0)
    await expect(nora.page.locator("[data-app-id] .badge")).to_contain_text("1")
    await expect(nora.composer).to_be_focused()


async def test_errors_stand_at_their_fields(enter: Enter) -> None:
    """What the client or the app refuses is said at its field, tied to it, and the focus goes there."""
    nora = await opened(enter)
    title = nora.field("title").locator("input")
    await nora.field("mail").locator("input").fill("not an address")
    await nora.modal.get_by_role("button", name="Send").click()
    await expect(title).to_be_focused()
    await expect(title).to_have_attribute("aria-invalid", "true")
    await expect(nora.field("title").get_by_role("alert")).to_have_text("Please fill in this field.")
    await expect(nora.field("mail").get_by_role("alert")).to_be_visible()
    await title.fill("Really?")
    await nora.field("mail").locator("input").fill("")
    await nora.modal.get_by_role("button", name="Send").click()
    await expect(title).to_have_accessible_description("No questions, please.")
    await expect(nora.field("what").get_by_role("alert")).to_have_text("Nor here.")
    await expect(title).to_be_focused()
    await title.fill("Really.")
    await expect(nora.field("title").get_by_role("alert")).to_have_count(0)
    await nora.modal.get_by_role("button", name="Send").click()
    await expect(nora.modal).to_have_count(0)


async def test_what_was_typed_survives_an_update(enter: Enter) -> None:
    """A view that the app updates keeps what a person has typed; its new initial values are ignored."""
    nora = await opened(enter, "First")
    title = nora.field("title").locator("input")
    await title.fill("Mine")
    await nora.field("more").get_by_role("button", name="Again").click()
    await expect(nora.page.get_by_role("dialog", name="A form, anew")).to_be_visible()
    await expect(title).to_have_value("Mine")


async def test_views_stack_and_escape_goes_back(enter: Enter) -> None:
    """A pushed view lies above the first; the arrow or Escape goes back to it with all that was typed."""
    nora = await opened(enter)
    await nora.field("title").locator("input").fill("Below")
    for way_back in ("arrow", "escape"):
        await nora.field("more").get_by_role("button", name="More").click()
        await expect(nora.page.get_by_role("dialog", name="Second")).to_be_visible()
        if way_back == "arrow":
            await nora.modal.get_by_role("button", name="Back").click()
        else:
            await nora.page.keyboard.press("Escape")
        await expect(nora.page.get_by_role("dialog", name="A form")).to_be_visible()
        await expect(nora.field("title").locator("input")).to_have_value("Below")
    await nora.page.keyboard.press("Escape")
    await expect(nora.modal).to_have_count(0)


async def test_every_kind_of_input_reaches_the_app(house: House, enter: Enter) -> None:
    """Texts, choices, people, rooms, dates and the app's own options arrive as Slack sends them."""
    nora = await opened(enter)

    async def pick(block_id: str, typed: str, *, done: bool = False) -> None:
        await nora.field(block_id).locator("button").click()
        await nora.page.keyboard.type(typed)
        option = nora.page.locator(".popover").get_by_role("option").first
        await expect(option).to_contain_text(typed)
        await nora.page.keyboard.press("Enter")
        if done:
            await nora.page.locator(".popover").get_by_role("button", name="Done").click()

    await nora.field("title").locator("input").fill("Everything")
    await nora.field("what").locator("textarea").fill("Two\nlines")
    await pick("level", "Red")
    await nora.field("posture").get_by_label("Speak").check()
    await nora.field("where").get_by_label("TV").check()
    await pick("lead", "Camille")
    await pick("team", "Maya", done=True)
    await pick("room", "general")
    await nora.field("day").locator("input").fill("2026-03-14")
    await nora.field("hour").locator("input").fill("20:41")
    await nora.field("moment").locator("input").fill("2026-03-14T15:41")
    await nora.field("link").locator("input").fill("https://example.com")
    await nora.field("count").locator("input").fill("12")
    await pick("place", "Ly")
    evidence: FilePayload = {"name": "proof.txt", "mimeType": "text/plain", "buffer": b"Seen at 20:41."}
    await nora.field("files").locator("input").set_input_files(evidence)
    await expect(nora.field("files").get_by_role("button", name="Remove proof.txt")).to_be_visible()
    async with nora.page.expect_request("**/page/submit") as sent:
        await nora.modal.get_by_role("button", name="Send").click()
    await expect(nora.modal).to_have_count(0)
    values = {
        block: fields["it"] for block, fields in json.loads((await sent.value).post_data or "{}")["state"].items()
    }
    assert values["what"] == {"type": "plain_text_input", "value": "Two\nlines"}
    assert values["level"]["selected_option"]["value"] == "red"
    assert values["posture"]["selected_option"]["value"] == "speak"
    assert [option["value"] for option in values["where"]["selected_options"]] == ["tv"]
    assert values["lead"]["selected_user"] == "U01"
    assert values["team"]["selected_users"] == ["U05"]
    assert values["room"]["selected_conversation"] == house.general
    assert values["day"]["selected_date"] == "2026-03-14"
    assert values["hour"]["selected_time"] == "20:41"
    assert values["moment"]["selected_date_time"] == 1773517260
    assert values["mail"]["value"] is None
    assert values["count"]["value"] == "12"
    assert [file["name"] for file in values["files"]["files"]] == ["proof.txt"]
    assert values["place"]["selected_option"]["value"] == "Lyon"


async def test_the_focus_stays_in_the_dialog(enter: Enter) -> None:
    """Tab goes around inside an open form and never reaches the page behind it."""
    nora = await opened(enter)
    for _ in range(40):
        await nora.page.keyboard.press("Tab")
        behind = await nora.page.evaluate(
            "document.activeElement !== document.body && !document.activeElement.closest('dialog')"
        )
        assert not behind


async def test_a_form_fills_a_phone(enter: Enter) -> None:
    """On a phone a form takes the whole screen and its buttons are in sight."""
    nora = await opened(enter, phone=True)
    box = await nora.modal.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    await expect(nora.modal.get_by_role("button", name="Send")).to_be_in_viewport()
    assert await nora.page.evaluate("document.documentElement.scrollWidth") == 390


async def test_a_form_that_gets_no_answer_says_so(house: House, enter: Enter) -> None:
    """When the app does not answer, the form stays open with all that was typed and says what happened."""
    nora = await opened(enter)
    await nora.field("title").locator("input").fill("Keep me")
    await house.leave()
    await nora.modal.get_by_role("button", name="Send").click()
    await expect(nora.modal.locator(".modal-failure")).to_be_visible()
    await expect(nora.field("title").locator("input")).to_have_value("Keep me")
    await expect(nora.modal.get_by_role("button", name="Send")).to_be_enabled()


async def test_a_number_keeps_its_bounds(enter: Enter) -> None:
    """A number below or above what the app asks for is refused at its field, with the bound."""
    nora = await opened(enter, "Counted")
    count = nora.field("count")
    for number, told in (("0", "1 or more"), ("100", "99 or less")):
        await count.locator("input").fill(number)
        await nora.modal.get_by_role("button", name="Send").click()
        await expect(count.get_by_role("alert")).to_contain_text(told)
    await count.locator("input").fill("99")
    await nora.modal.get_by_role("button", name="Send").click()
    await expect(nora.modal).to_have_count(0)
