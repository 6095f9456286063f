"""The form that removes a person's words for good: which of an entry's, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.crisis import Crisis
from bot.domain.kernel import Recorded
from bot.locale import Texts, clip, on_one_line, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "redact"
FIELDS, REASON = "fields", "reason"
WORDS = (
    "text", "texts", "words", "title", "what", "why", "rejected", "reason", "source", "link", "proof",
    "expected_proof", "outcome", "about", "promise", "happened", "cause", "change", "note", "answers", "evidence",
    "channels",
)  # fmt: skip
"""Fields of entries that hold what people typed; the rest are numbers, names and times, which stay."""
_OFFERED = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which fields of which entry lose their words, and why."""

    seq: int
    fields: tuple[str, ...]
    reason: str


def has_words(recorded: Recorded) -> bool:
    """Whether an entry holds anything that people typed."""
    return bool(_words(recorded))


def view(crisis: Crisis, recorded: Recorded, reader: Reader) -> View:
    """Everything is ticked that the entry holds; what stays ticked goes, for good."""
    texts = texts_in(reader.language)
    options = [kit.option(_field_name(name, texts), name, text) for name, text in _words(recorded).items()][:_OFFERED]
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


def _words(recorded: Recorded) -> dict[str, str]:
    """The entry's fields that hold words, with how they begin."""
    content: dict[str, Any] = recorded.event.model_dump(mode="json")
    found = {name: _beginning(content[name]) for name in WORDS if content.get(name)}
    return {name: text for name, text in found.items() if text}


def _beginning(value: Any) -> str:
    parts = value.values() if isinstance(value, dict) else [value]
    return clip(on_one_line(" ".join(str(part) for part in parts if isinstance(part, str))), 75)


def _field_name(name: str, texts: Texts) -> str:
    return texts.p(f"private.field_{name}")
