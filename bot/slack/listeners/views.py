"""Screens that more than one listener shows: the start form, an advice, a private summary, the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.domain.crisis import Crisis
from bot.domain.kernel import Recorded, Refused
from bot.domain.summary import summarise
from bot.slack.client import SlackFailure
from bot.slack.listeners.naming import new_crisis_id
from bot.slack.listeners.turn import Answer, Redraw, Show, Turn
from bot.slack.screens import Screen, View, advice, replies
from bot.slack.screens.forms import start as start_form
from bot.slack.screens.screen import unpack

LOG_LINES = 20


async def start(turn: Turn, *, title: str = "", what: str = "", link: str = "") -> Answer:
    """The form that opens a crisis."""
    library, crisis_id = turn.front.library, new_crisis_id()
    turn.answers(crisis_id)
    books = [library.default, *(book for book in library.playbooks.values() if book is not library.default)]
    return Show(
        start_form.view(
            turn.reader,
            crisis_id=crisis_id,
            playbooks=books,
            timezone=turn.desk.timezone,
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
        return await turn.desk.people.groups()
    except SlackFailure:
        return ()


def advice_of(turn: Turn, crisis: Crisis, number: int) -> Answer:
    """One advice: opened, or in place of the one that is open. Raises Refused when there is none."""
    if crisis.playbook.advice(number) is None:
        raise Refused("no_such_advice", number=number)
    view = advice.view(crisis, number, turn.reader, turn.desk.service.now())
    if turn.view is not None and turn.view.get("callback_id") == advice.NAME:
        return Redraw(view, turn.view["id"])
    return Show(view)


def advice_below(turn: Turn, crisis: Crisis) -> Answer:
    """The advice in which, or on top of which, the person has just done something; None when there is none."""
    view = turn.view
    if view is None:
        return None
    if view.get("callback_id") == advice.NAME:
        number = unpack(view.get("private_metadata")).get("n")
        return Redraw(_again(turn, crisis, number), view["id"]) if isinstance(number, int) else None
    item = unpack(view.get("private_metadata")).get("i")
    number = unpack(view.get("private_metadata")).get("n") or crisis.playbook.advice_of.get(str(item))
    if view.get("previous_view_id") and isinstance(number, int):
        return Redraw(_again(turn, crisis, number), view["previous_view_id"])
    return None


def _again(turn: Turn, crisis: Crisis, number: int) -> View:
    return advice.view(crisis, number, turn.reader, turn.desk.service.now())


def summary_for_me(turn: Turn, crisis: Crisis) -> Screen:
    """Where we are, for one person, in their language."""
    content = summarise(crisis, turn.desk.service.now(), "asked")
    now = turn.desk.service.now()
    return replies.summary(crisis, content, turn.reader, _entries(turn, crisis), now)


def _entries(turn: Turn, crisis: Crisis) -> Callable[[Iterable[int]], list[Recorded]]:
    def entries(seqs: Iterable[int]) -> list[Recorded]:
        return turn.desk.service.entries(crisis.id, seqs=list(seqs))

    return entries


def log(turn: Turn, crisis: Crisis, lines: int = 0) -> Screen:
    """The newest entries of the logbook."""
    newest = turn.desk.service.entries(crisis.id, limit=lines or LOG_LINES, newest_first=True)
    return replies.log(crisis, newest, turn.reader, total=crisis.seq if crisis.seq > len(newest) else None)
