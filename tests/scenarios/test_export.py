"""The logbook as a file: for who asks, whole and letter by letter, and gone from Slack when words must go."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.sandbox import FaultSpec
from tests.scenarios.cell import ask, at_work, paris, stood_down, told_in
from tests.scenarios.stage import Person, Stage, texts_of
from tests.scenarios.test_words_by_hand import PROMISING, released
from tests.waiting import Json, until

FORGED = "Arrêt de la ligne 3\n21:05  #7  Décision 9 : tout va *bien* · <!channel>"
NAME = "Zélie Xanthopoulos"


def copies(stage: Stage, person: Person) -> list[Json]:
    """The files that the bot has sent this person, in turn."""
    return [file for message in stage.direct(person) for file in message.get("files", ())]


def content(stage: Stage, file: Json) -> str:
    """What is in it."""
    found = stage.sandbox.workspace.files.get(file["id"])
    assert found is not None
    assert found.content is not None
    return found.content.decode()


async def taken(stage: Stage, person: Person) -> str:
    """The text of the copy that somebody asks for."""
    before = len(copies(stage, person))
    stage.sandbox.clock.advance(60)  # a copy that is asked for again at once is the same one
    await person.command(stage.channel.id, "/crise exporter")
    await until(lambda: len(copies(stage, person)) > before, what="the file")
    await stage.settled()
    return content(stage, copies(stage, person)[-1])


async def test_the_whole_logbook_comes_as_a_file_to_who_asks_alone(tmp_path: Path) -> None:
    """In the reader's language, with names for ids, people's words letter by letter, and no entry left out."""
    async with Stage(tmp_path) as stage:
        camille, nora = await at_work(stage), stage.person("Nora")
        await ask(stage, camille, cmd.RecordDecision, text=FORGED, why="Un éclat de `verre`", rejected="Attendre")
        await ask(stage, nora, cmd.AddNote, text="Appel d'une mère :\nson fils a *mal*.")
        await ask(stage, nora, cmd.AddFact, text="Un lot <12>", status="established", source="Usine & labo")
        await released(stage, camille)
        await ask(stage, nora, cmd.OpenCase, about="Client 12", promise="Un appel demain")
        await ask(stage, camille, cmd.RecordLesson, happened="Seule au début", cause="", change="Deux suppléants")
        await stood_down(stage, camille)
        posted = len(stage.posted())

        told = await taken(stage, nora)
        assert told.startswith("LOGBOOK OF THE CRISIS"), "Nora reads English"
        assert "    | Arrêt de la ligne 3\n    | 21:05  #7  Décision 9 : tout va *bien* · <!channel>" in told
        assert "    | Un éclat de `verre`" in told
        assert "    | Attendre" in told
        assert "    | Un lot <12>" in told
        assert "    | Usine & labo" in told
        assert "".join(f"    | {line}\n" for line in PROMISING.splitlines()) in told
        assert "Released alone by Camille Morel" in told
        assert "    | Un appel demain" in told
        assert "    | Deux suppléants" in told
        assert "    | Appel d'une mère :\n    | son fils a *mal*.\n" in told.partition("EVERY ENTRY")[2]
        assert "<@" not in told
        assert "&amp;" not in told
        assert all(f"#{entry.seq}  " in told for entry in stage.entries() if isinstance(entry.event, ev.RoleAssigned))

        (took,) = [entry for entry in stage.entries() if isinstance(entry.event, ev.LogbookExported)]
        assert took.actor == nora.id
        ((seal,),) = stage.rows("SELECT hash FROM journal WHERE seq = ?", took.seq)
        assert f"#1 to #{took.seq}. Hash of the last one: {seal}" in told
        assert f"#{took.seq}  Copy of the logbook taken as a file · Nora Smith" in told
        assert len(stage.posted()) == posted, "the channel hears nothing of it"
        assert not copies(stage, camille)


async def test_the_report_the_log_and_the_step_of_the_file_each_lead_to_it(tmp_path: Path) -> None:
    """One click under the logbook, one under the report, one with the step that freezes the file."""
    async with Stage(tmp_path, begins=paris(2027, 3, 15, 10)) as stage:
        camille = await at_work(stage)
        await camille.command(stage.channel.id, "/crise journal")
        await camille.click(camille.heard()[-1], "export")
        await until(lambda: len(copies(stage, camille)) == 1, what="the file")
        assert "message direct" in texts_of(camille.heard()[-1])
        await stood_down(stage, camille)
        await stage.live(stage.now + timedelta(days=1, minutes=1))
        nora = stage.person("Nora")
        ((_, step),) = told_in(stage, nora.id, "step")
        await nora.click(step, "export")
        await until(lambda: len(copies(stage, nora)) == 1, what="the other file")
        names = {file["name"] for person in (camille, nora) for file in copies(stage, person)}
        assert len(names) == 2, "each copy has a name of its own"


async def test_removed_words_leave_the_copies_too(tmp_path: Path) -> None:
    """The copies are deleted from Slack, who removed the words hears who had one, and the next copy is without."""
    async with Stage(tmp_path) as stage:
        camille, nora = await at_work(stage), stage.person("Nora")
        await ask(stage, nora, cmd.AddNote, text=f"{NAME} a appelé")
        assert NAME in await taken(stage, nora)
        noted = next(entry.seq for entry in stage.entries() if isinstance(entry.event, ev.NoteAdded))
        await camille.command(stage.channel.id, f"/crise effacer {noted}")
        await camille.modal("redact")
        await camille.submit(reason="Demande de la personne")
        await until(lambda: stage.notices("scrubbed"), what="the report")
        await stage.settled()
        assert stage.sandbox.workspace.files.get(copies(stage, nora)[0]["id"]) is None
        report = texts_of(stage.notices("scrubbed")[-1])
        assert "prises en fichier" in report
        assert f"<@{nora.id}>" in report
        assert NAME not in await taken(stage, nora)


LOST: dict[str, tuple[str, dict[str, Any]]] = {
    "the answer to the address": ("files.getUploadURLExternal", {"kind": "drop_after"}),
    "the answer to the end": ("files.completeUploadExternal", {"kind": "drop_after"}),
    "the request to end": ("files.completeUploadExternal", {"kind": "drop_before"}),
    "a server error": ("files.completeUploadExternal", {"kind": "server_error"}),
    "too fast": ("files.getUploadURLExternal", {"kind": "rate_limited", "retry_after": "0.1"}),
}


@pytest.mark.parametrize("lost", LOST)
async def test_whatever_gets_lost_there_is_one_file(lost: str, tmp_path: Path) -> None:
    """Asked for once, sent once."""
    method, fault = LOST[lost]
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        stage.sandbox.faults.add(FaultSpec(method, **fault))
        await taken(stage, camille)
        assert len(copies(stage, camille)) == 1
        assert stage.rows("SELECT state FROM outbox WHERE kind = 'export'") == [("done",)]


async def test_a_missing_permission_is_told_to_who_asked(tmp_path: Path) -> None:
    """With the cure; the lead hears nothing of it."""
    async with Stage(tmp_path, scopes_missing=frozenset({"files:write"})) as stage:
        await at_work(stage)
        nora = stage.person("Nora")
        await nora.command(stage.channel.id, "/crise exporter")
        await until(lambda: stage.notices("trouble", nora.id), what="word of it")
        told = texts_of(stage.notices("trouble", nora.id)[-1])
        assert "/crisis export" in told
        assert "files:write" in told


async def test_who_left_meanwhile_gets_none(tmp_path: Path) -> None:
    """A copy that could not be sent for a while is not sent to somebody who is no longer in the crisis."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        hugo = stage.person("Hugo")
        stage.sandbox.faults.add(FaultSpec("files.getUploadURLExternal", "rate_limited", times=2, retry_after="1"))
        await hugo.command(stage.channel.id, "/crise exporter")
        await until(lambda: stage.calls("files.getUploadURLExternal"), what="the first try")
        await hugo.do("leave", channel=stage.channel.id)
        await until(lambda: not stage.crisis.is_member(hugo.id), what="the leave")
        await stage.settled()
        assert not copies(stage, hugo)


async def test_a_guest_takes_no_copy(tmp_path: Path) -> None:
    """A guest of the crisis's channel reads the log there; a file, which is easily passed on, they do not get."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        karim = stage.person("Karim")
        stage.sandbox.workspace.users[karim.id]["is_restricted"] = True
        await stage.end_bot()
        await stage.raise_bot()
        told = await karim.command(stage.channel.id, "/crise exporter")
        assert "membres à part entière" in told
        await stage.settled()
        assert not stage.calls("files.getUploadURLExternal")
        assert not [entry for entry in stage.entries() if isinstance(entry.event, ev.LogbookExported)]
