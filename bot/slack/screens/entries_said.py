"""The lines of what a crisis knows and says: facts, texts, signatures, promises, cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.kernel import Event
from bot.domain.playbook import Language
from bot.locale import Mrkdwn, Texts, mention
from bot.slack.screens.entry_words import Teller, because, words
from bot.slack.screens.wording import gate_name, role_name

PRINT_SHOWN = 8
"""Hexadecimal digits of a fingerprint that people compare."""


def said_in(texts: Mapping[Language, str], language: Language) -> str:
    """A text's wording in this language, or in the other one."""
    return texts.get(language) or next(iter(texts.values()), "")


def _fact(key: str, number: Callable[[Any], int]) -> Teller:
    return lambda _crisis, event, texts, most: texts.t(
        key,
        number=number(event),
        status=texts.p(f"sheet.status_{event.status}"),
        text=words(event.text, most),
        because=because(event.source, texts, most),
    )


def _drafted(crisis: Crisis, event: ev.StatementDrafted, texts: Texts, most: int) -> Mrkdwn:
    wording = words(said_in(event.texts, crisis.language), most)
    if event.corrects is not None:
        return texts.t("entries.statement_corrects", number=event.number, corrects=event.corrects, text=wording)
    kind = texts.p(f"said.kind_{event.statement_kind}")
    return texts.t("entries.statement_drafted", number=event.number, kind=kind, text=wording)


def _edited(crisis: Crisis, event: ev.StatementEdited, texts: Texts, most: int) -> Mrkdwn:
    wording = words(said_in(event.texts, crisis.language), most)
    return texts.t("entries.statement_edited", number=event.statement, text=wording)


def _asked(_crisis: Crisis, event: ev.ApprovalRequested, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t("entries.approval_asked", number=event.statement, people=texts.people(event.told or event.asked))


def _signed(crisis: Crisis, event: ev.StatementApproved, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t(
        "entries.statement_signed",
        number=event.statement,
        role=role_name(crisis.playbook, event.role, texts),
        print=event.fingerprint[:PRINT_SHOWN],
    )


def _text(key: str) -> Teller:
    """What happened to a text, with its reason where there is one."""
    return lambda _crisis, event, texts, most: texts.t(
        key, number=event.statement, because=because(getattr(event, "reason", ""), texts, most)
    )


def _made(crisis: Crisis, event: ev.CommitmentMade, texts: Texts, most: int) -> Mrkdwn:
    return texts.t(
        "entries.commitment_made",
        number=event.number,
        words=words(event.words, most),
        user=mention(event.owner),
        when=texts.day(event.due, crisis.timezone),
    )


def _kept(_crisis: Crisis, event: ev.CommitmentKept, texts: Texts, most: int) -> Mrkdwn:
    key = "entries.commitment_kept_late" if event.late else "entries.commitment_kept"
    return texts.t(key, number=event.commitment, proof=words(event.proof, most))


def _late(crisis: Crisis, event: ev.CommitmentPostponed, texts: Texts, most: int) -> Mrkdwn:
    return texts.t(
        "entries.commitment_postponed",
        number=event.commitment,
        when=texts.day(event.due, crisis.timezone),
        because=because(event.reason, texts, most),
    )


def _dropped(_crisis: Crisis, event: ev.CommitmentDropped, texts: Texts, most: int) -> Mrkdwn:
    reason = because(event.reason, texts, most)
    return texts.t("entries.commitment_dropped", number=event.commitment, because=reason)


def _case(_crisis: Crisis, event: ev.CaseOpened, texts: Texts, most: int) -> Mrkdwn:
    return texts.t(
        "entries.case_opened", number=event.number, about=words(event.about, most), user=mention(event.owner)
    )


def _settled(_crisis: Crisis, event: ev.CaseClosed, texts: Texts, most: int) -> Mrkdwn:
    return texts.t("entries.case_closed", number=event.case, because=because(event.outcome, texts, most))


def _case_moved(crisis: Crisis, event: ev.CaseRescheduled, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t("entries.case_rescheduled", number=event.case, when=texts.when(event.due, crisis.timezone))


def _side_room(_crisis: Crisis, event: ev.SideRoomOpened, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t("entries.side_room", number=event.number, people=texts.people(event.people))


def _passed(crisis: Crisis, event: ev.GatePassed, texts: Texts, most: int) -> Mrkdwn:
    return texts.t(
        "entries.gate_passed", gate=gate_name(crisis.playbook, event.gate, texts), what=words(event.what, most)
    )


TELL: dict[type[Event], Teller] = {
    ev.FactAdded: _fact("entries.fact_added", lambda event: int(event.number)),
    ev.FactChanged: _fact("entries.fact_changed", lambda event: int(event.fact)),
    ev.StatementDrafted: _drafted,
    ev.StatementEdited: _edited,
    ev.ApprovalRequested: _asked,
    ev.StatementApproved: _signed,
    ev.ChangesRequested: _text("entries.changes_requested"),
    ev.RemarkAnswered: _text("entries.remark_answered"),
    ev.GlassBroken: _text("entries.glass_broken"),
    ev.GlassRatified: _text("entries.glass_ratified"),
    ev.GatePassed: _passed,
    ev.RatificationMissed: _text("entries.ratification_missed"),
    ev.StatementWithdrawn: _text("entries.statement_withdrawn"),
    ev.CommitmentMade: _made,
    ev.NoCommitmentAttested: _text("entries.commitment_none"),
    ev.CommitmentKept: _kept,
    ev.CommitmentPostponed: _late,
    ev.CommitmentDropped: _dropped,
    ev.CaseOpened: _case,
    ev.CaseRescheduled: _case_moved,
    ev.CaseClosed: _settled,
    ev.SideRoomOpened: _side_room,
}
