"""The catalogues hold each other and the code: nothing missing, nothing left over."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.playbook import LANGUAGES
from bot.locale import texts_in

BOT = Path(__file__).parents[2] / "bot"
EN, FR = texts_in("en"), texts_in("fr")
ROOMS = {key.partition(".")[0] for key in EN.keys | FR.keys}


LOGGING = {"event", "exception", "error", "warning", "info", "debug"}
"""Calls that name an event of the log (`delivery.failed`), which no person reads."""
LEFT_OUT = {"playbook.used_twice.cure": "name"}
"""French would have to know the gender of what is named."""


def placeholders(form: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(form) if name}


def literals() -> Iterator[str]:
    """Every text in the code that may be a key, and the fixed beginnings of those that are put together."""
    for path in BOT.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        logged = {
            id(word)
            for call in calls
            if isinstance(call.func, ast.Attribute) and call.func.attr in LOGGING
            for word in call.args
        }
        pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                yield f"{node.values[0].value!s}*"
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces | logged:
                yield node.value


USED = set(literals())
BEGINNINGS = {key[:-1] for key in USED if key.endswith("*") and key.partition(".")[0] in ROOMS and "." in key}


def test_both_languages_have_the_same_keys() -> None:
    """No text exists in one language only."""
    assert EN.keys == FR.keys


@pytest.mark.parametrize("key", sorted(EN.keys))
def test_both_languages_say_the_same_things(key: str) -> None:
    """A text names the same facts in both languages and in every plural form; none is empty."""
    forms = [*EN.forms(key), *FR.forms(key)]
    assert all(forms)
    named = placeholders(EN.forms(key)[-1])
    for form in forms:
        assert named ^ placeholders(form) <= {"count", LEFT_OUT.get(key, "count")}


def test_every_key_in_the_code_exists() -> None:
    """No screen can ask for a text that is not there."""
    asked = {key for key in USED if re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", key) and key.partition(".")[0] in ROOMS}
    assert asked - EN.keys - VERBS == set()
    assert {start for start in BEGINNINGS if not any(key.startswith(start) for key in EN.keys)} <= VERB_BEGINNINGS


BY_CODE = {"playbook", "regimes", "templates"}
"""Rooms whose texts are found by the code of a fault; the library's own tests hold them."""
VERBS = {"advice.open", "board.more", "summary.me", "summary.post", "playbook.schema"}
VERB_BEGINNINGS = {"advice.open:", "board.more:"}
"""What buttons do, and other names with a dot, in words that are also rooms."""


def test_every_key_is_used() -> None:
    """No text is kept that nobody reads."""
    built = {key for key in EN.keys if any(key.startswith(start) for start in BEGINNINGS)}
    told_by_code = {key for key in EN.keys if key.partition(".")[0] in BY_CODE}
    assert EN.keys - USED - built - told_by_code == set()


@pytest.mark.parametrize("key", sorted(FR.keys))
def test_french_signs_have_their_spaces(key: str) -> None:
    """In French no high sign follows a word without a no-break space, and none a plain one."""
    for form in FR.forms(key):
        prose = re.sub(r"`[^`]*`|https?:\S*|\{[^}]*\}|\d\d?:\d\d", "x", form)
        assert not re.search(r"[^\s\u00a0\u202f][?!;](\s|$)", prose), form
        assert not re.search(r" [:;?!»](\s|$)|« ", prose), form
        assert "'" not in prose or re.search(r"\w'\w", prose), form


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_shouts_or_fails_to_end(language: str) -> None:
    """Calm words: no exclamation marks and no doubled blanks."""
    texts = EN if language == "en" else FR
    for key in texts.keys:
        for form in texts.forms(key):
            assert "!" not in form, key
            assert "  " not in form, key
