"""How the command line speaks: in the operator's language, one clear line a mistake, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NoReturn

import click

if TYPE_CHECKING:
    from bot.config import Mode, Problem, Settings
    from bot.domain.playbook import Language
    from bot.store.damage import Damage
    from bot.store.errors import StoreError

BAD_INPUT = 2


def language() -> Language:
    """The operator's language: CRISIS_LANGUAGE, else the terminal's own, else English."""
    for name in ("CRISIS_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        word = os.environ.get(name, "").lower()
        if word.startswith("fr"):
            return "fr"
        if word.startswith("en"):
            return "en"
    return "en"


def text(key: str, **params: object) -> str:
    """A text of the `cli` catalogue."""
    from bot.locale import texts_in  # noqa: PLC0415  reading catalogues takes a moment that `--help` has not

    return texts_in(language()).p(f"cli.{key}", **params)


def say(key: str, **params: object) -> None:
    click.echo(text(key, **params))


def mark(state: Literal["good", "note", "bad"], line: str) -> None:
    """One line of a list of findings; the sign tells what the colour tells."""
    sign, colour = {"good": ("✓", "green"), "note": ("·", "cyan"), "bad": ("✗", "red")}[state]
    click.echo(f"  {click.style(sign, fg=colour)} {line}")


def fail(*lines: str) -> NoReturn:
    """Say what is wrong and end with exit code 2."""
    for line in lines:
        click.echo(line, err=True)
    sys.exit(BAD_INPUT)


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    """For each setting that is missing or bad: which, where it stands, what is wrong, and the cure."""
    places = {"": text("setting.unset"), "environment": text("setting.environment")}
    return [
        text(
            "setting.line",
            name=problem.name,
            where=places.get(problem.where, problem.where),
            what=text(f"setting.{problem.code}"),
        )
        for problem in problems
    ]


def settings_for(mode: Mode) -> Settings:
    """The settings; where one is missing or bad, a line for each and exit code 2."""
    from bot.config import BadSettings, read_settings  # noqa: PLC0415 - as in `text`

    try:
        return read_settings(mode)
    except BadSettings as bad:
        fail(*problem_lines(bad.problems))


def store_error(error: StoreError) -> str:
    """What the database could not do, and the cure."""
    told = text(f"store.{error.code}", database=error.path)
    return f"{told} ({error.words})" if error.words else told


def damage(found: Damage) -> str:
    """One thing that is wrong inside a database."""
    return text(f"damage.{found.code}", **found.place)
