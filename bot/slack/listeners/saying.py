"""Buttons of the words that go out: facts, texts and their signatures, promises, cases, side rooms."""

from __future__ import annotations

from bot.domain import commands as cmd
from bot.domain.approvals import draft_of, print_of
from bot.domain.cases import unsettled
from bot.domain.crisis import Crisis
from bot.domain.engine import decide
from bot.domain.gates import missing
from bot.domain.guard import Remark
from bot.domain.kernel import Refused
from bot.domain.playbook import LANGUAGES
from bot.domain.said import Statement
from bot.slack import guarding
from bot.slack.client import Later
from bot.slack.listeners import gating, promising, redacting, redrawing
from bot.slack.listeners.promising import text_of
from bot.slack.listeners.turn import Answer, Doing, Ids, Post, Redraw, Say, Show, Turn, head
from bot.slack.screens import (
    Screen,
    account,
    approving,
    cases,
    gate,
    remarks,
    sheet,
    statement,
    statements,
)
from bot.slack.screens.forms import (
    case,
    case_close,
    case_due,
    changes,
    draft,
    fact,
    publish,
    remark,
    side_room,
    withdraw,
)

GATE_CLOSED = frozenset({"posture_not_speak", "facts_uncertain", "signatures_missing", "gate_closed"})
"""Refusals of a publication that are answered with all that lacks, and who owes it."""


# --- facts ----------------------------------------------------------------------------------------------


async def _fact(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(fact.view(crisis, turn.reader))


async def _change_fact(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    number = ids.number("f")
    if number not in crisis.facts:
        raise Refused("no_such_fact", number=number)
    return Show(fact.view(crisis, turn.reader, number=number))


async def _facts(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Say(sheet.card(crisis, turn.reader))


async def _post_facts(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    """Once: a sheet that stands in the channel already is not posted again."""
    screen = sheet.channel(crisis)
    if turn.front.sheets.get(crisis.id) == screen:
        return None
    turn.front.sheets[crisis.id] = screen
    return Post(crisis, screen)


# --- texts ----------------------------------------------------------------------------------------------


def remarks_on(turn: Turn, crisis: Crisis, text: Statement) -> list[Remark]:
    """The guard's remarks on a text."""
    return guarding.remarks_on(turn.desk, crisis, text)


async def _draft(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    number = draft_of(crisis, ids.number("s")).number if "s" in ids else None
    return Show(draft.view(crisis, turn.reader, turn.desk.statements, number=number))


async def _correct(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(draft.view(crisis, turn.reader, turn.desk.statements, corrects=text_of(crisis, ids).number))


async def _draft_account(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    """The account of the promises as a public text: it wants two signatures like any other."""
    now = turn.desk.service.now()
    written = {language: account.text(crisis, language, now) for language in LANGUAGES}
    return Show(draft.view(crisis, turn.reader, kind="statement", written=written))


async def _refresh(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    """Another template was picked: its words come into the form."""
    if turn.view is None:
        raise Refused("outdated")
    return Redraw(draft.refreshed(turn.view, crisis, turn.reader, turn.desk.statements), str(turn.view["id"]))


async def _open(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    text = text_of(crisis, ids)
    return Show(
        statement.view(crisis, text.number, turn.reader, turn.desk.service.now(), remarks_on(turn, crisis, text))
    )


async def _statements(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Say(statements.register(crisis, turn.reader, turn.desk.service.now()))


async def _ask(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    """Where no modal shows it, it is said who was asked; who was asked already is told of, and not asked again."""
    return await _asked(turn, crisis, text_of(crisis, ids).number)


async def _remind(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return await _asked(turn, crisis, text_of(crisis, ids).number, again=True)


async def _asked(turn: Turn, crisis: Crisis, number: int, *, again: bool = False) -> Answer:
    try:
        outcome = await turn.perform(cmd.RequestApproval(**head(turn, crisis), statement=number, again=again))
    except Refused as refused:
        if refused.code != "already_asked":
            raise
        now = turn.desk.service.now()
        present = turn.desk.service.crisis(crisis.id) or crisis
        return Say(approving.asked_already(present, number, turn.reader, now), refused=True)
    shown = redrawing.changed(turn, outcome.crisis)
    if isinstance(shown, Redraw):
        return shown
    people = turn.texts.people(outcome.crisis.statements[number].asked)
    asked = Screen(turn.texts.t("said.asked_now", number=number, people=people))
    return Redraw(redrawing.told_in_modal(turn, asked), str(turn.view["id"])) if turn.view else Say(asked)


async def _approve(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    """On the text that the button stood under; whether somebody may sign at all, Slack knows.

    The message with the button says it by itself, as soon as boards leave room for that; in its place an answer could
    cover what is newer, so it stands beside it.
    """
    text = text_of(crisis, ids)
    if turn.reader.full_member is None:
        raise Later("users.info", "unknown")
    current, shown = print_of(crisis, text), str(ids.get("fp", ""))
    signed = cmd.ApproveStatement(
        **head(turn, crisis),
        statement=text.number,
        fingerprint=current if shown and current.startswith(shown) else shown,
        full_member=turn.reader.full_member,
    )
    after = (await turn.perform(signed)).crisis
    if turn.view:
        return redrawing.changed(turn, after)
    return Say(Screen(approving.signed(after, text.number, turn.texts).text))


async def _changes(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(changes.view(crisis, draft_of(crisis, ids.number("s")).number, turn.reader))


async def _withdraw(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(withdraw.view(crisis, draft_of(crisis, ids.number("s")).number, turn.reader))


async def _publish(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    """The form, when nothing lacks any more; else what lacks."""
    text, now = text_of(crisis, ids), turn.desk.service.now()
    number = text.number
    try:
        decide(crisis, cmd.PublishStatement(**head(turn, crisis), statement=number, link="…"), now)
    except Refused as refused:
        if refused.code not in GATE_CLOSED:
            raise
        return Show(gate.view(crisis, number, turn.reader, now))
    found = guarding.promised(turn.desk, crisis, text)
    early = len(found) if missing(crisis, "promise") else 0
    next_at = guarding.next_word(turn.desk, crisis, text, now)
    told = guarding.remarks_on(turn.desk, crisis, text)
    return Show(publish.view(crisis, number, turn.reader, now, promises=early, next_at=next_at, remarks=told))


async def _break_glass(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    if turn.user != crisis.lead:
        raise Refused("only_lead_breaks_glass", user=crisis.lead)
    text, now = draft_of(crisis, ids.number("s")), turn.desk.service.now()
    next_at = guarding.next_word(turn.desk, crisis, text, now)
    told = guarding.remarks_on(turn.desk, crisis, text)
    return Show(publish.view(crisis, text.number, turn.reader, now, break_glass=True, next_at=next_at, remarks=told))


async def _ratify(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    if turn.reader.full_member is None:
        raise Later("users.info", "unknown")
    ratified = cmd.RatifyBreakGlass(
        **head(turn, crisis), statement=text_of(crisis, ids).number, full_member=turn.reader.full_member
    )
    return redrawing.changed(turn, (await turn.perform(ratified)).crisis)


async def _gate(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(gate.view(crisis, draft_of(crisis, ids.number("s")).number, turn.reader, turn.desk.service.now()))


async def _remarks(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    text = text_of(crisis, ids)
    return Show(remarks.view(crisis, text.number, remarks_on(turn, crisis, text), turn.reader))


async def _remark(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    """A remark that the text no longer gives cause for shows the others."""
    text = draft_of(crisis, ids.number("s"))
    all_of_them = remarks_on(turn, crisis, text)
    meant = next((each for each in all_of_them if each.key == ids.get("r")), None)
    if meant is None:
        return Show(remarks.view(crisis, text.number, all_of_them, turn.reader))
    return Show(remark.view(crisis, text.number, meant, turn.reader))


# --- cases ----------------------------------------------------------------------------------------------


async def _case(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(case.view(crisis, turn.reader))


async def _cases(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Say(cases.register(crisis, turn.reader, turn.desk.service.now()))


async def _close_case(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(case_close.view(crisis, unsettled(crisis, ids.number("n")).number, turn.reader))


async def _due_case(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    number = unsettled(crisis, ids.number("n")).number
    return Show(case_due.view(crisis, number, turn.reader, turn.desk.service.now()))


async def _side_room(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(side_room.view(crisis, turn.reader))


async def _redact(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return redacting.opened(turn, crisis, ids.number("n"))


VERBS: dict[str, Doing] = {
    "fact.open": _fact,
    "fact.change": _change_fact,
    "facts": _facts,
    "facts.post": _post_facts,
    "draft.open": _draft,
    "draft.correct": _correct,
    "draft.account": _draft_account,
    "draft.refresh": _refresh,
    "statement.open": _open,
    "statements": _statements,
    "statement.ask": _ask,
    "statement.remind": _remind,
    "statement.approve": _approve,
    "changes.open": _changes,
    "withdraw.open": _withdraw,
    "publish.open": _publish,
    "glass.open": _break_glass,
    "glass.ratify": _ratify,
    "gate.open": _gate,
    **gating.VERBS,
    **promising.VERBS,
    "remarks.open": _remarks,
    "remark.open": _remark,
    "case.open": _case,
    "cases": _cases,
    "case.close": _close_case,
    "case.due": _due_case,
    "side_room.open": _side_room,
    "redact.open": _redact,
}
