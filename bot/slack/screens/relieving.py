"""The handover sheet: who goes, who comes, who sleeps until when, and where things stand."""

from __future__ import annotations

from bot.domain.events import HandedOver, SummaryPosted
from bot.domain.summary import summarise
from bot.locale import Mrkdwn, join, mention, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens import summary
from bot.slack.screens.fitting import visible
from bot.slack.screens.occasion import Occasion
from bot.slack.screens.screen import Screen
from bot.slack.screens.wording import role_name


def handover(on: Occasion) -> Screen:
    """One message in the channel: the two people by name, then the relief's summary."""
    entry = on.entry()
    event = entry.event
    if not isinstance(event, HandedOver):
        raise TypeError(f"entry {entry.seq} is no relief")
    lines = [
        on.texts.t(
            "notices.handover",
            leaver=mention(event.leaver),
            to=mention(event.to),
            roles=on.texts.list([role_name(on.crisis.playbook, role, on.texts) for role in event.roles]),
            number=entry_lines.number(entry.seq),
        ),
        on.texts.t("notices.handover_note", note=quote(event.note, 300)) if event.note else Mrkdwn(""),
    ]
    sheet = next((each for each in on.entries([entry.seq + 1]) if isinstance(each.event, SummaryPosted)), None)
    found = sheet.event if sheet else None
    content = found if isinstance(found, SummaryPosted) else summarise(on.crisis, entry.at, "relief")
    screen = summary.render(
        on.crisis,
        content,
        on.texts,
        on.entries,
        entry.at,
        form="relief",
        until=sheet.seq if sheet else entry.seq,
        beside=len(visible(join("\n", lines))),
    )
    return Screen(lines[0], [kit.section(join("\n", lines)), *screen.blocks])
