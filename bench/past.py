"""Past crises by the hundred thousand: a few are lived through by the domain's own rules, and then copied.

A copy has its own name, its own chain of hashes and its own rows, so that `crisis-bot verify` finds nothing wrong.
Only the way into the database is another: rows in bulk, instead of one transaction a command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection

from bot.domain import commands as cmd
from bot.domain.crisis import Crisis
from bot.domain.engine import apply, begin, decide
from bot.domain.kernel import CLOCK, SLACK, Command, Recorded
from bot.domain.playbook import Playbook
from bot.domain.timers import timers
from bot.library import Library, builtin_directory
from bot.store.connection import open_for_writing
from bot.store.journal import GENESIS, chained, digest
from bot.store.projections import TABLES, snapshot
from bot.store.store import Store
from bot.store.times import stamp

PEOPLE = tuple(f"U{number:02}" for number in range(1, 9))
KINDS = 40
"""How many different stories there are."""
_MARK = "QQQQQQQ"
_FIRST = datetime(2024, 1, 8, 9, 0, tzinfo=UTC)
_AT_ONCE = 2000
_JOURNAL = "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"

Row = tuple[object, ...]


def playbook() -> Playbook:
    """The built-in one with one follow-up only, so that a crisis is over soon."""
    whole = Library.load(builtin_directory()).default
    return whole.model_copy(update={"follow_ups": whole.follow_ups[:1]})


@dataclass(frozen=True)
class Story:
    """One crisis from its start until nothing of it is left to do, with a mark where its number goes."""

    journal: list[tuple[int, str, str, str, str]]
    rows: list[tuple[str, list[Row]]]

    @classmethod
    def lived(cls, book: Playbook, start: datetime) -> Story:
        """By the rules, from `start`."""
        entries: list[Recorded] = []
        crisis: Crisis | None = None
        for command, at in _commands(book, start):
            crisis = _happened(crisis, command, at, book, entries)
        assert crisis is not None
        while pending := timers(crisis):
            at = max(min(pending.values()), entries[-1].at) + timedelta(minutes=1)
            crisis = _happened(crisis, cmd.Tick(crisis_id=crisis.id, actor=CLOCK), at, book, entries)
            for step in crisis.follow_ups:
                if crisis.follow_ups[step].status.value == "sent":
                    done = cmd.CompleteFollowUp(crisis_id=crisis.id, actor=crisis.lead, follow_up=step)
                    crisis = _happened(crisis, done, at, book, entries)
        journal = [(e.seq, stamp(e.at), e.actor, e.event.kind, e.event.model_dump_json()) for e in entries]
        rows = [
            (table.upsert, [table.key_of(crisis, key) + table.row(crisis, key, part) for key, part in parts.items()])
            for table, parts in zip(TABLES, snapshot(crisis), strict=True)
        ]
        return cls(journal, rows)

    def copied(self, number: int) -> tuple[list[Row], list[tuple[str, list[Row]]]]:
        """The rows of the journal and of the other tables for the crisis of this number."""
        mark = f"{number:07}"
        crisis_id, previous, journal = f"past-{mark}", GENESIS, list[Row]()
        for seq, at, actor, kind, content in self.journal:
            told = content.replace(_MARK, mark)
            content_hash = digest(told)
            this = chained(previous, crisis_id, seq, at, actor, kind, content_hash)
            journal.append((crisis_id, seq, at, actor, kind, told, content_hash, previous, this))
            previous = this
        rows = [(sql, [tuple(_marked(cell, mark) for cell in row) for row in rows]) for sql, rows in self.rows]
        return journal, rows


def _marked(cell: object, mark: str) -> object:
    return cell.replace(_MARK, mark) if isinstance(cell, str) and _MARK in cell else cell


def _happened(crisis: Crisis | None, command: Command, at: datetime, book: Playbook, entries: list[Recorded]) -> Crisis:
    for event in decide(crisis, command, at):
        entry = Recorded(seq=len(entries) + 1, at=at, actor=command.actor, event=event)
        crisis = apply(crisis, entry) if crisis else begin(command.crisis_id, entry, book)
        entries.append(entry)
    assert crisis is not None
    return crisis


def _commands(book: Playbook, start: datetime) -> Iterator[tuple[Command, datetime]]:
    crisis, lead = f"past-{_MARK}", PEOPLE[0]
    steps: tuple[Command, ...] = (
        cmd.StartCrisis(
            crisis_id=crisis,
            actor=lead,
            title=f"Glass in a yoghurt {_MARK}",
            platforms=("x", "instagram"),
            playbook_digest=book.digest,
            invited=PEOPLE[1:4],
        ),
        cmd.RecordChannel(crisis_id=crisis, actor=SLACK, channel_id=f"C{_MARK}", channel_name=f"crisis-{_MARK}"),
        cmd.RecordBoard(crisis_id=crisis, actor=SLACK, ts="1704704400.000100"),
        cmd.AddNote(crisis_id=crisis, actor=lead, text=f"A customer shows a photo ({_MARK})", status="fact"),
        cmd.AddItem(crisis_id=crisis, actor=lead, text="Call the dairy"),
        cmd.TickItem(crisis_id=crisis, actor=PEOPLE[1], item="own.1"),
        cmd.RecordDecision(crisis_id=crisis, actor=lead, text="We reply to each, with a name", why="They are few"),
        cmd.StandDown(crisis_id=crisis, actor=lead, reason="Nothing moves any more"),
        cmd.RecordLesson(
            crisis_id=crisis,
            actor=lead,
            happened="Nobody knew the dairy's number",
            cause="Not in the list",
            change="Put it there",
            tags=("suppliers",),
        ),
    )
    for minute, command in enumerate(steps):
        yield command, start + timedelta(minutes=minute)


def fill(path: Path, how_many: int) -> int:
    """A database at `path` with so many past crises; how many entries their journals have."""
    book = playbook()
    store = Store(path)
    store.add_playbooks([book])
    store.close()
    stories = [Story.lived(book, _FIRST + timedelta(days=7 * number)) for number in range(KINDS)]
    connection = open_for_writing(path).conn
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA foreign_keys = OFF")
    for first in range(0, how_many, _AT_ONCE):
        _put(connection, stories, range(first, min(first + _AT_ONCE, how_many)))
    (entries,) = connection.execute("SELECT count(*) FROM journal").fetchone()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return int(entries)


def _put(connection: Connection, stories: list[Story], numbers: Iterable[int]) -> None:
    journal: list[Row] = []
    rows: dict[str, list[Row]] = {}
    for number in numbers:
        entries, others = stories[number % len(stories)].copied(number)
        journal += entries
        for sql, found in others:
            rows.setdefault(sql, []).extend(found)
    connection.execute("BEGIN")
    connection.executemany(_JOURNAL, journal)
    for sql, found in rows.items():
        connection.executemany(sql, found)
    connection.execute("COMMIT")
