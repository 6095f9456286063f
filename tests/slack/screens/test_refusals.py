import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.kernel import Refused
from bot.domain.level import Level
from bot.domain.playbook import LANGUAGES, Language
from bot.locale import texts_in
from bot.slack.screens import refusals, replies
from tests.domain.story import ALEX, INES, START
from tests.slack.screens.scenes import ZONE, Scene, Someone

BOT = Path(__file__).parents[3] / "bot"


def codes() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every code with which anything is refused, and what is said with it."""
    for path in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield str(code.value), tuple(sorted(keyword.arg or "" for keyword in node.keywords))


CODES = sorted(set(codes()))
SAMPLES = {
    "user": INES,
    "at": START,
    "latest": START,
    "level": Level.RED,
    "items": ["2.1", "2.2"],
    "item": "2.1",
    "role": "legal",
    "fields": ["deputy"],
    "field": "at",
    "channel": "C1",
    "number": 3,
    "by": 4,
    "limit": 3000,
    "length": 5000,
    "days": 7,
    "title": "<!channel> & co",
    "follow_up": "day_7",
    "gap": "What is reported",
    "gaps": "What is reported, Time of the next message",
    "key": "what",
    "keys": ["what", "next_time"],
    "value": "ten <o'clock>",
    "name": "GDPR",
    "expected": "The signed procedure",
    "facts": [2, 5],
    "gate": "publish.statement",
    "roles": ["crisis_lead", "legal"],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "params"), CODES, ids=str)
def test_every_refusal_says_why_and_what_next(code: str, params: tuple[str, ...], language: Language) -> None:
    """One clear text for each, in both languages, with and without markup, of at least two sentences' worth."""
    refused = Refused(code, **{name: SAMPLES[name] for name in params})
    crisis = Scene(language=language).state
    for known in (crisis, None):
        rich = refusals.paragraph(refused, texts_in(language), ZONE, known)
        plain = refusals.sentence(refused, texts_in(language), ZONE, known)
        assert len(plain) > 30
        assert "<@" not in plain
        assert "<!" not in rich
        assert "None" not in rich


def test_the_other_persons_tick_is_named() -> None:
    """A click that came second says who was first and when, and how to undo it."""
    refused = Refused("already_done", item="2.1", user=ALEX, at=START)
    screen = replies.refusal(refused, Someone(language="fr"), Scene(language="fr").state)
    assert f"Déjà fait par <@{ALEX}>" in screen.text
    assert "21:41" in screen.text
    assert "Capturer la publication d’origine" in screen.text


def test_who_may_do_it_is_named() -> None:
    """A refusal for want of authority says whom to ask."""
    assert f"<@{ALEX}>" in replies.refusal(Refused("only_lead_lowers", user=ALEX), Someone()).text


def test_a_private_channel_is_not_given_away() -> None:
    """A stranger to a private crisis is not told its channel."""
    assert "C0" not in replies.refusal(Refused("not_a_member", channel=None), Someone()).text
    assert "<#C1>" in replies.refusal(Refused("not_a_member", channel="C1"), Someone()).text
