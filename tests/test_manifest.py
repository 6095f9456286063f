"""The manifest: what Slack accepts, and what the bot and the sandbox need of it."""

from __future__ import annotations

import pytest

from bot.domain.playbook import LANGUAGES, Language
from bot.manifest import COMMANDS, EVENTS, PATH, SCOPES, manifest
from bot.sandbox.apps import AppConfig
from bot.slack.words import parse


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_keeps_slacks_limits(language: Language) -> None:
    """Names and descriptions are as short as Slack wants them."""
    made = manifest(language=language)
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    for shortcut in made["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    for command in made["features"]["slash_commands"]:
        assert len(command["usage_hint"]) <= 1000
        assert command["should_escape"] is True


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_hint_is_understood(language: Language) -> None:
    """What Slack shows beside the command is something the command understands."""
    for command in manifest(language=language)["features"]["slash_commands"]:
        for hint in command["usage_hint"].split(" · "):
            assert parse(hint.split(" [")[0]).verb is not None, hint


def test_every_address_is_under_the_url_that_was_given() -> None:
    """With a public address, requests of every kind go to the one path that the bot serves."""
    made = manifest(url="https://crisis.example.com/")
    wanted = f"https://crisis.example.com{PATH}"
    assert made["settings"]["event_subscriptions"]["request_url"] == wanted
    assert made["settings"]["interactivity"]["request_url"] == wanted
    assert {command["url"] for command in made["features"]["slash_commands"]} == {wanted}


def test_socket_mode_names_no_address() -> None:
    """In Socket Mode there is no address to name."""
    assert "https://" not in str(manifest(socket_mode=True))
    assert manifest(socket_mode=True)["settings"]["socket_mode_enabled"] is True


def test_the_sandbox_installs_the_app_from_it() -> None:
    """The same document gives the sandbox its scopes, commands, shortcuts and events."""
    app = AppConfig.from_manifest(
        manifest(socket_mode=True), bot_token="xoxb-1", app_token="xapp-1", signing_secret="s"
    )
    assert app.scopes == SCOPES.keys()
    assert [command.name for command in app.commands] == list(COMMANDS)
    assert app.events == frozenset(EVENTS)
    assert {(shortcut.callback_id, shortcut.type) for shortcut in app.shortcuts} == {
        ("start_crisis", "global"),
        ("record_decision", "message"),
        ("add_to_log", "message"),
        ("add_fact", "message"),
    }
    assert app.request_url is None


@pytest.mark.parametrize(("language", "first"), [("en", "/crisis"), ("fr", "/crise")])
def test_the_command_of_ones_language_comes_first(language: Language, first: str) -> None:
    """Both commands are there in either language, one's own first."""
    names = [command["command"] for command in manifest(language=language)["features"]["slash_commands"]]
    assert (names[0], sorted(names)) == (first, sorted(COMMANDS))
