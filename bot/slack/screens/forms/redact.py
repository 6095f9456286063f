"""The form that removes a person's words for good: which of an entry's, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.crisis import Crisis
from bot.domain.kernel import Recorded
from bot.domain.redacting import typed_in, words_of
from bot.locale import Texts, clip, on_one_line, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "redact"
FIELDS, REASON = "fields", "reason"
_OFFERED = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which fields of which entry lose their words, and why."""

    seq: int
    fields: tuple[str, ...]
    reason: str


def has_words(crisis: Crisis, recorded: Recorded) -> bool:
    """Whether an entry holds anything that people typed."""
    return bool(words_of(recorded.event, crisis.playbook))


def view(crisis: Crisis, recorded: Recorded, reader: Reader) -> View:
    """Everything is ticked that the entry holds; what stays ticked goes, for good."""
    texts = texts_in(reader.language)
    words = list(words_of(recorded.event, crisis.playbook).items())[:_OFFERED]
    options = [kit.option(_field_name(name, texts), name, _beginning(value)) for name, value in words]
    chosen = [choice["value"] for choice in options]
    return kit.modal(
        NAME,
        texts.p("private.form_redact", number=recorded.seq),
        [
            kit.section(entry_lines.line(crisis, recorded, texts, most=1500)),
            kit.section(texts.t("private.redact_means")),
            kit.field(FIELDS, texts.p("private.form_fields"), kit.tick_boxes(options, chosen)),
            kit.field(
                REASON,
                texts.p("private.form_redact_reason"),
                kit.line_input(most=500),
                hint=texts.p("private.form_redact_hint"),
            ),
        ],
        submit=texts.p("private.form_redact_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, n=recorded.seq),
    )


def parse(form: Submission) -> Wanted:
    """At least one field, and a reason that names nobody."""
    if not form.ticked(FIELDS):
        raise form.wrong(FIELDS, "forms.error_required")
    if not form.text(REASON):
        raise form.wrong(REASON, "forms.error_reason")
    return Wanted(seq=form.ids.number("n"), fields=form.ticked(FIELDS), reason=form.text(REASON))


def _beginning(value: Any) -> str:
    return clip(on_one_line(" ".join(typed_in(value))), 75)


def _field_name(name: str, texts: Texts) -> str:
    return texts.p(f"private.field_{name}")
