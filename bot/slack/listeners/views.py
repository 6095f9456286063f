"""Screens that more than one listener shows: the start form, an advice, a private summary, the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Literal

from bot.domain.commands import ArchiveCrisis, ExportLogbook, MarkSeen
from bot.domain.crisis import Crisis
from bot.domain.kernel import Recorded, Refused
from bot.domain.summary import summarise
from bot.slack.client import Later, SlackFailure
from bot.slack.listeners.naming import new_crisis_id
from bot.slack.listeners.turn import Answer, Redraw, Say, Show, Turn, head
from bot.slack.people import soon
from bot.slack.screens import (
    Screen,
    View,
    advice,
    replies,
    report,
    standing_down,
)
from bot.slack.screens import mine as mine_screen
from bot.slack.screens.entries import told
from bot.slack.screens.forms import (
    archive,
    close,
)
from bot.slack.screens.forms import start as start_form

LOG_LINES, LOG_STEP = 20, 60


async def start(turn: Turn, *, title: str = "", what: str = "", link: str = "") -> Answer:
    """The form that opens a crisis."""
    turn.may_open()
    library, crisis_id = turn.front.library, new_crisis_id()
    turn.answers(crisis_id)
    books = [library.default, *(book for book in library.playbooks.values() if book is not library.default)]
    return Show(
        start_form.view(
            turn.reader,
            crisis_id=crisis_id,
            playbooks=books,
            title=title,
            what=what,
            link=link,
            channel=turn.channel,
            user_groups=await _groups(turn),
        )
    )


async def _groups(turn: Turn) -> Sequence[tuple[str, str]]:
    """The workspace's user groups; none when Slack does not tell."""
    try:
        return await soon(turn.desk.people.groups())
    except SlackFailure:
        return ()


def advice_of(turn: Turn, crisis: Crisis, number: int) -> Answer:
    """One advice: opened, or in place of the one that is open. Raises Refused when there is none."""
    if crisis.playbook.advice(number) is None:
        raise Refused("no_such_advice", number=number)
    view = advice.view(crisis, number, turn.reader, turn.desk.service.now())
    if turn.view is not None and turn.view.get("callback_id") == advice.NAME:
        return Redraw(view, turn.view["id"], wanted=True)
    return Show(view)


def closing(turn: Turn, crisis: Crisis) -> Answer:
    """The form of the stand-down, to who may send it; others see who may, and can ask them. Raises Refused."""
    if not crisis.is_open:
        raise Refused("crisis_closed", at=crisis.stood_down_at)
    if not crisis.steers(turn.user):
        return Say(standing_down.not_yours(crisis, turn.reader))
    return Show(close.view(crisis, turn.reader, turn.desk.service.now()))


async def archived(turn: Turn, crisis: Crisis, reason: str = "") -> Answer:
    """At once, when the file lacks nothing or a reason is given; else the form that says what it lacks."""
    try:
        await turn.perform(ArchiveCrisis(**head(turn, crisis), reason=reason))
    except Refused as refused:
        if refused.code != "file_open":
            raise
        return Show(archive.view(crisis, turn.reader, turn.desk.service.now()))
    return Say(Screen(turn.texts.t("listeners.archiving")))


def summary(turn: Turn, crisis: Crisis, form: Literal["team", "executive", "relief"]) -> Screen:
    """Where we are, for one person, in their language."""
    now = turn.desk.service.now()
    content = summarise(crisis, now, "asked")
    return replies.summary(crisis, content, turn.reader, _entries(turn, crisis), now, form=form)


async def since_last_here(turn: Turn, crisis: Crisis) -> Screen:
    """What is new for this person, who has seen it by that."""
    news = turn.desk.service.entries(crisis.id, after=crisis.seen.get(turn.user, 0))
    screen = replies.since(crisis, turn.reader, news, turn.desk.service.now())
    await turn.perform(MarkSeen(crisis_id=crisis.id, actor=turn.user, request_id=turn.request_id))
    return screen


def snoozed(turn: Turn, until: datetime) -> Answer:
    """When it comes again."""
    return Say(Screen(turn.texts.t("listeners.snoozed", when=turn.texts.when(until, turn.reader.timezone))))


def mine(turn: Turn) -> Screen:
    """All that is this person's, across their crises."""
    crises = turn.desk.service.crises_of(turn.user, open_only=False)
    return replies.mine(turn.reader, crises, turn.desk.service.now())


def all_mine(turn: Turn, page: int) -> Answer:
    """The same, every one by date: a modal, in which a page follows the other."""
    view = mine_page(turn, page)
    if turn.view is not None and turn.view.get("callback_id") == mine_screen.NAME:
        return Redraw(view, turn.view["id"], wanted=True)
    return Show(view)


def report_of(turn: Turn, crisis: Crisis) -> View:
    """Figures and timeline, from the whole journal."""
    return report.view(crisis, turn.reader, turn.desk.service.entries(crisis.id), turn.desk.service.now())


def mine_page(turn: Turn, page: int) -> View:
    crises = turn.desk.service.crises_of(turn.user, open_only=False)
    return mine_screen.view(turn.reader, crises, turn.desk.service.now(), page)


def _entries(turn: Turn, crisis: Crisis) -> Callable[[Iterable[int]], list[Recorded]]:
    def entries(seqs: Iterable[int]) -> list[Recorded]:
        return turn.desk.service.entries(crisis.id, seqs=list(seqs))

    return entries


def entry(turn: Turn, crisis: Crisis, number: int) -> Screen:
    """One entry of the logbook, to which a summary's line leads."""
    found = turn.desk.service.entries(crisis.id, seqs=[number])
    if not found:
        return Screen(turn.texts.t("listeners.no_such_entry", number=number, last=crisis.seq))
    return replies.entry(crisis, found[0], turn.reader)


async def exported(turn: Turn, crisis: Crisis) -> Answer:
    """The logbook as a file comes by itself; who may have it, Slack knows."""
    if turn.reader.full_member is None:
        raise Later("users.info", "unknown")
    await turn.perform(ExportLogbook(**head(turn, crisis), full_member=turn.reader.full_member))
    return Say(Screen(turn.texts.t("listeners.export_comes")))


def log(turn: Turn, crisis: Crisis, before: int | None = None) -> Screen:
    """A page of the logbook: the newest entries, or those before a number."""
    low = high = min(before or crisis.seq + 1, crisis.seq + 1)
    shown: list[Recorded] = []
    while low > 1 and len(shown) < LOG_LINES:
        low, high = max(1, low - LOG_STEP), low
        shown = [*told(turn.desk.service.entries(crisis.id, seqs=range(low, high))), *shown]
    return replies.log(crisis, shown[-LOG_LINES:], turn.reader, total=crisis.seq)
