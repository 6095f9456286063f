"""What is written is shown as it was meant, and never becomes markup."""

import pytest
from playwright.async_api import expect

from tests.sandbox.page.conftest import Enter, House

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ATTACKS = (
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "*<svg onload=window.hacked=1>*",
    "`<b>code</b>`",
    "```<iframe src=javascript:window.hacked=1>```",
)


async def test_markup_in_a_message_is_text(house: House, enter: Enter) -> None:
    """Tags that a person or an app writes are seen as typed; nothing of them runs or becomes an element."""
    for attack in ATTACKS:
        await house.say("U01", attack)
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "<javascript:alert(1)|click> <b>bold</b>"}}
    await house.client.chat_postMessage(channel=house.general, text=ATTACKS[0], blocks=[block])
    nora = await enter()
    await expect(nora.message("<script>window.hacked = 1</script>")).to_be_visible()
    await expect(nora.message("<b>bold</b>")).to_be_visible()
    assert await nora.page.evaluate("window.hacked") is None
    inside = nora.page.locator(".main .message-content")
    await expect(inside.locator("script, iframe, img, b, [onload], [onerror]")).to_have_count(0)
    await expect(inside.locator('a[href^="javascript"]')).to_have_count(0)


async def test_each_reads_dates_in_their_own_zone_and_language(house: House, enter: Enter) -> None:
    """One date token is 20:41 in Paris in French and 3:41 PM in New York in English."""
    text = "Since <!date^1773517260^{date_long} {time}|fallback>"
    await house.client.chat_postMessage(channel=house.general, text=text)
    nora, camille = await enter("U07"), await enter("U01")
    await expect(nora.message("Since Saturday, March 14, 2026 03:41 PM")).to_be_visible()
    await expect(camille.message("Since samedi 14 mars 2026 20:41")).to_be_visible()


@pytest.mark.parametrize(
    ("token", "shown"),
    [
        ("{date_num}", "2026-03-14"),
        ("{date_slash}", "03/14/2026"),
        ("{date_short}", "Mar 14, 2026"),
        ("{date_short_pretty}", "Mar 14, 2026"),
        ("{date_long_full}", "March 14, 2026"),
        ("{time_secs}", "03:41:00 PM"),
        ("{no_such_token}", "fallback"),
    ],
)
async def test_date_tokens(house: House, enter: Enter, token: str, shown: str) -> None:
    """Each of Slack's date tokens is known; an unknown one shows the fallback."""
    await house.client.chat_postMessage(channel=house.general, text=f"At [<!date^1773517260^{token}|fallback>]")
    nora = await enter()
    await expect(nora.message(f"At [{shown}]")).to_be_visible()


async def test_mrkdwn_is_dressed(house: House, enter: Enter) -> None:
    """Bold, italic, strike, code, quotes, links, mentions and emoji look like what they are."""
    styles = "*bold* _italic_ ~strike~ `code` 2*3*4 snake_case_word\n&gt; a quote\n"
    text = f"{styles}<https://example.com/a_b_c|a link> <@U07> :+1::skin-tone-3:"
    await house.client.chat_postMessage(channel=house.general, text=text)
    nora = await enter()
    message = nora.message("2*3*4 snake_case_word")
    for tag, said in {"strong": "bold", "em": "italic", "s": "strike", "code": "code", "blockquote": "a quote"}.items():
        await expect(message.locator(tag)).to_have_text(said)
    await expect(message.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.com/a_b_c")
    await expect(message.locator(".mention.is-me")).to_have_text("@Nora Smith")
    await expect(message.locator(".emoji")).to_have_text("👍🏼")


async def test_the_page_speaks_the_readers_language(enter: Enter) -> None:
    """The page's own words are French for who reads French, English for who reads English."""
    await expect((await enter("U01")).page.get_by_role("heading", name="Canaux")).to_be_visible()
    await expect((await enter("U05")).page.get_by_role("heading", name="Channels")).to_be_visible()


async def test_today_is_written_as_the_sentence_wants(house: House, enter: Enter) -> None:
    """“today” begins a line with a capital and stands in a sentence without one."""
    date = f"<!date^{int(house.sandbox.clock.now())}^{{date_short_pretty}}|fallback>"
    await house.client.chat_postMessage(channel=house.general, text=f"{date}, first\nDue {date}, second")
    nora = await enter()
    await expect(nora.message("Today, first")).to_contain_text("Due today, second")
