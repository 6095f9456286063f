"""Notices that ask somebody to do something: the batched reminder, what is overdue, what was missed."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.checklist import Item
from bot.locale import Mrkdwn, join, mention
from bot.slack.screens import blocks as kit
from bot.slack.screens import items as item_screens
from bot.slack.screens import law, matters
from bot.slack.screens.matter import HARD, Told
from bot.slack.screens.occasion import Occasion, one
from bot.slack.screens.screen import Screen, pack
from bot.slack.screens.wording import item_quoted, unrung

REMINDED, LISTED = 4, 6
"""Matters with buttons, and those after them in one line each: a message is read between two calls."""
_OVERDUE = 10
_EARLY = timedelta(minutes=10)
"""What is told with the rest may be this early; what is due later was put off meanwhile."""


def reminder(on: Occasion) -> Screen:
    """Everything that one person has to be told now, in one message; what was settled meanwhile falls out."""
    wanted = [(str(matter["kind"]), str(matter["about"])) for matter in on.args["matters"]]
    found = [each for each in matters.told(on.crisis, wanted, on.texts, on.now) if _still(each, on)]
    where = on.channel if on.crisis.is_open else on.title
    if not found:
        return one(on.texts.t("notices.reminder_settled", where=where))
    late = sum(each.late(on.now) for each in found)
    parts = [
        on.texts.t("notices.seated", where=where)
        if all(each.subject.startswith("seat:") for each in found)
        else on.texts.n("notices.reminder", len(found), where=where),
        on.texts.n("notices.reminder_late", late) if late else Mrkdwn(""),
    ]
    heading = join(" ", parts)
    blocks = [kit.section(heading)]
    for each in found[:REMINDED]:
        blocks += [
            kit.section(on.texts.t("items.block", item=each.name, about=each.about)),
            kit.actions(*each.buttons),
        ]
    if len(found) > REMINDED:
        rest = [
            on.texts.t("items.line", item=each.name, about=each.about) for each in found[REMINDED : REMINDED + LISTED]
        ]
        left = len(found) - REMINDED - LISTED
        if left > 0:
            rest.append(on.texts.n("notices.reminder_more", left))
        blocks += kit.paragraphs(rest)
        blocks.append(kit.actions(item_screens.my_day_button(on.crisis, on.texts)))
    return Screen(join(" ", [heading, join(", ", [each.name for each in found[:3]])]), blocks)


def _still(told: Told, on: Occasion) -> bool:
    """Times that the law or the public keeps are told ahead; the rest when it is time."""
    return told.due is None or told.rank == HARD or told.due <= on.now + _EARLY


def overdue(on: Occasion) -> Screen:
    """One line for each person who is asked, once by mention, with their items."""
    found = on.items(on.args["items"])
    late = [item for item in found if item.is_open] or found
    owned: dict[str, list[Item]] = {}
    for item in late[:_OVERDUE]:
        owned.setdefault(item.owner, []).append(item)
    lines = [
        on.texts.t(
            "notices.overdue_line",
            owner=mention(owner),
            items=join("; ", [_since(on, item) for item in items]),
        )
        for owner, items in owned.items()
    ]
    if len(late) > _OVERDUE:
        lines.append(on.texts.n("notices.more", len(late) - _OVERDUE))
    heading = on.texts.n("notices.overdue", len(late))
    return one(join("\n", [heading, *lines]))


def _since(on: Occasion, item: Item) -> Mrkdwn:
    name = item_quoted(on.crisis, item.key, on.texts)
    return on.texts.t("notices.overdue_item", item=name, since=on.when(item.due)) if item.due else name


def update_missed(on: Occasion) -> Screen:
    """One line, and the two ways out: speak, or name another time. Who promised it was warned in private."""
    promised = on.crisis.promised
    if promised is None:
        return one(on.texts.t("notices.update_made_up"))
    text = on.texts.t("notices.update_missed", when=on.when(promised.at), user=unrung(on.crisis, promised.by, on.texts))
    publish = kit.button(on.texts.p("matters.publish"), "item.publish", pack(c=on.crisis.id))
    later = kit.button(on.texts.p("matters.promise"), "promise.open", pack(c=on.crisis.id))
    return one(text, kit.actions(publish, later))


def legal_missed(on: Occasion) -> Screen:
    """A time limit of the law has passed; late is still better than not at all."""
    regime, key = str(on.args["regime"]), str(on.args["deadline"])
    clock = on.crisis.legal_clocks[regime]
    deadline = next(d for d in clock.deadlines if d.key == key)
    text = on.texts.t(
        "notices.legal_missed",
        step=law.step_name(clock.regime, key, on.texts),
        name=law.name(clock.regime, on.texts),
        when=on.when(deadline.at) if deadline.at else Mrkdwn(""),
        owner=mention(clock.owner),
    )
    small = kit.context(join(" · ", [law.source(clock.regime, on.texts), *law.notes(clock.regime, on.texts)]))
    if deadline.done_at is not None:
        return one(text, small)
    return one(text, small, kit.actions(law.met_button(on.crisis, clock, key, on.texts)))
