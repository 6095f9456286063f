"""What lies ahead, for situation reports: the next public word, what is due, the law, who sleeps, what is asked."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain import events as ev
from bot.domain.checklist import Item, item_of
from bot.domain.public_update import next_public_update
from bot.locale import Mrkdwn, join, quote
from bot.slack.screens import items as item_screens
from bot.slack.screens import law
from bot.slack.screens.entries import number
from bot.slack.screens.fitting import Part
from bot.slack.screens.reporting import START, Material, line
from bot.slack.screens.wording import item_quoted, level_name, role_name, unrung


def next_word(of: Material) -> Part:
    """When the next public word is expected, and how long that is."""
    crisis, at = of.crisis, next_public_update(of.crisis)
    if at is None:
        seq = crisis.posture.seq if crisis.posture else START
        return Part(of.texts.t("summary.no_next_word", number=number(seq)))
    seq = crisis.promised.seq if crisis.promised else crisis.publications[-1].seq
    due = item_screens.countdown(at, crisis.timezone, of.texts, of.now)
    return Part(of.texts.t("summary.next_word", due=due, number=number(seq)))


def overdue(of: Material) -> list[Part]:
    """The longest overdue, and how many there are in all: a list that is cut says so."""
    if not of.overdue:
        return []
    lines = tuple(_items(of, of.overdue))
    return [Part(of.texts.n("summary.overdue", max(of.late, len(of.overdue))), lines)]


def waiting(of: Material) -> list[Part]:
    """What is due next."""
    lines = tuple(_items(of, of.waiting))
    return [Part(of.texts.n("summary.next", max(of.ahead, len(lines))), lines)] if lines else []


def _items(of: Material, keys: Iterable[str]) -> list[Mrkdwn]:
    found = (item_of(of.crisis, key) for key in keys)
    return [_item(of, item) for item in found if item is not None]


def _item(of: Material, item: Item) -> Mrkdwn:
    """By its role: its owner is told in another way."""
    asked = item.state.assignee
    if asked is None and item.role:
        who = quote(role_name(of.crisis.playbook, item.role, of.texts), of.width)
    else:
        who = unrung(of.crisis, asked or of.crisis.lead, of.texts)
    about = join(" · ", [who, item_screens.due(of.crisis, item, of.texts, of.now)])
    text = of.texts.t("summary.item", item=item_quoted(of.crisis, item.key, of.texts, of.width), about=about)
    return of.texts.t("summary.line", text=text, number=number(max(item.state.seq, item.state.renewed, START)))


def legal(of: Material, *, always: bool = False) -> list[Part]:
    """The steps of the legal clocks that are open, soonest first. `always`: also that none runs."""
    steps = sorted(
        (
            (deadline.at is None, deadline.at or of.now, clock, deadline)
            for clock in of.crisis.legal_clocks.values()
            for deadline in clock.open_deadlines
        ),
        key=lambda step: step[:2],
    )
    lines = tuple(
        line(of, law.line(clock, deadline, of.crisis.timezone, of.texts, of.now), clock.seq)
        for _, _, clock, deadline in steps
    )
    if lines:
        return [Part(of.texts.t("summary.legal"), lines)]
    if not always:
        return []
    said = next((entry for entry in reversed(of.window) if isinstance(entry.event, ev.NoLegalClockAttested)), None)
    seq = said.seq if said else START
    if of.crisis.no_legal_clock:
        reason = quote(of.crisis.no_legal_clock, of.width, one_line=True)
        return [Part(of.texts.t("summary.legal_none", reason=reason, number=number(seq)))]
    return [Part(of.texts.t("summary.legal_unsaid", number=number(seq)))]


def legal_soonest(of: Material) -> Part:
    """One line: the step that is due first, or why there is none."""
    (part,) = legal(of, always=True)
    if not part.lines:
        return part
    first = Mrkdwn(part.lines[0].removeprefix("• "))
    return Part(of.texts.t("summary.legal_first", step=first))


def asleep(of: Material) -> list[Part]:
    """Who sleeps until when."""
    lines = tuple(
        line(
            of,
            of.texts.t("summary.sleeps", user=unrung(of.crisis, r.by, of.texts), when=of.when(r.sleeps_until)),
            r.seq,
        )
        for r in of.crisis.reliefs
        if r.sleeps_until is not None and r.sleeps_until > of.now
    )
    return [Part(of.texts.t("summary.asleep"), lines)] if lines else []


def asks(of: Material) -> list[Part]:
    """What the lead is asked for: a level, roles, the posture, the time of awareness."""
    crisis, texts = of.crisis, of.texts
    if not crisis.is_open:
        return []
    found: list[Mrkdwn] = []
    if crisis.proposal:
        name = level_name(crisis.playbook, crisis.proposal.level, texts)
        found.append(texts.t("summary.ask_level", level=name, number=number(crisis.proposal.seq)))
    if of.empty:
        names = [role_name(crisis.playbook, role, texts) for role in of.empty]
        found.append(texts.t("summary.ask_roles", roles=texts.list(names), number=number(crisis.level_seq)))
    if crisis.posture is None:
        found.append(texts.t("summary.ask_posture", number=number(START)))
    if crisis.awareness_at is None:
        found.append(texts.t("summary.ask_awareness", number=number(START)))
    return [Part(texts.t("summary.asks"), tuple(found))] if found else []
