"""Settings from the environment and `.env`, and what is wrong with them in words that name the cure.

One field a setting, named as its variable in lower case. The environment wins over `.env`; an empty value
counts as not set. Nothing is read at import time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv.parser import Binding, parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.playbook import Language

Mode = Literal["serve", "socket", "offline"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

NEEDED: dict[Mode, tuple[str, ...]] = {
    "serve": ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"),
    "socket": ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"),
    "offline": (),
}
NEARLY = 0.85
"""How alike two names are, from 0 to 1, of which one was meant as the other: a letter or two."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Problem:
    """One setting that is missing or bad. `code` names its texts in the catalogue, `where` is empty when unset."""

    name: str
    code: str
    where: str = ""


class BadSettings(Exception):
    """The settings cannot be used; `problems` says each reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(f"{p.name}: {p.code}" for p in self.problems))


def _bad(code: str) -> PydanticCustomError:
    return PydanticCustomError("setting", "{code}", {"code": code})


def _starts_with(prefix: str, code: str) -> AfterValidator:
    def check(value: str) -> str:
        if not value.startswith(prefix) or len(value) <= len(prefix) or not value.isascii() or " " in value:
            raise _bad(code)
        return value

    return AfterValidator(check)


def _signing_secret(value: str) -> str:
    if value.startswith(("xoxb-", "xoxp-", "xapp-")) or " " in value:
        raise _bad("signing_secret")
    return value


def _api_url(value: str) -> str:
    """The token travels to this address, hence https unless it stays on this machine."""
    try:
        parts = urlsplit(value)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        raise _bad("api_url") from None
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise _bad("api_url")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise _bad("api_url_insecure")
    return value.rstrip("/") + "/"


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise _bad("timezone") from None
    return value


def _channel(value: str) -> str:
    if value[:1] not in ("C", "G") or not value.isalnum() or not value.isupper():
        raise _bad("channel")
    return value


def _choice(*choices: str, code: str, upper: bool = False) -> BeforeValidator:
    def check(value: Any) -> str:
        word = str(value).strip()
        word = word.upper() if upper else word.lower()
        if word not in choices:
            raise _bad(code)
        return word

    return BeforeValidator(check)


def _port(value: Any) -> int:
    try:
        port = int(value)
    except (TypeError, ValueError):
        raise _bad("port") from None
    if not 0 <= port <= 65535:
        raise _bad("port")
    return port


def _address(value: str) -> str:
    """`host:port`; an IPv6 address stands in brackets."""
    try:
        parts = urlsplit(f"//{value}")
        host = (parts.hostname or "").encode("idna")  # else whoever looks it up stumbles over it
        good = bool(host) and parts.port is not None and parts.netloc == value and "@" not in value
    except ValueError:
        good = False
    if not good:
        raise _bad("address")
    return value


def _database(value: Path) -> Path:
    file = value.expanduser()
    if file.is_dir():
        raise _bad("database_is_folder")
    if not file.parent.is_dir():
        raise _bad("database_folder")
    return file


def _playbooks(value: Path) -> Path:
    folder = value.expanduser()
    if not folder.is_dir():
        raise _bad("playbooks")
    return folder


Channel = Annotated[str, AfterValidator(_channel)]


class Settings(BaseSettings):
    """Everything that can be set from outside. `.env.example` documents each."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True,
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        str_strip_whitespace=True,
        validate_default=False,
    )

    slack_bot_token: Annotated[str, _starts_with("xoxb-", "bot_token")] = Field(
        "", repr=False, description="Bot token (xoxb-…) of the installed app"
    )
    slack_signing_secret: Annotated[str, AfterValidator(_signing_secret)] = Field(
        "", repr=False, description="Signing secret; `serve` checks each request with it"
    )
    slack_app_token: Annotated[str, _starts_with("xapp-", "app_token")] = Field(
        "", repr=False, description="App-level token (xapp-…) with connections:write; `socket` needs it"
    )
    slack_api_url: Annotated[str, AfterValidator(_api_url)] = Field(
        "https://slack.com/api/", description="Address of the Web API; https unless it is this machine"
    )
    crisis_database: Annotated[Path, AfterValidator(_database)] = Field(
        Path("crisis.db"), description="SQLite file that holds everything"
    )
    crisis_language: Annotated[Language, _choice("en", "fr", code="language")] = Field(
        "en", description="Language where nobody's own is known: `en` or `fr`"
    )
    crisis_timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        "Europe/Paris", description="Time zone of new crises, such as Europe/Paris"
    )
    crisis_hq_channel: Channel | None = Field(
        None, description="Channel id where the start of a crisis that is not private gets one line"
    )
    crisis_followup_channel: Channel | None = Field(
        None, description="Channel id that gets the follow-up reminders after stand-down"
    )
    crisis_playbooks: Annotated[Path, AfterValidator(_playbooks)] | None = Field(
        None, description="Folder with your own playbooks (*.yaml), beside the built-in one"
    )
    port: Annotated[int, BeforeValidator(_port)] = Field(
        3000, description="Port on which `serve` listens; when set, `socket` serves health there"
    )
    metrics_address: Annotated[str, AfterValidator(_address)] = Field(
        "127.0.0.1:9464", description="Address and port of `/metrics`; only this machine reads it by default"
    )
    log_level: Annotated[LogLevel, _choice("DEBUG", "INFO", "WARNING", "ERROR", code="log_level", upper=True)] = Field(
        "INFO", description="How much is logged: DEBUG, INFO, WARNING or ERROR"
    )

    @property
    def metrics_at(self) -> tuple[str, int]:
        """Host and port of `/metrics`."""
        parts = urlsplit(f"//{self.metrics_address}")
        return parts.hostname or "", parts.port or 0


def read_settings(mode: Mode = "offline", env_file: Path | None = Path(".env")) -> Settings:
    """The settings, with all that `mode` needs. Raises BadSettings with every problem at once."""
    problems: list[Problem] = []
    settings = Settings.model_construct()
    try:
        settings = Settings(_env_file=env_file)
    except ValidationError as error:
        for detail in error.errors(include_input=False, include_url=False, include_context=True):
            name = str(detail["loc"][0]).upper()
            code = str(detail.get("ctx", {}).get("code", "unreadable"))
            problems.append(Problem(name, code, where(name, env_file)))
    except UnicodeDecodeError:
        raise BadSettings([Problem(str(env_file), "env_file_encoding", str(env_file))]) from None
    problems += [Problem(name, f"missing_{name.lower()}") for name in NEEDED[mode] if not where(name, env_file)]
    if problems:
        raise BadSettings(problems)
    return settings


def misspelt(env_file: Path | None = Path(".env")) -> dict[str, str]:
    """What is set under a name that is nearly a setting's, each with the name that was probably meant."""
    known = {name.upper() for name in Settings.model_fields}
    strange = sorted({name.upper() for name in (*os.environ, *_lines(env_file))} - known)
    nearest = {name: get_close_matches(name, known, n=1, cutoff=NEARLY) for name in strange}
    return {name: found[0] for name, found in nearest.items() if found}


def _lines(env_file: Path | None) -> dict[str, Binding]:
    """What a file of settings sets, by name."""
    if env_file is None or not env_file.is_file():
        return {}
    with env_file.open(encoding="utf-8") as stream:
        return {binding.key.upper(): binding for binding in parse_stream(stream) if binding.key}


def where(name: str, env_file: Path | None) -> str:
    """Where a setting comes from: `environment`, or `file:line`; empty when it is set nowhere."""
    if any(value.strip() for variable, value in os.environ.items() if variable.upper() == name):
        return "environment"
    lines = _lines(env_file)
    if name not in lines or not (lines[name].value or "").strip():
        return ""
    written = lines[name].original
    blank = written.string.partition(written.string.strip())[0].count("\n")
    return f"{env_file}:{written.line + blank}"
