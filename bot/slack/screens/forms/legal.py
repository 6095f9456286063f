"""The form of the legal clocks: which run, from when and who keeps them; or why none does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.commands import AttestNoLegalClock, StartLegalClock
from bot.domain.crisis import LEGAL, Crisis
from bot.domain.regime import Family, Regime, Regimes
from bot.locale import Mrkdwn, Texts, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import law
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Block, Reader, View, pack

NAME = "legal"
REGIMES, AT, OWNER, REASON = "regimes", "at", "owner", "reason"


def view(crisis: Crisis, reader: Reader, regimes: Regimes, now: datetime) -> View:
    """The clocks that run, then those that may be started, by family; below, what starts each and its source."""
    texts = texts_in(reader.language)
    crisis = replace(crisis, timezone=reader.timezone)
    offered = [regime for regime in regimes.regimes if regime.key not in crisis.legal_clocks]
    known = crisis.awareness_at
    hint = "forms.legal_at_hint" if known is None else "forms.legal_at_hint_known"
    told = {} if known is None else {"when": texts.at(known, reader.timezone, now=now)}
    running = any(clock.open_deadlines for clock in crisis.legal_clocks.values())
    questions = [
        kit.field(REGIMES, texts.p("forms.legal_regimes"), kit.grouped_select(_groups(offered, texts)), optional=True),
        kit.field(AT, texts.p("forms.legal_at"), kit.moment(), hint=texts.p(hint, **told), optional=True),
        kit.field(
            OWNER, texts.p("forms.legal_owner"), kit.person(crisis.role_holder(LEGAL) or reader.user), optional=True
        ),
    ]
    none = kit.field(
        REASON,
        texts.p("forms.legal_none"),
        kit.line_input(crisis.no_legal_clock, long=True),
        hint=texts.p("forms.legal_none_hint"),
        optional=True,
    )
    blocks = [
        kit.context(texts.say(regimes.note)),
        *law.running(crisis, texts, now),
        *(questions if offered else []),
        *([] if running else [none]),
        *_explained(offered, texts),
    ]
    return kit.modal(
        NAME,
        texts.p("forms.legal_heading"),
        blocks,
        submit=texts.p("common.save") if offered or not running else "",
        close=texts.p("common.close"),
        metadata=pack(c=crisis.id),
    )


def _groups(regimes: list[Regime], texts: Texts) -> list[tuple[str, list[Block]]]:
    def option(regime: Regime) -> Block:
        return kit.option(texts.of(regime.name), regime.key)

    return [(law.family(family, texts), list(map(option, found))) for family, found in _by_family(regimes)]


def _by_family(regimes: list[Regime]) -> Iterator[tuple[Family, list[Regime]]]:
    for family in Family:
        found = [regime for regime in regimes if regime.family is family]
        if found:
            yield family, found


def _explained(regimes: list[Regime], texts: Texts) -> list[Block]:
    """For each family, what starts each of its clocks and where that is written."""
    blocks: list[Block] = [kit.divider()] if regimes else []
    for family, found in _by_family(regimes):
        heading = texts.t("law.family_heading", family=quote(law.family(family, texts)))
        lines: list[Mrkdwn] = [law.trigger(regime, texts) for regime in found]
        blocks += kit.paragraphs([heading, *lines])
    return blocks[:80]


def parse(form: Submission) -> tuple[StartLegalClock | AttestNoLegalClock, ...]:
    """One command for each clock, each a request of its own; or the one that says why none runs."""
    chosen, reason = form.ticked(REGIMES), form.text(REASON)
    if not chosen:
        if not reason:
            raise form.wrong(REGIMES if form.has(REGIMES) else REASON, "forms.legal_nothing")
        return (AttestNoLegalClock(**form.head, reason=reason),)
    if reason and reason != form.about.no_legal_clock:
        raise form.wrong(REASON, "forms.legal_either")
    at = form.moment(AT)
    if at is None:
        raise form.wrong(AT, "forms.error_moment")
    if at > form.now:
        raise form.wrong(AT, "forms.error_future")
    found = [regime for key in chosen if form.regimes and (regime := form.regimes.get(key))]
    head = {key: value for key, value in form.head.items() if key != "request_id"}
    return tuple(
        StartLegalClock(
            **head,
            request_id=f"{form.request_id}:{regime.key}",
            regime=regime,
            started_at=at,
            owner=form.person(OWNER),
        )
        for regime in found
    )
