"""Situation reports in four forms, built from stored entries only; none is longer than a phone screen and a half."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.domain.checklist import all_items, overdue_items
from bot.domain.crisis import Crisis, Decision
from bot.domain.events import DecisionRecorded, SummaryPosted
from bot.domain.kernel import Recorded
from bot.domain.summary import next_summary_at, summarise
from bot.locale import Mrkdwn, Texts, join, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens import closing, outlook, situation
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
        *report.danger(of),
        *report.established(of),
        *report.doubtful(of),
        *report.changed(of),
        *report.decided(of),
        *report.public(of),
        *_ahead(of),
        *outlook.overdue(of),
        *outlook.waiting(of),
        *outlook.legal(of),
        *outlook.asks(of),
    ]


def _executive(of: Material) -> list[Part]:
    """Five lines: level, what is established, what was decided, the next public word, the legal clocks.

    One more while somebody is in danger.
    """
    facts = report.established(of) or [Part(of.texts.t("summary.nothing_established", number=_START))]
    ahead = [report.decided_last(of), outlook.next_word(of), outlook.legal_soonest(of)]
    return [report.level(of), *report.danger(of), *facts, *ahead]


def _relief(of: Material) -> list[Part]:
    return [
        report.level(of),
        *report.danger(of),
        *report.established(of),
        *report.unverified(of),
        *report.decided(replace(of, decisions=_standing(of.crisis))),
        *report.public(of),
        *_ahead(of),
        *outlook.overdue(of),
        *outlook.waiting(of),
        *outlook.legal(of, always=True),
        *outlook.asleep(of),
        *outlook.asks(of),
    ]


def _standing(crisis: Crisis) -> list[Decision]:
    """The latest decisions that still hold: what the next team has to go by."""
    return [decision for decision in crisis.decisions if decision.superseded_by is None][-_ITEMS:]


def _since(of: Material) -> list[Part]:
    return [
        report.level(of),
        *report.danger(of),
        *report.changed(of),
        *report.decided(of),
        *_ahead(of),
        *outlook.overdue(of),
        *outlook.legal(of),
    ]


def _ahead(of: Material) -> list[Part]:
    return [outlook.next_word(of)] if of.crisis.is_open else []


_START = entry_lines.number(report.START)
FORMS: dict[Form, Callable[[Material], Sequence[Part]]] = {
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
    details = details_button(crisis, texts, form, after=content.since_seq, until=until)
    of = material(crisis, content, texts, entries, now)
    about = texts.t("summary.as_of", when=of.when(now))
    build = FORMS[form]
    if name == "stand_down":
        build, of = closing.parts, replace(of, left=0)
    return shown(of, form, build, texts.p(f"summary.title_{name}"), about=about, details=details, beside=beside)


def since(crisis: Crisis, news: Sequence[Recorded], texts: Texts, entries: Entries, user: str, now: datetime) -> Screen:
    """What happened since somebody was last here. `news`: the entries after the last one that they read."""
    seen = crisis.seen.get(user)
    own = [item.key for item in overdue_items(crisis, now) if item.owner == user]
    of = _news(crisis, news, texts, entries, now)
    of = replace(of, overdue=own[:_ITEMS], late=len(own), left=of.left + max(0, len(own) - _ITEMS))
    key = "summary.title_me" if seen else "summary.title_me_first"
    about = texts.t("summary.from", when=of.when(of.since))
    details = details_button(crisis, texts, "me", after=seen or 0)
    return shown(of, "me", _since, texts.p(key), about=about, details=details)


def shown(
    of: Material,
    form: Form,
    build: Callable[[Material], Sequence[Part]],
    title: str,
    *,
    about: Mrkdwn,
    details: Block,
    beside: int = 0,
) -> Screen:
    """The parts as far as they fit; the rest is counted, and one click away. `about`: what times it is of."""
    ends = [_left(of.texts, 99)]
    if of.crisis.is_open and form == "team":
        when = of.texts.when(next_summary_at(of.crisis), of.crisis.timezone, now=of.now)
        ends.append(of.texts.t("summary.next_summary", when=when))
    taken = len(title) + sum(len(visible(end)) + 3 for end in (about, *ends)) + len(details["text"]["text"])
    parts, dropped = fitted(lambda width: build(replace(of, width=width)), LIMIT - taken - beside - _OTHER_BUTTONS)
    blocks = [kit.header(title), kit.context(about), *(kit.section(part.text) for part in parts)]
    left_out = dropped + of.left if form != "executive" else 0
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
    late = max(len(overdue_items(crisis, now)) if crisis.is_open else 0, content.overdue_count)
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
        late=late,
        ahead=sum(item.pending and item.due is not None and not item.overdue(now) for item in all_items(crisis)),
        left=content.changes_left + max(0, late - len(content.overdue[:_ITEMS])),
        empty=content.empty_roles,
        window=entries(range(max(1, crisis.seq - WINDOW), crisis.seq + 1)),
    )


_ITEMS, _NEWS = 3, 8


def _news(crisis: Crisis, news: Sequence[Recorded], texts: Texts, entries: Entries, now: datetime) -> Material:
    told = sorted(entry_lines.told(news), key=lambda entry: entry.seq)
    numbers = {entry.event.number for entry in told if isinstance(entry.event, DecisionRecorded)}
    content = summarise(crisis, now, "asked")
    changes = [entry for entry in told if not isinstance(entry.event, DecisionRecorded)]
    decisions = [decision for decision in crisis.decisions if decision.number in numbers]
    return replace(
        material(crisis, content, texts, entries, now),
        since=told[0].at if told else now,
        changes=changes[-_NEWS:],
        decisions=decisions[-_NEWS:],
        left=max(0, len(changes) - _NEWS) + max(0, len(decisions) - _NEWS),
    )


def _quiet(crisis: Crisis, content: SummaryPosted, texts: Texts, now: datetime) -> Screen:
    line = texts.t(
        "summary.quiet",
        since=texts.when(content.since, crisis.timezone, now=now),
        level=level_name(crisis.playbook, content.level, texts),
        when=texts.when(next_summary_at(crisis), crisis.timezone, now=now),
    )
    count = max(content.overdue_count, len(content.overdue))
    late = texts.t("summary.quiet_overdue", overdue=texts.n("board.overdue", count)) if count else Mrkdwn("")
    whole = join(" ", [situation.danger_line(crisis, texts), line, late])
    return Screen(whole, [kit.context(whole)])
