"""The form of the next public word: the time that was said in public."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.commands import PromiseUpdate
from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack

NAME = "promise"
QUICK, MOMENT = "quick", "moment"
QUICK_CHOICES = ("30", "60", "120", "240", "exact")
_DEFAULT = "60"


def view(crisis: Crisis, reader: Reader, now: datetime) -> View:
    """Quick choices first, the level's own rhythm chosen already; an exact time below them."""
    texts = texts_in(reader.language)
    rhythm = str(crisis.rules.public_update)
    options = [kit.option(texts.p(f"forms.promise_{choice}"), choice) for choice in QUICK_CHOICES]
    blocks = [kit.section(texts.t("forms.promise_what"))]
    if crisis.promised:
        when = texts.when(crisis.promised.at, reader.timezone, now=now)
        blocks.append(kit.context(texts.t("forms.promise_present", when=when)))
    return kit.modal(
        NAME,
        texts.p("forms.promise_heading"),
        [
            *blocks,
            kit.field(
                QUICK,
                texts.p("forms.promise_when"),
                kit.radio(options, rhythm if rhythm in QUICK_CHOICES else _DEFAULT),
            ),
            kit.field(MOMENT, texts.p("forms.due_moment"), kit.moment(), hint=texts.p("forms.due_hint"), optional=True),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id),
    )


def parse(form: Submission) -> PromiseUpdate:
    """An exact time wins over a quick choice, which falls on a whole minute."""
    exact, quick = form.moment(MOMENT), form.text(QUICK)
    if exact is None and not quick.isdigit():
        raise form.wrong(MOMENT, "forms.error_moment")
    if exact is not None and exact <= form.now:
        raise form.wrong(MOMENT, "forms.error_past")
    at = exact or form.now.replace(second=0, microsecond=0) + timedelta(minutes=int(quick))
    return PromiseUpdate(**form.head, at=at)
