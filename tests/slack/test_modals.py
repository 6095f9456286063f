"""Clicks in modals: twice, in the third one, in one that is closed meanwhile."""

from __future__ import annotations

import asyncio
from functools import partial

from tests.scenarios.actor import find
from tests.scenarios.stage import Person, Stage, texts_of, until
from tests.slack.test_start import opened
from tests.waiting import Json


async def test_a_hasty_click_in_a_modal_is_no_trouble(stage: Stage) -> None:
    """Four clicks on one button lay at most three modals upon each other, and nobody is told of a failure."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise conseil 1")
    view = await camille.modal("advice")
    block, element = find(view["blocks"], "item.add", {})
    args = {"block_id": block["block_id"], "action_id": element["action_id"], "value": {"value": element["value"]}}
    container = {"type": "view", "view_id": view["id"]}
    await asyncio.gather(*(camille.do("action", container=container, state={}, **args) for _ in range(4)))
    await stage.settled()
    assert await camille.modal("add_item")
    await asyncio.sleep(0.2)  # what follows an acknowledgement follows it at once
    assert stage.direct(camille) == []
    assert "push_limit_reached" in [call.outcome for call in stage.calls("views.push")]


async def test_a_modal_that_is_closed_meanwhile_is_not_missed(stage: Stage) -> None:
    """Somebody ticks and closes in one breath: it is ticked, and nobody is told of a failure."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise conseil 1")
    view = await camille.modal("advice")
    block, element = find(view["blocks"], "item.more", {})
    take = next(option for option in element["options"] if '"take"' in option["value"])

    async def gone(method: str, phase: str, _: int) -> None:
        if method == "views.update" and phase == "before":
            await camille.do("close", view_id=view["id"], all=True)

    stage.sandbox.on_call = gone
    await camille.do(
        "action",
        container={"type": "view", "view_id": view["id"]},
        block_id=block["block_id"],
        action_id=element["action_id"],
        value={"selected_option": take},
        state={},
    )
    await stage.settled()
    await asyncio.sleep(0.2)  # as above
    assert [call.outcome for call in stage.calls("views.update")] == ["not_found"]
    assert stage.direct(camille) == []
    assert any(state.assignee == camille.id for state in stage.crisis.items.values())


async def test_what_was_to_be_shown_in_a_modal_that_is_closed_meanwhile_is_not_passed_over(stage: Stage) -> None:
    """Somebody asks for a form or for another advice and closes in one breath: they are told where it went."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    for asked, method in (("item.add", "views.push"), ("advice.open", "views.update")):
        told = len(stage.direct(camille))
        await camille.command(channel.id, "/crise conseil 1")
        view = await camille.modal("advice")

        async def gone(called: str, phase: str, _: int, method: str = method, view: Json = view) -> None:
            if called == method and phase == "before":
                await camille.do("close", view_id=view["id"], all=True)

        stage.sandbox.on_call = gone
        await camille.click_in_modal(asked)
        await until(partial(_more_than, told, stage, camille), what=f"word of {asked}")
        assert [call.outcome for call in stage.calls(method)] == ["not_found"]
        assert "fermé la fenêtre" in texts_of(stage.direct(camille)[-1])


def _more_than(told: int, stage: Stage, person: Person) -> bool:
    return len(stage.direct(person)) > told
