"""A private crisis full of words, each of which would be known again outside."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import commands as cmd
from bot.domain.commands import NewCommitment
from bot.domain.kernel import Command
from bot.domain.level import Level
from tests.scenarios.cell import ask
from tests.scenarios.stage import Stage
from tests.slack.test_start import opened

MARK = "zyxwv"
"""Stands in every word that people typed in the private crisis."""


async def rich(stage: Stage) -> str:
    """Camille's crisis, with Alex in it, and one of everything in its journal; the id of its channel."""
    channel = await opened(stage, f"/crise démarrer Verre {MARK} dans un yaourt @alex.martin")
    camille, alex = stage.person("Camille"), stage.person("Alex")
    later = stage.now + timedelta(days=2)

    async def told(command: type[Command], **fields: object) -> None:
        words = {name: value.replace("~", MARK) if isinstance(value, str) else value for name, value in fields.items()}
        await ask(stage, camille, command, **words)

    await told(cmd.RecordDecision, text="Arrêter ~", why="Parce que ~", rejected="Attendre ~")
    await told(cmd.AddNote, text="Note ~")
    await told(cmd.ChangeLevel, level=Level.RED, reason="Raison ~")
    await told(cmd.AddItem, text="Étape ~", assignee=alex.id)
    await told(cmd.AddFact, text="Fait ~", status="established", source="Source ~")
    await told(cmd.DraftStatement, kind="holding", texts={"fr": f"Nous retirons {MARK}."})
    await told(cmd.DraftStatement, kind="reply", texts={"en": f"We take {MARK} back."})
    await told(cmd.OpenCase, about="Cas ~")
    await told(cmd.RecordLesson, happened="Appris ~", change="Changer ~", shared=False)
    await told(cmd.PlanAction, text="Action ~", due=later, expected_proof="Preuve ~", owner=alex.id)
    await told(cmd.OpenSideRoom, people=(camille.id, alex.id))
    await told(cmd.AssignRoles, roles={"scribe": alex.id})
    await told(cmd.PromiseUpdate, at=later)
    await told(cmd.StartLegalClock, regime=stage.regimes.regimes[0], started_at=stage.now - timedelta(hours=1))
    await told(cmd.DraftStatement, kind="holding", texts={"fr": f"Nous rappelons {MARK}."})
    await told(cmd.PublishStatement, statement=3, link="https://example.test/", break_glass=True, reason="Danger ~")
    kept = [
        NewCommitment(words=f"Promesse {MARK} {n}", owner=alex.id, due=later, expected_proof=MARK) for n in range(3)
    ]
    await told(cmd.ConfirmCommitments, statement=3, commitments=tuple(kept))
    await told(cmd.DraftStatement, kind="holding", texts={"fr": f"Nous remboursons {MARK}."})
    await told(cmd.PublishStatement, statement=4, link="https://example.test/", break_glass=True, reason="Danger ~")
    await stage.settled()
    return str(channel.id)
