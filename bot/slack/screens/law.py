"""The legal clocks as people read them. They remind and do not advise; every screen that shows one says so."""

from __future__ import annotations

from datetime import datetime

from bot.domain.crisis import Crisis, LegalClock, LegalDeadline
from bot.domain.regime import Family, Regime
from bot.locale import Mrkdwn, Texts, join, link, mention, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens import items as item_screens
from bot.slack.screens.screen import Block, pack

_NAME = 160
WEEK = 7 * 24
"""Hours: so long before a time limit of the law they are counted one by one."""
MOST = 60
"""Blocks: a form keeps room for its questions."""


def family(kind: Family, texts: Texts) -> str:
    """What a group of regimes is about."""
    return texts.p(f"law.family_{kind.value}")


def name(regime: Regime, texts: Texts) -> Mrkdwn:
    """A regime's name."""
    return quote(texts.of(regime.name), _NAME)


def step_name(regime: Regime, key: str, texts: Texts) -> Mrkdwn:
    """What is to be done."""
    step = next((step for step in regime.steps if step.key == key), None)
    return quote(texts.of(step.label) if step else key, _NAME)


def source(regime: Regime, texts: Texts) -> Mrkdwn:
    """Where it is written: a link to the text of law, and the article."""
    written = link(regime.source.link, texts.of(regime.source.title))
    return Mrkdwn(f"{written}, {quote(regime.source.article, 100, one_line=True)}")


def trigger(regime: Regime, texts: Texts) -> Mrkdwn:
    """What starts a clock, and where that is written."""
    return texts.t(
        "law.trigger",
        name=name(regime, texts),
        trigger=quote(texts.of(regime.trigger), 400, one_line=True),
        source=source(regime, texts),
    )


def step_with_source(clock: LegalClock, key: str, texts: Texts) -> Mrkdwn:
    """One step of a running clock, for the one who is about to say that it is done."""
    return texts.t(
        "law.step_with_source",
        name=name(clock.regime, texts),
        step=step_name(clock.regime, key, texts),
        source=source(clock.regime, texts),
    )


def notes(regime: Regime, texts: Texts) -> list[Mrkdwn]:
    """What the regime's file remarks, and that all this only reminds."""
    remark = texts.say(regime.note, 900) if regime.note else Mrkdwn("")
    return [note for note in (remark, texts.t("law.reminds")) if note]


def due(deadline: LegalDeadline, zone: str, texts: Texts, now: datetime) -> Mrkdwn:
    """By when, and how long that is; late is told as late; no figure where the law gives none."""
    if deadline.at is None:
        return texts.t("law.no_figure")
    return item_screens.countdown(deadline.at, zone, texts, now, hours=WEEK)


def line(clock: LegalClock, deadline: LegalDeadline, zone: str, texts: Texts, now: datetime) -> Mrkdwn:
    """As in "GDPR: notify the supervisory authority, by 22 Nov 14:00, in 40 h"."""
    return texts.t(
        "law.line",
        name=name(clock.regime, texts),
        step=step_name(clock.regime, deadline.key, texts),
        due=due(deadline, zone, texts, now),
    )


def met_button(crisis: Crisis, clock: LegalClock, key: str, texts: Texts, place: int = 0) -> Block:
    """Settles a step, on its proof. `place`: where several stand in one row."""
    says = texts.p("law.met_says", step=step_name(clock.regime, key, texts))
    verb = f"legal.met:{place}" if place else "legal.met"
    return kit.button(texts.p("law.met"), verb, pack(c=crisis.id, r=clock.regime.key, d=key), says=says)


def open_button(crisis: Crisis, texts: Texts) -> Block:
    """The way to all clocks."""
    return kit.button(texts.p("law.open"), "legal.open", pack(c=crisis.id))


def running(crisis: Crisis, texts: Texts, now: datetime) -> list[Block]:
    """Every clock: its source, who keeps it since when, its steps with a button each, the remarks."""
    blocks: list[Block] = []
    for clock in crisis.legal_clocks.values():
        about = texts.t(
            "law.clock",
            name=name(clock.regime, texts),
            when=texts.when(clock.started_at, crisis.timezone, now=now),
            owner=mention(clock.owner),
            source=source(clock.regime, texts),
        )
        blocks.append(kit.section(about))
        for deadline in clock.deadlines:
            step = step_name(clock.regime, deadline.key, texts)
            if deadline.done_at is not None:
                when = texts.when(deadline.done_at, crisis.timezone, now=now)
                proof = quote(deadline.proof, 300, one_line=True)
                blocks.append(kit.context(texts.t("law.step_met", step=step, when=when, proof=proof)))
                continue
            told = texts.t("law.step", step=step, due=due(deadline, crisis.timezone, texts, now))
            blocks.append(kit.section(told, met_button(crisis, clock, deadline.key, texts)))
        blocks.append(kit.context(join("\n", notes(clock.regime, texts))))
    return blocks[:MOST]
