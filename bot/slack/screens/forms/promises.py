"""The form of what a published text promises: each in its exact words, with who keeps it, by when, on what proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.commands import ConfirmCommitments, NewCommitment
from bot.domain.crisis import Crisis
from bot.locale import Texts, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import said
from bot.slack.screens.forms.submission import FieldErrors, Submission
from bot.slack.screens.screen import Block, Reader, View, pack

NAME = "promises"
NONE = "none"
MOST = 10
"""Rows: as many as one command takes."""
_DAY_ENDS = time(18)
_QUESTIONS = ("words", "owner", "due", "proof")


class Promise(Protocol):
    """A promise as the guard finds it in a text."""

    @property
    def quote(self) -> str: ...
    @property
    def due(self) -> date | None: ...
    @property
    def at(self) -> time | None: ...


def view(crisis: Crisis, number: int, reader: Reader, now: datetime, proposed: Sequence[Promise] = ()) -> View:
    """Every promise that was found, and a row for one that was not. Raises KeyError for a number that no text has."""
    texts = texts_in(reader.language)
    statement = crisis.statements[number]
    found = list(proposed)[: MOST - 1]
    blocks = [
        kit.section(texts.n("owed.found", len(found)) if found else texts.t("owed.none_found")),
        *said.wording(crisis, statement, texts),
    ]
    for row, promise in enumerate(found):
        blocks += _row(row, promise.quote, _due(promise, crisis.timezone, now), statement.editor, texts)
    blocks += _row(len(found), "", None, statement.editor, texts)
    if not statement.promises_told:
        attest = kit.tick_boxes([kit.option(texts.p("owed.none_option"), NONE)])
        blocks.append(kit.field(NONE, texts.p("owed.none_question"), attest, optional=True))
    return kit.modal(
        NAME,
        texts.p("owed.form_promises"),
        blocks,
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, s=number, o=len(found) + 1),
    )


def _row(row: int, words: str, due: datetime | None, owner: str, texts: Texts) -> list[Block]:
    number = row + 1
    return [
        kit.divider(),
        kit.field(
            f"words_{row}",
            texts.p("owed.form_words", number=number),
            kit.line_input(words, long=True),
            hint=texts.p("owed.form_words_hint") if words else texts.p("owed.form_more_hint"),
            optional=True,
        ),
        kit.field(f"owner_{row}", texts.p("owed.form_owner", number=number), kit.person(owner), optional=True),
        kit.field(f"due_{row}", texts.p("owed.form_due", number=number), kit.moment(due), optional=True),
        kit.field(
            f"proof_{row}",
            texts.p("owed.form_expected", number=number),
            kit.line_input(placeholder=texts.p("owed.form_expected_example"), most=500),
            optional=True,
        ),
    ]


def _due(promise: Promise, zone: str, now: datetime) -> datetime | None:
    """The day that was said, at its hour or at the end of the working day; none that has passed."""
    if promise.due is None:
        return None
    said_for = datetime.combine(promise.due, promise.at or _DAY_ENDS, ZoneInfo(zone))
    return said_for if said_for > now + timedelta(minutes=1) else None


def parse(form: Submission) -> ConfirmCommitments:
    """Rows without words are left out; a row with words has all the rest; none at all is attested with a tick."""
    rows = [row for row in range(min(form.ids.number("o"), MOST)) if form.text(f"words_{row}")]
    none = NONE in form.ticked(NONE)
    if none and rows:
        raise form.wrong(NONE, "owed.error_either")
    if not none and not rows:
        raise form.wrong(NONE if form.has(NONE) else "words_0", "owed.error_neither")
    errors: dict[str, str] = {}
    promises = [promise for row in rows if (promise := _promise(form, row, errors))]
    if errors:
        raise FieldErrors(errors)
    return ConfirmCommitments(**form.head, statement=form.ids.number("s"), commitments=tuple(promises))


def _promise(form: Submission, row: int, errors: dict[str, str]) -> NewCommitment | None:
    words, proof = form.text(f"words_{row}"), form.text(f"proof_{row}")
    owner, due = form.person(f"owner_{row}"), form.moment(f"due_{row}")
    lacking = [name for name, given in zip(_QUESTIONS, (words, owner, due, proof), strict=True) if not given]
    errors.update({f"{name}_{row}": form.texts.p("forms.error_required") for name in lacking})
    if due is not None and due <= form.now:
        errors[f"due_{row}"] = form.texts.p("forms.error_past")
    if owner is None or due is None or lacking:
        return None
    return NewCommitment(words=words, owner=owner, due=due, expected_proof=proof)
