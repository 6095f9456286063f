"""What an app is sent when people act, and what they see of its answer."""

from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from tests.sandbox.conftest import Ear, button, client_of, heard, modal, section, text_input


@pytest.fixture
def client(http_sandbox: Sandbox) -> AsyncWebClient:
    return client_of(http_sandbox)


async def _open(sandbox: Sandbox, client: AsyncWebClient, view: dict[str, Any]) -> str:
    (app,) = sandbox.workspace.apps
    trigger = sandbox.workspace.triggers.issue(app, "U01")
    return str((await client.views_open(trigger_id=trigger, view=view))["view"]["id"])


NAMED = {"name": {"text": {"type": "plain_text_input", "value": "Ada"}}}


async def test_a_click_on_a_message_carries_what_slack_carries(
    http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear, kitchen: str
) -> None:
    """block_actions with container, message, channel, user, action and a fresh trigger."""
    posted = await client.chat_postMessage(channel=kitchen, text="soup?", blocks=[button("yes", "7")])
    container = {"type": "message", "channel": kitchen, "ts": posted["ts"]}
    answer = await http_sandbox.do(
        "U01", "action", container=container, block_id="buttons", action_id="yes", value={"value": "forged"}
    )
    assert answer == {"ok": True}
    (payload,) = ear.payloads("block_actions")
    assert payload["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": kitchen,
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": kitchen, "name": "kitchen"}
    assert payload["message"]["text"] == "soup?"
    assert payload["user"] == {
        "id": "U01",
        "username": "camille.morel",
        "name": "camille.morel",
        "team_id": http_sandbox.workspace.team_id,
    }
    (action,) = payload["actions"]
    assert (action["action_id"], action["block_id"], action["value"], action["type"]) == (
        "yes",
        "buttons",
        "7",
        "button",
    )
    assert {"api_app_id", "token", "trigger_id", "response_url", "state", "team"} <= set(payload)
    assert (payload["is_enterprise_install"], payload["enterprise"]) == (False, None)


async def test_a_click_tells_all_values_around_it(
    http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear, kitchen: str
) -> None:
    """state.values holds every element with a value, those untouched with what they began with."""
    option = {"text": {"type": "plain_text", "text": "A"}, "value": "a"}
    boxes = {"type": "checkboxes", "action_id": "boxes", "options": [option], "initial_options": [option]}
    picker = {"type": "datepicker", "action_id": "day"}
    block = {"type": "actions", "block_id": "form", "elements": [boxes, picker]}
    posted = await client.chat_postMessage(channel=kitchen, text="x", blocks=[block])
    container = {"type": "message", "channel": kitchen, "ts": posted["ts"]}
    day = {"selected_date": "2026-11-24"}
    await http_sandbox.do(
        "U01",
        "action",
        container=container,
        block_id="form",
        action_id="day",
        value=day,
        state={"form": {"day": {"type": "datepicker", **day}}},
    )
    (payload,) = ear.payloads("block_actions")
    values = payload["state"]["values"]["form"]
    assert values["boxes"]["selected_options"] == [option]
    assert values["day"]["selected_date"] == "2026-11-24"
    assert payload["actions"][0]["selected_date"] == "2026-11-24"


async def test_an_ephemeral_message_is_not_told_back(
    http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear, kitchen: str
) -> None:
    """A click on it says is_ephemeral and carries no message; its response_url can replace and delete it."""
    page = http_sandbox.watch("U01")
    await client.chat_postEphemeral(channel=kitchen, user="U01", text="psst", blocks=[button()])
    ts = heard(page, "message")[0]["message"]["ts"]
    container = {"type": "message", "channel": kitchen, "ts": ts, "ephemeral": True}
    await http_sandbox.do("U01", "action", container=container, block_id="buttons", action_id="go", value={})
    (payload,) = ear.payloads("block_actions")
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload
    async with aiohttp.ClientSession() as session:
        await session.post(payload["response_url"], json={"replace_original": True, "text": "changed"})
        (changed,) = heard(page, "message")
        assert (changed["message"]["ts"], changed["message"]["text"]) == (ts, "changed")
        await session.post(payload["response_url"], json={"delete_original": True})
    assert heard(page, "message_gone") == [{"type": "message_gone", "channel": kitchen, "ts": ts}]


async def test_a_private_channels_name_is_not_told(http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear) -> None:
    """Payloads call it privategroup, as Slack does."""
    channel = (await client.conversations_create(name="hidden", is_private=True))["channel"]["id"]
    await client.conversations_invite(channel=channel, users="U01")
    await http_sandbox.do("U01", "command", channel=channel, text="/lunch")
    form = next(parse_qs(body.decode()) for _, body in ear.requests if b"command=" in body)
    assert form["channel_name"] == ["privategroup"]


async def test_a_form_is_checked_before_it_is_sent(http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear) -> None:
    """An empty required field is marked in the person's language, and the app hears nothing."""
    view = await _open(http_sandbox, client, modal(text_input()))
    page = http_sandbox.watch("U01")
    await http_sandbox.do("U01", "submit", view_id=view, state={"name": {"text": {"value": ""}}})
    (told,) = heard(page, "view_errors")
    assert told["errors"] == {"name": "Veuillez remplir ce champ obligatoire."}
    assert ear.payloads("view_submission") == []


async def test_a_form_arrives_with_its_values_and_closes(
    http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear
) -> None:
    """view_submission carries the view with state and private_metadata; an empty answer closes it."""
    view = await _open(
        http_sandbox, client, modal(text_input(), text_input("more", optional=True), private_metadata="secret")
    )
    page = http_sandbox.watch("U01")
    await http_sandbox.do("U01", "submit", view_id=view, state=NAMED)
    (payload,) = ear.payloads("view_submission")
    values = payload["view"]["state"]["values"]
    assert values["name"]["text"] == {"type": "plain_text_input", "value": "Ada"}
    assert values["more"]["text"] == {"type": "plain_text_input", "value": None}
    assert (payload["view"]["private_metadata"], payload["view"]["callback_id"]) == ("secret", "form")
    assert {"trigger_id", "response_urls", "hash"} <= set(payload) | set(payload["view"])
    assert heard(page, "view_closed") == [{"type": "view_closed", "view_id": view, "all": False}]
    assert (await http_sandbox.do("U01", "submit", view_id=view, state=NAMED))["error"] == "view_not_found"


@pytest.mark.parametrize("action", ["update", "push"])
async def test_the_answer_to_a_form_can_show_another(
    http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear, action: str
) -> None:
    """response_action update changes the modal in place, push lays one on top."""
    view = await _open(http_sandbox, client, modal(text_input()))
    ear.answer_with({"response_action": action, "view": modal(section("next"))})
    page = http_sandbox.watch("U01")
    await http_sandbox.do("U01", "submit", view_id=view, state=NAMED)
    (told,) = heard(page, "view")
    assert (told["action"], told["view"]["id"] == view) == (action, action == "update")


async def test_the_answer_to_a_form_can_clear_the_stack(
    http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear
) -> None:
    """response_action clear closes everything."""
    root = await _open(http_sandbox, client, modal(text_input()))
    ear.answer_with({"response_action": "push", "view": modal(text_input())})
    await http_sandbox.do("U01", "submit", view_id=root, state=NAMED)
    top = http_sandbox.workspace.views.stack("U01")[-1].id
    ear.answer_with({"response_action": "clear"})
    await http_sandbox.do("U01", "submit", view_id=top, state=NAMED)
    assert http_sandbox.workspace.views.stack("U01") == []


async def test_the_apps_errors_stand_at_their_fields(http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear) -> None:
    """response_action errors keeps the form open and marks the field; an unknown field is trouble."""
    view = await _open(http_sandbox, client, modal(text_input()))
    page = http_sandbox.watch("U01")
    ear.answer_with({"response_action": "errors", "errors": {"name": "taken"}})
    await http_sandbox.do("U01", "submit", view_id=view, state=NAMED)
    assert heard(page, "view_errors")[0]["errors"] == {"name": "taken"}
    ear.answer_with({"response_action": "errors", "errors": {"elsewhere": "taken"}})
    await http_sandbox.do("U01", "submit", view_id=view, state=NAMED)
    assert heard(page, "view_failed")[0]["error"] == "invalid_response_errors"
    assert http_sandbox.workspace.views.get(view) is not None


async def test_a_view_that_slack_refuses_is_trouble_not_silence(
    http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear
) -> None:
    """An invalid view in the answer leaves the form open and says that something went wrong."""
    view = await _open(http_sandbox, client, modal(text_input()))
    page = http_sandbox.watch("U01")
    ear.answer_with({"response_action": "update", "view": modal(section(""))})
    await http_sandbox.do("U01", "submit", view_id=view, state=NAMED)
    (failed,) = heard(page, "view_failed")
    assert (failed["error"], failed["view_id"]) == ("invalid_arguments", view)
    assert failed["detail"]


async def test_a_slow_app_keeps_the_form_open(http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear) -> None:
    """After the timeout the person is told inside the modal, and nothing that was typed is lost."""
    view = await _open(http_sandbox, client, modal(text_input()))
    page = http_sandbox.watch("U01")

    async def broken(request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(status=500)

    ear.answer = broken
    await http_sandbox.do("U01", "submit", view_id=view, state=NAMED)
    assert heard(page, "view_failed")[0]["error"] == "http_service_error"
    opened = http_sandbox.workspace.views.get(view)
    assert opened is not None
    assert opened.json["state"]["values"]["name"]["text"]["value"] == "Ada"


async def test_closing_is_told_to_who_asked(http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear) -> None:
    """view_closed comes with notify_on_close only, and says whether the whole stack went."""
    quiet = await _open(http_sandbox, client, modal())
    await http_sandbox.do("U01", "close", view_id=quiet)
    loud = await _open(http_sandbox, client, modal(notify_on_close=True))
    await http_sandbox.do("U01", "close", view_id=loud, all=True)
    (payload,) = ear.payloads("view_closed")
    assert (payload["view"]["id"], payload["is_cleared"]) == (loud, True)


async def test_another_persons_modal_cannot_be_touched(http_sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Only who opened it can submit or close it."""
    view = await _open(http_sandbox, client, modal(text_input()))
    for verb in ("submit", "close"):
        assert (await http_sandbox.do("U02", verb, view_id=view))["error"] == "view_not_found"


async def test_a_click_in_a_modal_tells_the_modal(http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear) -> None:
    """block_actions from a view carries the view with its state, and no response_url."""
    view = await _open(http_sandbox, client, modal(text_input(), button()))
    await http_sandbox.do(
        "U01",
        "action",
        container={"type": "view", "view_id": view},
        block_id="buttons",
        action_id="go",
        value={},
        state=NAMED,
    )
    (payload,) = ear.payloads("block_actions")
    assert payload["container"] == {"type": "view", "view_id": view}
    assert payload["view"]["state"]["values"]["name"]["text"]["value"] == "Ada"
    assert "response_url" not in payload


async def test_options_come_from_the_app(http_sandbox: Sandbox, client: AsyncWebClient, ear: Ear) -> None:
    """block_suggestion carries what was typed, and the app's options come back."""
    select = {
        "type": "input",
        "block_id": "pick",
        "label": {"type": "plain_text", "text": "Dish"},
        "element": {"type": "external_select", "action_id": "dish", "min_query_length": 1},
    }
    view = await _open(http_sandbox, client, modal(select))
    options = [{"text": {"type": "plain_text", "text": "Soup"}, "value": "soup"}]
    ear.answer_with({"options": options})
    answer = await http_sandbox.do(
        "U01",
        "options",
        container={"type": "view", "view_id": view},
        block_id="pick",
        action_id="dish",
        value="so",
    )
    assert answer == {"ok": True, "options": options}
    (payload,) = ear.payloads("block_suggestion")
    assert (payload["action_id"], payload["value"], payload["view"]["id"]) == ("dish", "so", view)


async def test_shortcuts_reach_the_app(http_sandbox: Sandbox, ear: Ear, kitchen: str) -> None:
    """A global one has no channel; a message one carries the message, whoever wrote it."""
    (app,) = http_sandbox.workspace.apps
    ts = (await http_sandbox.do("U02", "say", channel=kitchen, text="soup"))["message"]["ts"]
    await http_sandbox.do("U01", "shortcut", app=app, callback_id="book")
    await http_sandbox.do("U01", "message_shortcut", app=app, callback_id="eat", channel=kitchen, ts=ts)
    (everywhere,) = ear.payloads("shortcut")
    assert everywhere["callback_id"] == "book"
    assert "channel" not in everywhere
    (on_message,) = ear.payloads("message_action")
    assert (on_message["message"]["text"], on_message["message"]["user"]) == ("soup", "U02")
    assert {"trigger_id", "response_url", "message_ts", "channel", "action_ts"} <= set(on_message)
    unknown = await http_sandbox.do("U01", "shortcut", app=app, callback_id="eat")
    assert unknown["error"] == "shortcut_not_found"
