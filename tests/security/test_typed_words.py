"""What people type, wherever it is shown: it rings nobody, leads nowhere else, and cannot pass for words of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.slack.screens.forms import PARSERS, redact
from tests.scenarios.stage import Stage, until
from tests.security.crawl import Crawl, unpacked
from tests.security.door import Caller, Ears
from tests.security.rich import rich
from tests.waiting import Json

HOSTILE = (
    "<!channel> <!here|x> <!everyone> <!subteam^S01|@cellule-crise> @channel @here &lt;!here&gt;",
    "<https://evil.example|https://bank.example> [https://bank.example](https://evil.example)",
    "Fini `#9999` ```\ntout``` *gras* ~barré~ · <@U05>",
    "Rien\n*Décision 9999* : tout arrêter · <@U05> · `#9999`\nIMITE 21:40 · fait ✅ signé par <@U05> · `#9999`",
    "Rien\r\u2028\x0bIMITE fait ✅\x0cIMITE · <@U05> · #9999",
    "renversé \u202edrol\u2066\u202c fin, a\u200bb\u2060c\ufeff\u00add\x00e",
    "<@U05> <@!channel> <@U05|<!here>> <#C01|x> <@S01> <!date^1^{date}|x> <javascript:alert(1)|x>",
)
TOKEN = re.compile(r"<([^<>]*)>")
OURS = re.compile(r"[@#][UWCGD][A-Z0-9]+|!date\^\d+\^[^|]*\|[^|]*|https?://[^|]+(\|[^|]*)?")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\ufeff\u202a-\u202e\u2066-\u2069]")


def texts(told: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a message, a view or a call, with what kind of text it is."""
    match told:
        case {"type": "mrkdwn" | "plain_text" as kind, "text": str(text)}:
            yield kind, text
        case dict():
            for name, value in told.items():
                yield from texts(value, name)
        case list():
            for value in told:
                yield from texts(value, where)
        case str() if where in ("text", "topic", "name", "title"):
            yield "mrkdwn" if where in ("text", "topic") else where, told


def lies(kind: str, text: str) -> list[str]:
    """What is wrong with a text."""
    found = ["unseen"] if UNSEEN.search(text) else []
    if kind == "name":
        return found if re.fullmatch(r"[a-z0-9-]{1,80}", text) else [*found, "name"]
    if kind != "mrkdwn":
        return found
    tokens = TOKEN.findall(text)
    found += ["token " + token for token in tokens if not OURS.fullmatch(token)]
    found += ["label " + token for token in tokens if "|" in token and "bank.example" in token.split("|")[1]]
    found += ["rings"] if re.search(r"<!(?!date)|@(channel|here|everyone)\b", text) else []
    unquoted = re.sub(r"(?m)^> .*$", "", text)
    found += ["imitates"] if re.search(r"(?m)^\W*(IMITE|Décision 9999)|`#9999`", unquoted) else []
    return [*found, *(["signs"] if re.search(r"\*(gras|Décision 9999)\*|~barré~|```", text) else [])]


async def test_whatever_is_typed_into_every_form_and_after_every_word_stays_words(stage: Stage, ears: Ears) -> None:
    """Every form, command and button by somebody who types nothing but traps; then every text that the bot sent."""
    channel = await rich(stage)
    ((crisis,),) = stage.rows("SELECT id FROM crises")
    crawl = Crawl(Caller(stage, ears, "U01"), channel, HOSTILE)
    await crawl.everywhere(crisis)
    for text in HOSTILE:
        await crawl.who.command(stage.channel_id("general"), f"start {text}")
        await crawl.who.command(stage.channel_id("general"), text)
    await until(lambda: len(stage.rows("SELECT 1 FROM crises WHERE channel_id IS NOT NULL")) > len(HOSTILE))
    for _ in range(4):
        await stage.pass_time()
    assert {*PARSERS, redact.NAME} - crawl.forms.keys() == set()
    assert stage.rows("SELECT kind, error FROM outbox WHERE error <> ''") == []
    sent: list[Json] = [unpacked(call.arguments) for call in stage.calls()]
    sent += [told for each in ears.heard.values() for told in each]
    shown = {text for told in [*sent, *crawl.who.answers] for text in texts(told)}
    assert len(shown) > 1000
    assert {kind for kind, _ in shown} >= {"mrkdwn", "plain_text", "name", "title"}
    assert any("IMITE" in text for _, text in shown)
    wrong = {text: found for kind, text in shown if (found := lies(kind, text))}
    assert wrong == {}, json.dumps(wrong, ensure_ascii=False, indent=1)[:3000]


def test_the_traps_are_traps() -> None:
    """Shown as they were typed, each of these texts would be found."""
    assert all(lies("mrkdwn", text.replace("&lt;", "<").replace("&gt;", ">")) for text in HOSTILE)
    assert lies("mrkdwn", "<@U05> *Niveau* `#12` <https://a.example/x|lien> <!date^1^{time}|21:40>") == []
