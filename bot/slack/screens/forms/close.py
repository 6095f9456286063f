"""The form of the stand-down: never silent about what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.checklist import open_gate_items
from bot.domain.commands import StandDown
from bot.domain.crisis import Crisis
from bot.domain.gates import STAND_DOWN, missing
from bot.domain.stand_down import still_open
from bot.locale import Mrkdwn, Texts, join, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import commitments, matters, situation
from bot.slack.screens import gate as gates_kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.items import one_line
from bot.slack.screens.screen import Reader, View, pack

NAME = "close"
REASON = "reason"
_SHOWN = 12
_PROMISES, _WORDS = 6, 160


def view(crisis: Crisis, reader: Reader, now: datetime) -> View:
    """What is still open, gate items first, each with its click; a reason is wanted while one of those is open."""
    crisis = replace(crisis, timezone=reader.timezone)
    texts = texts_in(reader.language)
    gates = open_gate_items(crisis, STAND_DOWN)
    others = [item for item in still_open(crisis) if item.key not in {gate.key for gate in gates}]

    def listed(items: list[Mrkdwn]) -> list[Mrkdwn]:
        shown = items[:_SHOWN]
        if len(items) > _SHOWN:
            shown.append(texts.n("forms.close_more", len(items) - _SHOWN))
        return shown

    blocks = [kit.section(texts.t("forms.close_what")), *kit.paragraphs(_people_wait(crisis, texts, now))]
    if gates:
        blocks.append(kit.header(texts.p("forms.close_gates")))
        blocks.extend(gates_kit.steps(crisis, missing(crisis, STAND_DOWN), texts, now))
    left = [*matters.to_sign(crisis, texts, now), *(one_line(crisis, item, texts, now) for item in others)]
    if left:
        blocks.append(kit.header(texts.p("forms.close_open")))
        blocks.extend(kit.paragraphs(listed(left)))
    if not gates and not left and len(blocks) == 1:
        blocks.append(kit.section(texts.t("forms.close_nothing")))
    hint = texts.p("forms.close_reason_hint") if gates else ""
    blocks.append(
        kit.field(REASON, texts.p("forms.close_reason"), kit.line_input(long=True), hint=hint, optional=not gates)
    )
    return kit.modal(
        NAME,
        texts.p("forms.close_heading"),
        blocks,
        submit=texts.p("forms.close_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id),
    )


def _people_wait(crisis: Crisis, texts: Texts, now: datetime) -> list[Mrkdwn]:
    """What a stand-down does not end, before any item: a danger, promises to the public, people with a case."""
    promised = sorted((each for each in crisis.commitments.values() if each.is_open), key=lambda each: each.due)
    lines = [
        join(
            " · ",
            [
                texts.t("owed.line", number=each.number, words=quote(each.words, _WORDS, one_line=True)),
                commitments.state(crisis, each, texts, now),
            ],
        )
        for each in promised[:_PROMISES]
    ]
    told = [texts.t("owed.follow_up", figures=commitments.figures(crisis, texts)), *lines] if lines else []
    left = sum(case.closed_at is None for case in crisis.cases.values())
    cases = [texts.n("private.follow_up", left, total=len(crisis.cases))] if left else []
    danger = situation.danger_line(crisis, texts)
    return [*([danger] if danger else []), *told, *cases]


def parse(form: Submission) -> StandDown:
    """Whether a reason is needed is decided with the crisis as it is then, not as the form saw it."""
    return StandDown(**form.head, reason=form.text(REASON))
