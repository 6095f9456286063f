"""`crisis-bot playbook` as whoever writes a playbook meets it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.library import builtin_directory
from bot.playbook_cli import playbook

TEMPLATE = (builtin_directory() / "template.yaml").read_text(encoding="utf-8")


def test_the_command_line_says_good_or_every_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`crisis-bot playbook check` ends with 0 for good files and with 1 and one line a problem for bad ones."""
    monkeypatch.setenv("CRISIS_LANGUAGE", "en")
    bad = tmp_path / "bad.yaml"
    bad.write_text(TEMPLATE.replace("\nversion: 1 #", "\nversion: x #"), encoding="utf-8")
    run = CliRunner().invoke
    good = run(playbook, ["check", str(builtin_directory())])
    assert (good.exit_code, "61 items" in good.output) == (0, True)
    told = run(playbook, ["check", str(bad), str(tmp_path / "none.yaml")])
    assert told.exit_code == 1
    first, second, count = told.output.splitlines()
    assert re.fullmatch(re.escape(str(bad)) + r":\d+: version: \"x\" is not a number\. → Write digits only\.", first)
    assert "none.yaml:1: There is no such file." in second
    assert count == "2 problems."
    assert run(playbook, ["schema"]).output.startswith("{")


def test_the_command_line_lists_what_a_crisis_can_be_started_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`crisis-bot playbook list` shows the built-in playbooks and the team's own."""
    (tmp_path / "food.yaml").write_text(TEMPLATE.replace("key: my-playbook", "key: food"), encoding="utf-8")
    monkeypatch.setenv("CRISIS_PLAYBOOKS", str(tmp_path))
    monkeypatch.setenv("CRISIS_LANGUAGE", "en")
    listed = CliRunner().invoke(playbook, ["list"])
    assert listed.exit_code == 0
    assert [line.split(" ")[0] for line in listed.output.splitlines()] == ["nine-advices", "food"]


TEMPLATES = """\
crisis_kind: {key: food, label: {fr: Notre cantine, en: Our canteen}}
templates:
  - key: food.reply
    kind: reply
    label: {fr: Réponse, en: Answer}
    text: {fr: "À {next_time}.", en: "At {next_time}."}
    pre_cleared: {by: "A. Martin, legal", on: 2026-11-02}
"""


def test_files_are_checked_as_what_they_are_by_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Legal clocks and statement templates, as single files, as folders, and inside a folder of playbooks."""
    monkeypatch.setenv("CRISIS_LANGUAGE", "en")
    run = CliRunner().invoke
    for name in ("legal", "statements"):
        (tmp_path / name).mkdir()
    ours = tmp_path / "statements" / "food.yaml"
    ours.write_text(TEMPLATES, encoding="utf-8")
    regimes = builtin_directory() / "legal" / "regimes.yaml"
    (tmp_path / "legal" / "regimes.yaml").write_text(regimes.read_text(encoding="utf-8"), encoding="utf-8")
    good = [
        f"{tmp_path}/legal/regimes.yaml: good. Legal regimes: 19; time limits: 32.",
        f"{ours}: good. Statement templates: 1; cleared by legal: 1; gaps of its own: 0.",
    ]
    for places in (
        [tmp_path],
        [tmp_path / "legal", tmp_path / "statements"],
        [tmp_path / "legal" / "regimes.yaml", ours],
    ):
        told = run(playbook, ["check", *map(str, places)])
        assert (told.exit_code, told.output.splitlines()) == (0, good)
    monkeypatch.chdir(tmp_path / "statements")
    assert run(playbook, ["check", "food.yaml"]).output == "food.yaml" + good[1].removeprefix(str(ours)) + "\n"
    assert run(playbook, ["check", "."]).output == "food.yaml" + good[1].removeprefix(str(ours)) + "\n"


def test_every_folder_is_told_of_when_one_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad playbook does not hide a bad template, and what is good is still said."""
    monkeypatch.setenv("CRISIS_LANGUAGE", "en")
    for name, text in {
        "mine.yaml": TEMPLATE.replace("\nversion: 1 #", "\nversion: x #"),
        "statements/food.yaml": TEMPLATES.replace("À {next_time}", "À {nxt_time}"),
        "legal/regimes.yaml": (builtin_directory() / "legal" / "regimes.yaml").read_text(encoding="utf-8"),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    told = CliRunner().invoke(playbook, ["check", str(tmp_path)])
    assert told.exit_code == 1
    version, french, english, legal, count = told.output.splitlines()
    assert "mine.yaml" in version
    assert "version" in version
    assert re.search(r'food\.yaml:6: templates\[0\]\.text\.fr: .*"nxt_time".* → Did you mean "next_time"\?', french)
    assert "templates[0].text.en" in english
    assert "regimes.yaml: good." in legal
    assert count == "3 problems."


def test_an_empty_folder_is_not_called_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever checks a folder expects something in it."""
    monkeypatch.setenv("CRISIS_LANGUAGE", "en")
    for name, said in {
        "legal": "no legal regimes",
        "statements": "no statement templates",
        "own": "no playbook",
    }.items():
        (tmp_path / name).mkdir()
        told = CliRunner().invoke(playbook, ["check", str(tmp_path / name)])
        assert told.exit_code == 1
        assert said in told.output


def test_a_team_may_write_words_without_a_playbook_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that holds only templates is a good CRISIS_PLAYBOOKS."""
    (tmp_path / "statements").mkdir()
    monkeypatch.setenv("CRISIS_PLAYBOOKS", str(tmp_path))
    monkeypatch.setenv("CRISIS_LANGUAGE", "en")
    listed = CliRunner().invoke(playbook, ["list"])
    assert (listed.exit_code, listed.output.split(" ")[0]) == (0, "nine-advices")
