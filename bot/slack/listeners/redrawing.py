"""What a person sees of what they have just done: the modal under a form drawn again, or a word to them alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.domain.crisis import Crisis
from bot.domain.gates import passable
from bot.domain.telling import effects
from bot.locale import Mrkdwn
from bot.service import Outcome
from bot.slack.guarding import promises_found, remarks_on
from bot.slack.listeners.turn import Answer, Redraw, Say, Turn, Whisper
from bot.slack.listeners.views import mine_page, report_of
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
    report,
    sheet,
    statement,
)
from bot.slack.screens import mine as mine_screen
from bot.slack.screens.forms import (
    action_close,
    action_postpone,
    archive,
    case,
    case_close,
    case_due,
    close,
    commitment_drop,
    commitment_keep,
    commitment_late,
    fact,
    legal,
    pass_gate,
    remark,
)
from bot.slack.screens.screen import Carried, pack, unpack


def opened_on(under: View, view: View) -> View:
    """A form that is opened from a gate, or from what is one's own, knows the way back: it is shown again, one less."""
    if under.get("callback_id") not in _RETURNS:
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
        own = not submitted and name in (advice.NAME, plan.NAME, statement.NAME, *_RETURNS)
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
    if name in (archive.NAME, close.NAME, mine_screen.NAME, pass_gate.NAME, report.NAME):
        return _RETURNS[name](turn, crisis, ids)
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
        return _RETURNS[name](turn, crisis, Carried(s=number))
    found = remarks_on(turn.desk, crisis, text)
    if name == remark.NAME:
        return remarks.view(crisis, number, found, turn.reader)
    return statement.view(crisis, number, turn.reader, now, found)


def told_in_modal(turn: Turn, screen: Screen) -> View:
    """A modal that only says something: over the one in which somebody acts, or in the place of a form."""
    said = screen.blocks or [blocks.section(Mrkdwn(screen.text))]
    return blocks.modal("told", turn.texts.p("listeners.told"), said, close=turn.texts.p("common.close"))


_RETURNS: dict[str, Callable[[Turn, Crisis, Carried], View]] = {
    gate.NAME: lambda turn, crisis, ids: gate.view(crisis, ids.number("s"), turn.reader, turn.desk.service.now()),
    pass_gate.NAME: lambda turn, crisis, ids: pass_gate.view(crisis, ids["g"], turn.reader, turn.desk.service.now()),
    archive.NAME: lambda turn, crisis, _: archive.view(crisis, turn.reader, turn.desk.service.now()),
    close.NAME: lambda turn, crisis, _: close.view(crisis, turn.reader, turn.desk.service.now()),
    report.NAME: lambda turn, crisis, _: report_of(turn, crisis),
    mine_screen.NAME: lambda turn, _, ids: mine_page(turn, page if isinstance(page := ids.get("p"), int) else 0),
}
"""Modals to which a form that was opened from them leads back: what lacks, the figures, what is one's own."""


def _promises(turn: Turn, crisis: Crisis, now: datetime) -> Screen:
    return commitments.register(crisis, turn.reader, now, promises_found(turn.desk, crisis))


_REGISTERS: dict[str, Callable[[Turn, Crisis, datetime], Screen]] = {
    **dict.fromkeys((commitment_keep.NAME, commitment_late.NAME, commitment_drop.NAME), _promises),
    **dict.fromkeys(
        (case.NAME, case_close.NAME, case_due.NAME), lambda turn, crisis, now: cases.register(crisis, turn.reader, now)
    ),
    **dict.fromkeys(
        (action_close.NAME, action_postpone.NAME), lambda turn, crisis, now: replies.actions(crisis, turn.reader, now)
    ),
    fact.NAME: lambda turn, crisis, _: sheet.card(crisis, turn.reader),
}
"""Forms that are opened from a register, which shows afterwards what they changed."""


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
