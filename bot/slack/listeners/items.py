"""Buttons and menus of items: done, taken, handed on, put off, set aside, added."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import commands as cmd
from bot.domain.checklist import item_of
from bot.domain.crisis import Crisis
from bot.domain.evidence import Records
from bot.domain.kernel import Refused
from bot.slack.listeners import redrawing, steering, views
from bot.slack.listeners.turn import Answer, Doing, Ids, Redraw, Show, Turn, head
from bot.slack.screens import advice
from bot.slack.screens.forms import add_item, assign, due, evidence, not_applicable, snooze


async def _advice(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return views.advice_of(turn, crisis, ids.number("n"))


async def _done(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    item = item_of(crisis, str(ids["i"]))
    if item is None:
        raise Refused("no_such_item", item=ids["i"])
    if item.is_open and item.spec and item.spec.records is Records.LEGAL:
        return steering.legal_of_item(turn, crisis, item)
    if item.is_open and item.evidence:
        return Show(evidence.view(crisis, item.key, turn.reader, turn.desk.service.now()))
    outcome = await turn.perform(cmd.TickItem(**head(turn, crisis), item=item.key))
    return redrawing.changed(turn, outcome.crisis)


async def _refresh(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    """Somebody is in danger, or nobody: the form asks what follows from it."""
    if turn.view is None:
        raise Refused("outdated")
    view = evidence.refreshed(turn.view, crisis, turn.reader, turn.desk.service.now())
    return Redraw(view, str(turn.view["id"]), wanted=True)


async def _take(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    outcome = await turn.perform(cmd.AssignItem(**head(turn, crisis), item=str(ids["i"]), user=turn.user))
    return redrawing.changed(turn, outcome.crisis)


async def _reopen_item(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    outcome = await turn.perform(cmd.ReopenItem(**head(turn, crisis), item=str(ids["i"]), seen_seq=ids.number("s")))
    return redrawing.changed(turn, outcome.crisis)


async def _snooze(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    """By one click the first time; with a reason from the second on."""
    item, minutes = str(ids["i"]), ids.number_if("m")
    if minutes is None:
        return Show(snooze.view(crisis, turn.reader, item=item))
    until = turn.desk.service.now() + timedelta(minutes=minutes)
    try:
        await turn.perform(cmd.SnoozeItem(**head(turn, crisis), item=item, until=until))
    except Refused as refused:
        if refused.code != "reason_missing":
            raise
        return Show(snooze.view(crisis, turn.reader, item=item, minutes=minutes))
    return views.snoozed(turn, until)


async def _assign(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(assign.view(crisis, turn.reader, item=str(ids["i"])))


async def _due(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(due.view(crisis, str(ids["i"]), turn.reader, turn.desk.service.now()))


async def _not_applicable(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(not_applicable.view(crisis, str(ids["i"]), turn.reader))


async def _details(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    item = item_of(crisis, str(ids["i"]))
    if item is None:
        raise Refused("no_such_item", item=ids["i"])
    return Show(advice.details(crisis, item, turn.reader, turn.desk.service.now()))


async def _add(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(add_item.view(crisis, turn.reader, advice=ids.number_if("n")))


VERBS: dict[str, Doing] = {
    "advice.open": _advice,
    "item.done": _done,
    "item.take": _take,
    evidence.REFRESH: _refresh,
    "item.reopen": _reopen_item,
    "item.snooze": _snooze,
    "item.assign": _assign,
    "item.due": _due,
    "item.not_applicable": _not_applicable,
    "item.details": _details,
    "item.add": _add,
}
