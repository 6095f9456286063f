"""A copy of the logbook, as a file, to the one who asked for it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.domain.crisis import Crisis
from bot.domain.kernel import Recorded
from bot.locale import Mrkdwn, in_plain, mentioned, texts_in
from bot.slack.client import Answer
from bot.slack.desk import Desk
from bot.slack.effects import Delivery
from bot.slack.effects.traces import find_file
from bot.slack.screens import export
from bot.slack.screens.export import Cover

_AT_ONCE = 200
"""Entries that are read, and lines that are written, in one go: a long logbook keeps nobody waiting."""


async def send(desk: Desk, delivery: Delivery) -> Answer:
    """Upload it into the conversation with this person; after an uncertain attempt, unless it is there already.

    Who has left the crisis meanwhile gets none.
    """
    row, crisis = delivery.row, delivery.crisis
    if not crisis.is_member(row.to):
        return {}
    reader = await desk.people.reader(row.to)
    texts = texts_in(reader.language)
    channel = await desk.people.direct_channel(row.to)
    name = export.file_name(crisis, int(row.args["seq"]), texts)
    if delivery.uncertain and (file := await find_file(desk, channel, name)):
        return {"file": file, "found": True}
    cover = Cover(
        crisis=replace(crisis, timezone=reader.timezone),
        texts=texts,
        user=row.to,
        seal=desk.service.hash_of(crisis.id, crisis.seq),
        now=desk.service.now(),
    )
    content = (await _written(desk, cover)).encode()
    ticket = await desk.slack.call("files.getUploadURLExternal", filename=name, length=len(content))
    await desk.slack.upload(str(ticket["upload_url"]), content)
    file = str(ticket["file_id"])
    await desk.slack.call(
        "files.completeUploadExternal",
        files=[{"id": file, "title": name}],
        channel_id=channel,
        initial_comment=texts.t("export.here", title=crisis.title),
    )
    return {"file": file}


async def _written(desk: Desk, cover: Cover) -> str:
    """The whole text, up to the last entry that its cover names, with people's names."""
    crisis, entries = cover.crisis, list[Recorded]()
    while len(entries) < crisis.seq:
        entries += desk.service.entries(crisis.id, after=len(entries), limit=_AT_ONCE)
        await asyncio.sleep(0)
    lines = list[Mrkdwn]()
    for at, line in enumerate(export.document(cover, entries[: crisis.seq])):
        lines.append(line)
        if at % _AT_ONCE == 0:
            await asyncio.sleep(0)
    names = await _names(desk, crisis, lines)
    return "\n".join(in_plain(line, names).rstrip() for line in lines).strip() + "\n"


async def _names(desk: Desk, crisis: Crisis, lines: list[Mrkdwn]) -> dict[str, str]:
    people = dict.fromkeys(user for line in lines for user in mentioned(line))
    known = {user: (await desk.people.reader(user)).name or user for user in people}
    return known | ({crisis.channel_id: crisis.channel_name} if crisis.channel_id else {})
