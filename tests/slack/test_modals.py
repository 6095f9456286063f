"""Clicks in modals: twice, in the third one, in one that is closed meanwhile."""

from __future__ import annotations

import asyncio

from tests.scenarios.actor import find
from tests.scenarios.stage import Stage
from tests.slack.test_start import opened


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
