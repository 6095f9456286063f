"""Matters of words: signatures that are waited for, lone releases, promises to write down and to keep, cases."""

from __future__ import annotations

from collections.abc import Callable

from bot.domain.approvals import is_approved, waits_since
from bot.domain.said import Commitment, Statement
from bot.locale import Mrkdwn, join, quote
from bot.slack.screens import said
from bot.slack.screens.matter import ASKED, HARD, WORK, Reading, Told
from bot.slack.screens.wording import unrung

_NAME = 160


def _to_sign(on: Reading, about: str, *, late: bool = False) -> Told | None:
    statement = on.crisis.statements.get(int(about))
    if statement is None or not statement.is_draft:
        return None
    since = waits_since(on.crisis, statement)
    if since is None or is_approved(on.crisis, statement):
        return None
    missing = [said.who_signs(on.crisis, statement, roles, on.texts) for roles in said.lacking(on.crisis, statement)]
    waits = on.texts.t("said.waits", since=on.texts.duration(on.now - since))
    return Told(
        subject=f"approval:{about}",
        rank=ASKED,
        due=None,
        name=on.texts.t("matters.approval_late" if late else "matters.approval", number=statement.number),
        about=join(" · ", [waits, on.texts.t("matters.approval_lacks", roles=join(", ", missing))]),
        buttons=(on.button("matters.read_and_sign", "statement.open", s=statement.number),),
    )


def _approval(on: Reading, about: str) -> Told | None:
    return _to_sign(on, about)


def _approval_late(on: Reading, about: str) -> Told | None:
    return _to_sign(on, about, late=True)


def _ratify(on: Reading, about: str) -> Told | None:
    statement = on.crisis.statements.get(int(about))
    if statement is None or statement.glass is None or statement.glass.ratified_by is not None:
        return None
    return Told(
        subject=f"ratify:{about}",
        rank=ASKED,
        due=None,
        name=on.texts.t("matters.ratify", number=statement.number),
        about=quote(statement.glass.reason, 200, one_line=True),
        buttons=(
            on.button("said.ratify", "glass.ratify", s=statement.number),
            on.button("said.open", "statement.open", s=statement.number),
        ),
    )


def _promises(on: Reading, about: str) -> Told | None:
    statement: Statement | None = on.crisis.statements.get(int(about))
    if statement is None or statement.published_at is None or statement.promises_told:
        return None
    return Told(
        subject=f"promises:{about}",
        rank=WORK,
        due=None,
        name=on.texts.t("matters.promises", number=statement.number),
        about=on.texts.t("said.words", words=said.beginning(on.crisis, statement, 120)),
        buttons=(on.button("said.promises", "promises.open", s=statement.number),),
    )


def _commitment(on: Reading, about: str, *, above: bool = False) -> Told | None:
    found: Commitment | None = on.crisis.commitments.get(int(about))
    if found is None or not found.is_open:
        return None
    owner = on.texts.t("matters.above", user=unrung(on.crisis, found.owner, on.texts)) if above else Mrkdwn("")
    proof = on.texts.t("matters.action_proof", proof=quote(found.expected_proof, 150, one_line=True))
    return Told(
        subject=f"commitment:{about}",
        rank=HARD,
        due=found.due,
        name=on.texts.t("matters.commitment", number=found.number, words=quote(found.words, _NAME, one_line=True)),
        about=join(" · ", [owner, on.by(found.due), proof]),
        buttons=(
            on.button("owed.keep", "commitment.keep", n=found.number),
            on.button("owed.late", "commitment.late", n=found.number),
            on.button("owed.drop", "commitment.drop", n=found.number),
        ),
    )


def _commitment_above(on: Reading, about: str) -> Told | None:
    return _commitment(on, about, above=True)


def _case(on: Reading, about: str, *, above: bool = False) -> Told | None:
    case = on.crisis.cases.get(int(about))
    if case is None or case.closed_at is not None:
        return None
    owner = on.texts.t("matters.above", user=unrung(on.crisis, case.owner, on.texts)) if above else Mrkdwn("")
    when = on.by(case.due) if case.due else on.texts.t("items.no_due")
    promised = on.texts.t("matters.case_promise", promise=quote(case.promise, 150, one_line=True))
    return Told(
        subject=f"case:{about}",
        rank=WORK,
        due=case.due,
        name=on.texts.t("matters.case", number=case.number, about=quote(case.about, _NAME, one_line=True)),
        about=join(" · ", [owner, when, promised if case.promise else Mrkdwn("")]),
        buttons=(
            on.button("private.settle", "case.close", n=case.number),
            on.button("private.move" if case.due else "private.set_time", "case.due", n=case.number),
        ),
        since=case.set_at,
    )


def _case_above(on: Reading, about: str) -> Told | None:
    return _case(on, about, above=True)


TELL: dict[str, Callable[[Reading, str], Told | None]] = {
    "approval": _approval,
    "approval_late": _approval_late,
    "ratify": _ratify,
    "promises": _promises,
    "commitment": _commitment,
    "commitment_above": _commitment_above,
    "case": _case,
    "case_above": _case_above,
}
