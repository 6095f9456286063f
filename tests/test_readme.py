"""Both READMEs against the code: commands, settings and links are what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Settings
from bot.domain.playbook import LANGUAGES, Language
from bot.slack.words import SHOWN, WORDS, parse

ROOT = Path(__file__).parent.parent
READMES = {"en": ROOT / "README.md", "fr": ROOT / "README.fr.md"}
SLASH = {"en": "/crisis", "fr": "/crise"}


def rows(path: Path, first_cell: str) -> list[list[str]]:
    """The table rows whose first cell matches, cells without their code marks."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    cells = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if re.fullmatch(first_cell, row[0])]


def settings() -> list[tuple[str, str]]:
    """Every setting and its default, as the code has them."""
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    return [(name, "" if default is None else str(default)) for name, default in defaults.items()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_told_with_its_default(language: Language) -> None:
    """The settings table names each setting once, in the code's order, with the default that the code has."""
    assert [(row[0], row[1]) for row in rows(READMES[language], r"[A-Z_]+")] == settings()


def test_the_example_names_every_setting_with_its_default() -> None:
    """So does `.env.example`."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert [tuple(line.split("=", 1)) for line in lines if line and not line.startswith("#")] == settings()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slash_command_is_told(language: Language) -> None:
    """The command table has one row a verb, in the words that the bot itself shows."""
    (other,) = set(LANGUAGES) - {language}
    told = [parse(row[0].removeprefix(SLASH[language]).split(" [")[0]).verb for row in rows(READMES[language], "/.+")]
    assert sorted(map(str, told)) == sorted(WORDS)
    for row in rows(READMES[language], "/.+"):
        words = [cell.split(" [")[0].split(" ", 1) for cell in row[:2]]
        verb = parse(words[0][1]).verb
        assert verb is not None
        assert words == [[SLASH[language], SHOWN[language][verb]], [SLASH[other], SHOWN[other][verb]]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_of_the_command_line_is_told(language: Language) -> None:
    """The table of `crisis-bot …` names exactly the commands there are."""
    told = [row[0].removeprefix("crisis-bot ") for row in rows(READMES[language], "crisis-bot .+")]
    assert sorted(told) == sorted(main.commands)


@pytest.mark.parametrize("path", [*READMES.values(), ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
def test_every_link_leads_somewhere(path: Path) -> None:
    """A link into the repository names a file that is there."""
    for target in re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_the_readmes_tell_the_same() -> None:
    """English and French have the same headings, tables and code blocks."""

    def shape(path: Path) -> list[str]:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [mark.group() for line in lines if (mark := re.match(r"#+|[|`]", line))]

    assert shape(READMES["en"]) == shape(READMES["fr"])


def test_every_test_that_the_architecture_names_is_there() -> None:
    """A property's row names tests that exist, so that the table cannot outlive them."""
    told = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
    assert told
    missing = [
        f"{path}::{name}" for path, name in told if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert missing == []
