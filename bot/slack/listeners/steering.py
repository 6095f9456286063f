"""Buttons of the crisis's clocks: the public word, the posture, the law, who is on duty; and what is mine."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain import commands as cmd
from bot.domain.checklist import Item, all_items
from bot.domain.crisis import Crisis, Posture
from bot.domain.evidence import Records
from bot.domain.kernel import Refused
from bot.slack.listeners import redrawing
from bot.slack.listeners.turn import Answer, Doing, Ids, Say, Show, Turn, head
from bot.slack.screens import Screen
from bot.slack.screens.forms import evidence, handover, legal, legal_met, posture, promise
from bot.slack.screens.forms.evidence import review_time
from bot.slack.screens.screen import pack


async def _promise(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(promise.view(crisis, turn.reader, turn.desk.service.now()))


async def _confirm_promise(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    """The later hour that a text names: the lead's to confirm, or the deputy's."""
    if not crisis.steers(turn.user):
        raise Refused("only_lead_moves_word", user=crisis.lead)
    at, now = datetime.fromtimestamp(ids.number("at"), UTC), turn.desk.service.now()
    await turn.perform(cmd.PromiseUpdate(**head(turn, crisis), at=at, seen_seq=ids.number_if("s")))
    when = turn.texts.when(at, turn.reader.timezone, now=now)
    return Say(Screen(turn.texts.t("listeners.promised", when=when)), instead=True)


async def _publish(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    """The form of the next text that goes out; the posture when the organisation does not speak."""
    now = turn.desk.service.now()
    text = next((item for item in all_items(crisis) if item.is_open and item.visible and _publishes(item)), None)
    return Show(
        posture.view(crisis, turn.reader, now) if text is None else evidence.view(crisis, text.key, turn.reader, now)
    )


def _publishes(item: Item) -> bool:
    return item.spec is not None and item.spec.records is Records.PUBLICATION


async def _keep(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    """The posture was looked at, and stays."""
    standing = crisis.posture
    if standing is None:
        return Show(posture.view(crisis, turn.reader, turn.desk.service.now()))
    review_at = None if standing.posture is Posture.SPEAK else review_time(crisis, turn.desk.service.now())
    kept = cmd.DecidePosture(
        **head(turn, crisis), posture=standing.posture, reason=standing.reason, review_at=review_at
    )
    return redrawing.changed(turn, (await turn.perform(kept)).crisis)


async def _legal(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(legal.view(crisis, turn.reader, turn.front.regimes, turn.desk.service.now()))


def legal_of_item(turn: Turn, crisis: Crisis, item: Item) -> Answer:
    """The legal clocks' form, as the form of the item that they settle."""
    view = legal.view(crisis, turn.reader, turn.front.regimes, turn.desk.service.now())
    return Show({**view, "private_metadata": pack(c=crisis.id, i=item.key)})


async def _legal_met(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    regime, step = str(ids["r"]), str(ids["d"])
    clock = crisis.legal_clocks.get(regime)
    if clock is None or all(deadline.key != step for deadline in clock.deadlines):
        raise Refused("no_such_legal_clock")
    return Show(legal_met.view(crisis, regime, step, turn.reader))


async def _handover(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    leaver = ids.get("u")
    return Show(handover.view(crisis, turn.reader, leaver=str(leaver) if leaver else None))


VERBS: dict[str, Doing] = {
    "promise.open": _promise,
    "promise.confirm": _confirm_promise,
    "item.publish": _publish,
    "posture.keep": _keep,
    "legal.open": _legal,
    "legal.met": _legal_met,
    "handover.open": _handover,
}
