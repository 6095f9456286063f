"""A person's words are removed for good: by the lead or by legal, with a reason, through the one writer."""

from __future__ import annotations

import logging
from contextlib import suppress

from bot import log
from bot.domain.crisis import Crisis
from bot.domain.roles import may_redact
from bot.service import Service
from bot.slack.client import SlackFailure
from bot.slack.listeners.answering import whisper
from bot.slack.listeners.turn import Answer, Say, Show, Turn
from bot.slack.screens import Screen, redaction
from bot.slack.screens.forms import redact
from bot.slack.screens.forms.redact import Wanted
from bot.slack.scrubbing import holds, needles, scrub, strings
from bot.store.redaction import Redaction

logger = logging.getLogger(__name__)


def opened(turn: Turn, crisis: Crisis, number: int) -> Answer:
    """The form, for an entry that holds words."""
    refused = _not_theirs(turn, crisis)
    if refused is not None:
        return refused
    found = turn.desk.service.entries(crisis.id, seqs=[number])
    if not found:
        return Say(Screen(turn.texts.t("listeners.no_such_entry", number=number, last=crisis.seq)))
    if not redact.has_words(found[0]):
        return _no_words(turn, number)
    return Show(redact.view(crisis, found[0], turn.reader))


async def done(turn: Turn, crisis: Crisis, wanted: Wanted) -> Answer:
    """When it returns, the words are gone; who did it and why is kept with the entry."""
    refused = _not_theirs(turn, crisis)
    if refused is not None:
        return refused
    service = turn.desk.service
    removed = _words(service, crisis, wanted)
    try:
        await service.redact(Redaction(crisis.id, wanted.seq, tuple(wanted.fields), turn.user, wanted.reason))
    except ValueError:
        return _no_words(turn, wanted.seq)
    turn.front.later(_scrubbed(turn, crisis, removed))
    also = [each.seq for each in service.entries(crisis.id) if holds(each.event.model_dump(mode="json"), removed)]
    return Say(redaction.done(crisis.id, wanted.seq, also, turn.reader))


def _words(service: Service, crisis: Crisis, wanted: Wanted) -> tuple[str, ...]:
    """What is looked for in Slack and in the other entries once it is gone here."""
    (entry,) = service.entries(crisis.id, seqs=[wanted.seq]) or (None,)
    content = entry.event.model_dump(mode="json") if entry else {}
    return needles(strings([content.get(name) for name in wanted.fields]))


async def _scrubbed(turn: Turn, crisis: Crisis, removed: tuple[str, ...]) -> None:
    """What stands in Slack already; the person hears what became of it, and what only its authors can delete."""
    try:
        told = redaction.scrubbed(await scrub(turn.desk, crisis.id, removed), turn.reader)
    except SlackFailure as failure:
        told = redaction.not_scrubbed(turn.reader)
        log.event(logger, "scrub.failed", logging.WARNING, error=str(failure))
    with suppress(SlackFailure):
        await whisper(turn, told, crisis.channel_id or turn.user)


def _no_words(turn: Turn, number: int) -> Say:
    return Say(Screen(turn.texts.t("listeners.no_words_in_entry", number=number)))


def _not_theirs(turn: Turn, crisis: Crisis) -> Say | None:
    if may_redact(crisis, turn.user):
        return None
    return Say(Screen(turn.texts.t("listeners.only_lead_or_legal", lead=turn.texts.people([crisis.lead]))))
