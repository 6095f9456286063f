"""Buttons of what comes after: follow-ups, lessons, actions, the debrief, the report."""

from __future__ import annotations

import secrets
from datetime import timedelta
from textwrap import shorten

from bot.domain import commands as cmd
from bot.domain.checklist_rules import OWN_TEXT_LIMIT
from bot.domain.crisis import Action, Crisis
from bot.domain.follow_up import put_off_by
from bot.domain.kernel import Refused
from bot.slack.listeners import redrawing, views
from bot.slack.listeners.turn import Answer, Doing, Ids, Say, Show, Turn, head
from bot.slack.screens import Screen, plan, replies, report
from bot.slack.screens.forms import action, action_close, action_postpone, assign, debrief, lesson, snooze

# --- follow-ups -----------------------------------------------------------------------------------------


async def _follow_ups(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(plan.view(crisis, turn.reader, turn.desk.service.now()))


async def _done(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    outcome = await turn.perform(cmd.CompleteFollowUp(**head(turn, crisis), follow_up=str(ids["f"])))
    return redrawing.changed(turn, outcome.crisis)


async def _snooze(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    """By one click the first time; with a reason from the second on."""
    step, minutes = str(ids["f"]), ids.number_if("m")
    if minutes is None:
        return Show(snooze.view(crisis, turn.reader, follow_up=step))
    until = put_off_by(crisis, timedelta(minutes=minutes), turn.desk.service.now())
    try:
        outcome = await turn.perform(cmd.SnoozeFollowUp(**head(turn, crisis), follow_up=step, until=until))
    except Refused as refused:
        if refused.code != "reason_missing":
            raise
        return Show(snooze.view(crisis, turn.reader, follow_up=step, minutes=minutes))
    return redrawing.changed(turn, outcome.crisis) if turn.view is not None else views.snoozed(turn, until)


async def _assign(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(assign.view(crisis, turn.reader, follow_up=str(ids["f"])))


# --- the debrief ----------------------------------------------------------------------------------------


async def _debrief(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    turn.nameless = True
    if crisis.is_open:
        raise Refused("crisis_still_open")
    return Show(debrief.view(crisis, turn.reader, secrets.token_hex(8)))


async def _answers(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(report.answers(crisis, turn.reader))


async def _report(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(views.report_of(turn, crisis))


async def _export(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return await views.exported(turn, crisis)


# --- lessons and actions --------------------------------------------------------------------------------


async def _lesson(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(lesson.view(crisis, turn.reader))


async def _lessons(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Say(replies.lessons(crisis, turn.reader))


async def _use(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    """What an earlier crisis has taught becomes an item of this one, once for all who click."""
    past, number = turn.desk.service.crisis(str(ids["from"])), ids.number("n")
    learnt = next((each for each in past.lessons if each.number == number and each.shared), None) if past else None
    if learnt is None:
        raise Refused("no_such_lesson", number=number)
    named = {**head(turn, crisis), "request_id": f"lesson:{crisis.id}:{ids['from']}:{number}"}
    await turn.perform(cmd.AddItem(**named, text=shorten(learnt.change, OWN_TEXT_LIMIT, placeholder="…")))
    return Say(Screen(turn.texts.t("listeners.item_added")))


async def _actions(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Say(replies.actions(crisis, turn.reader, turn.desk.service.now()))


async def _action(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(action.view(crisis, turn.reader, turn.desk.service.now(), lesson=ids.number_if("l")))


async def _close(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(action_close.view(crisis, _unfinished(crisis, ids).number, turn.reader))


async def _postpone(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    number = _unfinished(crisis, ids).number
    return Show(action_postpone.view(crisis, number, turn.reader, turn.desk.service.now()))


def _unfinished(crisis: Crisis, ids: Ids) -> Action:
    number = ids.number("n")
    found = next((each for each in crisis.actions if each.number == number), None)
    if found is None:
        raise Refused("no_such_action", number=number)
    if found.closed_at is not None:
        raise Refused("action_closed", number=number, at=found.closed_at)
    return found


VERBS: dict[str, Doing] = {
    "followups.open": _follow_ups,
    "followup.done": _done,
    "followup.snooze": _snooze,
    "followup.assign": _assign,
    "debrief.open": _debrief,
    "debrief.answers": _answers,
    "report.open": _report,
    "export": _export,
    "lesson.open": _lesson,
    "lesson.use": _use,
    "lessons": _lessons,
    "action.open": _action,
    "action.close": _close,
    "action.postpone": _postpone,
    "actions": _actions,
}
