"""Whatever a screen offers, a listener does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.slack.listeners.actions import CHOICES, VERBS
from bot.slack.screens.forms import PARSERS, redact

GALLERY = sorted((Path(__file__).parent / "screens" / "gallery").glob("*.json"))
WITHOUT_CRISIS = frozenset({"start.open", "mine", "mine.all", "word"})


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON document."""
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from nodes(inner)


def clickable() -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything on any screen that is told at once: buttons, menus, and questions that redraw their form."""
    for path in GALLERY:
        for node in nodes(json.loads(path.read_text(encoding="utf-8"))):
            if node.get("type") in {"button", "overflow"} and "url" not in node:
                yield path.stem, node
            if node.get("dispatch_action"):
                yield path.stem, node["element"]


def test_every_button_does_something() -> None:
    """No button is dead, in either language."""
    verbs = {(where, node["action_id"].partition(":")[0]) for where, node in clickable()}
    known = VERBS.keys() | CHOICES.keys() | WITHOUT_CRISIS
    assert {(where, verb) for where, verb in verbs if verb not in known} == set()


def test_every_choice_of_a_menu_does_something() -> None:
    """Nor is a line of a ⋯ menu."""
    dead = set()
    for where, node in clickable():
        choices = CHOICES.get(node["action_id"].partition(":")[0])
        for option in node.get("options", ()) if choices is not None else ():
            chosen = json.loads(option["value"]).get("v")
            if (choices or {}).get(chosen) not in VERBS.keys() | WITHOUT_CRISIS:
                dead.add((where, node["action_id"], chosen))
    assert dead == set()


def test_every_form_that_can_be_sent_is_read() -> None:
    """A view with a button to send it has a parser; redaction, no command of the domain, has its own."""
    forms = {
        node["callback_id"]
        for path in GALLERY
        for node in nodes(json.loads(path.read_text(encoding="utf-8")))
        if node.get("type") == "modal" and node.get("submit")
    }
    assert forms - PARSERS.keys() - {redact.NAME} == set()


def test_every_verb_stands_on_some_screen() -> None:
    """Nothing listens for a button that nobody can see."""
    seen = {node["action_id"].partition(":")[0] for _, node in clickable()}
    chosen = {verb for name in seen & CHOICES.keys() for verb in CHOICES[name].values()}
    assert VERBS.keys() - seen - chosen == set()
