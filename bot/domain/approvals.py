"""The two-person rule: two signatures on exactly this text, by people who did not write it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import settle
from bot.domain.crisis import COMMUNICATIONS, DEPUTY, LEAD, LEGAL, Crisis
from bot.domain.evidence import Records
from bot.domain.fold import advance
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.level import Level
from bot.domain.said import Approval, Statement, StatementStatus, fingerprint
from bot.domain.texts import typed

STEERING = (LEAD, DEPUTY)
EXPERTS = (LEGAL, "subject_expert", COMMUNICATIONS)
_SEATS = ev.RoleAssigned | ev.RoleReleased | ev.MemberJoined | ev.MemberLeft | ev.LevelChanged
"""What changes who can sign."""
_LITIGATION = 2  # on the axis of the law: an authority to notify, litigation likely


def print_of(crisis: Crisis, statement: Statement) -> str:
    """The fingerprint of the wording that counts, with its facts as they are now."""
    return fingerprint(statement.kind, statement.now, crisis.facts)


def valid_approvals(crisis: Crisis, statement: Statement) -> list[Approval]:
    """The signatures that stand: on this very text, and not by who has written it since."""
    current = print_of(crisis, statement)
    writers = (statement.author, statement.editor)
    return [a for a in statement.approvals if a.fingerprint == current and a.by not in writers]


def fallen(before: Crisis, after: Crisis, number: int) -> list[str]:
    """Whose signatures on a text counted before and count no longer."""
    one, two = (valid_approvals(crisis, crisis.statements[number]) for crisis in (before, after))
    return list(dict.fromkeys(given.by for given in one if given not in two))


def second_roles(crisis: Crisis, statement: Statement) -> tuple[str, ...]:
    """Who may be the second signature: legal alone for an admission, and at red or with the law at stake."""
    at_stake = crisis.level is Level.RED or _law(crisis) >= _LITIGATION
    heavy = statement.kind == "admission" or (statement.kind == "statement" and at_stake)
    return (LEGAL,) if heavy else EXPERTS


def _law(crisis: Crisis) -> int:
    """The mark that the severity grid gives to the law; 0 before it was given."""
    graded = (crisis.items.get(spec.key) for spec in crisis.playbook.items.values() if spec.records is Records.SEVERITY)
    marks = [str(state.evidence.get("legal") or "0") for state in graded if state]
    return max((int(mark) for mark in marks if mark.isdecimal()), default=0)


def is_approved(crisis: Crisis, statement: Statement) -> bool:
    """One signature of lead or deputy, another of legal, the subject expert or communications; two people."""
    signed = valid_approvals(crisis, statement)
    seconds = second_roles(crisis, statement)
    return any(
        one.role in STEERING and other.role in seconds and one.by != other.by for one in signed for other in signed
    )


def missing_roles(crisis: Crisis, statement: Statement) -> list[tuple[str, ...]]:
    """The signatures that still lack, each as the roles that can give it."""
    signed = valid_approvals(crisis, statement)
    return [
        roles
        for roles in (STEERING, second_roles(crisis, statement))
        if not any(approval.role in roles for approval in signed)
    ]


def role_to_sign(crisis: Crisis, statement: Statement, user: str) -> str | None:
    """In which role this person may sign now: the one that lacks first; None: in none."""
    held = {role for role, holder in crisis.roles.items() if holder == user}
    if user == crisis.lead:
        held.add(LEAD)
    wanted = [role for roles in missing_roles(crisis, statement) for role in roles]
    return next((role for role in wanted if role in held), None)


def people_to_ask(crisis: Crisis, statement: Statement) -> tuple[str, ...]:
    """Who is asked first: for each lacking signature the holder who did not write; the deputy only without a lead."""
    asked: list[str] = []
    for roles in missing_roles(crisis, statement):
        for role in roles:
            user = crisis.lead if role == LEAD else crisis.role_holder(role)
            if user and user not in (statement.author, statement.editor, *asked):
                asked.append(user)
                break
    return tuple(asked)


@decides(cmd.RequestApproval, when="any")
def request_approval(crisis: Crisis, command: cmd.RequestApproval, now: datetime) -> list[Event]:
    """One message with the exact text to each who can sign; who has it gets it again only to be reminded, later."""
    statement = draft_of(crisis, command.statement)
    asked = people_to_ask(crisis, statement)
    if not asked:
        raise Refused("nobody_to_sign", roles=[role for roles in missing_roles(crisis, statement) for role in roles])
    if new := _not_asked_yet(crisis, statement):
        return [_request(crisis, statement, new)]
    remind_at = reminded_from(crisis, statement)
    if not command.again or remind_at is None or remind_at > now:
        raise Refused("already_asked", number=statement.number, at=statement.asked_at)
    return [_request(crisis, statement, asked)]


def _not_asked_yet(crisis: Crisis, statement: Statement) -> tuple[str, ...]:
    return tuple(user for user in people_to_ask(crisis, statement) if user not in statement.asked)


def _request(crisis: Crisis, statement: Statement, told: tuple[str, ...]) -> ev.ApprovalRequested:
    """Who was asked before and can sign still stays asked, and the waiting counts from the first question."""
    before = [user for user in statement.asked if may_sign(crisis, statement, user) and user not in told]
    return ev.ApprovalRequested(statement=statement.number, asked=(*before, *told), told=told, since=statement.asked_at)


def may_sign(crisis: Crisis, statement: Statement, user: str) -> bool:
    """Whether a signature of this person stands, or would count now."""
    writes = user in (statement.author, statement.editor)
    return has_signed(crisis, statement, user) or (not writes and role_to_sign(crisis, statement, user) is not None)


def asked_since(before: Crisis, events: list[Event], now: datetime, actor: str) -> list[Event]:
    """Who signs by these events, in a seat or for one that is empty now, is asked for the texts that wait."""
    if not any(isinstance(event, _SEATS) for event in events):
        return []
    after = advance(before, events, now, actor)
    waiting = [each for each in after.statements.values() if waits_since(after, each) is not None]
    return [_request(after, each, new) for each in waiting if (new := _not_asked_yet(after, each))]


@applies(ev.ApprovalRequested)
def approval_requested(crisis: Crisis, event: ev.ApprovalRequested, recorded: Recorded) -> Crisis:
    """The waiting counts from here, or from where it began."""
    return put_statement(
        crisis,
        event.statement,
        status=StatementStatus.REVIEW,
        asked=event.asked,
        asked_at=event.since or recorded.at,
        told_at=recorded.at,
    )


@decides(cmd.ApproveStatement, when="any")
def approve(crisis: Crisis, command: cmd.ApproveStatement, now: datetime) -> list[Event]:
    """Neither author nor last editor, and only the text that the person had before them."""
    statement = draft_of(crisis, command.statement)
    if not command.full_member:
        raise Refused("guests_cannot_sign")
    if command.actor in (statement.author, statement.editor):
        raise Refused("author_cannot_sign")
    current = print_of(crisis, statement)
    if any(approval.by == command.actor for approval in valid_approvals(crisis, statement)):
        raise Refused("already_signed")
    if command.fingerprint != current:
        raise Refused("text_changed", user=statement.editor)
    role = role_to_sign(crisis, statement, command.actor)
    if role is None:
        raise Refused("role_cannot_sign", roles=[r for roles in missing_roles(crisis, statement) for r in roles])
    signed = ev.StatementApproved(statement=statement.number, fingerprint=current, role=role)
    after = advance(crisis, [signed], now, command.actor)
    text = after.statements[statement.number]
    if not is_approved(after, text):
        return [signed]
    names: cmd.Evidence = {"approvers": tuple(a.by for a in valid_approvals(after, text))}
    return [signed, *settle(crisis, Records.APPROVALS, names, now)]


@applies(ev.StatementApproved)
def approved(crisis: Crisis, event: ev.StatementApproved, recorded: Recorded) -> Crisis:
    """Kept, whatever becomes of the text: the register shows which signature was on what."""
    signature = Approval(
        by=recorded.actor, role=event.role, at=recorded.at, fingerprint=event.fingerprint, seq=recorded.seq
    )
    statement = crisis.statements[event.statement]
    return put_statement(crisis, event.statement, approvals=(*statement.approvals, signature), changes_wanted="")


@decides(cmd.RequestChanges, when="any")
def request_changes(crisis: Crisis, command: cmd.RequestChanges, now: datetime) -> list[Event]:
    """A refusal carries its reason."""
    del now
    statement = draft_of(crisis, command.statement)
    if not command.reason.strip():
        raise Refused("reason_missing")
    return [ev.ChangesRequested(statement=statement.number, reason=typed(command.reason))]


@applies(ev.ChangesRequested)
def changes_requested(crisis: Crisis, event: ev.ChangesRequested, recorded: Recorded) -> Crisis:
    """Back to its author; a signature that this person gave falls."""
    statement = crisis.statements[event.statement]
    kept = tuple(approval for approval in statement.approvals if approval.by != recorded.actor)
    return put_statement(
        crisis,
        event.statement,
        status=StatementStatus.DRAFT,
        approvals=kept,
        changes_wanted=event.reason,
        asked=(),
        asked_at=None,
        told_at=None,
    )


def draft_of(crisis: Crisis, number: int) -> Statement:
    """A text that can still be changed. Refuses unknown, published and withdrawn ones."""
    statement = crisis.statements.get(number)
    if statement is None:
        raise Refused("no_such_statement", number=number)
    if statement.published_at is not None:
        raise Refused("statement_published", number=number, at=statement.published_at)
    if not statement.is_draft:
        raise Refused("statement_withdrawn", number=number)
    return statement


def put_statement(crisis: Crisis, number: int, **changes: object) -> Crisis:
    """The crisis with this statement changed."""
    statement = replace(crisis.statements[number], **changes)  # type: ignore[arg-type]
    return replace(crisis, statements={**crisis.statements, number: statement})


def waits_since(crisis: Crisis, statement: Statement) -> datetime | None:
    """Since when signatures are waited for; None: nobody is asked, or both are there."""
    if statement.status is not StatementStatus.REVIEW or is_approved(crisis, statement):
        return None
    return statement.asked_at


def has_signed(crisis: Crisis, statement: Statement, user: str) -> bool:
    """Whether this person's signature stands on the text as it is."""
    return any(approval.by == user for approval in valid_approvals(crisis, statement))


def asked_again(crisis: Crisis, statement: Statement) -> tuple[str, ...]:
    """Who hears when the time of the level is over: who was asked, and the deputy; not who wrote it or has signed."""
    deputy = crisis.role_holder(DEPUTY)
    people = dict.fromkeys((*statement.asked, *([deputy] if deputy else [])))
    writers = (statement.author, statement.editor)
    return tuple(
        user
        for user in people
        if user not in writers and crisis.is_member(user) and not has_signed(crisis, statement, user)
    )


def deputy_asked_at(crisis: Crisis, statement: Statement) -> datetime | None:
    """When the deputy is asked, because the time of the level is over."""
    since, limit = waits_since(crisis, statement), crisis.rules.approval_deputy
    return None if since is None or limit is None else since + timedelta(minutes=limit)


def reminded_from(crisis: Crisis, statement: Statement) -> datetime | None:
    """From when who was asked may be asked again: the level's limit after the last question. None: nobody waits."""
    limit = crisis.rules.approval_deputy
    if waits_since(crisis, statement) is None or limit is None or statement.told_at is None:
        return None
    return statement.told_at + timedelta(minutes=limit)


def lead_told_at(crisis: Crisis, statement: Statement) -> datetime | None:
    """When the lead is told that it still waits."""
    since, limit = waits_since(crisis, statement), crisis.rules.approval_lead
    return None if since is None or limit is None else since + timedelta(minutes=limit)
