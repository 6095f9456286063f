"""Notices that ask somebody to do something: the batched reminder, what is overdue, what was missed."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.crisis import Crisis
from bot.locale import Mrkdwn, Texts, join, mention
from bot.slack.screens import blocks as kit
from bot.slack.screens import law, matters
from bot.slack.screens.matter import HARD, Told
from bot.slack.screens.occasion import Occasion, one
from bot.slack.screens.screen import Block, Screen, pack
from bot.slack.screens.wording import item_quoted, unrung

REMINDED, _OVERDUE = 10, 6
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
        on.texts.n("notices.reminder", len(found), where=where),
        on.texts.n("notices.reminder_late", late) if late else Mrkdwn(""),
    ]
    heading = join(" ", parts)
    blocks = [kit.section(heading)]
    for each in found[:REMINDED]:
        blocks += [
            kit.section(on.texts.t("items.block", item=each.name, about=each.about)),
            kit.actions(*each.buttons),
        ]
    rest = len(found) - REMINDED
    if rest > 0:
        blocks.append(kit.section(on.texts.n("notices.reminder_more", rest), my_day_button(on.crisis, on.texts)))
    return Screen(join(" ", [heading, join(", ", [each.name for each in found[:3]])]), blocks)


def _still(told: Told, on: Occasion) -> bool:
    """Times that the law or the public keeps are told ahead; the rest when it is time."""
    return told.due is None or told.rank == HARD or told.due <= on.now + _EARLY


def my_day_button(crisis: Crisis, texts: Texts) -> Block:
    """The way to everything that is one's own."""
    return kit.button(texts.p("day.open"), "mine", pack(c=crisis.id))


def overdue(on: Occasion) -> Screen:
    """One line for each, with who is asked: the one mention in the channel."""
    found = on.items(on.args["items"])
    late = [item for item in found if item.is_open] or found
    lines = [
        on.texts.t(
            "notices.overdue_line",
            item=item_quoted(on.crisis, item.key, on.texts),
            owner=mention(item.owner),
            since=on.when(item.due) if item.due else Mrkdwn(""),
        )
        for item in late[:_OVERDUE]
    ]
    if len(late) > _OVERDUE:
        lines.append(on.texts.n("notices.more", len(late) - _OVERDUE))
    heading = on.texts.n("notices.overdue", len(late))
    return one(join("\n", [heading, *lines]))


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
