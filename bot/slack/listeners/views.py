"""Screens that more than one listener shows: the start form, an advice, a private summary, the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Literal

from bot.domain.commands import ArchiveCrisis, MarkSeen
from bot.domain.crisis import Crisis
from bot.domain.gates import passable
from bot.domain.kernel import Recorded, Refused
from bot.domain.summary import summarise
from bot.domain.telling import effects
from bot.locale import Mrkdwn
from bot.service import Outcome
from bot.slack.client import SlackFailure
from bot.slack.guarding import promises_found, remarks_on
from bot.slack.listeners.naming import new_crisis_id
from bot.slack.listeners.turn import Answer, Redraw, Say, Show, Turn, Whisper, head
from bot.slack.people import soon
from bot.slack.screens import (
    Screen,
    View,
    advice,
    blocks,
    cases,
    commitments,
    gate,
    plan,
    remarks,
    replies,
    sheet,
    standing_down,
    statement,
)
from bot.slack.screens.entries import told
from bot.slack.screens.forms import (
    action_close,
    action_postpone,
    archive,
    case,
    case_close,
    close,
    commitment_drop,
    commitment_keep,
    commitment_late,
    fact,
    legal,
    pass_gate,
    remark,
)
from bot.slack.screens.forms import start as start_form
from bot.slack.screens.screen import Carried, pack, unpack

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


def opened_on(under: View, view: View) -> View:
    """A form that is opened from a gate knows the way back: what lacks is shown again, one thing less."""
    if under.get("callback_id") not in _GATES:
        return view
    back = {"v": under["callback_id"], **unpack(under.get("private_metadata"))}
    return view | {"private_metadata": pack(**unpack(view.get("private_metadata")), b=back)}


def asking_on(turn: Turn, view: View) -> View:
    """A form that is drawn anew while it is filled in keeps the way back, and where it is answered."""
    shown = turn.view or {}
    if view.get("callback_id") != shown.get("callback_id") or "submit" not in view:
        return view
    kept = {key: value for key, value in unpack(shown.get("private_metadata")).items() if key in ("b", "w")}
    return view | {"private_metadata": pack(**unpack(view.get("private_metadata")) | kept)}


def changed(turn: Turn, crisis: Crisis, *, submitted: bool = False) -> Answer:
    """What the person sees of what they have just done.

    The modal in which, or on top of which, they did it is drawn again; one that was `submitted` is gone. In the
    crisis's channel the board shows it; elsewhere it is said.
    """
    view = turn.view
    if view is not None:
        name = str(view.get("callback_id"))
        own = not submitted and name in (advice.NAME, plan.NAME, statement.NAME, *_GATES)
        view_id = str(view["id"] if own else view.get("previous_view_id") or "")
        drawn = _again(turn, crisis, unpack(view.get("private_metadata")), name) if view_id else None
        return Redraw(drawn, view_id) if drawn else None
    if turn.home or turn.channel == crisis.channel_id:
        return None
    return Say(Screen(turn.texts.t("listeners.done", channel=Mrkdwn(f"<#{crisis.channel_id}>"))))


def as_it_is(turn: Turn) -> Answer:
    """The modal in which somebody acted in vain, brought up to date; after a form, the one under it."""
    crisis = turn.crisis and turn.desk.service.crisis(turn.crisis.id)
    if crisis is None or turn.view is None:
        return None
    return changed(turn, crisis, submitted=turn.submitted)


def _again(turn: Turn, crisis: Crisis, ids: Carried, name: str) -> View | None:
    """The advice, text, register or plan of follow-ups that a modal of this name, with these ids, is about.

    None where they name nothing of this crisis: what was done is done, and there is nothing to draw.
    """
    now = turn.desk.service.now()
    if isinstance(back := ids.get("b"), dict):
        return _again(turn, crisis, Carried(back | {"b": None}), str(back.get("v")))
    if name == pass_gate.NAME and ids.get("g") not in passable(crisis):
        return None
    if name in (archive.NAME, close.NAME, pass_gate.NAME):
        return _GATES[name](turn, crisis, ids)
    if name in _REGISTERS:
        return told_in_modal(turn, _REGISTERS[name](turn, crisis, now))
    if "s" in ids:
        return _text_again(turn, crisis, ids["s"], name)
    number = ids.get("n") or crisis.playbook.advice_of.get(str(ids.get("i")))
    if isinstance(number, int):
        return advice.view(crisis, number, turn.reader, now) if crisis.playbook.advice(number) else None
    if "r" in ids:
        return legal.view(crisis, turn.reader, turn.front.regimes, now)
    return plan.view(crisis, turn.reader, now) if name == plan.NAME or "f" in ids else None


def _text_again(turn: Turn, crisis: Crisis, number: object, name: str) -> View | None:
    """After a remark was answered the others; what lacks, where that was shown; else the text."""
    text, now = crisis.statements.get(number) if isinstance(number, int) else None, turn.desk.service.now()
    if text is None:
        return None
    number = text.number
    if name == gate.NAME and text.is_draft:
        return _GATES[name](turn, crisis, Carried(s=number))
    found = remarks_on(turn.desk, crisis, text)
    if name == remark.NAME:
        return remarks.view(crisis, number, found, turn.reader)
    return statement.view(crisis, number, turn.reader, now, found)


def told_in_modal(turn: Turn, screen: Screen) -> View:
    """A modal that only says something: over the one in which somebody acts, or in the place of a form."""
    said = screen.blocks or [blocks.section(Mrkdwn(screen.text))]
    return blocks.modal("told", turn.texts.p("listeners.told"), said, close=turn.texts.p("common.close"))


_GATES: dict[str, Callable[[Turn, Crisis, Carried], View]] = {
    gate.NAME: lambda turn, crisis, ids: gate.view(crisis, ids.number("s"), turn.reader, turn.desk.service.now()),
    pass_gate.NAME: lambda turn, crisis, ids: pass_gate.view(crisis, ids["g"], turn.reader, turn.desk.service.now()),
    archive.NAME: lambda turn, crisis, _: archive.view(crisis, turn.reader, turn.desk.service.now()),
    close.NAME: lambda turn, crisis, _: close.view(crisis, turn.reader, turn.desk.service.now()),
}
"""Modals that say what lacks."""


def _promises(turn: Turn, crisis: Crisis, now: datetime) -> Screen:
    return commitments.register(crisis, turn.reader, now, promises_found(turn.desk, crisis))


_REGISTERS: dict[str, Callable[[Turn, Crisis, datetime], Screen]] = {
    **dict.fromkeys((commitment_keep.NAME, commitment_late.NAME, commitment_drop.NAME), _promises),
    **dict.fromkeys((case.NAME, case_close.NAME), lambda turn, crisis, now: cases.register(crisis, turn.reader, now)),
    **dict.fromkeys(
        (action_close.NAME, action_postpone.NAME), lambda turn, crisis, now: replies.actions(crisis, turn.reader, now)
    ),
    fact.NAME: lambda turn, crisis, _: sheet.card(crisis, turn.reader),
}
"""Forms that are opened from a register, which shows afterwards what they changed."""


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


def log(turn: Turn, crisis: Crisis, before: int | None = None) -> Screen:
    """A page of the logbook: the newest entries, or those before a number."""
    low = high = min(before or crisis.seq + 1, crisis.seq + 1)
    shown: list[Recorded] = []
    while low > 1 and len(shown) < LOG_LINES:
        low, high = max(1, low - LOG_STEP), low
        shown = [*told(turn.desk.service.entries(crisis.id, seqs=range(low, high))), *shown]
    return replies.log(crisis, shown[-LOG_LINES:], turn.reader, total=crisis.seq)


def saved(turn: Turn, outcome: Outcome) -> Answer:
    """After a form: the modal under it shows what changed; else it is said to who sent it, unless all are told."""
    told = (each for entry in outcome.recorded for each in effects(outcome.crisis, entry))
    announced = any(each.kind == "notice" and each.to == "channel" for each in told)
    shown = changed(turn, outcome.crisis, submitted=True)
    return shown if shown or announced else written(turn, outcome)


def written(turn: Turn, outcome: Outcome) -> Answer:
    """What the person has put into the log, said to them alone where they did it."""
    screen = replies.written(outcome.crisis, outcome.recorded, turn.reader)
    if not screen.blocks:
        return None
    if turn.view is not None and outcome.crisis.channel_id:
        where = unpack(turn.view.get("private_metadata")).get("w")
        return Whisper(screen, where if isinstance(where, str) else outcome.crisis.channel_id)
    return Say(screen)


def opened_in(turn: Turn, view: View) -> View:
    """A form that is opened in somebody's direct messages is answered there."""
    if not turn.channel.startswith("D") or "submit" not in view:
        return view
    return view | {"private_metadata": pack(**unpack(view.get("private_metadata")), w=turn.channel)}
