"""The form that closes the file while steps of it are open: each with its click, or a reason to close it now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.commands import ArchiveCrisis
from bot.domain.crisis import Crisis
from bot.domain.gates import ARCHIVE, missing
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import gate as gates
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack
from bot.slack.screens.wording import gate_name, gate_rule

NAME = "archive"
REASON = "reason"


def view(crisis: Crisis, reader: Reader, now: datetime) -> View:
    """What the file still lacks, and the reason that is wanted meanwhile."""
    texts = texts_in(reader.language)
    crisis = replace(crisis, timezone=reader.timezone)
    lacks = missing(crisis, ARCHIVE)
    name = gate_name(crisis.playbook, ARCHIVE, texts)
    told = texts.n("gates.closed", len(lacks), gate=name) if lacks else texts.t("gates.open", gate=name)
    reason = kit.field(
        REASON,
        texts.p("gates.archive_reason"),
        kit.line_input(long=True),
        hint=texts.p("gates.archive_reason_hint"),
        optional=not lacks,
    )
    return kit.modal(
        NAME,
        texts.p("board.archive"),
        [
            kit.section(told),
            kit.context(texts.t("gates.rule", rule=gate_rule(crisis.playbook, ARCHIVE, texts))),
            *gates.steps(crisis, lacks, texts, now),
            reason,
        ],
        submit=texts.p("gates.archive_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id),
    )


def parse(form: Submission) -> ArchiveCrisis:
    """Whether a reason is needed is decided with the crisis as it is then."""
    return ArchiveCrisis(**form.head, reason=form.text(REASON))
