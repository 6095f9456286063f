"""Buttons and ⋯ menus: each click carries one intent and names what it is about; those of the crisis itself."""

from __future__ import annotations

from typing import Any

from bot.domain import commands as cmd
from bot.domain.crisis import LEAD, Crisis, Status
from bot.domain.kernel import Refused
from bot.domain.level import Level
from bot.slack import words
from bot.slack.listeners import aftermath, commands, items, redrawing, saying, steering, views
from bot.slack.listeners.turn import Answer, Doing, Ids, Patience, Say, Show, Turn, head
from bot.slack.listeners.which import known
from bot.slack.screens import details, replies, standing_down
from bot.slack.screens.forms import awareness, decide, level, note, posture, reopen, roles
from bot.slack.screens.screen import unpack
from bot.slack.typed import plain, without_people


async def run(turn: Turn, action: dict[str, Any]) -> Answer:
    """Do what a click asks."""
    verb = str(action.get("action_id", "")).partition(":")[0]
    chosen = action.get("selected_option") or {}
    ids = unpack(chosen.get("value") or action.get("value"))
    if verb == "mine.all":
        return views.all_mine(turn, ids.number_if("p") or 0)
    if "c" not in ids and turn.view is not None:  # a question of a form, whose answer names no crisis
        ids = unpack(turn.view.get("private_metadata"))
    if verb in CHOICES:
        verb = CHOICES[verb].get(str(ids.get("v")), "")
    if verb == "start.open":
        return await views.start(turn)
    if verb == "word":
        return await _word(turn, str(ids.get("w", "")), str(ids.get("t", "")))
    if verb == "mine":
        return Say(views.mine(turn))
    doing = VERBS.get(verb)
    if doing is None:
        return None
    return await doing(turn, await known(turn, str(ids.get("c", ""))), ids)


async def _word(turn: Turn, word: str, rest: str) -> Answer:
    """The word that was meant, with the rest of the line; a crisis is still opened by its form only."""
    if words.parse(word).verb == "start":
        return await views.start(turn, title=plain(without_people(rest)))
    return await commands.run(turn, f"{word} {rest}")


async def _decide(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Show(decide.view(crisis, turn.reader, supersedes=ids.number_if("n")))


async def _note(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(note.view(crisis, turn.reader))


async def _level(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(level.view(crisis, turn.reader))


async def _roles(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(roles.view(crisis, turn.reader))


async def _lead(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    outcome = await turn.perform(cmd.AssignRoles(**head(turn, crisis), roles={LEAD: turn.user}))
    return redrawing.written(turn, outcome)


async def _confirm(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    await turn.perform(cmd.ChangeLevel(**head(turn, crisis), level=_level_of(ids)))
    return redrawing.changed(turn, crisis)


def _level_of(ids: Ids) -> Level:
    try:
        return Level(str(ids["l"]))
    except ValueError:
        raise Refused("outdated") from None


async def _dismiss(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    await turn.perform(cmd.DismissProposal(**head(turn, crisis)))
    return redrawing.changed(turn, crisis)


async def _summary_me(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Say(views.summary(turn, crisis, "team"))


async def _summary_details(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    entries = turn.desk.service.entries(crisis.id, after=ids.number_if("a") or 0)
    now, until = turn.desk.service.now(), ids.number_if("z")
    form: words.Form = words.form_of(str(ids.get("k"))) or "team"
    return Show(details.view(crisis, form, turn.reader, entries, now, until=until))


async def _summary_post(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    await turn.perform(cmd.PostSummary(**head(turn, crisis)))
    return redrawing.changed(turn, crisis)


async def _close(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return views.closing(turn, crisis)


async def _ask_to_close(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    after = (await turn.perform(cmd.AskStandDown(**head(turn, crisis)))).crisis
    return Say(standing_down.asked(after, turn.reader))


async def _reopen(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(reopen.view(crisis, turn.reader))


async def _archive(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return await views.archived(turn, crisis)


async def _retry_channel(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    """Ask Slack again; what comes of it is told by itself, where it was asked."""
    if crisis.status is not Status.FAILED:
        return Say(replies.opened(crisis, turn.reader, workspace=turn.desk.me.url, already=True))
    turn.answers(crisis.id)
    await turn.perform(cmd.RetryChannel(**head(turn, crisis)))
    return Patience(crisis.id)


async def _awareness(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(awareness.view(crisis, turn.reader))


async def _posture(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Show(posture.view(crisis, turn.reader, turn.desk.service.now()))


async def _decisions(turn: Turn, crisis: Crisis, _: Ids) -> Answer:
    return Say(replies.decisions(crisis, turn.reader))


async def _log(turn: Turn, crisis: Crisis, ids: Ids) -> Answer:
    return Say(views.log(turn, crisis, ids.number_if("before")))


CHOICES: dict[str, dict[str, str]] = {  # of a ⋯ menu: which verb each choice is
    "item.more": {
        "take": "item.take",
        "assign": "item.assign",
        "due": "item.due",
        "na": "item.not_applicable",
        "reopen": "item.reopen",
        "details": "item.details",
    },
    "board.more": {
        "decisions": "decisions",
        "log": "log",
        "add": "item.add",
        "awareness": "awareness.open",
        "posture": "posture.open",
        "close": "close.open",
        "roles": "roles.open",
        "level": "level.open",
        "promise": "promise.open",
        "legal": "legal.open",
        "handover": "handover.open",
        "followups": "followups.open",
        "lessons": "lessons",
        "actions": "actions",
        "facts": "facts",
        "statements": "statements",
        "commitments": "commitments",
        "cases": "cases",
        "gates": "gates",
    },
}

VERBS: dict[str, Doing] = {
    "decide.open": _decide,
    "decision.supersede": _decide,
    "note.open": _note,
    "level.open": _level,
    "roles.open": _roles,
    "lead.take": _lead,
    "proposal.confirm": _confirm,
    "proposal.dismiss": _dismiss,
    "summary.me": _summary_me,
    "summary.post": _summary_post,
    "close.open": _close,
    "close.ask": _ask_to_close,
    "reopen.open": _reopen,
    "archive": _archive,
    "awareness.open": _awareness,
    "channel.retry": _retry_channel,
    "posture.open": _posture,
    "decisions": _decisions,
    "log": _log,
    "log.page": _log,
    "summary.details": _summary_details,
    **items.VERBS,
    **steering.VERBS,
    **aftermath.VERBS,
    **saying.VERBS,
}
