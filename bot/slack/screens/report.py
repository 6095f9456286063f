"""The report that a debrief begins with: delays and figures, then the timeline; and the anonymous answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import events as ev
from bot.domain.checklist import all_items
from bot.domain.crisis import Crisis
from bot.domain.debrief import QUESTIONS, answers_to
from bot.domain.figures import Figures, figures
from bot.domain.figures_said import SaidFigures
from bot.domain.kernel import Event, Recorded
from bot.locale import Mrkdwn, Texts, join, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens import export
from bot.slack.screens import items as item_screens
from bot.slack.screens.screen import Block, Reader, View, pack
from bot.slack.screens.wording import item_quoted, title_line

NAME, ANSWERS = "report", "answers"
LINES, ASIDE, GIVEN = 120, 20, 40
MILESTONES: tuple[type[Event], ...] = (
    ev.CrisisStarted,
    ev.AwarenessSet,
    ev.LevelChanged,
    ev.PostureDecided,
    ev.DecisionRecorded,
    ev.StatementPublished,
    ev.UpdatePromised,
    ev.UpdateMissed,
    ev.HandedOver,
    ev.LegalClockStarted,
    ev.NoLegalClockAttested,
    ev.LegalDeadlineMet,
    ev.LegalDeadlineMissed,
    ev.CrisisStoodDown,
    ev.CrisisReopened,
)
"""What a timeline is made of; the log holds the rest."""


def open_button(crisis: Crisis, texts: Texts) -> Block:
    """The way to the whole report."""
    return kit.button(texts.p("figures.open"), "report.open", pack(c=crisis.id))


def delays(crisis: Crisis, found: Figures, texts: Texts) -> list[Mrkdwn]:
    """The delays that are looked at first, each on its line beside what was advised at this level."""
    kept = found.appointments.kept
    promised = kept + found.appointments.missed
    return [
        _span("figures.detection", found.detection, texts),
        _span("figures.activation", found.activation, texts),
        _span("figures.first_word", found.first_word, texts, advised=crisis.rules.first_word),
        _span("figures.statement", found.statement, texts, advised=crisis.rules.first_statement),
        texts.t("figures.appointments", kept=kept, promised=promised) if promised else Mrkdwn(""),
        texts.t("figures.late", late=found.late, total=found.wanted),
    ]


def view(crisis: Crisis, reader: Reader, entries: Sequence[Recorded], now: datetime) -> View:
    """Figures, what was set aside and why, the timeline. `entries`: the whole journal."""
    texts = texts_in(reader.language)
    shown = replace(crisis, timezone=reader.timezone)
    told = sorted(entries, key=lambda entry: entry.seq)
    found = figures(crisis, told, now)
    lines = [line for line in (*delays(crisis, found, texts), *_rest(found, texts)) if line]
    blocks = [
        kit.header(title_line(crisis, 150)),
        *kit.paragraphs(lines),
        *_not_recorded(crisis, found, texts),
        *_aside(shown, found, texts),
        *_timeline(shown, told, texts),
        kit.actions(export.button(crisis, texts)),
    ]
    return kit.modal(NAME, texts.p("figures.title"), blocks, close=texts.p("common.close"), metadata=pack(c=crisis.id))


def _span(key: str, span: timedelta | None, texts: Texts, *, advised: int | None = None) -> Mrkdwn:
    if span is None:
        return Mrkdwn("")
    told = texts.t(key, span=texts.duration(span))
    if advised is None:
        return told
    return join(" ", [told, texts.t("figures.advised", norm=texts.duration(timedelta(minutes=advised)))])


def _rest(found: Figures, texts: Texts) -> list[Mrkdwn]:
    return [
        texts.t("figures.lasted", span=texts.duration(found.lasted)),
        texts.n("figures.publications", found.publications),
        _span("figures.silence", found.longest_silence, texts),
        texts.n("figures.moved", found.appointments.moved) if found.appointments.moved else Mrkdwn(""),
        texts.n("figures.decisions", found.decisions, replaced=found.replaced),
        texts.n("figures.left_open", found.left_open),
        *_words(found.said, texts),
        texts.n("figures.legal", found.legal_met, late=found.legal_late) if found.legal_met else Mrkdwn(""),
        texts.n("figures.actions", found.actions, closed=found.actions_closed),
        *[texts.n("figures.proven_after", count, days=days) for days, count in found.proven_after],
    ]


def _words(found: SaidFigures, texts: Texts) -> list[Mrkdwn]:
    """Signatures, corrections, lone releases, promises, cases, volume: each where there is something to say."""
    promises, wait = found.promises, found.median_wait
    return [
        texts.t("figures.waits", median=texts.duration(wait), longest=texts.duration(found.waits[-1]))
        if wait is not None
        else Mrkdwn(""),
        texts.n("figures.corrections", found.corrections) if found.corrections else Mrkdwn(""),
        texts.n("figures.lone_releases", found.lone_releases) if found.lone_releases else Mrkdwn(""),
        texts.n(
            "figures.promises",
            promises.made,
            kept=promises.in_time,
            late=promises.late,
            dropped=promises.dropped,
            open=promises.open,
        )
        if promises.made
        else Mrkdwn(""),
        texts.n("figures.cases", found.cases, closed=found.cases_closed) if found.cases else Mrkdwn(""),
        texts.t("figures.peak", times=round(found.peak)) if found.peak else Mrkdwn(""),
        _span("figures.half_life", found.half_life, texts),
        texts.n("figures.media_pieces", found.media_pieces) if found.media_pieces is not None else Mrkdwn(""),
    ]


def _not_recorded(crisis: Crisis, found: Figures, texts: Texts) -> list[Block]:
    """The figures that nobody has counted, with the item that asks for them; a figure that is missing is no nought."""
    missing = {
        "first_seen": found.detection is None,
        "usual": found.said.peak is None,
        "mentions": found.said.peak is not None and found.said.half_life is None,
        "media_pieces": found.said.media_pieces is None,
    }
    blocks = []
    for key in (key for key, lacks in missing.items() if lacks):
        item = next((item for item in all_items(crisis) if any(field.key == key for field in item.evidence)), None)
        if item is not None:
            text = texts.t(f"figures.no_{key}", item=item_quoted(crisis, item.key, texts))
            blocks.append(kit.section(text, item_screens.done_button(crisis, item, texts) if item.is_open else None))
    return blocks


def _aside(crisis: Crisis, found: Figures, texts: Texts) -> list[Block]:
    """The items that did not apply: each with its reason, for the debrief to judge."""
    if not found.not_applicable:
        return []
    lines = [
        texts.t("figures.aside_line", item=item_quoted(crisis, item, texts), reason=quote(reason, 300, one_line=True))
        for item, reason in found.not_applicable[:ASIDE]
    ]
    heading = texts.n("figures.aside", len(found.not_applicable))
    return kit.paragraphs([heading, *lines])


def _timeline(crisis: Crisis, entries: Sequence[Recorded], texts: Texts) -> list[Block]:
    milestones = [entry for entry in entries if isinstance(entry.event, MILESTONES)]
    lines = [entry_lines.line(crisis, entry, texts, most=160) for entry in milestones[:LINES]]
    blocks = [kit.divider(), *kit.paragraphs([texts.t("figures.timeline"), *lines])]
    if len(milestones) > LINES:
        blocks.append(kit.context(texts.n("figures.more", len(milestones) - LINES)))
    return blocks


def answers(crisis: Crisis, reader: Reader) -> View:
    """What people wrote, question by question, in alphabetical order: nobody can tell who or when."""
    texts = texts_in(reader.language)
    blocks = [kit.context(texts.t("figures.answers_how"))]
    for question in QUESTIONS:
        given = answers_to(crisis, question)
        lines = [texts.t("figures.answer", text=quote(text, 900, one_line=True)) for text in given[:GIVEN]]
        if len(given) > GIVEN:
            lines.append(texts.n("replies.more", len(given) - GIVEN))
        blocks.append(kit.header(texts.p(f"forms.debrief_{question}")))
        blocks += kit.paragraphs(lines) or [kit.context(texts.t("figures.no_answer"))]
    return kit.modal(
        ANSWERS, texts.p("figures.answers"), blocks, close=texts.p("common.close"), metadata=pack(c=crisis.id)
    )
