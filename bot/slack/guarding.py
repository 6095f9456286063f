"""The guard on a text of the register: what it must agree with is taken from the crisis's state."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.commands import NewCommitment
from bot.domain.commitments import unconfirmed
from bot.domain.crisis import Crisis
from bot.domain.guard import (
    Certainty,
    Context,
    Draft,
    Form,
    KnownFact,
    OtherVersion,
    Promise,
    Published,
    Remark,
    Words,
    examine,
    for_people,
    next_words,
    promises,
)
from bot.domain.guard.reading import read
from bot.domain.playbook import Language
from bot.domain.said import Statement
from bot.domain.statements import published
from bot.domain.working_time import zone
from bot.slack.desk import Desk


def remarks_on(desk: Desk, crisis: Crisis, statement: Statement) -> list[Remark]:
    """What the guard remarks on the wording that counts, language by language; nothing on what is out already."""
    if not statement.is_draft:
        return []
    return [
        remark
        for language in statement.now.texts
        if language in desk.words
        for remark in examine(_draft(desk, crisis, statement, language), _context(desk, crisis, statement, language))
    ]


def private_in(desk: Desk, text: str, language: Language) -> list[Remark]:
    """What a text that is not in the register yet would tell of people."""
    if language not in desk.words:
        return []
    return for_people(Draft(text, language, desk.service.now()), Context(desk.words))


async def warm(desk: Desk) -> None:
    """Read ahead, off the loop, what drafts will be compared with: nobody's answer waits for a first reading."""
    crises = desk.service.open_crises()
    await asyncio.to_thread(_read_all, desk.words, crises, desk.service.now())


def _read_all(words: Mapping[Language, Words], crises: Sequence[Crisis], now: datetime) -> None:
    for crisis in crises:
        texts: tuple[KnownFact | Published, ...] = (*_facts(crisis), *_said(crisis, None))
        for each in texts:
            if each.language in words:
                read(each.text, words[each.language].lexicon, each.at or now)


def promised(desk: Desk, crisis: Crisis, statement: Statement) -> list[Promise]:
    """The promises of a text, in the crisis's language when it is written in it."""
    language = _first(crisis, statement)
    if language not in desk.words:
        return []
    at = (statement.published_at or statement.now.at).astimezone(zone(crisis.timezone))
    return promises(statement.now.texts[language], desk.words[language], at)


def promises_found(desk: Desk, crisis: Crisis) -> dict[int, int]:
    """How many promises were found in each published text that waits for them to be confirmed."""
    return {text.number: len(promised(desk, crisis, text)) for text in unconfirmed(crisis)}


def next_word(desk: Desk, crisis: Crisis, statement: Statement, now: datetime) -> datetime | None:
    """The first hour to come that a text names within a day: the likely time of the next public word."""
    language, place = _first(crisis, statement), zone(crisis.timezone)
    found = promised(desk, crisis, statement)
    if language in desk.words:
        found += next_words(statement.now.texts[language], desk.words[language], now.astimezone(place))
    named = [datetime.combine(each.due, each.at, place) for each in found if each.due and each.at]
    return min((at for at in named if now < at <= now + timedelta(days=1)), default=None)


def promised_word(desk: Desk, crisis: Crisis, statement: Statement, made: Iterable[NewCommitment]) -> datetime | None:
    """When we speak again, by the promises that name an hour, at the time that was entered for them; within a day."""
    words, now = desk.words.get(_first(crisis, statement)), desk.service.now()
    if words is None:
        return None
    said_at = (statement.published_at or now).astimezone(zone(crisis.timezone))
    hours = (each.due for each in made if any(found.at for found in promises(each.words, words, said_at)))
    return min((due for due in hours if now < due <= now + timedelta(days=1)), default=None)


def _first(crisis: Crisis, statement: Statement) -> Language:
    written = statement.now.texts
    return crisis.language if crisis.language in written else next(iter(written))


def _draft(desk: Desk, crisis: Crisis, statement: Statement, language: Language) -> Draft:
    template = desk.statements.get(statement.template) if desk.statements else None
    return Draft(
        text=statement.now.texts[language],
        language=language,
        at=statement.now.at.astimezone(zone(crisis.timezone)),
        form=Form(statement.kind),
        platforms=tuple(dict.fromkeys((*(template.platforms if template else ()), *map(str.lower, crisis.platforms)))),
    )


def _context(desk: Desk, crisis: Crisis, statement: Statement, language: Language) -> Context:
    """Every fact, every text that stands in public, and the same text in the other language.

    A text that is corrected, or that this one corrects, stands no longer.
    """
    texts = statement.now.texts
    other = next((each for each in texts if each != language), None)
    return Context(
        words=desk.words,
        facts=_facts(crisis),
        published=_said(crisis, statement.corrects),
        other=OtherVersion(texts[other], other) if other else None,
    )


def _facts(crisis: Crisis) -> tuple[KnownFact, ...]:
    return tuple(
        KnownFact(str(fact.number), fact.now.text, Certainty(fact.now.status), crisis.language, fact.now.at)
        for fact in crisis.facts.values()
    )


def _said(crisis: Crisis, corrects: int | None) -> tuple[Published, ...]:
    return tuple(
        Published(str(each.number), text, written, each.published_at)
        for each in published(crisis)
        if each.corrected_by is None and each.number != corrects and each.published_at is not None
        for written, text in each.now.texts.items()
    )
