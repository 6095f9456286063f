"""Settings: where they come from, and what is said when one is missing or bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import console
from bot.config import NEEDED, BadSettings, Settings, read_settings


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A working folder without a .env."""
    monkeypatch.chdir(tmp_path)


def problems(mode: str = "offline") -> list[tuple[str, str, str]]:
    with pytest.raises(BadSettings) as bad:
        read_settings(mode)  # type: ignore[arg-type]  # parametrised with words
    return [(problem.name, problem.code, problem.where) for problem in bad.value.problems]


def test_nothing_needs_to_be_set_to_look_at_a_database() -> None:
    """Without any setting, the defaults hold."""
    settings = read_settings()
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.crisis_database == Path("crisis.db")
    assert settings.port == 3000


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting in the environment replaces the one in .env."""
    Path(".env").write_text("PORT=4000\nCRISIS_LANGUAGE=fr\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "5000")
    settings = read_settings()
    assert (settings.port, settings.crisis_language) == (5000, "fr")


def test_an_empty_value_is_not_set() -> None:
    """`.env.example`, copied as it is, is a valid .env."""
    example = Path(__file__).parent.parent / ".env.example"
    Path(".env").write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_settings() == Settings(_env_file=None)


@pytest.mark.parametrize("nothing", ["", '""', "''", '"  "', "abc\nexport SLACK_SIGNING_SECRET="])
def test_a_secret_without_content_is_missing(nothing: str) -> None:
    """Empty quotes, spaces or a later line that empties it: the bot does not start without its signing secret."""
    Path(".env").write_text(f"SLACK_BOT_TOKEN=xoxb-1\nSLACK_SIGNING_SECRET={nothing}\n", encoding="utf-8")
    assert problems("serve") == [("SLACK_SIGNING_SECRET", "missing_slack_signing_secret", "")]


@pytest.mark.parametrize("mode", ["serve", "socket"])
def test_each_missing_setting_is_named_at_once(mode: str) -> None:
    """What a mode needs is told in one go, not one start after the other."""
    assert [name for name, *_ in problems(mode)] == list(NEEDED[mode])  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1-2", "bot_token"),
        ("SLACK_BOT_TOKEN", "xoxb-", "bot_token"),
        ("SLACK_APP_TOKEN", "xoxb-1-2", "app_token"),
        ("SLACK_SIGNING_SECRET", "xoxb-1-2", "signing_secret"),
        ("SLACK_API_URL", "slack.com/api", "api_url"),
        ("SLACK_API_URL", "https://[", "api_url"),
        ("SLACK_API_URL", "https://slack.com:x/api/", "api_url"),
        ("SLACK_API_URL", "http://slack.com/api/", "api_url_insecure"),
        ("SLACK_API_URL", "http://127.0.0.1.example.com/", "api_url_insecure"),
        ("CRISIS_DATABASE", ".", "database_is_folder"),
        ("CRISIS_DATABASE", "~", "database_is_folder"),
        ("CRISIS_DATABASE", "nowhere/crisis.db", "database_folder"),
        ("CRISIS_LANGUAGE", "de", "language"),
        ("CRISIS_TIMEZONE", "Paris", "timezone"),
        ("CRISIS_TIMEZONE", "../../etc/passwd", "timezone"),
        ("CRISIS_HQ_CHANNEL", "#communication", "channel"),
        ("CRISIS_FOLLOWUP_CHANNEL", "c012", "channel"),
        ("CRISIS_PLAYBOOKS", "nowhere", "playbooks"),
        ("PORT", "http", "port"),
        ("PORT", "65536", "port"),
        ("METRICS_ADDRESS", "9464", "address"),
        ("METRICS_ADDRESS", "localhost", "address"),
        ("METRICS_ADDRESS", "metrics..internal:9464", "address"),
        ("METRICS_ADDRESS", f"{'x' * 70}:9464", "address"),
        ("METRICS_ADDRESS", "10.0.0.7:http", "address"),
        ("METRICS_ADDRESS", "http://10.0.0.7:9464", "address"),
        ("LOG_LEVEL", "LOUD", "log_level"),
    ],
)
def test_a_bad_value_is_refused_with_its_cure(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: str
) -> None:
    """Each bad value is told once, in both languages, in one line that never repeats the value."""
    monkeypatch.setenv(name, value)
    assert problems() == [(name, code, "environment")]
    for language in ("en", "fr"):
        monkeypatch.setenv("LC_ALL", f"{language}_XX.UTF-8")
        with pytest.raises(BadSettings) as bad:
            read_settings()
        (line,) = console.problem_lines(bad.value.problems)
        assert line.startswith(name)
        assert "\n" not in line
        assert console.language() == language
        assert "xox" not in value or len(value) < 6 or value not in line


def test_a_bad_line_of_the_file_is_named() -> None:
    """The place of a mistake in .env is told with its line."""
    Path(".env").write_text("# ours\n\nexport PORT=http\n", encoding="utf-8")
    assert problems() == [("PORT", "port", ".env:3")]


def test_a_file_that_is_not_utf8_is_told() -> None:
    """A .env in another encoding is one clear problem."""
    Path(".env").write_bytes(b"CRISIS_LANGUAGE=fran\xe7ais\n")
    assert problems() == [(".env", "env_file_encoding", ".env")]


@pytest.mark.parametrize("url", ["http://127.0.0.1:8765/api/", "http://localhost:8765/api", "http://[::1]:8765/api"])
def test_plain_http_stays_on_this_machine(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Unprotected http is allowed on loopback; the address ends with a slash, as the client wants it."""
    monkeypatch.setenv("SLACK_API_URL", url)
    assert read_settings().slack_api_url == url.rstrip("/") + "/"


@pytest.mark.parametrize(
    ("address", "told"),
    [("0.0.0.0:9464", ("0.0.0.0", 9464)), ("[::1]:0", ("::1", 0)), ("", ("127.0.0.1", 9464))],  # noqa: S104 - as an operator may write it
)
def test_figures_have_an_address_of_their_own(
    monkeypatch: pytest.MonkeyPatch, address: str, told: tuple[str, int]
) -> None:
    """Host and port; unset, this machine's."""
    monkeypatch.setenv("METRICS_ADDRESS", address)
    assert read_settings().metrics_at == told


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings can be logged: their text holds no token and no secret."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-very-secret")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "very-secret")
    assert "very-secret" not in repr(read_settings("serve"))
