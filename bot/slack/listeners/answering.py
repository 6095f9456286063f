"""Doing what was asked, and answering: what goes wrong becomes an answer that helps.

The order is always the same: commit, then acknowledge, then act on Slack (open a form, answer privately). What
comes after the acknowledgement runs in a task of its own and cannot take the acknowledgement back.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from bot import log
from bot.domain.crisis import Status
from bot.domain.effects import Effect
from bot.domain.kernel import Refused
from bot.slack.client import Answer as SlackAnswer
from bot.slack.client import Denied, SlackFailure
from bot.slack.effects import home
from bot.slack.effects.notice import respond
from bot.slack.listeners import sorry
from bot.slack.listeners.redrawing import as_it_is, asking_on, opened_in, opened_on, told_in_modal
from bot.slack.listeners.turn import Answer, Patience, Post, Redraw, Replace, Say, Show, Turn, Whisper
from bot.slack.screens import Screen, View, replies
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

_CLOSED = "not_found"
"""What Slack says of a modal that was closed meanwhile."""
_SHOWN = "exchanged_trigger_id"
"""What Slack says where the same click has opened its form before: it was delivered twice."""
_COVERED = "push_limit_reached"
"""What Slack says where three lie upon each other already: a double click has laid its answer there before."""
PATIENCE = 4.0
"""Seconds in which a channel is made, unless Slack is slow."""


async def guarded(turn: Turn, work: Callable[[], Awaitable[Answer]]) -> Answer:
    """Do it, and turn whatever goes wrong into an answer. A bug is logged under the number that is told."""
    with log.correlated(turn.request_id):
        try:
            return await work()
        except Refused as refused:
            log.event(logger, "refused", user=turn.logged, code=refused.code)
            return Say(sorry.refused(turn, refused), refused=True)
        except SlackFailure as failure:
            log.event(logger, "slack.failed", logging.WARNING, user=turn.logged, error=str(failure))
            return Say(sorry.slack_failed(turn, failure))
        except StoreError as failure:
            log.event(logger, "not_written", logging.ERROR, user=turn.logged, code=failure.code)
            return Say(Screen(sorry.not_written(turn.texts, failure)))
        except Exception:
            number = secrets.token_hex(4)
            logger.exception("bug", extra={"fields": {"user": turn.logged, "number": number}})
            return Say(sorry.broken(turn, number))


async def after(turn: Turn, answer: Answer) -> None:
    """What comes after the acknowledgement; its failure is told too, if Slack lets us."""

    async def followed() -> Answer:
        await _follow(turn, answer)
        return None

    failed = await guarded(turn, followed)
    if isinstance(failed, Say):
        with log.correlated(turn.request_id):
            try:
                await _say(turn, failed.screen)
            except SlackFailure as failure:
                log.event(logger, "answer.lost", logging.WARNING, user=turn.logged, error=str(failure))


async def brought_up_to_date(turn: Turn) -> None:
    """The modal under a form that is answered already; where that fails, it shows what it showed."""

    async def drawn() -> Answer:
        await _follow(turn, as_it_is(turn))
        return None

    await guarded(turn, drawn)


async def shown_at_home(turn: Turn) -> None:
    """The Home tab after something was done there."""
    try:
        await publish_home(turn)
    except (SlackFailure, StoreError) as failure:
        log.event(logger, "home.lost", logging.WARNING, user=turn.logged, error=str(failure))


async def publish_home(turn: Turn) -> None:
    """The Home tab as it is now; where Slack does not take it, it is owed, like all that Slack must be told.

    Raises SlackFailure for who is in no crisis: their tab says nothing that could be stale.
    """
    service = turn.desk.service
    try:
        await home.publish(turn.desk, turn.user)
    except SlackFailure as failure:
        mine = service.crises_of(turn.user, open_only=False, limit=1)
        if not mine:
            raise
        log.event(logger, "home.owed", user=turn.logged, error=str(failure))
        await service.outbox.owe(mine[0].id, Effect(kind="home", to=turn.user), turn.request_id)
        service.wake()
    else:
        if (row := service.outbox.parked_home(turn.user)) is not None:
            await service.outbox.unpark(row)
            service.wake()


async def _follow(turn: Turn, answer: Answer) -> None:
    call = turn.desk.slack.call
    match answer:
        case Say():
            await _told(turn, answer)
        case Show(view) if turn.view:
            await _laid(turn, opened_on(turn.view, view), _COVERED)
        case Show(view) | Replace(view):
            await _forgiven(call("views.open", trigger_id=turn.trigger_id, view=opened_in(turn, view)), _SHOWN)
        case Redraw(view, view_id, wanted):
            await _forgiven(_in_place(turn, asking_on(turn, view), view_id), *(() if wanted else (_CLOSED,)))
        case Whisper(screen, channel):
            await whisper(turn, screen, channel)
        case Post(crisis, screen):
            await call("chat.postMessage", channel=crisis.channel_id, text=screen.text, blocks=screen.blocks or None)
        case Patience(crisis_id):
            await _reassure(turn, crisis_id)
        case None:
            pass


async def _told(turn: Turn, answer: Say) -> None:
    """Upon the modal in which the person acted, which is brought up to date when they acted in vain; else beside."""
    if answer.refused and isinstance(present := as_it_is(turn), Redraw):
        await _forgiven(_in_place(turn, present.view, present.view_id), _CLOSED)
    if not (turn.view and await _laid(turn, told_in_modal(turn, answer.screen), _CLOSED, _COVERED)):
        await _say(turn, answer.screen, instead=answer.instead)


async def _laid(turn: Turn, view: View, *forgiven: str) -> bool:
    """Lay a modal upon the one in which the person acted; on the third one, into its place.

    False where Slack refuses it with one of the codes that are `forgiven`. Raises SlackFailure.
    """
    standing = turn.view or {}
    if standing.get("previous_view_id") not in (None, "", standing.get("root_view_id")):
        return await _forgiven(_in_place(turn, view, str(standing["id"])), *forgiven)
    try:
        return await _forgiven(turn.desk.slack.call("views.push", trigger_id=turn.trigger_id, view=view), *forgiven)
    except Denied as denied:
        if denied.error != _SHOWN:
            raise
        return True


def _in_place(turn: Turn, view: View, view_id: str) -> Coroutine[Any, Any, SlackAnswer]:
    """Show a modal in the place of another."""
    return turn.desk.slack.call("views.update", view_id=view_id, view=view)


async def _forgiven(call: Coroutine[Any, Any, SlackAnswer], *errors: str) -> bool:
    """Whether a call worked; what these errors say is no trouble. Raises SlackFailure."""
    try:
        await call
    except Denied as denied:
        if denied.error not in errors:
            raise
        return False
    return True


async def whisper(turn: Turn, screen: Screen, channel: str) -> None:
    """Say something in a channel to one person; to who is not there, in their direct messages. Raises SlackFailure."""
    said = {"text": screen.text, "blocks": screen.blocks or None}
    try:
        await turn.desk.slack.call("chat.postEphemeral", channel=channel, user=turn.user, **said)
    except Denied:
        await turn.desk.slack.call("chat.postMessage", channel=await turn.desk.people.direct_channel(turn.user), **said)


async def _reassure(turn: Turn, crisis_id: str) -> None:
    """Slack is slow or away: say that the crisis is open all the same."""
    try:
        async with asyncio.timeout(PATIENCE):
            await turn.desk.stopping.wait()
    except TimeoutError:
        crisis = turn.desk.service.crisis(crisis_id)
        if crisis is not None and crisis.status is Status.STARTING:
            await _say(turn, replies.opened(crisis, turn.reader))


async def _say(turn: Turn, screen: Screen, *, instead: bool = False) -> None:
    """Answer privately: where the person acted, else in their direct messages. Raises SlackFailure."""
    if turn.response_url and await respond(turn.desk, turn.response_url, screen, instead=instead):
        return
    channel = await turn.desk.people.direct_channel(turn.user)
    await turn.desk.slack.call("chat.postMessage", channel=channel, text=screen.text, blocks=screen.blocks or None)
