"""The one message of a crisis channel, kept current in place: what is going on, what to do next, by when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.domain.checklist import all_items, overdue_items, present_items, progress
from bot.domain.crisis import LEAD, Crisis, Status
from bot.domain.gates import ARCHIVE, missing
from bot.domain.roles import broken_separations, empty_roles
from bot.locale import Mrkdwn, Texts, clip, join, link, mention, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import clocks, learning, plan, proposal, situation, statements
from bot.slack.screens import items as item_screens
from bot.slack.screens.screen import Block, Screen, pack
from bot.slack.screens.wording import inside, item_quoted, level_name, role_name, roles_of, title_line

CORE_SHOWN, LATER_SHOWN = 12, 8
_ITEM, _DECISION, _ROLE = 120, 200, 75


def render(crisis: Crisis, now: datetime) -> Screen:
    """The board in the crisis's language: at most 50 blocks and 10,000 characters, whatever people wrote."""
    texts = texts_in(crisis.language)
    middle = _checklist(crisis, texts, now) if crisis.is_open else plan.blocks(crisis, texts, now)
    blocks = [
        kit.header(headline(crisis, texts)),
        _standing(crisis, texts, now),
        *_danger(crisis, texts),
        *_ahead(crisis, texts, now),
        _cell(crisis, texts),
        *_vacant(crisis, texts),
        *_proposal(crisis, texts),
        *middle,
        advice_row(crisis, texts),
        *_latest(crisis, texts, now),
        *_words(crisis, texts, now),
        _controls(crisis, texts),
        kit.context(texts.t("board.as_of", when=texts.when(now, crisis.timezone, now=now))),
    ]
    return Screen(_spoken(crisis, texts, now), blocks)


def headline(crisis: Crisis, texts: Texts) -> str:
    """Level and title, or that it is over."""
    if crisis.is_open:
        level = level_name(crisis.playbook, crisis.level, texts)
        return texts.p("board.headline", level=level, title=title_line(crisis, 120))
    return texts.p("board.headline_closed", title=title_line(crisis, 120))


def advice_row(crisis: Crisis, texts: Texts, *, only: Collection[int | None] | None = None) -> Block:
    """One button an advice, with its progress. `only`: of the advices with these numbers."""
    counts = progress(crisis)

    def button(index: int) -> Block:
        advice = crisis.playbook.advices[index]
        settled, total = counts[advice.number]
        key = "board.advice_settled" if settled == total else "board.advice"
        key = key if total else "board.advice_plain"
        label = texts.p(key, number=advice.number, short=texts.of(advice.short), settled=settled, total=total)
        says = texts.p("board.advice_says", title=clip(texts.of(advice.title), 45), settled=settled, total=total)
        return kit.button(label, f"advice.open:{advice.number}", pack(c=crisis.id, n=advice.number), says=says)

    advices = enumerate(crisis.playbook.advices)
    return kit.actions(*(button(index) for index, each in advices if only is None or each.number in only))


def _spoken(crisis: Crisis, texts: Texts, now: datetime) -> str:
    """What a notification and a screen reader say instead of the blocks."""
    late = len(overdue_items(crisis, now))
    parts = [
        quote(headline(crisis, texts)),
        texts.t("board.led_by", user=mention(crisis.lead)),
        texts.n("board.overdue", late) if late else Mrkdwn(""),
    ]
    return join(". ", parts)


def _standing(crisis: Crisis, texts: Texts, now: datetime) -> Block:
    if not crisis.is_open:
        ended = crisis.stood_down_at or now
        lasted = texts.duration(ended - crisis.started_at)
        closed = texts.t("board.closed", when=texts.when(ended, crisis.timezone, now=now), lasted=lasted)
        return kit.section(closed)
    opened = texts.t("board.open_since", since=texts.duration(crisis.since_start(now)))
    lines = [clocks.known(crisis, texts, now), opened]
    if crisis.awareness_at is None:
        unknown = kit.button(
            texts.p("board.tell_awareness"), "awareness.open", pack(c=crisis.id), says=texts.p("board.awareness_says")
        )
        return kit.section(join("\n", lines), unknown)
    return kit.section(join("\n", lines))


def _danger(crisis: Crisis, texts: Texts) -> list[Block]:
    told = situation.danger_line(crisis, texts)
    return [kit.section(told)] if told and crisis.is_open else []


def _ahead(crisis: Crisis, texts: Texts, now: datetime) -> list[Block]:
    """What is decided for the public, the countdown to the next word, and the legal clocks."""
    lines = [clocks.posture(crisis, texts, now), clocks.next_word(crisis, texts, now)] if crisis.is_open else []
    lines += clocks.legal(crisis, texts, now)
    choices = ("promise", "posture", "legal", "handover") if crisis.is_open else ("legal",)
    if not any(lines):
        return []
    return [kit.section(join("\n", lines), _more(crisis, texts, choices, place=2))]


def _cell(crisis: Crisis, texts: Texts) -> Block:
    """Who holds which role; the empty ones in bold; the default lead is told to be one."""
    held = [
        texts.t("board.role", role=_role(crisis, role.key, texts), user=mention(crisis.roles[role.key]))
        for role in roles_of(crisis.playbook)
        if role.key in crisis.roles
    ]
    if LEAD not in crisis.roles:
        lead = _role(crisis, LEAD, texts)
        held.insert(0, texts.t("board.default_lead", role=lead, user=mention(crisis.lead)))
    empty = [_role(crisis, role, texts) for role in empty_roles(crisis) if role != LEAD]
    lines = [join(" · ", held)]
    if empty:
        lines.append(texts.t("board.empty_roles", roles=texts.list(empty)))
    lines += [
        texts.t(
            "board.separation",
            one=_role(crisis, broken.roles[0], texts),
            other=_role(crisis, broken.roles[1], texts),
        )
        for broken in broken_separations(crisis)[:2]
    ]
    return kit.section(join("\n", lines), kit.button(texts.p("board.roles"), "roles.open", pack(c=crisis.id)))


def _vacant(crisis: Crisis, texts: Texts) -> list[Block]:
    """While somebody leads only by default, anyone takes the lead with one click."""
    if LEAD in crisis.roles or not crisis.is_open:
        return []
    return [kit.actions(kit.button(texts.p("board.take_lead"), "lead.take", pack(c=crisis.id)))]


def _role(crisis: Crisis, role: str, texts: Texts) -> Mrkdwn:
    return quote(role_name(crisis.playbook, role, texts), _ROLE)


def _proposal(crisis: Crisis, texts: Texts) -> list[Block]:
    """A level that the answers suggest, with the two answers of the lead."""
    if crisis.proposal is None or not crisis.is_open:
        return []
    level = level_name(crisis.playbook, crisis.proposal.level, texts)
    why = texts.t(f"entries.proposed_{crisis.proposal.why}")
    return [
        kit.section(texts.t("board.proposal", level=level, why=why, lead=mention(crisis.lead))),
        kit.actions(*proposal.buttons(crisis, crisis.proposal.level, texts)),
    ]


def _checklist(crisis: Crisis, texts: Texts, now: datetime) -> list[Block]:
    first_hour = crisis.core_over_at is None
    limit = CORE_SHOWN if first_hour else LATER_SHOWN
    wanted = present_items(crisis, limit=1000)
    late = len(overdue_items(crisis, now))
    if first_hour:
        core = [item for item in all_items(crisis) if item.core and item.visible and not item.sleeping]
        settled = sum(not item.is_open for item in core)
        title = texts.p("board.now_first_hour", settled=settled, total=len(core))
    else:
        title = texts.p("board.now")
    heading = [quote(title), texts.n("board.overdue", late) if late else Mrkdwn("")]
    blocks = [kit.divider(), kit.section(texts.t("board.heading", heading=join(" · ", heading)))]
    awake = [item for item in wanted if not item.sleeping]
    blocks += [item_screens.block(crisis, item, texts, now, _ITEM) for item in awake[:limit]]
    if len(awake) > limit:
        blocks.append(kit.context(texts.n("board.more_items", len(awake) - limit)))
    asleep = [item_quoted(crisis, item.key, texts, _ITEM) for item in wanted if item.sleeping]
    if asleep:
        blocks.append(kit.context(texts.t("board.sleeping", items=join(", ", asleep[:CORE_SHOWN]))))
    if len(asleep) > CORE_SHOWN:
        blocks.append(kit.context(texts.n("board.more_items", len(asleep) - CORE_SHOWN)))
    if not wanted:
        blocks.append(kit.context(texts.t(_idle(crisis))))
    return blocks


def _idle(crisis: Crisis) -> str:
    return "board.nothing_due" if any(item.visible for item in all_items(crisis)) else "board.watch_only"


def _latest(crisis: Crisis, texts: Texts, now: datetime) -> list[Block]:
    lines: list[Mrkdwn] = []
    if decision := crisis.latest_decision:
        when = texts.when(decision.at, crisis.timezone, now=now)
        text = inside(decision.text, _DECISION)
        lines.append(texts.t("board.latest_decision", number=decision.number, when=when, text=text))
    if published := crisis.latest_publication:
        when = texts.when(published.at, crisis.timezone, now=now)
        shown = link(published.link, texts.p("common.link")) if published.link else Mrkdwn("")
        lines.append(texts.t("board.latest_publication", when=when, link=shown))
    if crisis.actions:
        lines.append(learning.actions_heading(crisis, texts))
    return [kit.context(join("\n", lines))] if lines else []


def _words(crisis: Crisis, texts: Texts, now: datetime) -> list[Block]:
    """How the public words stand, and the way to each of their lists."""
    told = statements.glance(crisis, texts, now)
    if not told and not crisis.is_open:
        return []
    value = pack(c=crisis.id)
    words = kit.section(texts.t("said.glance", words=told or texts.t("said.glance_nothing")))
    facts = kit.button(texts.p("board.more_facts"), "facts", value)
    if not crisis.is_open:
        return [words, kit.actions(facts, _more(crisis, texts, ("statements", "commitments", "cases"), place=3))]
    draft = kit.button(texts.p("board.more_draft"), "draft.open", value)
    lists = _more(crisis, texts, ("statements", "commitments", "cases", "gates"), place=3)
    return [words, kit.actions(draft, facts, lists)]


def _controls(crisis: Crisis, texts: Texts) -> Block:
    value = pack(c=crisis.id)
    note = kit.button(texts.p("board.note"), "note.open", value)
    if not crisis.is_open:
        over = [kit.button(texts.p("board.reopen"), "reopen.open", value)]
        if crisis.status is not Status.ARCHIVED:
            over.append(kit.button(texts.p("board.archive"), "archive", value, confirm=_sure(crisis, texts)))
        return kit.actions(note, *over, _more(crisis, texts, ("followups", "decisions", "log", "lessons", "actions")))
    return kit.actions(
        kit.button(texts.p("board.decide"), "decide.open", value, style=None if crisis.proposal else "primary"),
        note,
        kit.button(texts.p("board.level"), "level.open", value),
        kit.button(texts.p("board.summary"), "summary.me", value),
        _more(crisis, texts, ("decisions", "log", "add", "lessons", "close")),
    )


def _sure(crisis: Crisis, texts: Texts) -> Block | None:
    """A question before the file is closed; while it lacks something, a form asks instead."""
    if missing(crisis, ARCHIVE):
        return None
    return kit.confirm(
        texts.p("board.archive_title"),
        texts.p("board.archive_text"),
        texts.p("board.archive_yes"),
        texts.p("common.cancel"),
    )


def _more(crisis: Crisis, texts: Texts, choices: tuple[str, ...], place: int = 1) -> Block:
    options = [kit.option(texts.p(f"board.more_{choice}"), pack(c=crisis.id, v=choice)) for choice in choices]
    return kit.overflow("board.more" if place == 1 else f"board.more:{place}", options)
