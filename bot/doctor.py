"""What keeps the bot from working, found before a crisis does, each finding with its cure."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Literal

import aiohttp

from bot import console
from bot.config import BadSettings, Settings, misspelt, read_settings
from bot.library import Library, PlaybookErrors, places
from bot.manifest import APP_SCOPE, SCOPES
from bot.store.errors import StoreError
from bot.store.store import Store

State = Literal["good", "note", "bad"]
Clock = Callable[[], float]

CLOCK_TOLERANCE = 60
"""Seconds. Slack's signatures are refused from 300 s on, by both sides' clocks."""
PATIENCE = aiohttp.ClientTimeout(total=15)


@dataclass(frozen=True)
class Finding:
    """`code` names the text, which in a bad finding says the cure."""

    state: State
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What Slack said. `error` is empty when it said yes."""

    error: str
    body: dict[str, Any]
    headers: dict[str, str]


class Line:
    """One connection to the Web API."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def ask(self, method: str, token: str, **arguments: str) -> Answer:
        """Raises aiohttp.ClientError or TimeoutError when nobody answers."""
        headers = {"Authorization": f"Bearer {token}"}
        async with self._session.post(
            self._url + method, headers=headers, data=arguments, allow_redirects=False
        ) as response:
            told = {name.lower(): value for name, value in response.headers.items()}
            try:
                body = await response.json(content_type=None)
            except ValueError:
                body = None
            if not isinstance(body, dict) or 300 <= response.status < 400:  # Slack sends nobody on
                return Answer(f"http_{response.status}", {}, told)
            return Answer("" if body.get("ok") else str(body.get("error", f"http_{response.status}")), body, told)


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[Line]:
    """A connection that is closed at the end."""
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        yield Line(session, url)


async def examine(now: Clock = time.time) -> bool:
    """Print every finding; whether all is well."""
    try:
        settings = read_settings("offline")
    except BadSettings as bad:
        for line in console.problem_lines(bad.problems):
            console.mark("bad", line)
        return False
    well = True
    async for finding in findings(settings, now):
        console.mark(finding.state, console.text(f"doctor.{finding.code}", **finding.params))
        well = well and finding.state != "bad"
    console.say("doctor.well" if well else "doctor.unwell")
    return well


async def findings(settings: Settings, now: Clock = time.time) -> AsyncIterator[Finding]:
    """All there is to find, in the order in which one would mend it."""
    path = settings.crisis_database
    for finding in (*misread(), *needed(settings), *database(path), *open_to_others(path), *playbooks(settings)):
        yield finding
    async with line_to(settings.slack_api_url) as line:
        try:
            async for finding in slack(line, settings, now):
                yield finding
        except (aiohttp.ClientError, TimeoutError) as error:
            yield Finding("bad", "unreachable", {"url": settings.slack_api_url, "reason": type(error).__name__})


def misread(env_file: Path = Path(".env")) -> list[Finding]:
    """What nobody reads, because its name is not quite a setting's."""
    found = misspelt(env_file)
    return [Finding("note", "misspelt", {"name": name, "meant": meant}) for name, meant in found.items()]


def needed(settings: Settings) -> list[Finding]:
    """What can be run with the tokens that are set."""
    token, secret, app = settings.slack_bot_token, settings.slack_signing_secret, settings.slack_app_token
    if not token:
        return [Finding("bad", "no_bot_token")]
    if not secret and not app:
        return [Finding("bad", "no_way_in")]
    return [Finding("good", "can_both" if secret and app else "can_serve" if secret else "can_socket")]


def database(path: Path) -> list[Finding]:
    """Whether the database can be written, and whether what is in it is whole."""
    params = {"database": path}
    if not path.exists():
        writable = os.access(path.parent, os.W_OK)
        return [Finding("good", "database_new", params) if writable else Finding("bad", "database_folder", params)]
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return [Finding("bad", "database_read_only", params)]
    try:
        with closing(Store(path)) as store:
            found = store.verify()
    except StoreError as error:
        return [Finding("bad", "database_unusable", {"what": console.store_error(error)})]
    return [Finding("bad", "database_damaged", {**params, "what": console.damage(what)}) for what in found] or [
        Finding("good", "database", params)
    ]


def open_to_others(database: Path, env_file: Path = Path(".env")) -> list[Finding]:
    """Who else on this machine could take the database's place, or read the tokens."""
    found = []
    folder = database.resolve().parent
    mode = folder.stat().st_mode
    if mode & (stat.S_IWGRP | stat.S_IWOTH) and not mode & stat.S_ISVTX:
        found.append(Finding("bad" if mode & stat.S_IWOTH else "note", "folder_writable", {"folder": folder}))
    if env_file.is_file() and env_file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        found.append(Finding("note", "env_readable", {"file": env_file}))
    return found


def playbooks(settings: Settings) -> list[Finding]:
    """Whether every playbook can be used."""
    try:
        library = Library.load(*places(settings.crisis_playbooks), language=console.language())
    except PlaybookErrors as errors:
        return [Finding("bad", "playbook", {"what": problem}) for problem in errors.problems]
    return [Finding("good", "playbooks", {"names": ", ".join(sorted(library.playbooks))})]


async def slack(line: Line, settings: Settings, now: Clock) -> AsyncIterator[Finding]:
    """What Slack says of the tokens, the scopes, the clock and the channels."""
    token = settings.slack_bot_token
    if token:
        me = await line.ask("auth.test", token)
        yield clock(me, now())
        if me.error:
            yield Finding("bad", "bot_token_refused", {"error": me.error})
        else:
            yield Finding("good", "bot_token", {"team": me.body.get("team", ""), "user": me.body.get("user", "")})
            yield scopes(me)
            for name in ("crisis_hq_channel", "crisis_followup_channel"):
                yield await channel(line, token, name.upper(), getattr(settings, name))
    if settings.slack_app_token:
        opened = await line.ask("apps.connections.open", settings.slack_app_token)
        yield (
            Finding("bad", "app_token_refused", {"error": opened.error, "scope": APP_SCOPE})
            if opened.error
            else Finding("good", "app_token")
        )


def clock(answer: Answer, now: float) -> Finding:
    """This machine's clock against the Date of Slack's answer."""
    try:
        skew = round(now - parsedate_to_datetime(answer.headers.get("date", "")).timestamp())
    except ValueError:
        return Finding("note", "clock_unknown")
    return Finding(
        "good" if abs(skew) <= CLOCK_TOLERANCE else "bad",
        "clock" if abs(skew) <= CLOCK_TOLERANCE else "clock_off",
        {"seconds": abs(skew)},
    )


def scopes(answer: Answer) -> Finding:
    """The scopes that the token was given against those of the manifest."""
    granted = {scope.strip() for scope in answer.headers.get("x-oauth-scopes", "").split(",") if scope.strip()}
    if not granted:
        return Finding("note", "scopes_unknown")
    missing = sorted(SCOPES.keys() - granted)
    return Finding("bad", "scopes_missing", {"scopes": ", ".join(missing)}) if missing else Finding("good", "scopes")


async def channel(line: Line, token: str, name: str, channel_id: str | None) -> Finding:
    """Whether the bot can write in a channel that a setting names."""
    if not channel_id:
        return Finding("note", "channel_unset", {"name": name})
    params = {"name": name, "channel": channel_id}
    answer = await line.ask("conversations.info", token, channel=channel_id)
    if answer.error:
        known = "channel_missing" if answer.error == "channel_not_found" else "channel_refused"
        return Finding("bad", known, {**params, "error": answer.error})
    about = answer.body["channel"]
    params["channel"] = f"#{about.get('name', channel_id)}"
    if about.get("is_archived"):
        return Finding("bad", "channel_archived", params)
    return Finding("good", "channel", params) if about.get("is_member") else Finding("bad", "channel_not_in", params)
