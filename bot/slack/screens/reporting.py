"""What has happened, for situation reports: one part a question, each line with the number of its entry."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import events as ev
from bot.domain.crisis import Crisis, Decision
from bot.domain.kernel import Recorded
from bot.domain.level import Level
from bot.locale import Mrkdwn, Texts, link
from bot.slack.screens import entries as entry_lines
from bot.slack.screens import entry_words, situation
from bot.slack.screens.entries import number
from bot.slack.screens.fitting import Part
from bot.slack.screens.wording import inside, level_in_full, unrung

MENTION = re.compile(r"<@(\w+)>")
START = 1
"""The entry that opened the crisis: it brought every item and every seat."""
_RECORDED = (ev.AwarenessSet, ev.RoleAssigned, ev.PostureDecided, ev.StatementPublished)


@dataclass(frozen=True, slots=True)
class Material:
    """What a report speaks of, as of `now`. `window`: the newest entries, oldest first; `width`: of people's words.

    `overdue` and `waiting`: items by their keys; `late` and `ahead`: how many of each there are; `left`: how many
    entries and decisions the lists leave out.
    """

    crisis: Crisis
    texts: Texts
    now: datetime
    since: datetime
    level: Level
    previous: Level | None
    changes: Sequence[Recorded]
    decisions: Sequence[Decision]
    overdue: Sequence[str]
    waiting: Sequence[str]
    late: int
    empty: Sequence[str]
    window: Sequence[Recorded]
    width: int = 140
    left: int = 0
    ahead: int = 0

    def when(self, moment: datetime) -> Mrkdwn:
        """A moment; the day is left out when it is today's."""
        return self.texts.when(moment, self.crisis.timezone, now=self.now)


def level(of: Material) -> Part:
    """The level, and whether it rose or fell."""
    name = level_in_full(of.crisis.playbook, of.level, of.texts)
    entry = number(of.crisis.level_seq)
    if of.previous is None or of.previous is of.level:
        return Part(of.texts.t("summary.level", level=name, number=entry))
    rising = of.level.rank > of.previous.rank
    previous = level_in_full(of.crisis.playbook, of.previous, of.texts)
    key = "summary.level_up" if rising else "summary.level_down"
    change = next((each.event for each in of.changes if _is_level(of, each)), None)
    reason = change.reason if isinstance(change, ev.LevelChanged) else ""
    why = entry_words.because(reason, of.texts, of.width)
    return Part(of.texts.t(key, level=name, previous=previous, because=why, number=entry))


def _is_level(of: Material, entry: Recorded) -> bool:
    """Whether the entry is the change that the first line tells."""
    return entry.seq == of.crisis.level_seq and isinstance(entry.event, ev.LevelChanged)


def danger(of: Material) -> list[Part]:
    """That somebody is in danger, and the measure."""
    told = situation.danger_line(of.crisis, of.texts)
    return [Part(told)] if told else []


def established(of: Material) -> list[Part]:
    """The latest fact, and how many there are."""
    return _latest_note(of, "established", ("fact",))


def doubtful(of: Material) -> list[Part]:
    """The latest assumption or rumour, and how many there are."""
    return _latest_note(of, "unverified", ("assumption", "rumour"))


def _latest_note(of: Material, kind: str, statuses: tuple[str, ...]) -> list[Part]:
    notes = [
        (entry.seq, entry.event)
        for entry in of.window
        if isinstance(entry.event, ev.NoteAdded) and entry.event.status in statuses
    ]
    if not notes:
        return []
    seq, event = notes[-1]
    text = inside(event.text, of.width)
    return [Part(of.texts.n(f"summary.{kind}", len(notes), text=text, number=number(seq)))]


def unverified(of: Material) -> list[Part]:
    """Rumours and assumptions that the next team inherits."""
    found = [entry for entry in of.window if isinstance(entry.event, ev.NoteAdded) and entry.event.status != "fact"][
        -3:
    ]
    lines = [_calm(of, entry) for entry in found]
    return [Part(of.texts.t("summary.rumours"), tuple(lines), oldest_first=True)] if lines else []


def line(of: Material, text: Mrkdwn, seq: int, *, quoted: Collection[str] = ()) -> Mrkdwn:
    """A line with its entry. Nobody is rung by it but those whom people's own words mention (`quoted`)."""

    def named(found: re.Match[str]) -> str:
        return found[0] if found[1] in quoted else unrung(of.crisis, found[1], of.texts)

    return of.texts.t("summary.line", text=Mrkdwn(MENTION.sub(named, text)), number=number(seq))


def _calm(of: Material, entry: Recorded) -> Mrkdwn:
    """An entry's line; what people wrote stays as they wrote it."""
    text = entry_lines.describe(of.crisis, entry, of.texts, most=of.width)
    return line(of, text, entry.seq, quoted=MENTION.findall(entry.event.model_dump_json()))


def changed(of: Material) -> list[Part]:
    """What happened since; who was given a role is named, since they may not know yet."""
    moved = of.previous is not None and of.previous is not of.level
    shown = [
        entry
        for entry in of.changes
        if not _said_twice(of.crisis, entry, of.changes)
        and not (moved and _is_level(of, entry))
        and not _given_again(entry, of.changes)
    ]
    heading = of.texts.t("summary.changed", since=of.when(of.since))
    if not shown:
        return [] if of.decisions or of.changes else [Part(of.texts.t("summary.nothing", since=of.when(of.since)))]
    lines = tuple(_change(of, entry) for entry in shown)
    return [Part(heading, lines, oldest_first=True)]


def _change(of: Material, entry: Recorded) -> Mrkdwn:
    if isinstance(entry.event, ev.RoleAssigned):
        text = entry_lines.describe(of.crisis, entry, of.texts, most=of.width)
        return of.texts.t("summary.line", text=text, number=number(entry.seq))
    return _calm(of, entry)


def _given_again(entry: Recorded, told: Sequence[Recorded]) -> bool:
    """Whether a role went on to somebody else since: who holds it is told once, by the last entry."""
    if not isinstance(entry.event, ev.RoleAssigned):
        return False
    later = (other.event for other in told if other.seq > entry.seq)
    role = entry.event.role
    return any(isinstance(event, ev.RoleAssigned | ev.RoleReleased) and event.role == role for event in later)


def _said_twice(crisis: Crisis, entry: Recorded, told: Sequence[Recorded]) -> bool:
    """Whether a tick stands beside the entry that says what was ticked: roles, awareness, posture, a publication."""
    if not isinstance(entry.event, ev.ItemDone):
        return False
    spec = crisis.playbook.items.get(entry.event.item)
    beside = (other for other in told if abs(other.seq - entry.seq) == 1 and other.at == entry.at)
    return spec is not None and spec.records is not None and any(type(o.event) in _RECORDED for o in beside)


def decided(of: Material) -> list[Part]:
    """The decisions since."""
    lines = tuple(of.texts.t("summary.bullet", text=_decision(of, each)) for each in of.decisions)
    return [Part(of.texts.t("summary.decided"), lines, oldest_first=True)] if lines else []


def decided_last(of: Material) -> Part:
    """The last decision that stands, however long ago."""
    last = of.crisis.latest_decision
    if last is None:
        return Part(of.texts.t("summary.decided_none", number=number(START)))
    return Part(of.texts.t("summary.decided_last", decision=_decision(of, last)))


def _decision(of: Material, found: Decision) -> Mrkdwn:
    why = of.texts.t("summary.why", why=inside(found.why, of.width)) if found.why else Mrkdwn("")
    return of.texts.t(
        "summary.decision",
        number=found.number,
        text=inside(found.text, of.width),
        why=why,
        user=unrung(of.crisis, found.decided_by, of.texts),
        seq=number(found.seq),
    )


def public(of: Material) -> list[Part]:
    """The latest public text."""
    last = of.crisis.latest_publication
    if last is None:
        return []
    shown = link(last.link, of.texts.p("common.link")) if last.link else Mrkdwn("")
    return [Part(of.texts.t("summary.public", when=of.when(last.at), link=shown, number=number(last.seq)))]
