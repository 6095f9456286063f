"""Buttons of what texts promise in public: found, confirmed, kept, late, given up, accounted for."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.crisis import Crisis
from bot.domain.events import CommitmentMade
from bot.domain.kernel import Refused
from bot.domain.playbook import LANGUAGES
from bot.domain.said import Statement
from bot.service import Outcome
from bot.slack import guarding
from bot.slack.listeners import redrawing
from bot.slack.listeners.turn import Answer, Doing, Ids, Redraw, Say, Show, Turn
from bot.slack.screens import account, commitments
from bot.slack.screens.forms import commitment_drop, commitment_keep, commitment_late, promises


def text_of(crisis: Crisis, ids: Ids) -> Statement:
    """The text that a button names. Raises Refused."""
    found = crisis.statements.get(ids.number("s"))
    if found is None:
        raise Refused("no_such_statement", number=ids.number("s"))
    return found


async def _promises(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    """What was found and is not in the register; also later, for what was overlooked."""
    text = text_of(crisis, ids)
    if text.published_at is None:
        raise Refused("not_published_yet", number=text.number)
    proposed = guarding.promised(turn.desk, crisis, text)
    return Show(promises.view(crisis, text.number, turn.reader, turn.desk.service.now(), proposed))


async def _leave_out(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    """A row that is no promise goes; what was typed into the others stays."""
    return _with_rows(turn, crisis, ids, lambda rows: [row for row in rows if row != ids.number("n")])


async def _one_more(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    """An empty row, under a number that no row of the form has had."""
    found = len(guarding.promised(turn.desk, crisis, text_of(crisis, ids)))
    return _with_rows(turn, crisis, ids, lambda rows: [*rows, max([found - 1, *rows]) + 1])


def _with_rows(turn: Turn, crisis: Crisis, ids: Ids, change: Callable[[list[int]], list[int]]) -> Answer:
    if turn.view is None:
        raise Refused("outdated")
    text, rows = text_of(crisis, ids), change(promises.rows_of(turn.view))
    proposed = guarding.promised(turn.desk, crisis, text)
    view = promises.view(crisis, text.number, turn.reader, turn.desk.service.now(), proposed, rows=rows)
    return Redraw(view, str(turn.view["id"]), wanted=True)


async def _commitments(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    found = guarding.promises_found(turn.desk, crisis)
    return Say(commitments.register(crisis, turn.reader, turn.desk.service.now(), found))


def _owed(crisis: Crisis, ids: Ids) -> int:
    found = crisis.commitments.get(ids.number("n"))
    if found is None:
        raise Refused("no_such_commitment", number=ids.number("n"))
    if not found.is_open:
        raise Refused("commitment_closed", number=found.number)
    return found.number


async def _keep(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(commitment_keep.view(crisis, _owed(crisis, ids), turn.reader))


async def _late(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(commitment_late.view(crisis, _owed(crisis, ids), turn.reader, turn.desk.service.now()))


async def _drop(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(commitment_drop.view(crisis, _owed(crisis, ids), turn.reader))


async def _account(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    """It may be copied from here, so what it tells of people is remarked before it is a text of the register."""
    now = turn.desk.service.now()
    written = {language: account.text(crisis, language, now) for language in LANGUAGES}
    remarks = [each for language, text in written.items() for each in guarding.private_in(turn.desk, text, language)]
    return Show(account.view(crisis, turn.reader, now, remarks))


def confirmed(turn: Turn, outcome: Outcome, ids: Ids) -> Answer:
    """As after any form, unless somebody else was faster with one of them, or there was no room for all."""
    crisis, number = outcome.crisis, ids.number("s")
    made = [entry.event for entry in outcome.recorded if isinstance(entry.event, CommitmentMade)]
    twice = len(promises.rows_of(turn.view or {})) - len(made)
    proposed = guarding.promised(turn.desk, crisis, crisis.statements[number])
    judged = {row for row, each in enumerate(proposed) if each.start in {promise.place for promise in made}}
    unseen = sorted({*promises.waiting(crisis, number, proposed), *judged})[promises.MOST :]
    if not (made and twice) and not unseen:
        return redrawing.saved(turn, outcome)
    return Say(commitments.confirmed(crisis, number, len(made), twice if made else 0, len(unseen), turn.reader))


VERBS: dict[str, Doing] = {
    "promises.open": _promises,
    promises.LEAVE: _leave_out,
    promises.MORE: _one_more,
    "commitments": _commitments,
    "commitment.keep": _keep,
    "commitment.late": _late,
    "commitment.drop": _drop,
    "commitments.account": _account,
}
