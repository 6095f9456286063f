"""The form of a fact: its words, how sure it is, where it comes from, who checked it."""

from __future__ import annotations

from typing import cast

from bot.domain.commands import AddFact, ChangeFact, FactStatus
from bot.domain.crisis import Crisis
from bot.domain.facts import ESTABLISHED
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "fact"
TEXT, STATUS, SOURCE, CHECKER = "text", "status", "source", "checker"
STATUSES = ("established", "probable", "unknown", "rumour")


def view(
    crisis: Crisis,
    reader: Reader,
    *,
    number: int | None = None,
    text: str = "",
    source: str = "",
    message: str = "",
) -> View:
    """A new fact, or what is known better of fact `number` (KeyError when there is none).

    `text` and `source`: from the message that it comes from, `message` that message's name (`channel:ts`).
    """
    texts = texts_in(reader.language)
    known = crisis.facts[number].now if number is not None else None
    status = known.status if known else "unknown"
    options = [kit.option(texts.p(f"sheet.choose_{each}"), each, texts.p(f"sheet.means_{each}")) for each in STATUSES]
    heading = texts.p("sheet.form_new") if number is None else texts.p("sheet.form_change", number=number)
    return kit.modal(
        NAME,
        heading,
        [
            kit.field(
                TEXT,
                texts.p("sheet.form_text"),
                kit.line_input(known.text if known else text, long=True),
                hint=texts.p("sheet.form_text_hint"),
            ),
            kit.field(STATUS, texts.p("sheet.form_status"), kit.radio(options, status)),
            kit.field(
                SOURCE,
                texts.p("sheet.form_source"),
                kit.line_input(known.source if known else source, most=500),
                hint=texts.p("sheet.form_source_hint"),
                optional=True,
            ),
            kit.field(
                CHECKER,
                texts.p("sheet.form_checker"),
                kit.person(known.checked_by if known else None),
                hint=texts.p("sheet.form_checker_hint"),
                optional=True,
            ),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, f=number, m=message or None),
    )


def parse(form: Submission) -> AddFact | ChangeFact:
    """An established fact has a source."""
    text, status, source = form.text(TEXT), form.text(STATUS), form.text(SOURCE)
    if not text:
        raise form.wrong(TEXT, "forms.error_required")
    if status == ESTABLISHED and not source:
        raise form.wrong(SOURCE, "sheet.error_source")
    sure, checker = cast("FactStatus", status), form.person(CHECKER)
    if "f" in form.ids:
        number = form.ids.number("f")
        return ChangeFact(**form.head, fact=number, text=text, status=sure, source=source, checked_by=checker)
    return AddFact(**form.head, text=text, status=sure, source=source, checked_by=checker)
