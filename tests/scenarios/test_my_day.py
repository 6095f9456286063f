"""My day over real HTTP: what has no time gets one, what is due later is reached, and the list follows what is done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.domain import commands as cmd
from bot.domain.checklist import item_of, overdue_items
from bot.domain.crisis import FollowUpStatus
from tests.scenarios.cell import ask, at_work, paris, stood_down
from tests.scenarios.stage import Stage, texts_of, until


async def test_a_case_without_a_time_is_given_one_and_reminds(tmp_path: Path) -> None:
    """From `/crise à moi`, by one click and one form; at that time its owner is told."""
    async with Stage(tmp_path, begins=paris(2027, 3, 15, 10)) as stage:
        camille = await at_work(stage)
        hugo = stage.person("Hugo")
        await ask(stage, camille, cmd.OpenCase, about="Une commerçante", owner=hugo.id)
        day = await hugo.command("#general", "/crise à moi")
        assert "Une commerçante" in day
        await hugo.click(await hugo.hears("Mon jour"), "case.due", n=1)
        await hugo.modal("case_due")
        await hugo.submit(quick="120")
        await stage.settled()
        due = stage.crisis.cases[1].due
        assert due is not None
        assert timedelta(minutes=115) < due - stage.now <= timedelta(minutes=120)
        await stage.live(due + timedelta(minutes=11))
        assert any("Une commerçante" in str(message) for message in stage.notices("reminder", hugo.id))


async def test_a_case_is_given_a_time_from_the_register(tmp_path: Path) -> None:
    """By who runs the cell, from `/crise cas`; the register shows it from then on."""
    async with Stage(tmp_path, begins=paris(2027, 3, 15, 10)) as stage:
        camille = await at_work(stage)
        await ask(stage, camille, cmd.OpenCase, about="Une commerçante", owner=stage.person("Hugo").id)
        assert "sans échéance" in await camille.command(stage.channel.id, "/crise cas")
        await camille.click(camille.heard()[-1], "case.due", n=1)
        await camille.modal("case_due")
        await camille.submit(quick="tomorrow")
        await stage.settled()
        assert stage.crisis.cases[1].due == paris(2027, 3, 16, 9)
        assert "sans échéance" not in await camille.command(stage.channel.id, "/crise cas")


async def test_what_is_due_later_is_done_from_the_list(tmp_path: Path) -> None:
    """The list opens from the message; what is done in it, or in a form on top of it, leaves it."""
    async with Stage(tmp_path, begins=paris(2027, 3, 15, 10)) as stage:
        camille = await at_work(stage)
        await stood_down(stage, camille)
        await camille.do("close", view_id=camille.stack[-1].id, all=True) if camille.stack else None
        due = stage.now + timedelta(days=9)
        await ask(stage, camille, cmd.PlanAction, text="Deux suppléants", due=due, expected_proof="Le tableau")
        await camille.command("#general", "/crise à moi")
        await camille.click(await camille.hears("Mon jour"), "mine.all")
        listed = str((await camille.modal("mine"))["blocks"])
        assert "Deux suppléants" in listed
        assert '"f":"day_21"' in listed
        await camille.click_in_modal("followup.done", f="day_21")
        await until(lambda: '"f":"day_21"' not in str(camille.stack[-1].json), what="the list without the step")
        assert stage.crisis.follow_ups["day_21"].status is FollowUpStatus.DONE
        await camille.click_in_modal("action.close", n=1)
        await camille.modal("action_close")
        await camille.submit(proof="https://example.com/tableau")
        await stage.settled()
        await until(lambda: "Deux suppléants" not in str(camille.stack[-1].json), what="the list without the action")
        assert camille.stack[-1].json["callback_id"] == "mine"


async def test_what_is_ones_own_in_the_first_hour_is_on_ones_day(tmp_path: Path) -> None:
    """By role or by name, also what the board does not show yet; by role it is late nowhere before the hour is over."""
    async with Stage(tmp_path, begins=paris(2027, 3, 15, 10)) as stage:
        camille = await at_work(stage)
        ines, hugo = stage.person("Inès"), stage.person("Hugo")
        now = stage.now
        by_role, by_name = (item_of(stage.crisis, key) for key in ("2.3", "2.4"))
        assert by_role is not None
        assert by_name is not None
        assert by_role.due is not None
        assert timedelta(minutes=38) < by_role.due - now < timedelta(minutes=46)
        await camille.command(stage.channel.id, "/crise conseil 2")
        await camille.modal("advice")
        await camille.click_in_modal("item.more", i="2.4", v="assign")
        await camille.modal("assign")
        await camille.submit(person=hugo.id)
        await stage.settled()
        assert by_role.label("fr") in await ines.command("#general", "/crise à moi")
        assert by_name.label("fr") in await hugo.command("#general", "/crise à moi")
        late = by_role.due + timedelta(minutes=1)
        assert {"2.3", "2.4"} & {item.key for item in overdue_items(stage.crisis, late)} == {"2.4"}
        await stage.live(late)
        day = await ines.command("#general", "/crise à moi")
        assert by_role.label("fr") in day
        assert by_role.label("fr") not in day.split("Ensuite")[0]
        day = await hugo.command("#general", "/crise à moi")
        assert by_name.label("fr") in day.split("Ensuite")[0]
        told = " ".join(texts_of(message) for message in stage.notices("reminder", hugo.id))
        assert by_name.label("fr") in told
