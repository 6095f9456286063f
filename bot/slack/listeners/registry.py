"""Where Bolt hands payloads over. Commit, then acknowledge; what is left to do follows in a task of its own."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from hashlib import blake2s
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from bot import log
from bot.domain.kernel import Refused
from bot.slack.client import Denied, SlackFailure
from bot.slack.listeners import actions, commands, happenings, messages, redrawing, submissions, views
from bot.slack.listeners.answering import after, brought_up_to_date, guarded, shown_at_home
from bot.slack.listeners.shape import Happening, Interaction, SlashCommand, check
from bot.slack.listeners.submissions import Wrong
from bot.slack.listeners.turn import Answer, Front, Payload, Replace, Say, Show, Turn
from bot.slack.screens import mine

logger = logging.getLogger(__name__)

COMMANDS = re.compile("/(crisis|crise)")
_ANYTHING = re.compile(".*")


def register(app: AsyncApp, front: Front) -> None:
    """Attach every listener to the app: Bolt asks one after the other, so what comes most often stands first."""
    doors = _Doors(front)
    app.action(_ANYTHING)(doors.action)
    app.command(COMMANDS)(doors.command)
    app.view(_ANYTHING)(doors.submission)
    app.view_closed(_ANYTHING)(doors.closed)
    app.shortcut(_ANYTHING)(doors.shortcut)
    app.error(_odd)
    for name, happening in happenings.EVENTS.items():
        app.event(name)(doors.event(happening))


async def _odd(error: Exception) -> BoltResponse:
    """A payload in a shape that Slack does not send is refused; a fault of our own is logged and owned up to."""
    if isinstance(error, (KeyError, TypeError, AttributeError, IndexError, ValueError)):
        log.event(logger, "payload.odd", logging.WARNING, error=type(error).__name__)
        return BoltResponse(status=400)
    logger.error("bug", exc_info=error)
    return BoltResponse(status=500)


class _Doors:
    """Bolt's listeners. Bolt sends what `ack` was told when the listener ends."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def command(self, body: Payload, ack: AsyncAck) -> None:
        check(SlashCommand, body)
        turn = await self._turn(
            request_name("cmd", body["trigger_id"]), str(body["user_id"]), body, channel=str(body.get("channel_id", ""))
        )
        answer = await _allowed(turn, lambda: commands.run(turn, str(body.get("text") or "")))
        if isinstance(answer, Say):
            screen = answer.screen
            await ack(response_type="ephemeral", text=screen.text, blocks=screen.blocks or None)
        else:
            await ack()
            self._follow(turn, answer)

    async def action(self, body: Payload, ack: AsyncAck) -> None:
        check(Interaction, body)
        channel = str((body.get("channel") or {}).get("id", ""))
        turn = await self._turn(request_name("act", body["trigger_id"]), str(body["user"]["id"]), body, channel=channel)
        answer = await _allowed(turn, lambda: actions.run(turn, body["actions"][0]))
        await ack()
        self._follow(turn, answer)
        if turn.home or (turn.user in self._front.at_home and (turn.view or {}).get("callback_id") == mine.NAME):
            self._front.later(shown_at_home(turn))
            if isinstance(answer, Show):
                self._front.at_home.add(turn.user)

    async def shortcut(self, body: Payload, ack: AsyncAck) -> None:
        check(Interaction, body)
        channel = str((body.get("channel") or {}).get("id", ""))
        turn = await self._turn(request_name("cut", body["trigger_id"]), str(body["user"]["id"]), body, channel=channel)
        answer = await _allowed(turn, lambda: _shortcut(turn, body))
        await ack()
        self._follow(turn, answer)

    async def submission(self, body: Payload, ack: AsyncAck) -> None:
        check(Interaction, body)
        view = body["view"]
        turn = await self._turn(f"view:{view['id']}", str(body["user"]["id"]), body)
        turn.submitted = True
        wrong: dict[str, str] = {}

        async def hand_in() -> Answer:
            outcome = await submissions.run(turn)
            if isinstance(outcome, Wrong):
                wrong.update(outcome.errors)
                return None
            return outcome

        answer = await _allowed(turn, hand_in)
        if wrong:
            await ack(response_action="errors", errors=wrong)
        elif isinstance(answer, Say | Replace):
            view = answer.view if isinstance(answer, Replace) else redrawing.told_in_modal(turn, answer.screen)
            await ack(response_action="update", view=view)
            self._front.later(brought_up_to_date(turn))
        else:
            await ack()
            self._follow(turn, answer)
        if turn.user in self._front.at_home and not wrong:
            self._front.later(shown_at_home(turn))

    async def closed(self, body: Payload, ack: AsyncAck) -> None:
        check(Interaction, body)
        self._front.at_home.discard(str(body["user"]["id"]))
        await ack()

    def event(
        self, happening: Callable[[Turn, dict[str, Any]], Awaitable[None]]
    ) -> Callable[[Payload, dict[str, Any], AsyncAck], Awaitable[BoltResponse | None]]:
        people = self._front.desk.people

        async def told(body: Payload, event: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
            """What is not acknowledged is told again by Slack, up to three times."""
            check(Happening, body)
            user = event.get("user")
            item = event.get("item") or {}
            channel = event.get("channel") or item.get("channel") or ""
            with log.correlated(f"evt:{body['event_id']}"):
                try:
                    turn = Turn(self._front, f"evt:{body['event_id']}", people.unknown(str(user or "")), str(channel))
                    await happening(turn, event)
                except Refused as refused:
                    log.event(logger, "event.refused", told=event.get("type"), code=refused.code)
                except SlackFailure as failure:
                    log.event(logger, "event.failed", logging.WARNING, told=event.get("type"), error=failure.error)
                    if not isinstance(failure, Denied):  # who was refused is refused the next time as well
                        return BoltResponse(status=503)
                except Exception:
                    logger.exception("event.bug")
                    return BoltResponse(status=500)
            await ack()
            return None

        return told

    async def _turn(self, request_id: str, user: str, body: Payload, *, channel: str = "") -> Turn:
        view = body.get("view")
        home = view is not None and view.get("type") == "home"
        with log.correlated(request_id):
            log.event(logger, "request")
            reader = await self._front.desk.people.reader(user)
        return Turn(
            front=self._front,
            request_id=request_id,
            reader=reader,
            channel=channel,
            trigger_id=str(body.get("trigger_id") or ""),
            response_url=str(body.get("response_url") or ""),
            view=None if home else view,
            home=home,
        )

    def _follow(self, turn: Turn, answer: Answer) -> None:
        if answer is not None:
            self._front.later(after(turn, answer))


def request_name(kind: str, trigger_id: str) -> str:
    """A request's name: the same for the same request. What opens a modal is written down nowhere."""
    return f"{kind}:{blake2s(trigger_id.encode(), digest_size=12).hexdigest()}"


async def _allowed(turn: Turn, work: Callable[[], Awaitable[Answer]]) -> Answer:
    """Do it, when it is a living person who asks; whatever goes wrong becomes an answer."""

    async def asked() -> Answer:
        if turn.reader.is_outside:
            raise Refused("only_people")
        return await work()

    return await guarded(turn, asked)


async def _shortcut(turn: Turn, body: Payload) -> Answer:
    match body.get("callback_id"):
        case "start_crisis":
            return await views.start(turn)
        case "record_decision":
            return await messages.record_decision(turn, body)
        case "add_to_log":
            return await messages.add_to_log(turn, body["message"])
        case "add_fact":
            return await messages.add_fact(turn, body["message"])
        case _:
            return None
