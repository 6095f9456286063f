"""The guard on a text of the register: what it must agree with is taken from the crisis's state."""

from __future__ import annotations

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
    examine,
    promises,
)
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


def promised(desk: Desk, crisis: Crisis, statement: Statement) -> list[Promise]:
    """The promises of a text, in the crisis's language when it is written in it."""
    language = _first(crisis, statement)
    if language not in desk.words:
        return []
    at = (statement.published_at or statement.now.at).astimezone(zone(crisis.timezone))
    return promises(statement.now.texts[language], desk.words[language], at)


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
        platforms=tuple(template.platforms) if template else (),
    )


def _context(desk: Desk, crisis: Crisis, statement: Statement, language: Language) -> Context:
    """Every fact, every text that stands in public, and the same text in the other language.

    A text that is corrected, or that this one corrects, stands no longer.
    """
    texts = statement.now.texts
    other = next((each for each in texts if each != language), None)
    return Context(
        words=desk.words,
        facts=tuple(
            KnownFact(str(fact.number), fact.now.text, Certainty(fact.now.status), crisis.language, fact.now.at)
            for fact in crisis.facts.values()
        ),
        published=tuple(
            Published(str(each.number), text, written, each.published_at)
            for each in published(crisis)
            if each.corrected_by is None and each.number != statement.corrects and each.published_at is not None
            for written, text in each.now.texts.items()
        ),
        other=OtherVersion(texts[other], other) if other else None,
    )
