"""A year after a crisis: everything comes back by itself, to the right people, with what is needed to do it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.scenarios.cell import at_work, in_office, local, paris, stood_down, told_in
from tests.scenarios.stage import Stage, texts_of, until
from tests.waiting import Json

OWNERS = {
    "end_2h": "Camille", "end_24h": "Nora", "end_48h": "Camille", "day_5": "Hugo", "day_7": "Nora",
    "day_21": "Camille", "day_28": "Camille", "day_30": "Karim", "day_45": "Alex", "day_60": "Camille",
    "day_90": "Alex", "day_180": "Alex", "day_365": "Alex",
}  # fmt: skip
SPONSOR = "louis.garnier"


def steps(stage: Stage, to: str) -> list[tuple[str, Json]]:
    """The follow-ups that came to this place (channel or person), with their messages."""
    if to != "follow_up":
        return told_in(stage, to, "step")
    keys = stage.rows(
        "SELECT json_extract(args, '$.follow_up') FROM outbox"
        " WHERE name = 'follow_up' AND \"to\" = ? AND state = 'done' ORDER BY id",
        to,
    )
    return [(key, message) for (key,), message in zip(keys, stage.notices("follow_up", to), strict=True)]


async def test_a_year_passes_and_every_follow_up_comes_once(tmp_path: Path) -> None:
    """To its owner and to the follow-up channel, in working hours, though the crisis channel is long archived."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=paris(2027, 3, 12, 10)) as stage:
        camille = await at_work(stage)
        await stage.live(stage.now + timedelta(hours=3))
        await stood_down(stage, camille)
        await camille.command(stage.channel.id, "/crise archiver Suites suivies hors du canal")
        await stage.settled()
        assert stage.channel.archived
        before = len(stage.posted())
        await stage.live(stage.now + timedelta(days=372))
        owners = [(key, OWNERS[key]) for key in OWNERS]
        came = {name: [key for key, _ in steps(stage, stage.person(name).id)] for name in {*OWNERS.values()}}
        for key, name in owners:
            assert came[name].count(key) == 1, (key, came)
        assert sum(map(len, came.values())) == len(OWNERS)
        in_channel = steps(stage, "follow_up")
        assert [key for key, _ in in_channel] == list(OWNERS)
        for key, message in [*in_channel, *(pair for name in came for pair in steps(stage, stage.person(name).id))]:
            assert in_office(message) or key == "end_2h", (key, local(message))
        assert {m["channel"] for _, m in in_channel} == {stage.channel_id("crise-suivi")}
        assert len(stage.posted()) == before
        assert stage.rows("SELECT name, error FROM outbox WHERE state = 'parked'") == []


async def test_what_a_follow_up_brings_gets_it_done(tmp_path: Path) -> None:
    """Three answer the debrief; a lesson becomes an action, reminds, is put off three times, goes up, and is proven."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=paris(2027, 3, 15, 10)) as stage:
        camille = await at_work(stage, **{"sponsor dirigeant": SPONSOR})
        sponsor, hugo = stage.person("Louis"), stage.person("Hugo")
        await stood_down(stage, camille)
        await stage.live(stage.now + timedelta(days=1, minutes=1))
        for name, words in (("Inès", "La veille a vu juste"), ("Hugo", "Deux suppléants"), ("Karim", "Rien à garder")):
            person = stage.person(name)
            ((_, form),) = told_in(stage, person.id, "debrief")
            await person.click(form, "debrief.open")
            await person.modal("debrief")
            await person.submit(keep=words)
            await until(lambda p=person: "merci" in str(p.stack[-1].json).lower(), what="thanks")  # type: ignore[misc]
            await person.do("close", view_id=person.stack[-1].id, all=True)
        await stage.live(stage.now + timedelta(days=1))
        debrief = next(m for key, m in steps(stage, camille.id) if key == "end_48h")
        await camille.click(debrief, "debrief.answers")
        answers = str((await camille.modal())["blocks"])
        assert all(words in answers for words in ("La veille a vu juste", "Deux suppléants", "Rien à garder"))
        await camille.do("close", view_id=camille.stack[-1].id, all=True)

        await camille.click(debrief, "lesson.open")
        await camille.modal("lesson")
        await camille.submit(happened="Le suppléant dormait", cause="Une seule garde", change="Deux suppléants nommés")
        await stage.settled()
        await camille.command("#crise-suivi", "/crise action Nommer deux suppléants")
        await camille.modal("action")
        due = stage.now + timedelta(days=7)
        await camille.submit(owner=hugo.id, due=int(due.timestamp()), expected_proof="Le tableau de garde")
        await stage.settled()
        assert stage.crisis.actions[0].owner == hugo.id

        for number in (1, 2, 3):
            await stage.live(stage.crisis.actions[0].due + timedelta(days=3))
            reminded = next(m for m in reversed(stage.notices("reminder", hugo.id)) if "action.postpone" in str(m))
            assert in_office(reminded)
            await hugo.click(reminded, "action.postpone")
            await hugo.modal("action_postpone")
            due = stage.now + timedelta(days=7)
            await hugo.submit(due=int(due.timestamp()), reason=f"Effectifs, {number}")
            await stage.settled()
        await stage.live(stage.now + timedelta(days=3))
        (word,) = [word for word in stage.notices("reminder", sponsor.id) if "Effectifs, 3" in texts_of(word)]
        assert in_office(word)

        await hugo.command("#crise-suivi", "/crise actions")
        shown = hugo.heard(stage.channel_id("crise-suivi"))[-1]
        await hugo.click(shown, "action.close")
        await hugo.modal("action_close")
        await hugo.submit(proof="https://example.com/garde")
        await stage.settled()
        assert stage.rows("SELECT proof, postponed FROM actions") == [("https://example.com/garde", 3)]
        before = len(stage.notices("reminder"))
        await stage.live(stage.now + timedelta(days=3))
        assert not [m for m in stage.notices("reminder")[before:] if "action.close" in str(m)]


async def test_what_is_not_done_goes_up(tmp_path: Path) -> None:
    """To the channel that is left after a working day, to the sponsor after three; the third snooze as well."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=paris(2027, 3, 12, 10)) as stage:
        camille = await at_work(stage, **{"sponsor dirigeant": SPONSOR})
        nora, sponsor = stage.person("Nora"), stage.person("Louis")
        await stood_down(stage, camille)
        await stage.live(paris(2027, 3, 22, 8))
        late = [texts_of(message) for message in stage.notices("follow_up_overdue", "follow_up")]
        assert len(late) == len({*late}) >= 2
        assert any("followup" in str(m) or "follow_up" in str(m) for m in stage.notices("reminder", sponsor.id))
        for number, reason in enumerate(("", "L’huissier", "L’huissier encore"), 1):
            message = [m for key, m in steps(stage, nora.id) if key == "end_24h"][-1]
            await nora.click(message, "followup.snooze", f="end_24h")
            if reason:
                await nora.modal("snooze")
                await nora.submit(reason=reason)
            await stage.settled()
            assert stage.rows("SELECT snoozes FROM follow_ups WHERE follow_up = 'end_24h'") == [(number,)]
            await stage.live(stage.crisis.follow_ups["end_24h"].due + timedelta(minutes=1))
        assert len([key for key, _ in steps(stage, nora.id) if key == "end_24h"]) == 4
        (word,) = [word for word in stage.notices("reminder", sponsor.id) if "L’huissier encore" in texts_of(word)]
        assert in_office(word)
