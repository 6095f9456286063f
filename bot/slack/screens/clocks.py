"""The clocks of the board: how long it is known, the next public word, and the clocks of the law."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.checklist import all_items
from bot.domain.crisis import Crisis, LegalDeadline, Posture
from bot.domain.due import is_late
from bot.domain.public_update import next_public_update
from bot.locale import Mrkdwn, Texts, join, quote
from bot.slack.screens import law

SHOWN, _REASON = 3, 200


def known(crisis: Crisis, texts: Texts, now: datetime) -> Mrkdwn:
    """The clock that the public counts by, beside what the level advises."""
    known = crisis.awareness_at
    if known is None:
        return texts.t("board.known_unknown")
    since = texts.t(
        "board.known_since", since=texts.duration(now - known), when=texts.when(known, crisis.timezone, now=now)
    )
    return join(" · ", [since, _norm(crisis, known, texts, now)])


def _norm(crisis: Crisis, known: datetime, texts: Texts, now: datetime) -> Mrkdwn:
    """How much of the advised time is used: to the first public word, then to the statement after it.

    Silence that was decided has no norm.
    """
    words = crisis.publications
    if crisis.posture and crisis.posture.posture is not Posture.SPEAK and not words:
        return Mrkdwn("")
    if len(words) > 1:
        return texts.t("board.first_word", after=texts.duration(words[0].at - known))
    key, minutes = ("statement", crisis.rules.first_statement) if words else ("first", crisis.rules.first_word)
    if minutes is None:
        return texts.t("board.first_word", after=texts.duration(words[0].at - known)) if words else Mrkdwn("")
    norm = timedelta(minutes=minutes)
    if is_late(known + norm, now):
        return texts.t(f"board.norm_{key}_over", norm=texts.duration(norm), over=texts.duration(now - known - norm))
    used = min(minutes, max(0, int((now - known).total_seconds() // 60)))
    return texts.t(f"board.norm_{key}", used=used, norm=minutes)


def next_word(crisis: Crisis, texts: Texts, now: datetime) -> Mrkdwn:
    """The countdown to the next public word; that it is late."""
    at = next_public_update(crisis)
    if at is None:
        return Mrkdwn("")
    when = texts.when(at, crisis.timezone, now=now)
    promised = "promised" if crisis.promised else "due"
    if at > now:
        return texts.t(f"board.next_word_{promised}", when=when, left=texts.duration(at - now))
    if not is_late(at, now):
        return texts.t(f"board.next_word_{promised}_now", when=when)
    return texts.t(f"board.next_word_{promised}_late", when=when, late=texts.duration(now - at))


def legal(crisis: Crisis, texts: Texts, now: datetime) -> list[Mrkdwn]:
    """The next step of each clock, soonest first; or why none runs. It reminds, and says so."""
    steps = [clock.open_deadlines for clock in crisis.legal_clocks.values()]
    first = sorted(
        (
            (min(open_ones, key=_soonest), clock)
            for clock in crisis.legal_clocks.values()
            if (open_ones := clock.open_deadlines)
        ),
        key=lambda step: _soonest(step[0]),
    )
    if not first:
        none = quote(crisis.no_legal_clock, _REASON, one_line=True)
        return [texts.t("board.no_legal_clock", reason=none)] if none and crisis.is_open else []
    lines = [
        texts.t("board.legal", line=law.line(clock, step, crisis.timezone, texts, now)) for step, clock in first[:SHOWN]
    ]
    rest = sum(map(len, steps)) - len(lines)
    return [*lines, join(" · ", [texts.n("board.legal_more", rest) if rest else Mrkdwn(""), texts.t("law.reminds")])]


def _soonest(deadline: LegalDeadline) -> datetime:
    return deadline.at or datetime.max.replace(tzinfo=UTC)


def posture(crisis: Crisis, texts: Texts, now: datetime) -> Mrkdwn:
    """What the organisation does in public, or by when that is decided."""
    if crisis.posture is None:
        item = next((i for i in all_items(crisis) if i.spec and i.spec.records == "posture" and i.visible), None)
        if item is None or item.due is None:
            return texts.t("board.posture_open")
        return texts.t("board.posture_open_by", when=texts.when(item.due, crisis.timezone, now=now))
    posture = texts.p(f"common.posture_{crisis.posture.posture.value}")
    if crisis.posture.posture is Posture.SPEAK or crisis.posture.review_at is None:
        return texts.t("board.posture", posture=posture)
    review = texts.when(crisis.posture.review_at, crisis.timezone, now=now)
    return texts.t("board.posture_review", posture=posture, when=review)
