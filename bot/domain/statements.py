"""Texts for the public: drafted, edited, published through their gate, corrected in the open.

Also after the end: the accounts of the thirtieth to the ninetieth day are public texts like any other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.approvals import STEERING, draft_of, is_approved, missing_roles, put_statement, second_roles
from bot.domain.checklist import settle
from bot.domain.crisis import Crisis, Posture
from bot.domain.evidence import Records
from bot.domain.facts import uncertain
from bot.domain.gates import missing
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.playbook import Language
from bot.domain.said import BrokenGlass, Statement, StatementStatus, StatementVersion
from bot.domain.texts import typed

GATE = {"holding": "publish.holding", "statement": "publish.statement", "admission": "publish.admission"}
"""The gate that each kind passes; key messages, Q&A and replies are for the cell's own use and pass none."""

RATIFY_WITHIN = timedelta(minutes=30)


@decides(cmd.DraftStatement, when="any")
def draft_statement(crisis: Crisis, command: cmd.DraftStatement, now: datetime) -> list[Event]:
    """A first wording. Drafting the holding statement ticks the item that asks for it."""
    if command.corrects is not None:
        corrected = crisis.statements.get(command.corrects)
        if corrected is None or corrected.status is not StatementStatus.PUBLISHED:
            raise Refused("no_such_statement", number=command.corrects)
    texts = _texts(command.texts)
    drafted = ev.StatementDrafted(
        number=len(crisis.statements) + 1,
        statement_kind=command.kind,
        texts=texts,
        cites=_cited(crisis, command.cites),
        template=command.template,
        corrects=command.corrects,
    )
    words = next(iter(texts.values()))
    done = settle(crisis, Records.HOLDING, {"text": words}, now) if command.kind == "holding" else []
    return [drafted, *done]


@applies(ev.StatementDrafted)
def statement_drafted(crisis: Crisis, event: ev.StatementDrafted, recorded: Recorded) -> Crisis:
    """Version one."""
    statement = Statement(
        number=event.number,
        kind=event.statement_kind,
        versions=(_version(event, recorded),),
        template=event.template,
        corrects=event.corrects,
    )
    return replace(crisis, statements={**crisis.statements, event.number: statement})


@decides(cmd.EditStatement, when="any")
def edit_statement(crisis: Crisis, command: cmd.EditStatement, now: datetime) -> list[Event]:
    """Only the version that the person saw; two editors never overwrite each other."""
    del now
    statement = draft_of(crisis, command.statement)
    if command.seen != len(statement.versions):
        raise Refused("edited_meanwhile", user=statement.editor, at=statement.now.at)
    texts, cites = _texts(command.texts), _cited(crisis, command.cites)
    if (texts, cites) == (dict(statement.now.texts), statement.now.cites):
        raise Refused("text_unchanged")
    return [ev.StatementEdited(statement=statement.number, texts=texts, cites=cites)]


@applies(ev.StatementEdited)
def statement_edited(crisis: Crisis, event: ev.StatementEdited, recorded: Recorded) -> Crisis:
    """Another version; signatures on the old one stand in the register and count no longer."""
    statement = crisis.statements[event.statement]
    return put_statement(
        crisis,
        event.statement,
        versions=(*statement.versions, _version(event, recorded)),
        status=StatementStatus.DRAFT,
        asked=(),
        asked_at=None,
        told_at=None,
        changes_wanted="",
    )


@decides(cmd.AnswerRemark, when="any")
def answer_remark(crisis: Crisis, command: cmd.AnswerRemark, now: datetime) -> list[Event]:
    """The guard advises, people decide, in writing."""
    del now
    statement = draft_of(crisis, command.statement)
    reason = typed(command.reason)
    return [ev.RemarkAnswered(statement=statement.number, remark=command.remark, reason=reason)]


@applies(ev.RemarkAnswered)
def remark_answered(crisis: Crisis, event: ev.RemarkAnswered, _: Recorded) -> Crisis:
    """Not asked again."""
    answers = {**crisis.statements[event.statement].answers, event.remark: event.reason}
    return put_statement(crisis, event.statement, answers=answers)


@decides(cmd.WithdrawStatement, when="any")
def withdraw(crisis: Crisis, command: cmd.WithdrawStatement, now: datetime) -> list[Event]:
    """Given up, with a reason."""
    del now
    statement = draft_of(crisis, command.statement)
    if not command.reason.strip():
        raise Refused("reason_missing")
    return [ev.StatementWithdrawn(statement=statement.number, reason=typed(command.reason))]


@applies(ev.StatementWithdrawn)
def withdrawn(crisis: Crisis, event: ev.StatementWithdrawn, _: Recorded) -> Crisis:
    """It stays in the register."""
    return put_statement(crisis, event.statement, status=StatementStatus.WITHDRAWN)


@decides(cmd.PublishStatement, when="any")
def publish(crisis: Crisis, command: cmd.PublishStatement, now: datetime) -> list[Event]:
    """Through its gate: posture, items, facts, two signatures. Or by the lead alone, for danger to people."""
    statement = draft_of(crisis, command.statement)
    broken = _break_glass(crisis, command) if command.break_glass else []
    if not broken:
        _pass_gate(crisis, statement)
    if not command.link.strip():
        raise Refused("link_missing")
    at = command.at or now
    if at > now:
        raise Refused("published_in_future")
    published = ev.StatementPublished(
        at=at, link=command.link.strip(), channels=command.channels.strip(), statement=statement.number
    )
    evidence: cmd.Evidence = {"link": published.link, "at": at.isoformat(), "channels": published.channels}
    done = settle(crisis, Records.PUBLICATION, evidence, now)
    events: list[Event] = [*broken, *done, published]
    if command.next_at is not None:
        if command.next_at <= now:
            raise Refused("due_in_past")
        events.append(ev.UpdatePromised(at=command.next_at))
    return events


def _pass_gate(crisis: Crisis, statement: Statement) -> None:
    """Refuses with everything that lacks, and who owes it."""
    if statement.kind not in GATE:
        return
    if crisis.posture is None or crisis.posture.posture is not Posture.SPEAK:
        raise Refused("posture_not_speak", user=crisis.lead)
    doubtful = uncertain(crisis, statement.kind, statement.now.cites)
    if doubtful:
        raise Refused("facts_uncertain", facts=[fact.number for fact in doubtful])
    if not is_approved(crisis, statement):
        lacking = [role for roles in missing_roles(crisis, statement) for role in roles[:1]]
        raise Refused("signatures_missing", roles=lacking)
    lacks = _steps_left(crisis, statement)
    if lacks:
        raise Refused("gate_closed", gate=GATE[statement.kind], items=lacks)


def _steps_left(crisis: Crisis, statement: Statement) -> list[str]:
    return [found.key for found in missing(crisis, GATE[statement.kind]) if not _settles_itself(crisis, found.key)]


def still_lacking(crisis: Crisis, statement: Statement) -> int:
    """How many things keep a text in besides its signatures: facts that are not established, steps before its gate."""
    if statement.kind not in GATE:
        return 0
    return len(uncertain(crisis, statement.kind, statement.now.cites)) + len(_steps_left(crisis, statement))


def _settles_itself(crisis: Crisis, key: str) -> bool:
    """Items that the statement's own way answers: its text, its signatures."""
    spec = crisis.playbook.items.get(key)
    return spec is not None and spec.records in (Records.HOLDING, Records.APPROVALS, Records.PUBLICATION)


def _break_glass(crisis: Crisis, command: cmd.PublishStatement) -> list[Event]:
    if command.actor != crisis.lead:
        raise Refused("only_lead_breaks_glass", user=crisis.lead)
    if not command.reason.strip():
        raise Refused("reason_missing")
    return [ev.GlassBroken(statement=command.statement, reason=typed(command.reason))]


@applies(ev.GlassBroken)
def glass_broken(crisis: Crisis, event: ev.GlassBroken, recorded: Recorded) -> Crisis:
    """It wants a second person within half an hour."""
    glass = BrokenGlass(by=recorded.actor, reason=event.reason, at=recorded.at)
    return put_statement(crisis, event.statement, glass=glass)


@decides(cmd.RatifyBreakGlass, when="any")
def ratify(crisis: Crisis, command: cmd.RatifyBreakGlass, now: datetime) -> list[Event]:
    """By somebody else than who broke it."""
    del now
    statement = crisis.statements.get(command.statement)
    if statement is None or statement.glass is None:
        raise Refused("no_such_statement", number=command.statement)
    if statement.glass.ratified_by is not None:
        raise Refused("already_ratified", user=statement.glass.ratified_by)
    if not command.full_member:
        raise Refused("guests_cannot_sign")
    if command.actor in (statement.glass.by, statement.author, statement.editor):
        raise Refused("author_cannot_sign")
    return [ev.GlassRatified(statement=statement.number)]


@applies(ev.GlassRatified)
def glass_ratified(crisis: Crisis, event: ev.GlassRatified, recorded: Recorded) -> Crisis:
    """Two people stand behind it."""
    glass = crisis.statements[event.statement].glass
    return put_statement(crisis, event.statement, glass=glass and replace(glass, ratified_by=recorded.actor))


@applies(ev.RatificationMissed)
def ratification_missed(crisis: Crisis, event: ev.RatificationMissed, _: Recorded) -> Crisis:
    """Said once."""
    glass = crisis.statements[event.statement].glass
    return put_statement(crisis, event.statement, glass=glass and replace(glass, missed=True))


def asked_to_ratify(crisis: Crisis, statement: Statement) -> tuple[str, ...]:
    """Who is asked in private to stand behind a lone release: who could sign it; where nobody is left, every seat.

    The channel asks everybody: one click of anybody who neither wrote nor released it is enough.
    """
    if statement.glass is None or statement.glass.ratified_by is not None:
        return ()
    others = crisis.members - {statement.glass.by, statement.author, statement.editor}
    roles = {*STEERING, *second_roles(crisis, statement)}
    signing = {crisis.lead, *(user for role, user in crisis.roles.items() if role in roles)} & others
    return tuple(sorted(signing or others & {*crisis.roles.values()}))


def ratification_due(crisis: Crisis) -> dict[int, datetime]:
    """The lone releases that nobody has ratified, and until when somebody should."""
    return {
        statement.number: statement.glass.at + RATIFY_WITHIN
        for statement in crisis.statements.values()
        if statement.glass and statement.glass.ratified_by is None and not statement.glass.missed
    }


def missed_ratifications(crisis: Crisis, now: datetime) -> list[ev.RatificationMissed]:
    """The ones whose half hour is over."""
    return [ev.RatificationMissed(statement=n) for n, at in ratification_due(crisis).items() if at <= now]


def published(crisis: Crisis) -> list[Statement]:
    """The register of what was said, oldest first."""
    said = [s for s in crisis.statements.values() if s.published_at is not None]
    return sorted(said, key=lambda statement: (statement.published_at, statement.number))


def _texts(texts: dict[Language, str]) -> dict[Language, str]:
    written = {language: typed(text) for language, text in texts.items() if text.strip()}
    if not written:
        raise Refused("text_missing")
    return written


def _cited(crisis: Crisis, cites: tuple[int, ...]) -> tuple[int, ...]:
    unknown = [number for number in cites if number not in crisis.facts]
    if unknown:
        raise Refused("no_such_fact", number=unknown[0])
    return tuple(dict.fromkeys(cites))


def _version(event: ev.StatementDrafted | ev.StatementEdited, recorded: Recorded) -> StatementVersion:
    return StatementVersion(texts=event.texts, cites=event.cites, by=recorded.actor, at=recorded.at, seq=recorded.seq)
