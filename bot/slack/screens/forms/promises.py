"""The form of what a published text promises: each in its exact words, with who keeps it, by when, on what proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.commands import ConfirmCommitments, NewCommitment
from bot.domain.commitments import registered
from bot.domain.crisis import Crisis
from bot.domain.kernel import Refused
from bot.locale import Mrkdwn, Texts, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import said
from bot.slack.screens.forms.submission import FieldErrors, Submission
from bot.slack.screens.screen import Block, Carried, Reader, View, pack, unpack

NAME = "promises"
NONE = "none"
LEAVE, MORE = "promises.leave", "promises.more"
MOST = 10
"""Rows: as many as one command takes."""
_ROWS = 1000
"""More than a text can hold promises."""
_DAY_ENDS = time(18)
_QUESTIONS = ("words", "owner", "due", "proof")


class Promise(Protocol):
    """A promise as the guard finds it in a text."""

    @property
    def quote(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def due(self) -> date | None: ...
    @property
    def at(self) -> time | None: ...


def view(
    crisis: Crisis,
    number: int,
    reader: Reader,
    now: datetime,
    proposed: Sequence[Promise] = (),
    *,
    rows: Sequence[int] | None = None,
) -> View:
    """A row for every promise that was found and is not in the register, as many as fit.

    Without any row that there is none is attested; where promises of the text are in the register, there is an empty
    row for one that was overlooked. `rows`: the ones that stand, where some were left out or added. Raises KeyError
    for a number that no text has.
    """
    texts = texts_in(reader.language)
    statement = crisis.statements[number]
    left = waiting(crisis, number, proposed)
    if rows is None:
        rows = left or ([len(proposed)] if statement.promises_told else [])
    standing = list(rows)[:MOST]
    blocks = [
        *kit.paragraphs(_heading(crisis, number, len(left), texts)),
        *said.wording(crisis, statement, texts),
    ]
    for place, row in enumerate(standing, start=1):
        promise = proposed[row] if row < len(proposed) else None
        leave = kit.button(
            texts.p("owed.leave_out"),
            f"{LEAVE}:{row}",
            pack(c=crisis.id, s=number, n=row),
            says=texts.p("owed.leave_out_says", number=place),
        )
        blocks.append(kit.section(texts.t("owed.promise", number=place), leave))
        due = _due(promise, crisis.timezone, now) if promise else None
        blocks += _row(row, place, promise.quote if promise else "", due, statement.editor, texts)
    if not standing and not statement.promises_told:
        attest = kit.tick_boxes([kit.option(texts.p("owed.none_option"), NONE)])
        blocks.append(kit.field(NONE, texts.p("owed.none_question"), attest))
    if len(standing) < MOST:
        blocks.append(kit.actions(kit.button(texts.p("owed.one_more"), MORE, pack(c=crisis.id, s=number))))
    return kit.modal(
        NAME,
        texts.p("owed.form_promises"),
        blocks,
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, s=number, o=standing, p=[_place(proposed, row) for row in standing]),
    )


def _place(proposed: Sequence[Promise], row: int) -> int | None:
    return proposed[row].start if row < len(proposed) else None


def waiting(crisis: Crisis, number: int, proposed: Sequence[Promise]) -> list[int]:
    """Which of the promises that were found in a text are not in the register."""
    return [row for row, found in enumerate(proposed) if not registered(crisis, number, found.quote, found.start)]


def _heading(crisis: Crisis, number: int, left: int, texts: Texts) -> list[Mrkdwn]:
    """How many were found, how many of them there is room for, and how many are in the register."""
    there = sum(made.statement == number for made in crisis.commitments.values())
    lines = [texts.n("owed.there", there)] if there else []
    if left:
        lines.append(texts.n("owed.found", left))
    elif not there:
        lines.append(texts.t("owed.none_found"))
    if left > MOST:
        lines.append(texts.t("owed.first_of", count=MOST))
    return lines


def rows_of(shown: View) -> list[int]:
    """The rows that stand in a form of promises. Raises Refused for a form that is not ours."""
    return _rows(unpack(shown.get("private_metadata")))


def _rows(ids: Carried) -> list[int]:
    rows = ids["o"]
    if not isinstance(rows, list) or not all(isinstance(row, int) and 0 <= row < _ROWS for row in rows):
        raise Refused("outdated")
    return rows[:MOST]


def _row(row: int, place: int, words: str, due: datetime | None, owner: str, texts: Texts) -> list[Block]:
    """All four questions want an answer: who does not promise this leaves the whole row out."""
    expected = kit.line_input(placeholder=texts.p("owed.form_expected_example"), most=500)
    return [
        kit.field(
            f"words_{row}",
            texts.p("owed.form_words", number=place),
            kit.line_input(words, long=True),
            hint="" if words else texts.p("owed.form_more_hint"),
        ),
        kit.field(f"owner_{row}", texts.p("owed.form_owner", number=place), kit.person(owner)),
        kit.field(f"due_{row}", texts.p("owed.form_due", number=place), kit.moment(due)),
        kit.field(f"proof_{row}", texts.p("owed.form_expected", number=place), expected),
    ]


def _due(promise: Promise, zone: str, now: datetime) -> datetime | None:
    """The day that was said, at its hour or at the end of the working day; none that has passed."""
    if promise.due is None:
        return None
    said_for = datetime.combine(promise.due, promise.at or _DAY_ENDS, ZoneInfo(zone))
    return said_for if said_for > now + timedelta(minutes=1) else None


def parse(form: Submission) -> ConfirmCommitments:
    """Every row in full; that there is none is attested with a tick."""
    rows = _rows(form.ids)
    if not rows and NONE not in form.ticked(NONE):
        if not form.has(NONE):  # somebody else has settled it meanwhile
            raise Refused("promises_told", number=form.ids.number("s"))
        raise form.wrong(NONE, "owed.error_neither")
    errors: dict[str, str] = {}
    places = [place if isinstance(place, int) else None for place in form.ids.get("p") or ()]
    asked = zip(rows, places, strict=True) if places else ((row, None) for row in rows)
    promises = [promise for row, place in asked if (promise := _promise(form, row, place, errors))]
    if errors:
        raise FieldErrors(errors)
    return ConfirmCommitments(**form.head, statement=form.ids.number("s"), commitments=tuple(promises))


def _promise(form: Submission, row: int, place: int | None, errors: dict[str, str]) -> NewCommitment | None:
    words, proof = form.text(f"words_{row}"), form.text(f"proof_{row}")
    owner, due = form.person(f"owner_{row}"), form.moment(f"due_{row}")
    lacking = [name for name, given in zip(_QUESTIONS, (words, owner, due, proof), strict=True) if not given]
    errors.update({f"{name}_{row}": form.texts.p("forms.error_required") for name in lacking})
    if due is not None and due <= form.now:
        errors[f"due_{row}"] = form.texts.p("forms.error_past")
    if owner is None or due is None or lacking:
        return None
    return NewCommitment(words=words, owner=owner, due=due, expected_proof=proof, place=place)
