"""Notices that ask somebody to do something: the batched reminder, what is overdue, what was missed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.checklist import Item, overdue_items
from bot.domain.public_update import next_public_update
from bot.domain.records import LegalClock
from bot.locale import Mrkdwn, join, mention
from bot.slack.screens import aftermath, law, matters
from bot.slack.screens import blocks as kit
from bot.slack.screens import items as item_screens
from bot.slack.screens.matter import HARD, Told
from bot.slack.screens.occasion import Occasion, one
from bot.slack.screens.screen import Block, Screen, pack
from bot.slack.screens.wording import item_quoted, unrung

REMINDED, LISTED = 4, 6
"""Matters with buttons, and those after them in one line each: a message is read between two calls."""
_FULL = 24
"""Blocks, of the 50 that a message may have, after which no step is shown with all that it brings."""
_OVERDUE = _MISSED = 10
_HEADED = ("step", "debrief")
"""What says itself where it comes from."""
_EARLY = timedelta(minutes=10)
"""What is told with the rest may be this early; what is due later was put off meanwhile."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One matter, and the crisis that it is of."""

    on: Occasion
    told: Told

    @property
    def line(self) -> Mrkdwn:
        """All of it in one line."""
        return self.on.texts.t("items.line", item=self.told.name, about=self.told.about)

    @property
    def where(self) -> Mrkdwn:
        """The crisis: its channel while it is at work, later its title."""
        return self.on.where

    def blocks(self, *, room: bool) -> list[Block]:
        """With what is needed to do it: a step after the end brings its agenda, its forms and its open points.

        Without `room`, in two blocks.
        """
        kind, _, about = self.told.subject.partition(":")
        if kind == "step" and room:
            return aftermath.follow_up(replace(self.on, args={"follow_up": about})).blocks
        if kind == "debrief":
            return aftermath.debrief(self.on).blocks
        text = self.on.texts.t("items.block", item=self.told.name, about=self.told.about)
        return [kit.section(text), kit.actions(*self.told.buttons)]


def reminder(on: Occasion) -> Screen:
    """Everything that one person has to be told now, in one message; what was settled meanwhile falls out."""
    found = _parts(on)
    if not found:
        return one(on.texts.t("notices.reminder_settled", where=on.where))
    shown, rest = found[:REMINDED], found[REMINDED:]
    several = len({part.on.crisis.id for part in found}) > 1
    heading = _heading(on, found)
    blocks = [] if all(part.told.kind in _HEADED for part in found) else [kit.section(heading)]
    for crisis in dict.fromkeys(part.on.crisis.id for part in shown):
        own = [part for part in shown if part.on.crisis.id == crisis]
        if several:
            blocks += [kit.divider(), kit.context(own[0].where)]
        for part in own:
            blocks += part.blocks(room=len(blocks) < _FULL)
    if rest:
        lines = [join(" · ", [part.line, part.where]) if several else part.line for part in rest[:LISTED]]
        if len(rest) > LISTED:
            lines.append(on.texts.n("notices.reminder_more", len(rest) - LISTED))
        blocks += kit.paragraphs(lines)
        blocks.append(kit.actions(item_screens.my_day_button(on.crisis, on.texts)))
    return Screen(join(" ", [heading, join(", ", [part.told.name for part in found[:3]])]), blocks)


def _parts(on: Occasion) -> list[_Part]:
    """What still wants something, of all crises together, the most urgent first."""
    wanted: dict[str, list[tuple[str, str]]] = {}
    for matter in on.args["matters"]:
        wanted.setdefault(str(matter.get("c", on.crisis.id)), []).append((str(matter["kind"]), str(matter["about"])))
    found = [
        _Part(there, each)
        for crisis, asked in wanted.items()
        if (there := on.of(crisis)) is not None
        for each in matters.told(there.crisis, asked, on.texts, on.now)
        if _still(each, on)
    ]
    return sorted(found, key=lambda part: matters.urgency(part.told, on.now))


def _heading(on: Occasion, found: list[_Part]) -> Mrkdwn:
    """How many, where, and how many of them are late."""
    places = dict.fromkeys(part.where for part in found)
    late = sum(part.told.late(on.now) for part in found)
    if len(places) > 1:
        what = on.texts.n("notices.reminder_crises", len(found), crises=len(places))
    elif all(part.told.kind == "seat" for part in found):
        what = on.texts.t("notices.seated", where=found[0].where)
    elif all(part.told.kind == "put_off" for part in found):
        what = on.texts.n("notices.put_off", len(found), where=found[0].where)
    else:
        ahead = all(part.told.due is not None and part.told.due > on.now + _EARLY for part in found)
        key = "notices.reminder_ahead" if ahead else "notices.reminder"
        what = on.texts.n(key, len(found), where=found[0].where)
    return join(" ", [what, on.texts.n("notices.reminder_late", late) if late else Mrkdwn("")])


def _still(told: Told, on: Occasion) -> bool:
    """Times that the law or the public keeps are told ahead, and an action on its day; the rest when it is time."""
    if told.due is None or told.rank == HARD or told.due <= on.now + _EARLY:
        return True
    return told.since is not None and on.now - told.since > _EARLY


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
            items=join(on.texts.p("notices.overdue_separator"), [_since(on, item) for item in items]),
        )
        for owner, items in owned.items()
    ]
    if len(late) > _OVERDUE:
        lines.append(on.texts.n("notices.more", len(late) - _OVERDUE))
    every = len(overdue_items(on.crisis, on.now))
    heading = on.texts.n("notices.overdue_more" if every > len(late) else "notices.overdue", len(late), total=every)
    return one(join("\n", [heading, *lines]))


def _since(on: Occasion, item: Item) -> Mrkdwn:
    name = item_quoted(on.crisis, item.key, on.texts)
    return on.texts.t("notices.overdue_item", item=name, since=on.when(item.due)) if item.due else name


def update_proposed(on: Occasion) -> Screen:
    """To the lead: a text names a later hour than the one that counts; one click takes it, none keeps the present."""
    at, present = datetime.fromisoformat(str(on.args["at"])), next_public_update(on.crisis)
    if present is None or at <= on.now or at <= present:
        return one(on.texts.t("notices.update_settled", at=on.when(at)))
    text = on.texts.t("notices.update_proposed", at=on.when(at), present=on.when(present), channel=on.channel)
    value = pack(c=on.crisis.id, at=int(at.timestamp()), s=on.args["seq"])
    take = kit.button(on.texts.p("notices.update_take"), "promise.confirm", value, style="primary")
    return one(text, kit.actions(take))


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
    """Time limits of the law have passed; late is still better than not at all."""
    steps = on.args.get("steps") or [[on.args["regime"], on.args["deadline"]]]
    blocks: list[Block] = []
    for place, (regime, key) in enumerate(steps[:_MISSED]):
        clock = on.crisis.legal_clocks[regime]
        deadline = next(d for d in clock.deadlines if d.key == key)
        text = _missed(on, clock, key)
        settle = None if deadline.done_at is not None else law.met_button(on.crisis, clock, key, on.texts, place)
        small = join(" · ", [law.source(clock.regime, on.texts), *law.notes(clock.regime, on.texts)])
        blocks += [kit.section(text, settle), kit.context(small)]
    if len(steps) > _MISSED:
        blocks.append(kit.section(on.texts.n("notices.more", len(steps) - _MISSED)))
    regime, key = steps[0]
    return Screen(_missed(on, on.crisis.legal_clocks[regime], key), blocks)


def _missed(on: Occasion, clock: LegalClock, key: str) -> Mrkdwn:
    deadline = next(d for d in clock.deadlines if d.key == key)
    return on.texts.t(
        "notices.legal_missed",
        step=law.step_name(clock.regime, key, on.texts),
        name=law.name(clock.regime, on.texts),
        when=on.when(deadline.at) if deadline.at else Mrkdwn(""),
        owner=mention(clock.owner),
    )
