"""The report at the end: the whole crisis on one screen and a half, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain import events as ev
from bot.domain.crisis import FollowUpStatus
from bot.domain.kernel import Recorded
from bot.domain.level import Level
from bot.locale import Mrkdwn, join, quote
from bot.slack.screens import outlook
from bot.slack.screens import reporting as report
from bot.slack.screens.entries import number
from bot.slack.screens.fitting import Part
from bot.slack.screens.reporting import Material
from bot.slack.screens.wording import follow_up_name, item_quoted, level_in_full

_NEXT, _LEFT = 4, 3


def parts(of: Material) -> list[Part]:
    """How long, which levels, the first public word, what was decided, what stays open, what follows."""
    return [
        _lasted(of),
        *report.danger(of),
        _levels(of),
        _first_word(of),
        *report.decided(of),
        *_left_open(of),
        *outlook.legal(of),
        *_follows(of),
    ]


def _lasted(of: Material) -> Part:
    crisis = of.crisis
    lasted = of.texts.duration(of.now - crisis.started_at)
    return Part(
        of.texts.t("summary.lasted", lasted=lasted, since=of.when(crisis.started_at), number=number(report.START))
    )


def _levels(of: Material) -> Part:
    """From the first level to the last, each with its hour."""
    seen = {entry.seq: entry for entry in (*of.changes, *of.window)}
    changes = [(entry, entry.event) for _, entry in sorted(seen.items()) if isinstance(entry.event, ev.LevelChanged)]
    first = changes[0][1].previous if changes else of.level
    steps = [_level(of, first)]
    steps += [Mrkdwn(f"{_level(of, event.level)} {of.when(entry.at)}") for entry, event in changes]
    return Part(
        of.texts.t("summary.levels", levels=join(" → ", steps), number=number(of.crisis.level_seq or report.START))
    )


def _level(of: Material, level: Level) -> Mrkdwn:
    return quote(level_in_full(of.crisis.playbook, level, of.texts))


def _first_word(of: Material) -> Part:
    crisis = of.crisis
    if not crisis.publications:
        return Part(of.texts.t("summary.never_public", number=number(report.START)))
    first = crisis.publications[0]
    after = of.texts.duration(first.at - (crisis.awareness_at or crisis.started_at))
    return Part(of.texts.n("summary.first_public", len(crisis.publications), after=after, number=number(first.seq)))


def _left_open(of: Material) -> list[Part]:
    """What nobody has done, the conditions of standing down first."""
    end = next(_ends(of), None)
    if end is None or not isinstance(end.event, ev.CrisisStoodDown) or not end.event.open_items:
        return []
    left = list(dict.fromkeys((*end.event.open_gates, *end.event.open_items)))
    names = [item_quoted(of.crisis, key, of.texts, of.width) for key in left[:_LEFT]]
    if len(left) > _LEFT:
        names.append(of.texts.n("replies.more", len(left) - _LEFT))
    told = of.texts.n("summary.left_open", len(left), items=join(", ", names), number=number(end.seq))
    return [Part(told)]


def _ends(of: Material) -> Iterator[Recorded]:
    return (entry for entry in reversed(of.window) if isinstance(entry.event, ev.CrisisStoodDown))


def _follows(of: Material) -> list[Part]:
    """The plan: what comes back of itself, to whom."""
    steps = sorted(
        (step for step in of.crisis.follow_ups.values() if step.status is not FollowUpStatus.DONE),
        key=lambda step: step.due,
    )
    seq = next((entry.seq for entry in _ends(of)), report.START)
    lines = [
        of.texts.t(
            "summary.line",
            text=of.texts.t(
                "summary.follows_step",
                when=of.when(step.due),
                step=quote(follow_up_name(of.crisis, step.key, of.texts), of.width, one_line=True),
            ),
            number=number(seq),
        )
        for step in steps[:_NEXT]
    ]
    return [Part(of.texts.n("summary.follows", len(steps)), tuple(lines))] if lines else []
