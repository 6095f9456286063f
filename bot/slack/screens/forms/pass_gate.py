"""The form of a gate that stands before what people do outside Slack: what lacks; and when nothing does, what was done.

An interview or a live, a promise, a hidden comment: the bot sees none of them, so it is told, and writes it down.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.commands import PassGate
from bot.domain.crisis import Crisis
from bot.domain.gates import missing
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import gate as gates
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack
from bot.slack.screens.wording import gate_name, gate_rule

NAME = "pass_gate"
WHAT = "what"
_KNOWN = ("speak", "promise", "moderate")


def view(crisis: Crisis, gate: str, reader: Reader, now: datetime) -> View:
    """Every step that lacks with its click; the question once there is none left."""
    texts = texts_in(reader.language)
    crisis = replace(crisis, timezone=reader.timezone)
    lacks = missing(crisis, gate)
    rule = kit.context(texts.t("gates.rule", rule=gate_rule(crisis.playbook, gate, texts)))
    name = gate_name(crisis.playbook, gate, texts)
    if lacks:
        told = kit.section(texts.n("gates.closed", len(lacks), gate=name))
        blocks = [told, rule, *gates.steps(crisis, lacks, texts, now)]
    else:
        hint = texts.p(f"gates.what_hint_{gate}" if gate in _KNOWN else "gates.what_hint")
        question = kit.field(WHAT, texts.p("gates.what"), kit.line_input(long=True), hint=hint)
        blocks = [kit.section(texts.t("gates.open", gate=name)), rule, question]
    return kit.modal(
        NAME,
        texts.p("gates.title"),
        blocks,
        submit="" if lacks else texts.p("common.save"),
        close=texts.p("common.close" if lacks else "common.cancel"),
        metadata=pack(c=crisis.id, g=gate),
    )


def parse(form: Submission) -> PassGate:
    """Whether anything lacks is looked at again when it is handed in."""
    if not form.text(WHAT):
        raise form.wrong(WHAT, "refusals.text_missing")
    return PassGate(**form.head, gate=str(form.ids["g"]), what=form.text(WHAT))
