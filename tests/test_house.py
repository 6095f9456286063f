"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.cli import main

ROOT = Path(__file__).parent.parent
LIMIT = 330
"""Lines of a file that still fits in one sitting: some 300."""
WRITTEN = ("*.md", "*.toml", "*.txt", ".env.example", "Makefile", "Procfile", ".ci/*", "docs/*.md")
"""What people write outside of the code. A database, a `.env` or a log may lie beside it."""


def files(*patterns: str) -> list[Path]:
    """Files of the repository, without what was set up or made in it."""
    found = (path for pattern in patterns for path in ROOT.glob(pattern))
    made = {"__pycache__", "screenshots"}
    return [path for path in found if path.is_file() and path != Path(__file__) and not made & set(path.parts)]


def truths(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [function for function in functions if function.name.startswith("test_")]


def holding(pattern: str, *places: str) -> list[str]:
    """The files in which a pattern is found."""
    wanted = re.compile(pattern)
    return [str(path.relative_to(ROOT)) for path in files(*places) if wanted.search(path.read_text(encoding="utf-8"))]


def test_every_test_says_what_is_true() -> None:
    """A test's docstring is one sentence: the truth that it proves."""
    silent = [
        f"{path.relative_to(ROOT)}::{test.name}"
        for path in files("tests/**/test_*.py")
        for test in truths(path)
        if not ast.get_docstring(test)
    ]
    assert silent == []


def test_nothing_is_mocked() -> None:
    """Slack is the sandbox over HTTP, time is an argument: no test replaces a part by a puppet."""
    assert holding(r"unittest\.mock|MagicMock|AsyncMock|mocker\b", "tests/**/*.py") == []


def test_a_file_fits_in_one_sitting() -> None:
    """A longer file hides a concept that asks for a room of its own."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in files("bot/**/*.py", "bot/**/*.js")
    }
    assert {name: lines for name, lines in lengths.items() if lines > LIMIT} == {}


def test_no_package_index_is_named() -> None:
    """Dependencies are pinned by hash; where they come from is the machine's own affair."""
    named = r"pypi\.org|pythonhosted|registry\.npmjs|--(extra-)?index-url|--find-links"
    assert holding(named, *WRITTEN, "bot/**/*.py", "tests/**/*.py") == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_dependency_is_pinned_with_hashes(name: str) -> None:
    """Each requirement names one version and at least one hash."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert lines
    assert [line.split()[0] for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def test_the_procfile_starts_what_there_is() -> None:
    """Each line of the Procfile is a command of ours."""
    for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines():
        program, command = line.split(": ")[1].split()
        assert (program, command in main.commands) == ("crisis-bot", True)


def test_nothing_is_left_for_later() -> None:
    """No unfinished marks in the code."""
    assert holding(r"\b(TODO|FIXME|XXX|HACK)\b", "bot/**/*.py", "bot/**/*.js", "tests/**/*.py") == []
