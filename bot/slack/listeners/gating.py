"""Buttons of the gates that stand before what people do outside Slack."""

from __future__ import annotations

from bot.domain.crisis import Crisis
from bot.domain.gates import passable
from bot.domain.kernel import Refused
from bot.slack.listeners.turn import Answer, Doing, Ids, Say, Show, Turn
from bot.slack.screens import gates
from bot.slack.screens.forms import pass_gate


async def _pass_gate(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    key = str(ids.get("g"))
    if key not in passable(crisis):
        raise Refused("no_such_gate")
    return Show(pass_gate.view(crisis, key, turn.reader, turn.desk.service.now()))


async def _gates(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Say(gates.register(crisis, turn.reader))


VERBS: dict[str, Doing] = {"gate.pass": _pass_gate, "gates": _gates}
