"""The form of a legal step that is done: on what proof."""

from __future__ import annotations

from bot.domain.commands import MeetLegalDeadline
from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import law
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "legal_met"
PROOF = "proof"


def view(crisis: Crisis, regime: str, deadline: str, reader: Reader) -> View:
    """The step, where it is written, and what is asked as a proof. Raises KeyError for a clock that is not there."""
    texts = texts_in(reader.language)
    clock = crisis.legal_clocks[regime]
    return kit.modal(
        NAME,
        texts.p("forms.legal_met_heading"),
        [
            kit.section(law.step_with_source(clock, deadline, texts)),
            kit.field(
                PROOF,
                texts.p("forms.legal_met_proof"),
                kit.line_input(long=True),
                hint=texts.p("forms.legal_met_hint"),
            ),
            kit.context(*law.notes(clock.regime, texts)),
        ],
        submit=texts.p("common.done"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, r=regime, d=deadline),
    )


def parse(form: Submission) -> MeetLegalDeadline:
    """A link, a receipt's number, a name and an hour."""
    if not form.text(PROOF):
        raise form.wrong(PROOF, "forms.error_proof")
    return MeetLegalDeadline(
        **form.head, regime=str(form.ids["r"]), deadline=str(form.ids["d"]), proof=form.text(PROOF)
    )
