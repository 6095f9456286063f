"""How the bot is brought to call each method of its deliveries, and how often people see what came of it."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain import commands as cmd
from bot.domain.kernel import SLACK
from bot.domain.telling import ON_BOARD
from bot.slack.effects.trouble import SCRUBBED
from bot.slack.scrubbing import needles, sealed
from tests.faults.office import ALEX, CAMILLE, INES, MAYA, Office
from tests.waiting import Json

_numbers = itertools.count(1)
REMOVED = "Words that are removed"


@dataclass(frozen=True)
class Drill:
    """`go` writes down what needs the method and returns its row; `seen` counts what people see of the row.

    `after_lost`: the method is only called to look, after the answer to this other one was lost.
    """

    go: Callable[[Office], Awaitable[int]]
    seen: Callable[[Office, int], int]
    after_lost: str = ""
    ready: Callable[[Office], Awaitable[None]] | None = None


async def _crisis(office: Office) -> int:
    await office.start(f"Glass {next(_numbers)}")
    return max(row.id for row in office.service.outbox.rows() if row.kind == "open_channel")


def _channels(office: Office, _: int) -> int:
    """The channels that bear the crisis's name; one that is to be private is private."""
    name = office.crisis.title.lower().replace(" ", "-")
    found = [c for c in office.sandbox.workspace.channels.values() if c.name and c.name.endswith(f"-{name}")]
    assert all(channel.kind == "private" for channel in found)
    return len(found)


async def _note(office: Office) -> int:
    return await office.put("notice", "core_finished", "channel", complete=True)


async def _private_note(office: Office) -> int:
    office.forget()
    return await office.put("notice", "core_finished", MAYA, complete=True)


async def _to_follow_up(office: Office) -> int:
    return await office.put("notice", "core_finished", "follow_up", complete=True)


def _messages(office: Office, row: int) -> int:
    return len(office.carrying(outbox_id=row))


async def _redraw(office: Office) -> int:
    await office.do(cmd.AddItem, text=f"Thing {next(_numbers)}")
    return max(row.id for row in office.service.outbox.rows() if row.kind == "board")


def _boards(office: Office, _: int) -> int:
    """The boards that stand in the channel; the one at work shows the newest state."""
    shown = [e.seq for e in office.service.entries(office.crisis_id) if isinstance(e.event, ON_BOARD)]
    assert office.desk.drawn[office.crisis_id][0] >= max(shown)
    return len([m for m in office.messages() if m.get("metadata", {}).get("event_payload", {}).get("card") == "board"])


async def _pin(office: Office) -> int:
    channel = office.channel
    channel.pins.clear()
    return await office.put("pin_board")


async def _topic(office: Office) -> int:
    office.channel.topic = {"value": "", "creator": "", "last_set": 0}
    return await office.put("topic")


async def _bookmark(office: Office) -> int:
    office.channel.bookmarks.clear()
    return await office.put("bookmark")


async def _bookmark_by_a_stranger(office: Office) -> int:
    office.forget()
    return await _bookmark(office)


async def _invite(office: Office) -> int:
    office.channel.members.pop(MAYA, None)
    return await office.put("invite", users=[MAYA])


async def _invite_group(office: Office) -> int:
    office.channel.members.pop(MAYA, None)
    group = next(iter(office.sandbox.workspace.usergroups))
    return await office.put("invite", users=[group])


async def _archive(office: Office) -> int:
    return await office.put("archive")


async def _unarchive(office: Office) -> int:
    if not office.channel.archived:
        row = await office.put("archive")
        await office.settled()
        assert office.row(row).state == "done"
    return await office.put("unarchive")


async def _follow_up_place(office: Office) -> None:
    """A private follow-up channel in which nobody is who is not in the crisis."""
    made = await office.desk.slack.call("conversations.create", name="follow-up", is_private=True)
    office.desk.followup_channel = str(made["channel"]["id"])
    assert {CAMILLE, ALEX, INES} <= office.crisis.members


async def _maya_is_in(office: Office) -> None:
    await office.do(cmd.RecordJoin, SLACK, user=MAYA)
    await office.settled()


async def _home(office: Office) -> int:
    return await office.put("home", to=CAMILLE)


def _homes(office: Office, row: int) -> int:
    """Whether the last that Slack heard of the tab is that it is shown."""
    done = [call.outcome for call in office.calls("views.publish")][-1:] == ["ok"]
    return int(done and office.row(row).state == "done")


async def _scrub(office: Office) -> int:
    for message in _held(office):
        office.lose(message["ts"])
    await office.desk.slack.call("chat.postMessage", channel=office.channel.id, text=REMOVED)
    return await office.put("scrub", to=CAMILLE, **sealed(needles([REMOVED])))


def _held(office: Office) -> list[Json]:
    return [message for message in office.messages() if message["text"] == REMOVED]


def _scrubbed(office: Office, row: int) -> int:
    """How often the person was told that the words are gone; never, as long as they are not."""
    told = [each for each in office.service.outbox.rows("done") if each.name == SCRUBBED and each.id > row]
    return 0 if _held(office) else len(told)


async def _export(office: Office) -> int:
    return await office.put("export", to=CAMILLE, seq=next(_numbers))


def _files(office: Office, row: int) -> int:
    """The copies of the logbook under this row's name that the person has."""
    end = f"-{office.row(row).args['seq']}.txt"
    sent = [file for message in office.direct(CAMILLE) for file in message.get("files", ())]
    return sum(file["name"].endswith(end) for file in sent)


async def _delete_copy(office: Office) -> int:
    """Words are removed of which somebody has a copy."""
    await _export(office)
    await office.settled()
    return await office.put("scrub", to=CAMILLE, **sealed(needles([REMOVED])))


def _deleted(office: Office, row: int) -> int:
    """How often the person was told that the copies are gone; never, as long as one is not."""
    told = [each for each in office.service.outbox.rows("done") if each.name == SCRUBBED and each.id > row]
    files = office.sandbox.workspace.files
    left = [file for file in office.service.outbox.exported(office.crisis_id) if files.get(file)]
    return 0 if left else len(told)


async def _rename(office: Office) -> int:
    """The channel's name holds words that are removed."""
    channel, names = office.channel, office.sandbox.workspace.channel_names
    names.pop(channel.name)
    channel.name = f"{REMOVED.lower().replace(' ', '-')}-{next(_numbers)}"
    names[channel.name] = channel
    await office.do(cmd.RecordChannelName, SLACK, channel_name=channel.name)
    return await office.put("scrub", to=CAMILLE, **sealed(needles([REMOVED])))


def _renamed(office: Office, row: int) -> int:
    """How often the person was told of the new name; never, as long as the old one is there."""
    told = [each for each in office.service.outbox.rows("done") if each.name == SCRUBBED and each.id > row]
    return 0 if office.channel.name.startswith("words") else sum(bool(each.args.get("renamed")) for each in told)


DRILLS: dict[str, Drill] = {
    "auth.test": Drill(_bookmark_by_a_stranger, lambda o, _: len(o.channel.bookmarks)),
    "bookmarks.add": Drill(_bookmark, lambda o, _: len(o.channel.bookmarks)),
    "bookmarks.list": Drill(_bookmark, lambda o, _: len(o.channel.bookmarks), after_lost="bookmarks.add"),
    "chat.delete": Drill(_scrub, _scrubbed),
    "chat.postMessage": Drill(_note, _messages),
    "chat.update": Drill(_redraw, _boards),
    "conversations.archive": Drill(_archive, lambda o, _: int(o.channel.archived)),
    "conversations.create": Drill(_crisis, _channels),
    "conversations.history": Drill(_note, _messages, after_lost="chat.postMessage"),
    "conversations.info": Drill(_to_follow_up, _messages, ready=_follow_up_place),
    "conversations.invite": Drill(_invite, lambda o, _: int(MAYA in o.channel.members)),
    "conversations.members": Drill(_to_follow_up, _messages, ready=_follow_up_place),
    "conversations.open": Drill(_private_note, _messages, ready=_maya_is_in),
    "conversations.rename": Drill(_rename, _renamed),
    "conversations.setTopic": Drill(_topic, lambda o, _: int("Glass" in str(o.channel.topic))),
    "conversations.unarchive": Drill(_unarchive, lambda o, _: int(not o.channel.archived)),
    "files.completeUploadExternal": Drill(_export, _files),
    "files.delete": Drill(_delete_copy, _deleted),
    "files.getUploadURLExternal": Drill(_export, _files),
    "pins.add": Drill(_pin, lambda o, _: len(o.channel.pins)),
    "usergroups.users.list": Drill(_invite_group, lambda o, _: int(MAYA in o.channel.members)),
    "users.conversations": Drill(_crisis, _channels, after_lost="conversations.create"),
    "users.info": Drill(_private_note, _messages, ready=_maya_is_in),
    "views.publish": Drill(_home, _homes),
}
