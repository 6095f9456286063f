"""The form that closes a public promise as kept: only on its proof."""

from __future__ import annotations

from bot.domain.commands import KeepCommitment
from bot.domain.crisis import Crisis
from bot.locale import clip, mention, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "commitment_keep"
PROOF = "proof"


def view(crisis: Crisis, number: int, reader: Reader) -> View:
    """Raises KeyError for a number that no promise has."""
    texts = texts_in(reader.language)
    promise = crisis.commitments[number]
    return kit.modal(
        NAME,
        texts.p("owed.form_keep"),
        [
            kit.section(texts.t("owed.subject", words=quote(promise.words, 600), user=mention(promise.owner))),
            kit.field(
                PROOF,
                texts.p("owed.form_proof", proof=clip(promise.expected_proof, 500)),
                kit.line_input(long=True),
            ),
        ],
        submit=texts.p("owed.form_keep_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, n=number),
    )


def parse(form: Submission) -> KeepCommitment:
    """What anybody can check; the public account quotes it."""
    if not form.text(PROOF):
        raise form.wrong(PROOF, "forms.error_proof")
    return KeepCommitment(**form.head, commitment=form.ids.number("n"), proof=form.text(PROOF))
