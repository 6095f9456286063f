"""The tables of what a crisis knows, says and owes: facts, statements and their signatures, promises, cases."""

from __future__ import annotations

import json
from datetime import datetime

from bot.domain.crisis import Crisis
from bot.domain.said import Approval, Case, Commitment, Fact, Statement
from bot.store.table import Parts, Row, Table
from bot.store.times import stamp


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def _fact(_crisis: Crisis, _: int, fact: Fact) -> Row:
    now = fact.now
    return (now.text, now.status, now.source, now.checked_by, now.by, stamp(now.at), len(fact.versions), now.seq)


def _statement(_crisis: Crisis, _: int, text: Statement) -> Row:
    return (
        text.kind,
        text.status.value,
        len(text.versions),
        json.dumps(dict(text.now.texts), ensure_ascii=False, sort_keys=True),
        json.dumps(text.now.cites),
        text.author,
        text.editor,
        _stamp(text.published_at),
        text.link,
        text.channels,
        text.corrects,
        text.corrected_by,
        text.glass.by if text.glass else None,
        text.glass.ratified_by if text.glass else None,
        text.now.seq,
    )


def _signatures(crisis: Crisis) -> Parts:
    return {
        f"{number}/{approval.by}": (number, approval)
        for number, text in crisis.statements.items()
        for approval in text.approvals
    }


def _signature(_crisis: Crisis, _: str, signed: tuple[int, Approval]) -> Row:
    number, approval = signed
    return (number, approval.by, approval.role, stamp(approval.at), approval.fingerprint, approval.seq)


def _commitment(_crisis: Crisis, _: int, promise: Commitment) -> Row:
    return (
        promise.statement,
        promise.words,
        promise.owner,
        stamp(promise.due),
        promise.expected_proof,
        promise.postponed,
        _stamp(promise.kept_at),
        promise.proof,
        int(promise.late),
        _stamp(promise.dropped_at),
        promise.reason,
        promise.seq,
    )


def _case(_crisis: Crisis, _: int, case: Case) -> Row:
    return (case.about, case.promise, _stamp(case.due), case.owner, _stamp(case.closed_at), case.outcome, case.seq)


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TABLES = (
    Table(
        "facts",
        ("crisis_id", "number"),
        _columns("text status source checked_by changed_by changed_at versions seq"),
        lambda crisis: crisis.facts,
        _fact,
    ),
    Table(
        "statements",
        ("crisis_id", "number"),
        _columns(
            "kind status version texts cites author editor published_at link channels corrects corrected_by"
            " released_alone_by ratified_by seq"
        ),
        lambda crisis: crisis.statements,
        _statement,
    ),
    Table(
        "signatures",
        ("crisis_id", "signature"),
        _columns("statement user role at fingerprint seq"),
        _signatures,
        _signature,
    ),
    Table(
        "commitments",
        ("crisis_id", "number"),
        _columns("statement words owner due_at expected_proof postponed kept_at proof late dropped_at reason seq"),
        lambda crisis: crisis.commitments,
        _commitment,
    ),
    Table(
        "cases",
        ("crisis_id", "number"),
        _columns("about promise due_at owner closed_at outcome seq"),
        lambda crisis: crisis.cases,
        _case,
    ),
)
