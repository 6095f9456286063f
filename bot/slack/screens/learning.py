"""Lessons and corrective actions, as lists and lines: what was learned, who changes what by when, on what proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.crisis import Action, Crisis, Lesson
from bot.locale import Mrkdwn, Texts, join, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens.occasion import Occasion, PastLesson
from bot.slack.screens.screen import Block, Reader, Screen, pack
from bot.slack.screens.wording import title_line, unrung

LESSONS_SHOWN, ACTIONS_SHOWN, PAST_SHOWN = 15, 12, 3
_WORDS = 200


def lesson_line(lesson: Lesson, texts: Texts) -> Mrkdwn:
    """What to change, and the entry that says why."""
    return texts.t(
        "learning.lesson_line",
        number=lesson.number,
        change=quote(lesson.change, _WORDS, one_line=True),
        entry=entry_lines.number(lesson.seq),
    )


def action_line(crisis: Crisis, action: Action, texts: Texts, now: datetime) -> Mrkdwn:
    """What, who, by when; late is told as late."""
    return texts.t(
        "learning.action_line",
        number=action.number,
        text=quote(action.text, _WORDS, one_line=True),
        about=join(" · ", [unrung(crisis, action.owner, texts), action_state(crisis, action, texts, now)]),
        entry=entry_lines.number(action.seq),
    )


def action_state(crisis: Crisis, action: Action, texts: Texts, now: datetime) -> Mrkdwn:
    """Closed, by when, or how late; and how often its date was moved."""
    if action.closed_at is not None:
        return texts.t("learning.closed", when=texts.day(action.closed_at, crisis.timezone))
    day = texts.day(action.due, crisis.timezone)
    if action.due > now:
        due = texts.t("learning.due", when=day)
    else:
        due = texts.t("learning.late", when=day, late=texts.duration(now - action.due))
    return join(" · ", [due, texts.n("learning.postponed", action.postponed) if action.postponed else Mrkdwn("")])


def action_buttons(crisis: Crisis, action: Action, texts: Texts) -> list[Block]:
    """Close on proof, postpone with a reason."""
    value = pack(c=crisis.id, n=action.number)
    return [
        kit.button(texts.p("matters.action_close"), "action.close", value),
        kit.button(texts.p("matters.action_postpone"), "action.postpone", value),
    ]


def actions_heading(crisis: Crisis, texts: Texts) -> Mrkdwn:
    """How many are closed, of how many."""
    if not crisis.actions:
        return texts.t("learning.no_actions_yet")
    closed = sum(action.closed_at is not None for action in crisis.actions)
    return texts.t("learning.actions", closed=closed, total=len(crisis.actions))


def lessons(crisis: Crisis, reader: Reader) -> Screen:
    """All lessons of a crisis, the newest first; each becomes an action in one click."""
    texts = texts_in(reader.language)
    title = quote(title_line(crisis, 150), 400)
    record = kit.button(texts.p("learning.record"), "lesson.open", pack(c=crisis.id))
    heading = texts.t("learning.title", heading=texts.p("learning.lessons_of"), title=title)
    if not crisis.lessons:
        text = join("\n", [heading, texts.t("learning.no_lessons_yet")])
        return Screen(heading, [kit.section(text), kit.actions(record)])
    newest = crisis.lessons[::-1]
    blocks = [kit.section(heading), *(_lesson(crisis, lesson, texts) for lesson in newest[:LESSONS_SHOWN])]
    if len(newest) > LESSONS_SHOWN:
        blocks.append(kit.context(texts.n("replies.more", len(newest) - LESSONS_SHOWN)))
    return Screen(heading, [*blocks, kit.actions(record)])


def _lesson(crisis: Crisis, lesson: Lesson, texts: Texts) -> Block:
    followed = [str(action.number) for action in crisis.actions if action.lesson == lesson.number]
    about = [
        texts.t("learning.cause", cause=quote(lesson.cause, 150, one_line=True)) if lesson.cause else Mrkdwn(""),
        quote(", ".join(f"#{tag}" for tag in lesson.tags), 100),
        texts.t("learning.followed", numbers=texts.list(followed)) if followed else Mrkdwn(""),
        Mrkdwn("") if lesson.shared else texts.t("learning.not_shared"),
        entry_lines.number(lesson.seq),
    ]
    text = texts.t(
        "learning.lesson",
        number=lesson.number,
        happened=quote(lesson.happened, _WORDS, one_line=True),
        change=quote(lesson.change, _WORDS, one_line=True),
    )
    turn = kit.button(
        texts.p("learning.plan"),
        "action.open",
        pack(c=crisis.id, l=lesson.number),
        says=texts.p("learning.plan_says", number=lesson.number),
    )
    return kit.section(join("\n", [text, join(" · ", about)]), turn)


def actions(crisis: Crisis, reader: Reader, now: datetime) -> Screen:
    """The corrective actions: open ones first, soonest first, each with its two buttons."""
    texts = texts_in(reader.language)
    shown = replace(crisis, timezone=reader.timezone)
    title = quote(title_line(crisis, 150), 400)
    heading = texts.t("learning.title", heading=texts.p("learning.actions_of"), title=title)
    add = kit.actions(kit.button(texts.p("learning.plan"), "action.open", pack(c=crisis.id)))
    blocks = [kit.section(join("\n", [heading, actions_heading(crisis, texts)]))]
    ordered = sorted(crisis.actions, key=lambda action: (action.closed_at is not None, action.due))
    for action in ordered[:ACTIONS_SHOWN]:
        blocks.append(kit.section(_action(shown, action, texts, now)))
        if action.closed_at is None:
            blocks.append(kit.actions(*action_buttons(crisis, action, texts)))
    if len(ordered) > ACTIONS_SHOWN:
        blocks.append(kit.context(texts.n("replies.more", len(ordered) - ACTIONS_SHOWN)))
    return Screen(heading, [*blocks, add])


def _action(crisis: Crisis, action: Action, texts: Texts, now: datetime) -> Mrkdwn:
    proof = "learning.proof" if action.closed_at else "matters.action_proof"
    given = action.proof if action.closed_at else action.expected_proof
    return join(
        "\n",
        [action_line(crisis, action, texts, now), texts.t(proof, proof=quote(given, _WORDS, one_line=True))],
    )


def last_time(on: Occasion) -> Screen:
    """What similar crises have taught, each one click from this checklist; nothing when they have taught nothing."""
    past = on.lessons[:PAST_SHOWN]
    if not past:
        return Screen("")
    heading = on.texts.t("learning.last_time")
    return Screen(heading, [kit.section(heading), *_past(on, past)])


def _past(on: Occasion, past: Sequence[PastLesson]) -> list[Block]:
    def block(place: int, lesson: PastLesson) -> Block:
        text = on.texts.t(
            "learning.past",
            happened=quote(lesson.happened, 300, one_line=True),
            change=quote(lesson.change, 300, one_line=True),
        )
        use = kit.button(
            on.texts.p("learning.use"),
            f"lesson.use:{place}",
            pack(c=on.crisis.id, **{"from": lesson.crisis_id, "n": lesson.number}),
        )
        return kit.section(text, use)

    return [block(place, lesson) for place, lesson in enumerate(past)]
