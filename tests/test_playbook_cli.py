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
