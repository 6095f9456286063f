"""A playbook's file with one mistake in it, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.library import PlaybookErrors, Problem, builtin_directory, read


@pytest.fixture(scope="session")
def template() -> str:
    """The text of the playbook that is there to be copied."""
    return (builtin_directory() / "template.yaml").read_text(encoding="utf-8")


@pytest.fixture
def problems_of(tmp_path: Path) -> Callable[[str | bytes], list[Problem]]:
    """What is said of a file `mine.yaml` with this content; nothing when it is good."""

    def problems(text: str | bytes) -> list[Problem]:
        path = tmp_path / "mine.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            read(path)
        except PlaybookErrors as error:
            return error.problems
        return []

    return problems


@pytest.fixture
def mistake_is_told(
    template: str, problems_of: Callable[[str], list[Problem]], tmp_path: Path
) -> Callable[[str, str, str, str, str], None]:
    """That one change of the template is told at its line and field, in words that match two patterns.

    A `¶` in the new text marks the line; without it, the line is that of something around.
    """

    def told(good: str, bad: str, field: str, message: str, cure: str) -> None:
        assert good in template
        marked = template.replace(good, bad, 1)
        problems = [problem for problem in problems_of(marked.replace("¶", "")) if problem.field == field]
        assert any(re.search(message, each.message) and re.search(cure, each.cure) for each in problems), problems
        assert {problem.file for problem in problems} == {str(tmp_path / "mine.yaml")}
        if "¶" in marked:
            assert marked[: marked.index("¶")].count("\n") + 1 in {problem.line for problem in problems}

    return told
