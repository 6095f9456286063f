"""What somebody has done is said back to them alone; a word that was mistyped is one click away."""

from __future__ import annotations

from tests.scenarios.stage import Stage, texts_of, until
from tests.slack.test_start import opened


async def test_a_note_comes_back_with_its_number_and_its_status(stage: Stage) -> None:
    """Whoever writes into the log reads what stands there, and as what."""
    channel = await opened(stage)
    answer = await stage.person("Camille").command(channel.id, "/crise note Un appel de la préfecture.")
    ((seq,),) = stage.rows("SELECT seq FROM journal WHERE kind = 'NoteAdded'")
    assert f"Au journal, n° {seq}" in answer.replace("\u00a0", " ")
    assert "Hypothèse : Un appel de la préfecture" in answer.replace("\u00a0", " ")


async def test_roles_by_one_line_are_confirmed(stage: Stage) -> None:
    """Taken or given; who is given one is told."""
    channel = await opened(stage, "/crise démarrer Du verre @maya.chen")
    camille = stage.person("Camille")
    assert "Pilote de crise" in await camille.command(channel.id, "/crise prendre")
    given = await camille.command(channel.id, "/crise rôle juridique @maya.chen")
    assert "Juridique" in given
    assert "prévenu" in given


async def test_a_pin_is_confirmed_to_who_pinned(stage: Stage) -> None:
    """📌 is answered in the channel, to one person."""
    channel = await opened(stage, "/crise démarrer Du verre @alex.martin")
    camille, alex = stage.person("Camille"), stage.person("Alex")
    said = (await alex.do("say", channel=channel.id, text="La ligne 3 est arrêtée"))["message"]
    await camille.do("react", channel=channel.id, ts=said["ts"], name="pushpin")
    await camille.hears("La ligne 3 est arrêtée")
    assert not any("La ligne 3" in texts_of(message) for message in alex.heard())


async def test_what_is_already_open_is_said_to_be(stage: Stage) -> None:
    """The same title twice is one crisis."""
    await opened(stage)
    answer = await stage.person("Camille").command("#general", "/crise démarrer Du verre dans un yaourt")
    assert "Déjà ouverte" in answer
    assert len(stage.crisis_channels()) == 1


async def test_a_mistyped_word_is_one_click_away(stage: Stage) -> None:
    """The rest of the line is kept; a crisis is opened by its form, with the title in it."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise niveua rouge : un enfant blessé")
    await camille.click(camille.heard(channel.id)[-1], "word")
    await until(lambda: stage.crisis.level == "red", what="the level")
    await camille.command("#general", "/crise démarer Rappel de lots")
    await camille.click(camille.heard(stage.channel_id("#general"))[-1], "word")
    assert "Rappel de lots" in str((await camille.modal("start"))["blocks"])


async def test_the_log_is_read_back_to_its_first_entry(stage: Stage) -> None:
    """Page by page, by a button."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    for number in range(25):
        await camille.command(channel.id, f"/crise note Appel {number}")
    answer = await camille.command(channel.id, "/crise journal")
    assert "Crise ouverte" not in answer
    await camille.click(camille.heard(channel.id)[-1], "log.page")
    older = await camille.hears("Crise ouverte")
    assert "log.page" not in str(older["blocks"])


async def test_help_knows_every_word(stage: Stage) -> None:
    """More than the bare command, which tells what is wanted most."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    bare = await camille.command(channel.id, "/crise")
    full = await camille.command(channel.id, "/crise aide")
    assert len(full) > len(bare)
    assert "relève" in full
    assert "relève" not in bare
