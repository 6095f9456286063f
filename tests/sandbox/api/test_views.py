"""Modals and Home tabs."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from bot.sandbox.triggers import Triggers
from tests.sandbox.conftest import heard, modal, refused, section, text_input

HOME = {"type": "home", "blocks": [section("Home")]}


def _trigger(sandbox: Sandbox, user: str = "U01") -> str:
    (app,) = sandbox.workspace.apps.values()
    return sandbox.workspace.triggers.issue(app.id, user)


async def test_a_trigger_opens_one_modal(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """The modal shows on the page of the person who acted; the trigger is then used up."""
    page, other = sandbox.watch("U01"), sandbox.watch("U02")
    trigger = _trigger(sandbox)
    answer = await client.views_open(trigger_id=trigger, view=modal(text_input()))
    (told,) = heard(page, "view")
    assert (told["action"], told["view"]["id"]) == ("open", answer["view"]["id"])
    assert heard(other) == []
    with refused("exchanged_trigger_id"):
        await client.views_open(trigger_id=trigger, view=modal())
    with refused("invalid_trigger_id"):
        await client.views_open(trigger_id="1.2.3", view=modal())


async def test_a_trigger_lives_three_seconds(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """After that it opens nothing."""
    time = 0.0
    sandbox.workspace.triggers = Triggers(now=lambda: time)
    in_time, late = _trigger(sandbox), _trigger(sandbox)
    time = 2.9
    await client.views_open(trigger_id=in_time, view=modal())
    time = 3.1
    with refused("expired_trigger_id"):
        await client.views_open(trigger_id=late, view=modal())


async def test_a_view_that_slack_refuses_does_not_cost_the_trigger(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Bad blocks and too large a view are refused; the corrected view still opens."""
    trigger = _trigger(sandbox)
    with refused("invalid_arguments"):
        await client.views_open(trigger_id=trigger, view=modal(title={"type": "plain_text", "text": "x" * 25}))
    with refused("view_too_large"):
        await client.views_open(trigger_id=trigger, view=modal(*[section("x" * 3000)] * 90))
    await client.views_open(trigger_id=trigger, view=modal())


async def test_three_modals_stack_and_no_fourth(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Each knows its predecessor and its root; the fourth is refused."""
    root = (await client.views_open(trigger_id=_trigger(sandbox), view=modal()))["view"]
    second = (await client.views_push(trigger_id=_trigger(sandbox), view=modal()))["view"]
    third = (await client.views_push(trigger_id=_trigger(sandbox), view=modal()))["view"]
    assert (third["previous_view_id"], third["root_view_id"]) == (second["id"], root["id"])
    with refused("push_limit_reached"):
        await client.views_push(trigger_id=_trigger(sandbox), view=modal())


async def test_nothing_is_pushed_onto_nothing(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A push needs an open modal."""
    with refused("not_found"):
        await client.views_push(trigger_id=_trigger(sandbox), view=modal())


async def test_a_hash_guards_against_a_stale_update(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """An update with an old hash is refused; one with the present hash changes it."""
    view = (await client.views_open(trigger_id=_trigger(sandbox), view=modal()))["view"]
    updated = (await client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("2"))))["view"]
    assert updated["hash"] != view["hash"]
    with refused("hash_conflict"):
        await client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("3")))
    with refused("not_found"):
        await client.views_update(view_id="V404", view=modal())


async def test_an_update_keeps_what_was_typed(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A field with the same block_id and action_id keeps its value through views.update."""
    view = (await client.views_open(trigger_id=_trigger(sandbox), view=modal(text_input())))["view"]
    opened = sandbox.workspace.views.get(view["id"])
    assert opened is not None
    sandbox.workspace.views.set_state(opened, {"name": {"text": {"value": "Ada"}}})
    updated = await client.views_update(view_id=view["id"], view=modal(section("new"), text_input()))
    assert updated["view"]["state"]["values"]["name"]["text"]["value"] == "Ada"


async def test_an_external_id_names_one_view(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A view can be found by its external_id, which no second view may have."""
    await client.views_open(trigger_id=_trigger(sandbox), view=modal(external_id="one"))
    await client.views_update(external_id="one", view=modal(external_id="one"))
    with refused("duplicate_external_id"):
        await client.views_push(trigger_id=_trigger(sandbox), view=modal(external_id="one"))


async def test_a_home_tab_is_published_to_one_person(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Only that person's page gets it; a modal is no Home tab; an old hash conflicts."""
    page, other = sandbox.watch("U01"), sandbox.watch("U02")
    first = (await client.views_publish(user_id="U01", view=HOME))["view"]
    again = (await client.views_publish(user_id="U01", view=HOME, hash=first["hash"]))["view"]
    assert again["id"] == first["id"]
    assert len(heard(page, "home")) == 2
    assert heard(other) == []
    with refused("hash_conflict"):
        await client.views_publish(user_id="U01", view=HOME, hash=first["hash"])
    with refused("invalid_arguments"):
        await client.views_publish(user_id="U01", view=modal())


@pytest.mark.parametrize("method", ["views.open", "views.push"])
async def test_a_modal_needs_a_trigger(client: AsyncWebClient, method: str) -> None:
    """Without a trigger_id the arguments are invalid."""
    with refused("invalid_arguments"):
        await client.api_call(method, json={"view": modal()})
