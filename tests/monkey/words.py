"""Words of the slash command, with what people type behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.domain.crisis import Crisis
from bot.domain.redacting import words_of
from bot.slack.words import SHOWN, WORDS, Verb, parse
from tests.monkey import fields, sights
from tests.monkey.deeds import Deed, Hands
from tests.monkey.marks import mark_of

AFTERWARDS = ("reopen", "archive")
"""Words for a crisis that is over."""
Place = tuple[str, Any]
"""Who types, and in which channel."""


def command(hands: Hands, who: str) -> Deed | None:
    """A slash command with anything behind it."""
    channel = hands.channel(who)
    if channel is None or sights.top_modal(hands.house, who) is not None:
        return None
    word = hands.seldom([f"/{verb}" for verb in WORDS])
    verb: Verb = next(verb for verb in WORDS if word == f"/{verb}")
    return typed(hands, verb, (who, channel), meant=hands.wits.random() < 0.5)


def led(hands: Hands, who: str) -> Iterator[tuple[Any, Verb]]:
    """The channels of the crises that this person leads, and the words that have a meaning there."""
    for channel in hands.house.crisis_channels():
        crisis = hands.house.bots[0].service.crisis_of_channel(channel.id)
        if crisis is not None and crisis.lead == who and who in channel.members and not channel.archived:
            yield from ((channel, verb) for verb in WORDS if not (crisis.is_open and verb in AFTERWARDS))


def typed(hands: Hands, verb: Verb, place: Place, *, meant: bool) -> Deed | None:
    """This word, in any of its spellings; `meant`: by somebody who knows it."""
    who, channel = place
    hands.done[f"/{verb}"] += 1
    if verb == "start":
        return start(hands, who)
    spellings = (verb, SHOWN["fr"][verb], hands.wits.choice(WORDS[verb]))
    word = hands.wits.choice(spellings if meant else (*spellings, verb[:-1] + "x"))
    crisis = hands.house.bots[0].service.crisis_of_channel(channel.id)
    mark = mark_of(crisis) if crisis else ""
    rest = _meant(hands, verb, crisis, mark) if meant else _rest(hands, mark)
    text = f"{hands.wits.choice(('/crisis', '/crise'))} {word} {rest}".strip()
    name = f"/{verb}" if parse(word).verb == verb else "/word that is none"
    return hands.deed(who, f"types {text!r} in {channel.name}", "command", name, channel=channel.id, text=text)


def start(hands: Hands, who: str) -> Deed | None:
    """A new crisis, with its mark, or the form of one."""
    channel = hands.channel(who)
    if channel is None or not hands.may_begin():
        return None
    whom = hands.wits.choice(("", "@cellule-crise", "@alex.martin @nora.smith"))
    title = f"{hands.wits.choice(fields.PLAIN)} {hands.new_mark()}" if hands.wits.random() < 0.7 else ""
    text = f"/crise démarrer {title} {whom}"
    return hands.deed(who, f"types {text!r}", "command", "/start", channel=channel.id, text=text)


def _meant(hands: Hands, verb: Verb, crisis: Crisis | None, mark: str) -> str:
    """What somebody types who knows the word."""
    words = f"{hands.wits.choice(fields.PLAIN)} {mark}".strip()
    match verb:
        case "redact" | "log":
            entries = hands.house.bots[0].service.entries(crisis.id) if crisis else []
            found = [entry.seq for entry in entries if crisis and words_of(entry.event, crisis.playbook)]
            return str(hands.wits.choice(found)) if found else ""
        case "private" | "handover":
            return f"<@{fields.person(hands.wits, hands.bot)}>"
        case "advice":
            return str(hands.wits.randint(1, 9))
        case "level":
            return f"{hands.wits.choice(('vert', 'jaune', 'orange', 'rouge'))} {words}"
        case "gate":
            return hands.wits.choice(("masquer", "moderate", "parler", "promettre"))
        case "asof" | "promise":
            return hands.wits.choice(fields.DAYS)
        case "note" | "item" | "decide" | "case" | "fact" | "draft" | "lesson" | "action":
            return words
    return ""


def _rest(hands: Hands, mark: str) -> str:
    mention = f"<@{fields.person(hands.wits, hands.bot)}>"
    return hands.wits.choice(
        (
            "",
            "",
            str(hands.wits.randint(0, 12)),
            mention,
            f"{mention} {mention}",
            hands.wits.choice(("vert", "yellow", "orange", "rouge", "green", "red")),
            hands.wits.choice(("scribe", "pilote", "deputy", "porte-parole", "legal", "sponsor")) + f" {mention}",
            hands.wits.choice(fields.DAYS),
            f"{hands.wits.choice(fields.PLAIN)} {mark}".strip(),
            f"{hands.wits.choice(fields.ODD).strip()[:200]} {mark}".strip(),
            hands.wits.choice(("team", "direction", "relève canal", "me", "here", "all", "post")),
            f"{hands.wits.randint(1, 3)} {hands.wits.choice(fields.PLAIN)} {mark}".strip(),
        )
    )
