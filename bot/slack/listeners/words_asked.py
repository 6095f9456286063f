"""Words of the slash command that deal in words: facts, texts, promises, cases, side rooms, what was known when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.domain import commands as cmd
from bot.domain.crisis import Crisis
from bot.domain.gates import passable
from bot.slack import guarding
from bot.slack.listeners import redacting
from bot.slack.listeners.turn import Answer, Say, Show, Turn, head
from bot.slack.listeners.which import expanded
from bot.slack.moments import past_moment_in
from bot.slack.screens import Screen, asof, cases, commitments, gates, sheet, statements
from bot.slack.screens.forms import case, draft, fact, pass_gate, side_room
from bot.slack.typed import people_in, plain
from bot.slack.words import Verb, fold


async def _fact(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    return Show(fact.view(crisis, turn.reader, text=plain(rest)))


async def _facts(turn: Turn, crisis: Crisis, _: str) -> Answer:
    return Say(sheet.card(crisis, turn.reader))


async def _draft(turn: Turn, crisis: Crisis, _: str) -> Answer:
    return Show(draft.view(crisis, turn.reader, turn.desk.statements))


async def _statements(turn: Turn, crisis: Crisis, _: str) -> Answer:
    return Say(statements.register(crisis, turn.reader, turn.desk.service.now()))


async def _commitments(turn: Turn, crisis: Crisis, _: str) -> Answer:
    found = guarding.promises_found(turn.desk, crisis)
    return Say(commitments.register(crisis, turn.reader, turn.desk.service.now(), found))


async def _case(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    return Show(case.view(crisis, turn.reader, about=plain(rest)))


async def _cases(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    """In French one word names one case and all of them: with a text it is a new one."""
    if rest:
        return await _case(turn, crisis, rest)
    return Say(cases.register(crisis, turn.reader, turn.desk.service.now()))


async def _private(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    people = await expanded(turn, tuple(people_in(rest)))
    if not people:
        return Show(side_room.view(crisis, turn.reader))
    outcome = await turn.perform(cmd.OpenSideRoom(**head(turn, crisis), people=people))
    return Say(cases.side_room(outcome.crisis, max(outcome.crisis.side_rooms), turn.reader))


A_MINUTE = timedelta(seconds=59, milliseconds=999)
"""What a minute on the clock still covers."""


async def _asof(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    """As the person's own wall clock showed it; the last time that it did."""
    now = turn.desk.service.now()
    moment = past_moment_in(plain(rest), now, turn.reader.timezone)
    if moment is None:
        return Say(Screen(turn.texts.t("listeners.asof_when")))
    then = turn.desk.service.as_of(crisis.id, moment + A_MINUTE)
    if then is None:
        return Say(asof.nothing(turn.reader, moment))
    return Say(asof.render(then, moment, turn.reader, now))


_MEANT = {
    "speak": ("speak", "speaking", "interview", "live", "parler", "oral", "entretien", "direct"),
    "promise": ("promise", "promettre", "promesse"),
    "moderate": ("moderate", "hide", "delete", "block", "moderer", "masquer", "supprimer", "bloquer"),
}
"""The words for the gates of what people do outside Slack; a team's own gates go by their key."""


async def _gate(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    """One gate by its word, or all of them."""
    word = fold(rest.strip())
    named = next((key for key, words in _MEANT.items() if word in words), word)
    if named in passable(crisis):
        return Show(pass_gate.view(crisis, named, turn.reader, turn.desk.service.now()))
    return Say(gates.register(crisis, turn.reader))


async def _redact(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    number = rest.strip().removeprefix("#")
    if not number.isdecimal() or len(number) > 9:
        return Say(Screen(turn.texts.t("listeners.redact_which")))
    return redacting.opened(turn, crisis, int(number))


IN_A_CRISIS: dict[Verb, Callable[[Turn, Crisis, str], Awaitable[Answer]]] = {
    "fact": _fact,
    "facts": _facts,
    "draft": _draft,
    "statements": _statements,
    "commitments": _commitments,
    "case": _case,
    "cases": _cases,
    "private": _private,
    "asof": _asof,
    "redact": _redact,
    "gate": _gate,
}
