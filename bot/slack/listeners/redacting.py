"""A person's words are removed for good: by the lead or by legal, with a reason, through the one writer."""

from __future__ import annotations

from bot.domain.crisis import Crisis
from bot.domain.roles import may_redact
from bot.locale import quote
from bot.slack.listeners.turn import Answer, Say, Show, Turn
from bot.slack.screens import Screen, redaction
from bot.slack.screens.forms import redact
from bot.slack.screens.forms.redact import Wanted
from bot.slack.scrubbing import holds, needles_in, owed_for, strings
from bot.store.redaction import Redaction


def opened(turn: Turn, crisis: Crisis, number: int) -> Answer:
    """The form, for an entry that holds words."""
    refused = _not_theirs(turn, crisis)
    if refused is not None:
        return refused
    found = turn.desk.service.entries(crisis.id, seqs=[number])
    if not found:
        return Say(Screen(turn.texts.t("listeners.no_such_entry", number=number, last=crisis.seq)))
    if not redact.has_words(crisis, found[0]):
        return _no_words(turn, number)
    return Show(redact.view(crisis, found[0], turn.reader))


async def done(turn: Turn, crisis: Crisis, wanted: Wanted) -> Answer:
    """When it returns, the words are gone; who did it and why is kept with the entry."""
    refused = _not_theirs(turn, crisis)
    if refused is not None:
        return refused
    service = turn.desk.service
    removed = tuple(
        needle
        for entry in service.entries(crisis.id, seqs=[wanted.seq])
        for needle in needles_in(crisis, entry, wanted.fields)
    )
    try:
        await service.redact(
            Redaction(crisis.id, wanted.seq, tuple(wanted.fields), turn.user, wanted.reason),
            *owed_for(crisis, removed, turn.user),
        )
    except ValueError:
        return _no_words(turn, wanted.seq)
    entries = ((each.seq, strings(each.event.model_dump(mode="json"))) for each in service.entries(crisis.id))
    also = [seq for seq, texts in entries if holds([*map(quote, texts)], removed)]
    return Say(redaction.done(crisis.id, wanted.seq, also, turn.reader))


def _no_words(turn: Turn, number: int) -> Say:
    return Say(Screen(turn.texts.t("listeners.no_words_in_entry", number=number)))


def _not_theirs(turn: Turn, crisis: Crisis) -> Say | None:
    if may_redact(crisis, turn.user):
        return None
    return Say(Screen(turn.texts.t("listeners.only_lead_or_legal", lead=turn.texts.people([crisis.lead]))))
