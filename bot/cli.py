"""The `crisis-bot` command. What a command needs is imported inside it, so that help comes at once."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import console
from bot.database_cli import a_file, backup, rebuild, redact, restore, verify
from bot.outbox_cli import outbox
from bot.playbook_cli import playbook

if TYPE_CHECKING:
    from bot.domain.playbook import Language

languages = click.Choice(["en", "fr"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("crisis-bot"), prog_name="crisis-bot")
def main() -> None:
    """Carry a team through a social-media reputation crisis, in Slack.

    Try it without a Slack account: crisis-bot demo
    """


for command in (verify, rebuild, backup, restore, redact, outbox, playbook):
    main.add_command(command)


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any free one.")
@click.option("--language", type=languages, help="Of the workspace and the bot; by default the terminal's.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--database", type=a_file, help="Continue on this file; by default a fresh one that is thrown away.")
def demo(port: int, language: Language | None, database: Path | None, *, no_browser: bool) -> None:
    """Try the bot in the browser, on a small workspace of its own."""
    from bot.demo import Demo, PortTaken
    from bot.demo import run as run_demo

    wanted = Demo(port, language or console.language(), database)
    try:
        with plainly():
            run(run_demo(wanted, browser=not no_browser))
    except PortTaken:
        other = f"--port {port % 65535 + 1}"
        again = f'make demo ARGS="{other}"' if os.environ.get("CRISIS_DEMO_BY_MAKE") else f"crisis-bot demo {other}"
        console.fail(console.text("demo.port_taken", port=port, again=again))
    console.say("demo.ended")


@main.command()
def serve() -> None:
    """Serve Slack's signed requests over HTTP on PORT."""
    settings = console.settings_for("serve")
    from bot import log
    from bot.serving import run_http

    log.configure(settings.log_level, held=True)
    try:
        with plainly():
            run(run_http(settings, ready=lambda _: log.release()))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        log.forget()
        console.fail(console.text("serve.port_taken", port=settings.port))


@main.command()
def socket() -> None:
    """Connect to Slack in Socket Mode, without a public address."""
    settings = console.settings_for("socket")
    from bot import log
    from bot.serving import run_socket

    log.configure(settings.log_level, held=True)
    with plainly():
        run(run_socket(settings, ready=log.release))


@main.command()
@click.option("--socket-mode", is_flag=True, help="For `crisis-bot socket`: needs no public address.")
@click.option("--url", help="Public address of `crisis-bot serve`, such as https://crisis.example.com")
@click.option("--language", type=languages, default="en", show_default=True, help="Of menus and hints in Slack.")
def manifest(url: str | None, language: Language, *, socket_mode: bool) -> None:
    """Print the app manifest to paste at api.slack.com/apps."""
    from bot.manifest import EXAMPLE_URL
    from bot.manifest import manifest as made

    if url is not None and socket_mode:
        console.fail(console.text("manifest.both"))
    if url is not None and not url.startswith("https://"):
        console.fail(console.text("manifest.url"))
    if url is None and not socket_mode:
        click.echo(console.text("manifest.placeholder", url=EXAMPLE_URL), err=True)
    click.echo(json.dumps(made(socket_mode=socket_mode, url=url, language=language), indent=2, ensure_ascii=False))


@main.command(short_help="Check everything and say the cures.")
def doctor() -> None:
    """Check settings, tokens, scopes, clock, database and playbooks, and say the cure for each failure."""
    from bot.doctor import examine

    if not asyncio.run(examine()):
        sys.exit(1)


@contextmanager
def plainly() -> Iterator[None]:
    """What can go wrong at the start, said in a line with its cure, and exit code 2."""
    from bot import log
    from bot.app import TokenRefused
    from bot.config import BadSettings
    from bot.library import PlaybookErrors
    from bot.manifest import APP_SCOPE
    from bot.store.errors import StoreError

    try:
        yield
    except BadSettings as bad:
        console.fail(*console.problem_lines(bad.problems))
    except TokenRefused as refused:
        log.forget()
        key = "app_token_refused" if refused.setting == "SLACK_APP_TOKEN" else "bot_token_refused"
        console.fail(console.text(f"doctor.{key}", error=refused.error, scope=APP_SCOPE))
    except StoreError as error:
        console.fail(console.store_error(error))
    except PlaybookErrors as errors:
        console.fail(*map(str, errors.problems))


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run until it ends or until Ctrl-C, which is a good end."""
    try:
        asyncio.run(work)
    except KeyboardInterrupt:
        click.echo()
