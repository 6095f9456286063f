"""`crisis-bot playbook`: what a team needs to write its own playbook, without Slack and without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from bot import console


@click.group()
def playbook() -> None:
    """Check playbooks, list them, print their JSON Schema."""


@playbook.command(short_help="Name every error of playbook files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Name every error of playbook files, or of all in a folder: file, line, field, message and cure.

    Files in folders called legal and statements are checked as what they are. Exit code 0 when all are good, 1 when
    one is not.
    """
    from bot.library.checking import check as check_place
    from bot.locale import texts_in

    texts = texts_in(console.language())
    problems = 0
    for place in files:
        good, wrong = check_place(place, console.language())
        problems += len(wrong)
        for problem in wrong:
            click.echo(problem)
        for each in good:
            click.echo(texts.p(f"playbook.cli.{each.code}", file=each.file, **each.counts))
    if problems:
        click.echo(texts.n("playbook.cli.problems", problems))
        sys.exit(1)


@playbook.command(short_help="Print the JSON Schema of a playbook.")
def schema() -> None:
    """Print the JSON Schema of a playbook, for editors that check while one types."""
    from bot.library import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@playbook.command(name="list", short_help="List the playbooks and where they come from.")
def list_() -> None:
    """List the built-in playbooks and those of CRISIS_PLAYBOOKS, with the files they come from."""
    from bot.config import BadSettings, read_settings
    from bot.library import Library, PlaybookErrors, places
    from bot.locale import texts_in

    try:
        own = read_settings("offline").crisis_playbooks
    except BadSettings as bad:
        console.fail(*console.problem_lines(bad.problems))
    try:
        library = Library.load(*places(own), language=console.language())
    except PlaybookErrors as error:
        for problem in error.problems:
            click.echo(problem)
        sys.exit(1)
    texts = texts_in(console.language())
    for key, each in library.playbooks.items():
        told = {"name": key, "version": each.version, "title": texts.of(each.title), "items": len(each.items)}
        click.echo(texts.p("playbook.cli.listed", file=library.files[key], **told))
