"""The form that closes a corrective action: only on its proof."""

from __future__ import annotations

from bot.domain.commands import CloseAction
from bot.domain.crisis import Crisis
from bot.locale import clip, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "action_close"
PROOF = "proof"


def view(crisis: Crisis, number: int, reader: Reader) -> View:
    """What was expected as its proof stands beside the question. Raises IndexError for an unknown number."""
    texts = texts_in(reader.language)
    action = crisis.actions[number - 1]
    return kit.modal(
        NAME,
        texts.p("forms.action_close_heading"),
        [
            kit.section(texts.t("forms.subject", subject=quote(action.text, 300, one_line=True))),
            kit.field(
                PROOF,
                texts.p("forms.action_close_proof", proof=clip(action.expected_proof, 500)),
                kit.line_input(long=True),
            ),
        ],
        submit=texts.p("common.done"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, n=number),
    )


def parse(form: Submission) -> CloseAction:
    """A link, a number, a sentence that can be checked."""
    if not form.text(PROOF):
        raise form.wrong(PROOF, "forms.error_proof")
    return CloseAction(**form.head, action=form.ids.number("n"), proof=form.text(PROOF))
