"""Files that cannot be read, and what YAML makes of words that look like something else."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library import PlaybookErrors, Problem, read
from bot.locale import texts_in

Problems = Callable[[str | bytes], list[Problem]]

BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{key}: &{key} [{','.join([f'*{before}'] * 10)}]\n" for before, key in zip("abcdefgh", "bcdefghi", strict=True)
)
UNREADABLE: dict[str, tuple[str | bytes, int, str]] = {
    "nothing": ("", 1, "empty"),
    "comments only": ("# later\n", 1, "empty"),
    "a list": ("- a\n- b\n", 1, "something else"),
    "a word": ("\n\nhello\n", 3, "something else"),
    "a tab": ("key: a\n\tversion: 1\n", 2, "not valid YAML"),
    "an open bracket": ("key: a\nroles: [a, b\nversion: 1\n", 3, "not valid YAML"),
    "two documents": ("key: a\n---\nkey: b\n", 2, "not valid YAML"),
    "another encoding": ("key: a\ntitle: é\n".encode("latin-1"), 2, "UTF-8"),
    "a forbidden character": ("key: a\x00b\n", 1, "not valid YAML"),
    "an unknown anchor": ("key: *there\n", 1, "not valid YAML"),
    "a key that is a list": ("[a, b]: c\n", 1, "one word"),
    "itself": ("key: &a [*a]\n", 1, "nested|repeats"),
    "a bomb": (BOMB, 1, "repeats"),
    "a tunnel": ("a: " + "[" * 900 + "]" * 900, 1, "nested"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_playbook_is_told_in_one_line(name: str, problems_of: Problems) -> None:
    """Where there are no values to look at, one problem says why."""
    text, line, message = UNREADABLE[name]
    (problem,) = problems_of(text)
    assert re.search(message, problem.message)
    assert problem.line == line
    assert problem.cure


def test_every_error_is_told_at_once_in_the_order_of_the_lines(template: str, problems_of: Problems) -> None:
    """Somebody who mends a file reads it once from top to bottom, errors within one item included."""
    text = template
    for good, bad in [
        ("\nversion: 1 #", "\nversion: one #"),
        ("level: yellow", "level: yelow"),
        ("type: table", "typ: table"),
        ("gates: [publish]", "gates: [nowhere]"),
        ("role: communications\n        co", "role: press\n        co"),
    ]:
        text = text.replace(good, bad, 1)
    found = problems_of(text)
    assert [problem.field for problem in found] == [
        "version",
        "levels",
        "levels[1].level",
        "advices[0].items[0].evidence[0].type",
        "advices[0].items[0].evidence[0].typ",
        "advices[0].items[0].gates[0]",
        "advices[0].items[1].role",
        "gates[0]",
    ]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_words_that_yaml_takes_for_switches_stay_words(template: str, problems_of: Problems, tmp_path: Path) -> None:
    """`no` is the word no, `yes` an answer, 1.10 a key, 12:30 and 2026-01-01 texts."""
    text = template.replace('key: "1.1"', "key: 1.10").replace(
        "type: table", "type: choice, options: [{value: yes, label: {fr: 12:30, en: no}}]"
    )
    assert problems_of(text) == []
    item = read(tmp_path / "mine.yaml").items["1.10"]
    assert item.not_applicable == "no"
    option = item.evidence[0].options[0]
    assert (option.value, option.label.fr, option.label.en) == ("yes", "12:30", "no")


def test_texts_lose_the_blanks_around_them(template: str, problems_of: Problems, tmp_path: Path) -> None:
    """A text over several lines ends where its words end."""
    folded = "en: >\n            Each fact\n            so.\n"
    assert problems_of(template.replace("en: Each fact with its source.", folded)) == []
    assert read(tmp_path / "mine.yaml").items["1.1"].detail.en == "Each fact so."


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """A missing file is a problem like any other."""
    with pytest.raises(PlaybookErrors, match="no such file"):
        read(tmp_path / "missing.yaml")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """What is no file, though it is called like one, is told at once: the bot would never start."""
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(PlaybookErrors, match="cannot be read"):
        read(tmp_path / "pipe.yaml")


def test_the_french_are_told_in_french(template: str, tmp_path: Path) -> None:
    """The language of the messages is asked for, not that of the file."""
    path = tmp_path / "mine.yaml"
    path.write_text(template.replace("short: {fr: Répondre, en: Answer}", "short: Answer"), encoding="utf-8")
    with pytest.raises(PlaybookErrors, match="deux langues"):
        read(path, "fr")


@pytest.mark.parametrize("kind", ["playbook", "regimes"])
def test_every_problem_has_its_cure(kind: str) -> None:
    """Whatever can be wrong with a file, what to do about it is said as well."""
    known = {key for key in texts_in("en").keys if key.startswith(f"{kind}.") and ".cli." not in key}
    assert known
    assert {f"{key}.cure" for key in known if not key.endswith(".cure")} <= known
