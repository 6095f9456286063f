"""Notices that ask somebody to do something: reminders, what is overdue, follow-ups."""

from __future__ import annotations

from bot.domain.checklist import Item
from bot.locale import Mrkdwn, join, mention, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens import items as item_screens
from bot.slack.screens import plan
from bot.slack.screens.occasion import Occasion, one
from bot.slack.screens.screen import Block, Screen, pack
from bot.slack.screens.wording import follow_up_name, item_quoted, role_name

SNOOZE_MINUTES = 15
_REMINDED, _OVERDUE = 10, 6


def reminder(on: Occasion) -> Screen:
    """The items that still want doing; what was done meanwhile falls out."""
    found = on.items(on.args["items"])
    open_ones = [item for item in found if item.is_open] or found
    shown = open_ones[:_REMINDED]
    text = on.texts.n("notices.reminder", len(open_ones), channel=on.channel)
    blocks = [kit.section(text)]
    for item in shown:
        blocks.append(kit.section(_reminded(on, item)))
        if item.is_open:
            blocks.append(_reminder_buttons(on, item))
    if len(open_ones) > len(shown):
        blocks.append(kit.context(on.texts.n("notices.more", len(open_ones) - len(shown))))
    names = join(", ", [item_quoted(on.crisis, item.key, on.texts, 100) for item in shown[:3]])
    return Screen(join(" ", [text, names]), blocks)


def _reminded(on: Occasion, item: Item) -> Mrkdwn:
    role = quote(role_name(on.crisis.playbook, item.role, on.texts)) if item.role else Mrkdwn("")
    about = join(" · ", [role, item_screens.due(on.crisis, item, on.texts, on.now)])
    return on.texts.t("items.block", item=item_quoted(on.crisis, item.key, on.texts), about=about)


def _reminder_buttons(on: Occasion, item: Item) -> Block:
    ids = {"c": on.crisis.id, "i": item.key}
    later = kit.button(
        on.texts.p("notices.snooze", minutes=SNOOZE_MINUTES), "item.snooze", pack(**ids, m=SNOOZE_MINUTES)
    )
    hand_over = kit.button(on.texts.p("notices.assign"), "item.assign", pack(**ids))
    return kit.actions(item_screens.done_button(on.crisis, item, on.texts), later, hand_over)


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


def follow_up(on: Occasion) -> Screen:
    """The same words to its owner and to the channel that is left; nobody is mentioned twice for one thing."""
    key = str(on.args["follow_up"])
    ended = on.crisis.stood_down_at or on.now
    heading = on.texts.t(
        "notices.follow_up",
        title=on.title,
        ended=on.texts.day(ended, on.crisis.timezone),
        role=on.follow_up_role(key),
    )
    step = on.texts.t("notices.follow_up_step", step=quote(follow_up_name(on.crisis, key, on.texts), 600))
    spec = next((each for each in on.crisis.playbook.follow_ups if each.key == key), None)
    items = [item for item in on.items(spec.items if spec else ()) if item.is_open]
    lines = [on.texts.t("notices.follow_up_item", item=item_quoted(on.crisis, item.key, on.texts)) for item in items]
    buttons = kit.actions(*plan.move_buttons(on.crisis, key, on.texts))
    return Screen(join(" ", [heading, step]), [kit.section(join("\n", [heading, step, *lines])), buttons])
