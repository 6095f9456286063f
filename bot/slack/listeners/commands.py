"""`/crisis` and `/crise`: what each word does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.domain import commands as cmd
from bot.domain.crisis import LEAD, Crisis
from bot.slack.listeners import redrawing, views, words_asked
from bot.slack.listeners.naming import new_crisis_id
from bot.slack.listeners.turn import Answer, Patience, Say, Show, Turn, head
from bot.slack.listeners.which import expanded, meant
from bot.slack.moments import moment_in
from bot.slack.people import is_group
from bot.slack.screens import Screen, helping, replies
from bot.slack.screens.forms import (
    action,
    add_item,
    awareness,
    decide,
    handover,
    legal,
    lesson,
    level,
    note,
    posture,
    promise,
    reopen,
    roles,
)
from bot.slack.typed import people_in, plain, without_people
from bot.slack.words import Verb, fold, level_in, nearest_level, parse, role_in, summary_in

SAME_START = timedelta(minutes=10)
"""A second start with the same title by the same person within this time is the first one, sent again."""
_ALL = frozenset({"all", "tout", "toutes", "closed", "closes", "closees", "terminees"})

Doing = Callable[[Turn, Crisis, str], Awaitable[Answer]]


async def run(turn: Turn, text: str) -> Answer:
    """Do what a slash command asks."""
    request = parse(text)
    match request.verb:
        case None:
            nearest = request.nearest(turn.reader.language)
            return Say(helping.unknown(request.word, nearest, request.rest, turn.reader))
        case "help":
            return Say(await _help(turn, full=bool(request.word)))
        case "start":
            return await _start(turn, request.rest)
        case "list":
            everything = bool(_ALL & {fold(word) for word in request.rest.split()})
            mine = turn.desk.service.crises_of(turn.user, open_only=not everything)
            return Say(replies.crises(mine, turn.reader, turn.desk.service.now(), closed_too=everything))
        case "mine":
            return Say(views.mine(turn))
        case verb:
            crisis = await meant(turn)
            return crisis if isinstance(crisis, Say) else await _IN_A_CRISIS[verb](turn, crisis, request.rest)


async def _help(turn: Turn, *, full: bool) -> Screen:
    here = turn.desk.service.crisis_of_channel(turn.channel) if turn.channel else None
    if here is not None and not here.is_member(turn.user):
        here = None
    return helping.help(here, turn.reader, full=full)


async def _start(turn: Turn, rest: str) -> Answer:
    title = plain(without_people(rest))
    if not title:
        return await views.start(turn)
    for crisis in turn.desk.service.crises_of(turn.user):
        age = crisis.since_start(turn.desk.service.now())
        if crisis.started_by == turn.user and _same(crisis.title, title) and age < SAME_START:
            return Say(replies.opened(crisis, turn.reader, workspace=turn.desk.me.url, already=True))
    crisis_id = new_crisis_id()
    turn.answers(crisis_id)
    outcome = await turn.perform(
        cmd.StartCrisis(
            crisis_id=crisis_id,
            actor=turn.user,
            request_id=turn.request_id,
            title=title,
            language=turn.reader.language,
            timezone=turn.desk.timezone,
            invited=await expanded(turn, tuple(people_in(rest))),
            playbook_digest=turn.front.library.default.digest,
            origin_channel=turn.channel,
        )
    )
    return Patience(outcome.crisis.id)


def _same(shown: str, typed: str) -> bool:
    """Whether a crisis's title, which may have been cut, is the one that was typed."""
    words = " ".join(typed.split())
    return words.startswith(shown[:-1]) if shown.endswith("…") else words == shown


async def _decide(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    return Show(decide.view(crisis, turn.reader, text=plain(rest)))


async def _decisions(turn: Turn, crisis: Crisis, _: str) -> Answer:
    return Say(replies.decisions(crisis, turn.reader))


async def _note(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    text = plain(rest)
    if not text:
        return Show(note.view(crisis, turn.reader))
    return redrawing.written(turn, await turn.perform(cmd.AddNote(**head(turn, crisis), text=text)))


async def _level(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    wanted, reason = level_in(plain(rest))
    if wanted is None:
        typed, _, behind = reason.partition(" ")
        guess = nearest_level(typed) if typed else None
        why = behind if guess else ""
        return Show(level.view(crisis, turn.reader, level=guess, unknown=typed if guess else reason, reason=why))
    if not reason and wanted.rank < crisis.level.rank:
        return Show(level.view(crisis, turn.reader, level=wanted))
    await turn.perform(cmd.ChangeLevel(**head(turn, crisis), level=wanted, reason=reason))
    return redrawing.changed(turn, crisis)


async def _role(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    people, named = people_in(rest), without_people(rest)
    role = role_in(named, crisis.playbook) if named else None
    if role is None or len(people) != 1:
        unknown = "" if role else named
        return Show(roles.view(crisis, turn.reader, role=role, user=people[0] if people else None, unknown=unknown))
    return redrawing.written(turn, await turn.perform(cmd.AssignRoles(**head(turn, crisis), roles={role: people[0]})))


async def _take(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    role = (role_in(rest, crisis.playbook) if rest else None) or LEAD
    return redrawing.written(turn, await turn.perform(cmd.AssignRoles(**head(turn, crisis), roles={role: turn.user})))


async def _summary(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    form, in_channel = summary_in(rest)
    if form == "me":
        return Say(await views.since_last_here(turn, crisis))
    if in_channel and form in (None, "team"):
        await turn.perform(cmd.PostSummary(**head(turn, crisis)))
        return redrawing.changed(turn, crisis)
    return Say(views.summary(turn, crisis, form or "team"))


async def _close(turn: Turn, crisis: Crisis, _: str) -> Answer:
    return views.closing(turn, crisis)


async def _reopen(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    reason = plain(rest)
    if not reason:
        return Show(reopen.view(crisis, turn.reader))
    await turn.perform(cmd.ReopenCrisis(**head(turn, crisis), reason=reason))
    return redrawing.changed(turn, crisis)


async def _archive(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    return await views.archived(turn, crisis, plain(rest))


async def _log(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    number = rest.strip().removeprefix("#")
    if number.isdecimal() and len(number) < 10:
        return Say(views.entry(turn, crisis, int(number)))
    return Say(views.log(turn, crisis))


async def _export(turn: Turn, crisis: Crisis, _: str) -> Answer:
    return await views.exported(turn, crisis)


async def _item(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    text = plain(without_people(rest))
    if not text:
        return Show(add_item.view(crisis, turn.reader))
    assignee = next(iter(people_in(rest)), None)
    await turn.perform(cmd.AddItem(**head(turn, crisis), text=text, assignee=assignee))
    return Say(Screen(turn.texts.t("listeners.item_added")))


async def _advice(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    number = int(rest) if rest.isdecimal() and len(rest) < 4 else 0
    return views.advice_of(turn, crisis, number) if number else Say(helping.help(crisis, turn.reader))


async def _awareness(turn: Turn, crisis: Crisis, _: str) -> Answer:
    return Show(awareness.view(crisis, turn.reader))


async def _posture(turn: Turn, crisis: Crisis, _: str) -> Answer:
    return Show(posture.view(crisis, turn.reader, turn.desk.service.now()))


async def _promise(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    """At a time of one's own wall clock, or after a while; what is not understood is asked by a form."""
    now = turn.desk.service.now()
    at = moment_in(plain(rest), now, turn.reader.timezone)
    if at is None:
        return Show(promise.view(crisis, turn.reader, now))
    await turn.perform(cmd.PromiseUpdate(**head(turn, crisis), at=at))
    return Say(Screen(turn.texts.t("listeners.promised", when=turn.texts.when(at, turn.reader.timezone, now=now))))


async def _legal(turn: Turn, crisis: Crisis, _: str) -> Answer:
    return Show(legal.view(crisis, turn.reader, turn.front.regimes, turn.desk.service.now()))


async def _handover(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    to = next((user for user in people_in(rest) if not is_group(user)), None)
    return Show(handover.view(crisis, turn.reader, to=to, note=plain(without_people(rest))))


async def _lesson(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    return Show(lesson.view(crisis, turn.reader, happened=plain(rest)))


async def _lessons(turn: Turn, crisis: Crisis, _: str) -> Answer:
    return Say(replies.lessons(crisis, turn.reader))


async def _action(turn: Turn, crisis: Crisis, rest: str) -> Answer:
    return Show(action.view(crisis, turn.reader, turn.desk.service.now(), text=plain(rest)))


async def _actions(turn: Turn, crisis: Crisis, _: str) -> Answer:
    return Say(replies.actions(crisis, turn.reader, turn.desk.service.now()))


async def _board(turn: Turn, crisis: Crisis, _: str) -> Answer:
    return Say(replies.opened(crisis, turn.reader, workspace=turn.desk.me.url))


_IN_A_CRISIS: dict[Verb, Doing] = {
    "decide": _decide,
    "decisions": _decisions,
    "note": _note,
    "level": _level,
    "role": _role,
    "summary": _summary,
    "close": _close,
    "reopen": _reopen,
    "archive": _archive,
    "log": _log,
    "export": _export,
    "item": _item,
    "advice": _advice,
    "awareness": _awareness,
    "posture": _posture,
    "board": _board,
    "take": _take,
    "promise": _promise,
    "legal": _legal,
    "handover": _handover,
    "lesson": _lesson,
    "lessons": _lessons,
    "action": _action,
    "actions": _actions,
    **words_asked.IN_A_CRISIS,
}
