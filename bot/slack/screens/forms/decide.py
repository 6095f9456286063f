"""The form of a decision: what, why, what was rejected, who decided."""

from __future__ import annotations

from bot.domain.commands import RecordDecision
from bot.domain.crisis import Crisis
from bot.locale import clip, on_one_line, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "decide"
TEXT, WHY, REJECTED, BY, LINK, SUPERSEDES = "text", "why", "rejected", "by", "link", "supersedes"
_NONE = "0"
_OFFERED = 99


def view(
    crisis: Crisis,
    reader: Reader,
    *,
    text: str = "",
    link: str = "",
    message: str = "",
    supersedes: int | None = None,
) -> View:
    """`link`: to the message it comes from; `message`: that message's name (`channel:ts`), so that it counts once."""
    texts = texts_in(reader.language)
    standing = [d for d in reversed(crisis.decisions) if d.superseded_by is None][:_OFFERED]
    earlier = [kit.option(texts.p("forms.decide_replaces_none"), _NONE)] + [
        kit.option(f"{d.number}. {clip(on_one_line(d.text), 65)}", str(d.number)) for d in standing
    ]
    chosen = str(supersedes) if supersedes else _NONE
    replaces = kit.field(SUPERSEDES, texts.p("forms.decide_replaces"), kit.select(earlier, chosen), optional=True)
    blocks = [
        kit.field(
            TEXT,
            texts.p("forms.decide_text"),
            kit.line_input(text, placeholder=texts.p("forms.decide_text_example"), long=True),
        ),
        kit.field(
            WHY,
            texts.p("forms.decide_why"),
            kit.line_input(long=True),
            hint=texts.p("forms.decide_why_hint"),
            optional=True,
        ),
        kit.field(REJECTED, texts.p("forms.decide_rejected"), kit.line_input(long=True), optional=True),
        kit.field(BY, texts.p("forms.decide_by"), kit.person(crisis.lead)),
        kit.field(LINK, texts.p("forms.link"), kit.link_input(link), optional=True),
        *([replaces] if standing else []),
    ]
    return kit.modal(
        NAME,
        texts.p("forms.decide_heading"),
        blocks,
        submit=texts.p("forms.decide_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, m=message or None),
    )


def parse(form: Submission) -> RecordDecision:
    """A decision."""
    if not form.text(TEXT):
        raise form.wrong(TEXT, "forms.error_required")
    number = form.text(SUPERSEDES)
    return RecordDecision(
        **form.head,
        text=form.text(TEXT),
        why=form.text(WHY),
        rejected=form.text(REJECTED),
        decided_by=form.person(BY),
        link=form.text(LINK),
        supersedes=int(number) if number.isdigit() and number != _NONE else None,
    )
