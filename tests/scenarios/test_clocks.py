"""The clocks of a crisis: the promised word, the law's, who is on duty, and a machine that was off."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import overdue_items
from bot.domain.crisis import Posture
from bot.domain.level import Level
from bot.domain.matters import matters
from tests.scenarios.cell import (
    CELL,
    ask,
    at,
    at_work,
    closest,
    in_office,
    local,
    paris,
    stood_down,
    told_in,
    told_matters,
)
from tests.scenarios.stage import Stage, texts_of, until

SATURDAY_EVENING = paris(2027, 3, 13, 20, 41)


async def test_a_promised_word_is_warned_of_and_missed_once(tmp_path: Path) -> None:
    """Its author and the deputy hear of it 15 and 5 minutes before, nobody else; at 22:01 the channel does, once."""
    async with Stage(tmp_path, begins=SATURDAY_EVENING) as stage:
        await at_work(stage)
        ines, alex = stage.person("Inès"), stage.person("Alex")
        said = await ines.command(stage.channel.id, "/crise rendez-vous 22:00")
        assert "22:00" in said
        assert stage.crisis.promised is not None
        assert stage.crisis.promised.at == paris(2027, 3, 13, 22)
        await stage.live(paris(2027, 3, 13, 22, 10))
        told = told_matters(stage)
        warned = {(user, about): len(times) for (user, kind, about), times in told.items() if kind == "update"}
        assert warned == {(user, minutes): 1 for user in (ines.id, alex.id) for minutes in ("15", "5")}
        for (_, kind, about), (when,) in told.items():
            if kind == "update":
                early = timedelta(minutes=int(about))
                assert paris(2027, 3, 13, 22) - early - timedelta(minutes=10) <= when <= paris(2027, 3, 13, 22)
        (missed,) = stage.notices("update_missed")
        assert missed["channel"] == stage.channel.id
        assert (local(missed).hour, local(missed).minute) == (22, 1)
        await stage.live(paris(2027, 3, 14, 3))
        assert len(stage.notices("update_missed")) == 1


@pytest.mark.parametrize(
    ("typed", "minutes"), [("+45", 45), ("dans 2 h", 120), ("demain 9h", (3 + 9) * 60 + 19), ("20:00", 1399)]
)
async def test_a_promise_is_typed_as_people_say_it(tmp_path: Path, typed: str, minutes: int) -> None:
    """A while from now, or a time of day: tomorrow's when today's has passed."""
    async with Stage(tmp_path, begins=SATURDAY_EVENING) as stage:
        camille = stage.person("Camille")
        await camille.command("#general", "/crise démarrer Du verre")
        await until(stage.crisis_channels)
        await stage.settled()
        await camille.command(stage.channel.id, f"/crise promettre {typed}")
        assert stage.crisis.promised is not None
        promised = stage.crisis.promised.at - SATURDAY_EVENING
        assert abs(promised - timedelta(minutes=minutes)) < timedelta(minutes=1)


async def test_a_time_that_is_not_understood_is_asked_for(tmp_path: Path) -> None:
    """A form, never a guess."""
    async with Stage(tmp_path, begins=SATURDAY_EVENING) as stage:
        camille = await at_work(stage)
        await camille.command(stage.channel.id, "/crise rendez-vous bientôt")
        await camille.modal("promise")
        moment = stage.now + timedelta(hours=3)
        await camille.submit(moment=int(moment.timestamp()))
        await stage.settled()
        assert stage.crisis.promised is not None


async def test_a_legal_clock_keeps_no_quiet_hours(tmp_path: Path) -> None:
    """Its keeper hears of it 24, 4 and 1 hours before, also at night; the lead at the last; then it is missed, once."""
    async with Stage(tmp_path, begins=paris(2027, 3, 13, 4, 30)) as stage:
        camille = await at_work(stage)
        maya = stage.person("Maya")
        await maya.command(stage.channel.id, "/crisis legal")
        form = await maya.modal("legal")
        assert "RGPD" in str(form) or "GDPR" in str(form)
        key = next(regime.key for regime in stage.regimes.regimes if "gdpr" in regime.key)
        started = paris(2027, 3, 13, 3)
        assert "failed" not in await maya.submit(regimes=[key], at=int(started.timestamp()), owner=maya.id)
        await stage.settled()
        due = started + timedelta(hours=72)
        await stage.live(started + timedelta(hours=10))
        await stood_down(stage, camille)
        await stage.live(due + timedelta(hours=2))
        step = next(d.key for d in stage.crisis.legal_clocks[key].deadlines if d.at == due)
        told = told_matters(stage)
        times = told[maya.id, "legal", f"{key}/{step}"]
        assert [round((due - when) / timedelta(hours=1)) for when in times] == [24, 4, 1]
        assert {local(m).hour for m in stage.notices("reminder", maya.id) if at(m) > started + timedelta(hours=40)} >= {
            3, 23, 2,
        }  # fmt: skip
        assert [round((due - w) / timedelta(hours=1)) for w in told[camille.id, "legal", f"{key}/{step}"]] == [1]
        (missed,) = stage.notices("legal_missed")
        assert at(missed) - due < timedelta(minutes=1)
        reminder = stage.notices("reminder", maya.id)[-1]
        await maya.click(reminder, "legal.met")
        await maya.modal("legal_met")
        await maya.submit(proof="CNIL receipt 2027-118")
        await stage.settled()
        assert stage.rows("SELECT proof FROM legal_deadlines WHERE done_at IS NOT NULL") == [("CNIL receipt 2027-118",)]


async def test_who_goes_hands_over_and_who_comes_has_the_sheet(tmp_path: Path) -> None:
    """After eight hours the lead hears who has been on duty; a form moves every seat and writes the sheet."""
    async with Stage(tmp_path, begins=paris(2027, 3, 13, 8)) as stage:
        camille = await at_work(stage)
        karim, alex = stage.person("Karim"), stage.person("Alex")
        await alex.command(stage.channel.id, "/crise rendez-vous 20:00")
        await stage.live(stage.now + timedelta(hours=8, minutes=20))
        duty = {about for (user, kind, about), _ in told_matters(stage).items() if (user, kind) == (camille.id, "duty")}
        assert duty == {stage.person(name).id for name in CELL}
        await camille.command(stage.channel.id, "/crise relève @karim.benali Le maire appelle à huit heures")
        await camille.modal("handover")
        until_when = stage.now + timedelta(hours=7)
        assert "failed" not in await camille.submit(sleeps_until=int(until_when.timestamp()))
        await stage.settled()
        assert stage.crisis.lead == karim.id
        (sheet,) = stage.notices("handover")
        assert sheet["channel"] == stage.channel.id
        said = texts_of(sheet)
        assert f"<@{karim.id}>" in said
        assert "Le maire appelle" in said
        assert stage.rows("SELECT user FROM roles WHERE role = 'crisis_lead'") == [(karim.id,)]


async def test_a_machine_that_was_off_for_three_days_catches_up_without_a_flood(tmp_path: Path) -> None:
    """One summary, one line of overdue items, one message a person at most; what is shown only now has its time."""
    async with Stage(tmp_path, begins=paris(2027, 3, 13, 10)) as stage:
        await at_work(stage)
        await stage.live(stage.now + timedelta(minutes=30))
        people = [stage.person(name) for name in CELL]
        before = {person.id: len(stage.direct(person)) for person in people}
        posted = len(stage.posted())
        await stage.end_bot()
        stage.sandbox.move_clock(3 * 86400)
        await stage.raise_bot()
        await stage.worked()
        await stage.settled()
        assert all(len(stage.direct(person)) - before[person.id] <= 1 for person in people)
        assert len(stage.posted()) - posted <= 4
        assert len([m for m in stage.notices("summary") if at(m) > stage.now - timedelta(minutes=5)]) == 1
        assert [matter for matter in matters(stage.crisis) if matter.at <= stage.now] == []
        await stage.live(stage.now + timedelta(minutes=stage.crisis.rules.situation_point + 1))
        assert sum(len(stage.direct(person)) > before[person.id] for person in people) >= 5, "nobody's work is lost"


async def test_a_machine_that_was_off_after_the_end_sends_each_step_once(tmp_path: Path) -> None:
    """What came in between comes late, in its order, and once."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=paris(2027, 3, 15, 10)) as stage:
        camille = await at_work(stage)
        await stood_down(stage, camille)
        await stage.end_bot()
        stage.sandbox.move_clock(8 * 86400)
        await stage.raise_bot()
        await stage.worked()
        await stage.settled()
        sent = stage.rows(
            "SELECT json_extract(content, '$.follow_up') FROM journal WHERE kind = 'FollowUpSent' ORDER BY seq"
        )
        assert [key for (key,) in sent] == ["end_2h", "end_24h", "end_48h", "day_5", "day_7"]
        assert len(stage.notices("follow_up", "follow_up")) == 5
        owners = [stage.person(name).id for name in CELL]
        told = {user: [key for key, _ in told_in(stage, user, "step")] for user in owners}
        assert sorted(key for keys in told.values() for key in keys) == sorted(key for (key,) in sent)
        for user in owners:
            messages = stage.notices("reminder", user)
            assert len([m for m in messages if at(m) > stage.now - timedelta(minutes=5)]) <= 1
        debrief = next(m for key, m in told_in(stage, camille.id, "step") if key == "end_48h")
        assert "en retard de 6" in texts_of(debrief)
        await stage.live(stage.now + timedelta(hours=2))
        again = stage.rows("SELECT count(*) FROM journal WHERE kind = 'FollowUpSent'")
        assert again == [(5,)]


async def test_nobody_gets_two_messages_in_ten_minutes_with_everything_overdue(tmp_path: Path) -> None:
    """A red crisis, 61 items overdue: each person at most one message of the clock in ten minutes, really posted."""
    async with Stage(tmp_path, begins=SATURDAY_EVENING) as stage:
        camille = await at_work(stage)
        await camille.command(stage.channel.id, "/crise niveau rouge : un enfant blessé")
        await stage.live(stage.now + timedelta(minutes=61))
        await ask(stage, camille, cmd.DecidePosture, posture=Posture.SPEAK, reason="On nous le demande")
        for number, item in enumerate(stage.crisis.playbook.items):
            if stage.crisis.items.get(item) is None or stage.crisis.items[item].status == "open":
                later = stage.now + timedelta(minutes=1 + number % 47)
                await ask(stage, camille, cmd.RescheduleItem, item=item, due=later)
        for number in (1, 2):
            await ask(stage, camille, cmd.AddItem, text=f"Et encore {number}", due=stage.now + timedelta(minutes=7))
        await stage.settled()
        begin = stage.now
        await stage.live(begin + timedelta(hours=2))
        assert len(overdue_items(stage.crisis, stage.now)) >= 61
        assert stage.crisis.level is Level.RED
        counts = Counter[str]()
        for name in CELL:
            person = stage.person(name)
            messages = [message for message in stage.notices("reminder", person.id) if at(message) >= begin]
            assert len(messages) == len([m for m in stage.direct(person) if at(m) >= begin]), name
            assert closest(messages) >= timedelta(minutes=10) - timedelta(seconds=5), name
            counts[name] = len(messages)
        assert min(counts.values()) >= 1, counts
        assert max(counts.values()) <= 13, counts
        lines = [message for message in stage.notices("overdue") if at(message) >= begin]
        assert closest(lines) >= timedelta(minutes=15) - timedelta(seconds=5)


@pytest.mark.parametrize(
    "begins",
    [paris(2027, 3, 26, 15), paris(2027, 10, 29, 15), paris(2027, 12, 30, 15)],
    ids=["summer time begins", "summer time ends", "new year"],
)
async def test_the_turns_of_the_year_move_no_working_hour(tmp_path: Path, begins: object) -> None:
    """A yellow crisis reports in office hours of Paris's walls across them; 72 hours of law are 72 hours."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=begins) as stage:  # type: ignore[arg-type]
        camille = await at_work(stage)
        await camille.command(stage.channel.id, "/crise niveau jaune : c’est plus calme")
        await stage.settled()
        started = stage.now
        regime = next(regime for regime in stage.regimes.regimes if "gdpr" in regime.key)
        await ask(stage, stage.person("Maya"), cmd.StartLegalClock, regime=regime, started_at=started)
        await stage.live(started + timedelta(days=5))
        summaries = [m for m in stage.notices("summary") if at(m) > started + timedelta(minutes=5)]
        assert len(summaries) >= 4
        assert all(in_office(message) for message in summaries), [local(m) for m in summaries]
        assert {(local(m).hour, local(m).minute) for m in summaries} >= {(9, 0)}
        missed = next(e for e in stage.entries() if isinstance(e.event, ev.LegalDeadlineMissed))
        assert abs(missed.at - started - timedelta(hours=72)) < timedelta(minutes=1)
        await stood_down(stage, camille)
        await stage.live(stage.now + timedelta(days=9))
        steps = stage.notices("follow_up", "follow_up")
        assert len(steps) == 5
        assert all(in_office(message) for message in steps[1:])
