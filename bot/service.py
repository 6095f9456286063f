"""The only way to change anything: `handle(command)`. What it returns is on disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from bot import log
from bot.domain.commands import RemindPerson, StartCrisis
from bot.domain.crisis import Crisis
from bot.domain.effects import Effect
from bot.domain.engine import apply, begin, decide
from bot.domain.events import CrisisStarted
from bot.domain.kernel import CLOCK, Command, Event, Recorded, Refused
from bot.domain.lessons import words_of_crisis
from bot.domain.playbook import Playbook
from bot.domain.reminders import PERSON_GAP
from bot.domain.telling import effects
from bot.store.journal import Head
from bot.store.ledger import Ledger
from bot.store.queries import PastLesson
from bot.store.redaction import Redaction
from bot.store.store import Store
from bot.store.times import whole


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command led to: the state after it and its entries. `repeated`: it was asked before, and done then."""

    crisis: Crisis
    recorded: tuple[Recorded, ...]
    repeated: bool = False


Decided = tuple[Outcome, Head | None]
"""What came of a command, and where the journal then ends; None: nothing new."""


def system_clock() -> datetime:
    """The computer's time, aware, in UTC."""
    return datetime.now(UTC)


class Service:
    """Commands in, committed states out. `now` is the clock that dates every entry."""

    def __init__(self, store: Store, now: Callable[[], datetime] = system_clock) -> None:
        self.store = store
        self.now = now
        self.outbox = store.outbox(now)
        self._listeners: list[Callable[[], None]] = []

    async def start(self) -> None:
        """Begin to take commands; the crises at work are brought to mind first."""
        self.store.start()

    async def stop(self) -> None:
        """Answer what was asked, and close the store."""
        await self.store.stop()

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call `listener`, on the event loop, after every commit that changed a crisis: to wake whoever sleeps."""
        self._listeners.append(listener)

    def wake(self) -> None:
        """Something stands in the outbox."""
        for listener in self._listeners:
            listener()

    async def handle(self, command: Command) -> Outcome:
        """Do what is asked. When it returns, it is on disk.

        A `request_id` that was handled before gives its first outcome (`repeated`); for StartCrisis that is the
        first crisis, whatever the new `crisis_id` says.

        Raises:
            Refused: it cannot be done; nothing changed, and asking again may go otherwise.
            StoreError: the database could not do it; nothing changed.
        """
        cause = _cause(command)
        future = self.store.writer.submit(lambda ledger: [self._decide(command, cause, ledger)])
        future.add_done_callback(self._committed)
        ((outcome, _),) = await asyncio.shield(future)
        return outcome

    async def remind(self, user: str) -> bool:
        """Tell a person what is due in all their crises, in one message; False: nothing was, or they were told lately.

        One transaction, so that two clocks at once tell it once. A crisis that fails stops no other. Raises StoreError.
        """
        future = self.store.writer.submit(partial(self._remind, user), settled=True)
        future.add_done_callback(self._committed)
        return bool(await asyncio.shield(future))

    async def redact(self, redaction: Redaction, *then: Effect) -> None:
        """Remove a person's words for good, while the bot is at work; `then`: what takes them back from Slack.

        Raises ValueError and StoreError.
        """
        try:
            await self.store.redact_at_work(redaction, self.now(), then, log.correlation())
        finally:
            self.wake()

    def crisis(self, crisis_id: str) -> Crisis | None:
        """The newest committed state."""
        return self.store.queries.crisis(crisis_id)

    def as_of(self, crisis_id: str, moment: datetime) -> Crisis | None:
        """What was known and decided at a moment: the journal folded up to then; None before the start."""
        known = self.crisis(crisis_id)
        then: Crisis | None = None
        for entry in self.entries(crisis_id):
            if entry.at > moment:
                break
            then = apply(then, entry) if then else begin(crisis_id, entry, known.playbook) if known else None
        return then

    def crisis_of_channel(self, channel_id: str) -> Crisis | None:
        """The crisis whose channel this is."""
        return self.store.queries.crisis_of_channel(channel_id)

    def crises_of(self, user: str, *, open_only: bool = True, limit: int = 100) -> list[Crisis]:
        """The crises that this person is a member of, newest first."""
        return self.store.queries.crises_of(user, open_only=open_only, limit=limit)

    def open_crises(self) -> list[Crisis]:
        """All crises that are at work, oldest first."""
        return [crisis for crisis, _ in self.store.queries.states_at_work()]

    def entries(
        self,
        crisis_id: str,
        *,
        seqs: Sequence[int] | None = None,
        after: int = 0,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Recorded]:
        """Entries of a crisis's journal: those after a number, or exactly those of the given numbers."""
        return self.store.queries.entries(crisis_id, seqs=seqs, after=after, limit=limit, newest_first=newest_first)

    def hash_of(self, crisis_id: str, seq: int) -> str:
        """The hash of an entry, which vouches for it and for all before it. Raises LookupError."""
        return self.store.queries.hash_of(crisis_id, seq)

    def lessons_like(self, crisis: Crisis, limit: int = 3) -> list[PastLesson]:
        """What earlier crises of the same platforms, causes or tags have taught."""
        return self.store.queries.lessons(words_of_crisis(crisis), crisis.id, limit)

    def due(self, now: datetime) -> list[str]:
        """The crises that the clock must look at, the longest due first."""
        return self.store.queries.due(now)

    def due_people(self, now: datetime) -> list[str]:
        """Whom the clock must tell something, the longest due first."""
        return [user for user, at in self.store.queries.due_people(now).items() if at <= now]

    def late(self, now: datetime) -> list[datetime]:
        """Since when each crisis and each person waits for the clock, the longest first."""
        return self.store.queries.late(now)

    def first_due(self) -> datetime | None:
        """When the clock has something to do, be it long past; None for never."""
        return self.store.queries.first_due()

    def next_due(self, now: datetime | None = None) -> datetime | None:
        """When the clock must look next, after `now` (None: the present); None for never."""
        return self.store.queries.next_due(now or self.now())

    async def tidy(self) -> None:
        """Clear away what nobody needs any more. Raises StoreError."""
        await self.store.prune(self.now())

    def add_playbooks(self, playbooks: Iterable[Playbook]) -> None:
        """Register playbooks, before the start: a crisis keeps the version that it was started with."""
        self.store.add_playbooks(playbooks)

    def playbook(self, digest: str) -> Playbook:
        """The playbook with this digest. Raises LookupError."""
        return self.store.queries.playbook(digest)

    def _decide(self, command: Command, cause: str, ledger: Ledger) -> Decided:
        """On the writer's thread, within its transaction."""
        earlier = ledger.answered(command.request_id)
        if earlier is not None:
            crisis = ledger.crisis(earlier.crisis_id)
            if crisis is None:
                raise LookupError(f"request {command.request_id} belongs to a crisis without a journal")
            starts = isinstance(command, StartCrisis)
            if crisis.started_by != command.actor if starts else crisis.id != command.crisis_id:
                raise Refused("outdated")  # the name of a request gives nobody another crisis's outcome
            return Outcome(crisis, tuple(ledger.entries(earlier)), repeated=True), None
        now = whole(self.now())
        before = ledger.crisis(command.crisis_id)
        events = decide(before, command, now)
        after, recorded, told = _happened(before, command, events, now, ledger.playbook)
        head = ledger.record(before, after, recorded, told, command.request_id, cause) if recorded else None
        return Outcome(after, tuple(recorded)), head

    def _remind(self, user: str, ledger: Ledger) -> list[Decided]:
        """On the writer's thread, within its transaction."""
        now = whole(self.now())
        if not ledger.may_remind(user, now):
            return []
        told = [
            ledger.apart(partial(self._decide, RemindPerson(crisis_id=crisis, actor=CLOCK, user=user), "", ledger))
            for crisis in ledger.reminders_of(user, now + PERSON_GAP)
        ]
        return [decided for decided in told if decided is not None and decided[1] is not None]

    def _committed(self, future: asyncio.Future[list[Decided]]) -> None:
        if future.cancelled() or future.exception() is not None:
            return
        changed = [(outcome.crisis, head) for outcome, head in future.result() if head is not None]
        for crisis, head in changed:
            self.store.queries.keep(crisis, head)
        if changed:
            self.wake()


def _cause(command: Command) -> str:
    """What all that comes of a command is logged under: the request that is being worked on, from the click on.

    What has no request is nobody's, and stays so.
    """
    return (log.correlation() or command.request_id) if command.request_id else ""


def _happened(
    before: Crisis | None,
    command: Command,
    events: Sequence[Event],
    now: datetime,
    playbook: Callable[[str], Playbook],
) -> tuple[Crisis, list[Recorded], list[Effect]]:
    """Fold the events into the state, one by one, and hear from each state what Slack must be told."""
    crisis, recorded, told = before, list[Recorded](), list[Effect]()
    for event in events:
        at = now.replace(hour=0, minute=0, second=0, microsecond=0) if event.untimed else now
        entry = Recorded(seq=crisis.seq + 1 if crisis else 1, at=at, actor=command.actor, event=event)
        earlier = crisis
        if crisis is not None:
            crisis = apply(crisis, entry)
        elif isinstance(event, CrisisStarted):
            crisis = begin(command.crisis_id, entry, playbook(event.playbook_digest))
        else:
            raise TypeError(f"a crisis cannot begin with {event.kind}")
        recorded.append(entry)
        told.extend(effects(crisis, entry, earlier))
    if crisis is None:
        raise TypeError(f"{type(command).__name__} led to nothing and there is no crisis")
    return crisis, recorded, told
