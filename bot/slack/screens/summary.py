"""Situation reports in four forms, built from stored entries only; none is longer than a phone screen and a half."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.domain.checklist import overdue_items
from bot.domain.crisis import Crisis, Decision
from bot.domain.events import DecisionRecorded, SummaryPosted
from bot.domain.kernel import Recorded
from bot.domain.summary import next_summary_at, summarise
from bot.locale import Mrkdwn, Texts, join, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens import reporting as report
from bot.slack.screens.fitting import LIMIT, Part, fitted, visible
from bot.slack.screens.reporting import Material
from bot.slack.screens.screen import Block, Entries, Screen, pack
from bot.slack.screens.wording import level_name

Form = Literal["team", "executive", "relief", "me"]
WINDOW = 400
"""The newest entries, among which facts and rumours are looked for."""


def _team(of: Material) -> list[Part]:
    return [
        report.level(of),
        *report.established(of),
        *report.doubtful(of),
        *report.changed(of),
        *report.decided(of),
        *report.public(of),
        *_ahead(of),
        *report.overdue(of),
        *report.waiting(of),
        *report.legal(of),
        *report.asks(of),
    ]


def _executive(of: Material) -> list[Part]:
    """Five lines: level, what is established, what was decided, the next public word, the legal clocks."""
    facts = report.established(of) or [Part(of.texts.t("summary.nothing_established", number=_START))]
    return [report.level(of), *facts, report.decided_last(of), report.next_word(of), report.legal_soonest(of)]


def _relief(of: Material) -> list[Part]:
    return [
        report.level(of),
        *report.established(of),
        *report.unverified(of),
        *report.decided(replace(of, decisions=_standing(of.crisis))),
        *report.public(of),
        *_ahead(of),
        *report.overdue(of),
        *report.waiting(of),
        *report.legal(of, always=True),
        *report.asleep(of),
        *report.asks(of),
    ]


def _standing(crisis: Crisis) -> list[Decision]:
    """The latest decisions that still hold: what the next team has to go by."""
    return [decision for decision in crisis.decisions if decision.superseded_by is None][-_ITEMS:]


def _since(of: Material) -> list[Part]:
    return [
        report.level(of),
        *report.changed(of),
        *report.decided(of),
        *_ahead(of),
        *report.overdue(of),
        *report.legal(of),
    ]


def _ahead(of: Material) -> list[Part]:
    return [report.next_word(of)] if of.crisis.is_open else []


_START = entry_lines.number(report.START)
FORMS: dict[Form, Callable[[Material], list[Part]]] = {
    "team": _team,
    "executive": _executive,
    "relief": _relief,
    "me": _since,
}


def render(
    crisis: Crisis,
    content: SummaryPosted,
    texts: Texts,
    entries: Entries,
    now: datetime,
    *,
    form: Form = "team",
    until: int | None = None,
    beside: int = 0,
) -> Screen:
    """What `content` speaks of, as of `now`; one line when nothing changed.

    `until`: its own entry, once posted. `beside`: characters that stand in the same message already.
    """
    if content.quiet and form == "team":
        return _quiet(crisis, content, texts, now)
    name = content.why if form == "team" else form
    title = texts.p(f"summary.title_{name}", when=texts.at(now, crisis.timezone, now=now))
    details = details_button(crisis, texts, form, after=content.since_seq, until=until)
    return shown(material(crisis, content, texts, entries, now), form, title, details, beside)


def since(crisis: Crisis, news: Sequence[Recorded], texts: Texts, entries: Entries, user: str, now: datetime) -> Screen:
    """What happened since somebody was last here. `news`: the entries after the last one that they read."""
    seen = crisis.seen.get(user)
    of = replace(_news(crisis, news, texts, entries, now), overdue=_mine(crisis, user, now))
    key = "summary.title_me" if seen else "summary.title_me_first"
    title = texts.p(key, when=texts.at(of.since, crisis.timezone, now=now))
    return shown(of, "me", title, details_button(crisis, texts, "me", after=seen or 0))


def shown(of: Material, form: Form, title: str, details: Block, beside: int = 0) -> Screen:
    """The parts as far as they fit; the rest is counted, and one click away."""
    ends = [_left(of.texts, 99)]
    if of.crisis.is_open and form == "team":
        when = of.texts.when(next_summary_at(of.crisis), of.crisis.timezone, now=of.now)
        ends.append(of.texts.t("summary.next_summary", when=when))
    taken = len(title) + sum(len(visible(end)) + 3 for end in ends) + len(details["text"]["text"])
    parts, left_out = fitted(
        lambda width: FORMS[form](replace(of, width=width)), LIMIT - taken - beside - _OTHER_BUTTONS
    )
    blocks = [kit.header(title), *(kit.section(part.text) for part in parts)]
    ends[0] = _left(of.texts, left_out) if left_out else Mrkdwn("")
    if any(ends):
        blocks.append(kit.context(join(" · ", ends)))
    return Screen(join(". ", [quote(title), parts[0].heading]), [*blocks, kit.actions(details)])


_OTHER_BUTTONS = 40
"""Characters kept for the buttons that stand beside "Details"."""


def _left(texts: Texts, count: int) -> Mrkdwn:
    return texts.n("summary.more", count)


def details_button(crisis: Crisis, texts: Texts, form: Form, *, after: int, until: int | None = None) -> Block:
    """To everything that the report was cut from: the entries after a number, up to another."""
    return kit.button(texts.p("summary.details"), "summary.details", pack(c=crisis.id, k=form, a=after, z=until))


def post_button(crisis: Crisis, texts: Texts) -> Block:
    """From a private summary to the channel."""
    return kit.button(texts.p("summary.post"), "summary.post", pack(c=crisis.id))


def material(crisis: Crisis, content: SummaryPosted, texts: Texts, entries: Entries, now: datetime) -> Material:
    """A summary's content with the entries that it names."""
    return Material(
        crisis=crisis,
        texts=texts,
        now=now,
        since=content.since,
        level=content.level,
        previous=content.previous_level,
        changes=entry_lines.told(entries(content.changes)) if content.changes else [],
        decisions=[d for d in crisis.decisions if d.number in content.decisions],
        overdue=content.overdue[:_ITEMS],
        waiting=content.waiting[:_ITEMS],
        late=len(overdue_items(crisis, now)),
        empty=content.empty_roles,
        window=entries(range(max(1, crisis.seq - WINDOW), crisis.seq + 1)),
    )


_ITEMS, _NEWS = 3, 8


def _news(crisis: Crisis, news: Sequence[Recorded], texts: Texts, entries: Entries, now: datetime) -> Material:
    told = sorted(entry_lines.told(news), key=lambda entry: entry.seq)
    numbers = {entry.event.number for entry in told if isinstance(entry.event, DecisionRecorded)}
    content = summarise(crisis, now, "asked")
    return replace(
        material(crisis, content, texts, entries, now),
        since=told[0].at if told else now,
        changes=[entry for entry in told if not isinstance(entry.event, DecisionRecorded)][-_NEWS:],
        decisions=[decision for decision in crisis.decisions if decision.number in numbers][-_NEWS:],
    )


def _mine(crisis: Crisis, user: str, now: datetime) -> list[str]:
    return [item.key for item in overdue_items(crisis, now) if item.owner == user][:_ITEMS]


def _quiet(crisis: Crisis, content: SummaryPosted, texts: Texts, now: datetime) -> Screen:
    line = texts.t(
        "summary.quiet",
        since=texts.when(content.since, crisis.timezone, now=now),
        level=level_name(crisis.playbook, content.level, texts),
        when=texts.when(next_summary_at(crisis), crisis.timezone, now=now),
    )
    late = texts.n("board.overdue", len(content.overdue)) if content.overdue else Mrkdwn("")
    whole = join(" ", [line, texts.t("summary.quiet_overdue", overdue=late) if late else Mrkdwn("")])
    return Screen(whole, [kit.context(whole)])
