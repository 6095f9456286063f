"""What happens when a person acts towards an app: the payload goes out, the answer or the failure is shown."""

import logging
from dataclasses import dataclass

from bot.sandbox import builtin
from bot.sandbox.apps import InstalledApp
from bot.sandbox.blockkit import check_view
from bot.sandbox.channels import Channel
from bot.sandbox.delivery import payloads
from bot.sandbox.delivery.courier import Courier
from bot.sandbox.elements import find_element
from bot.sandbox.errors import Json, SlackError, refuse
from bot.sandbox.forms import complaints
from bot.sandbox.messages import blocks_of
from bot.sandbox.respond import respond
from bot.sandbox.texts import tell
from bot.sandbox.typed import as_entities
from bot.sandbox.viewbook import OpenView
from bot.sandbox.workspace import Workspace

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Act:
    """Something chosen or clicked: which element, its new value, and all values of the surface around it."""

    block_id: str
    action_id: str
    value: Json
    state: Json


class Interactions:
    """Each returns None, or Slack's word for what went wrong (of which the person has been told)."""

    def __init__(self, ws: Workspace, courier: Courier) -> None:
        self._ws = ws
        self._courier = courier

    async def command(self, user: str, channel: Channel, text: str) -> str | None:
        """`text` is the whole line, the slash and the command's name included."""
        name, _, rest = text.strip().partition(" ")
        channel.require(user, writable=True)
        if name == builtin.INVITE:
            builtin.invite(self._ws, channel, user, rest)
            return None
        for app in self._ws.apps.values():
            command = app.command(name)
            if command is not None and not app.revoked:
                rest = as_entities(self._ws, user, rest.strip(), linked=command.should_escape, labelled=True)
                return await self._run_command(app, user, channel, name, rest)
        raise SlackError("unknown_command", text=tell("unknown_command", self._locale(user), command=name))

    async def _run_command(self, app: InstalledApp, user: str, channel: Channel, name: str, text: str) -> str | None:
        payload, url_id = payloads.command_payload(self._ws, app, channel, user, name, text)
        reply = await self._courier.send(app, "slash_commands", payload)
        problem = reply.problem
        if problem is None and reply.body:
            told = reply.body if isinstance(reply.body, dict) else {"text": str(reply.body)}
            if told.get("text") or told.get("blocks") or told.get("attachments"):
                try:
                    respond(self._ws, self._ws.response_urls.peek(url_id), told)
                except SlackError as refusal:
                    log.warning("the answer to %s was refused: %s", name, refusal.answer())
                    problem = refusal.code
        if problem is not None:
            self._toast(user, tell("command_failed", self._locale(user), command=name, error=problem), channel)
        return problem

    async def act_on_message(self, user: str, channel: Channel, message: Json, act: Act) -> str | None:
        app = next((a for a in self._ws.apps.values() if a.bot_id == message.get("bot_id")), None)
        element = find_element(blocks_of(message), act.block_id, act.action_id)
        if app is None or element is None:
            raise SlackError("action_not_found")
        url = self._ws.response_urls.issue(
            app.id,
            channel.id,
            user,
            ts=message["ts"],
            ephemeral=bool(message.get("ephemeral")),
            thread_ts=message.get("thread_ts"),
        )
        payload = payloads.interaction(self._ws, app, user, "block_actions") | {
            **payloads.message_surface(channel, message),
            "trigger_id": self._ws.triggers.issue(app.id, user),
            "response_url": payloads.response_url(self._ws, url.id),
            "state": payloads.message_state(message, act.state),
            "actions": [payloads.action_entry(self._ws, act.block_id, element, act.value)],
        }
        return await self._send(app, user, payload, channel)

    async def act_on_view(self, opened: OpenView, act: Act) -> str | None:
        element = find_element(opened.json["blocks"], act.block_id, act.action_id)
        if element is None:
            raise SlackError("action_not_found")
        self._ws.views.set_state(opened, act.state)
        app, user = opened.app, opened.user
        payload = payloads.interaction(self._ws, app, user, "block_actions") | {
            **payloads.view_surface(opened),
            "trigger_id": self._ws.triggers.issue(app.id, user, opened.id),
            "actions": [payloads.action_entry(self._ws, act.block_id, element, act.value)],
        }
        return await self._send(app, user, payload)

    async def shortcut(self, app: InstalledApp, user: str, callback_id: str) -> str | None:
        return await self._send(app, user, payloads.shortcut(self._ws, app, user, callback_id))

    async def message_shortcut(
        self, app: InstalledApp, user: str, callback_id: str, channel: Channel, message: Json
    ) -> str | None:
        payload = payloads.message_action(self._ws, app, user, callback_id, channel, message)
        return await self._send(app, user, payload, channel)

    async def options(
        self, app: InstalledApp, user: str, surface: Json, block_id: str, action_id: str, value: str
    ) -> Json:
        """The `options` or `option_groups` of an external select. Raises SlackError when there is no answer."""
        told = {"block_id": block_id, "action_id": action_id, "value": value}
        payload = payloads.interaction(self._ws, app, user, "block_suggestion") | surface | told
        reply = await self._courier.send(app, "interactive", payload)
        if reply.problem is not None:
            raise SlackError(reply.problem, text=self._failure(app, user, reply.problem))
        body = reply.body if isinstance(reply.body, dict) else {}
        return {key: body[key] for key in ("options", "option_groups") if isinstance(body.get(key), list)}

    async def submit(self, opened: OpenView, state: Json) -> str | None:
        """Sends the form, or shows what is wrong with it; then does what the app answers."""
        self._ws.views.set_state(opened, state)
        errors = complaints(opened.json["blocks"], opened.json["state"]["values"], self._locale(opened.user))
        if errors:
            self._show_errors(opened, errors)
            return "invalid_form"
        payload = payloads.view_submission(self._ws, opened)
        reply = await self._courier.send(opened.app, "interactive", payload)
        if reply.problem is not None:
            return self._trouble(opened, reply.problem, [])
        try:
            self._follow(opened, reply.body if isinstance(reply.body, dict) else {})
        except SlackError as refusal:
            log.warning("the answer to a view_submission was refused: %s", refusal.answer())
            return self._trouble(opened, refusal.code, refusal.details.get("errors", []))
        return None

    def _trouble(self, opened: OpenView, problem: str, detail: list[str]) -> str:
        text = tell("view_trouble", self._locale(opened.user))
        failed = {"type": "view_failed", "view_id": opened.id, "text": text, "error": problem, "detail": detail}
        self._ws.live.send([opened.user], failed)
        return problem

    def _follow(self, opened: OpenView, answer: Json) -> None:
        """Does what the answer to a view_submission asks for. Raises SlackError when that is not possible."""
        ws = self._ws
        asked = answer.get("response_action")
        if asked is None:
            self._take_away(opened, everything=False)
        elif asked == "clear":
            self._take_away(opened, everything=True)
        elif asked == "errors":
            inputs = {b["block_id"] for b in opened.json["blocks"] if b["type"] == "input"}
            errors = answer.get("errors")
            if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
                raise SlackError("invalid_response_errors", errors=[str(errors)])
            self._show_errors(opened, {block: str(text) for block, text in errors.items()})
        elif asked in ("update", "push"):
            view = answer.get("view")
            refuse(check_view(view))
            if not isinstance(view, dict) or view["type"] != "modal":
                raise SlackError("invalid_response_view")
            shown = (
                ws.views.update(opened, view)
                if asked == "update"
                else ws.views.push(opened.app, opened.user, view, ws.new_id)
            )
            ws.live.send([opened.user], {"type": "view", "action": asked, "view": shown.json})
        else:
            raise SlackError("invalid_response_action")

    async def close(self, opened: OpenView, *, everything: bool) -> str | None:
        """The person closes the modal, or (`everything`) the whole stack; apps that asked to know are told."""
        cleared = everything or bool(opened.json["clear_on_close"])
        problem = None
        for closed in self._take_away(opened, everything=cleared):
            if closed.json["notify_on_close"]:
                payload = payloads.view_closed(self._ws, closed, is_cleared=cleared)
                problem = (await self._courier.send(closed.app, "interactive", payload)).problem or problem
        return problem

    def _take_away(self, opened: OpenView, *, everything: bool) -> list[OpenView]:
        closed = self._ws.views.close(opened, everything=everything)
        if closed:
            gone = {"type": "view_closed", "view_id": opened.id, "all": everything}
            self._ws.live.send([opened.user], gone)
        return closed

    async def _send(self, app: InstalledApp, user: str, payload: Json, channel: Channel | None = None) -> str | None:
        problem = (await self._courier.send(app, "interactive", payload)).problem
        if problem is not None:
            self._toast(user, self._failure(app, user, problem), channel)
        return problem

    def _failure(self, app: InstalledApp, user: str, problem: str) -> str:
        key = "app_too_slow" if problem == "operation_timeout" else "app_failed"
        return tell(key, self._locale(user), app=app.config.name, error=problem)

    def _show_errors(self, opened: OpenView, errors: dict[str, str]) -> None:
        told = {"type": "view_errors", "view_id": opened.id, "errors": errors}
        self._ws.live.send([opened.user], told)

    def _toast(self, user: str, text: str, channel: Channel | None) -> None:
        where = {"channel": channel.id} if channel is not None else {}
        self._ws.live.send([user], {"type": "toast", "text": text, **where})

    def _locale(self, user: str) -> str:
        return str(self._ws.users[user]["locale"])
