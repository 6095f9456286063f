"""The page's source: complete in both languages, small modules, nothing from elsewhere."""

import re
from pathlib import Path

import bot.sandbox

STATIC = Path(bot.sandbox.__file__).parent / "static"
SOURCES = sorted((STATIC / "js").glob("*.js"))


def words(language: str) -> dict[str, str]:
    source = (STATIC / "js" / f"words-{language}.js").read_text(encoding="utf-8")
    return dict(re.findall(r'^  (\w+): "(.*)",$', source, re.MULTILINE))


def test_both_languages_say_the_same() -> None:
    """Each text exists in English and in French, with the same blanks to fill in."""
    english, french = words("en"), words("fr")
    assert list(english) == list(french)
    for key, text in english.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", french[key])), key


def test_no_text_is_missing_or_left_over() -> None:
    """Every text that the page asks for exists, and every one that exists is asked for."""
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCES if not path.name.startswith("words-"))
    asked = set(re.findall(r'\bt\("(\w+)"', source))
    assert asked <= set(words("en"))
    assert {key for key in words("en") if not re.search(rf'"{key}"|\b{key}\b', source)} <= {
        key for key in words("en") if key.startswith(("channel_", "range_"))
    }


def test_modules_fit_in_one_sitting() -> None:
    """No module is longer than 300 lines, and each begins with why it exists."""
    for path in SOURCES:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 300, path.name
        assert lines[0].startswith("// "), path.name


def test_nothing_comes_from_elsewhere() -> None:
    """The page loads nothing from other hosts and never writes markup."""
    for path in STATIC.rglob("*"):
        if path.suffix in {".js", ".css", ".html"}:
            source = path.read_text(encoding="utf-8")
            assert not re.search(r"innerHTML\s*=|outerHTML|insertAdjacentHTML|document\.write", source), path.name
            assert not re.search(r"(?:from|src|href|url)\W+https?://", source), path.name
