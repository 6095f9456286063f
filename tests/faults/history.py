"""Forms that only what has happened in this very crisis makes sense of, each after what it wants."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain import commands as cmd
from bot.domain.approvals import print_of
from bot.domain.crisis import Posture
from bot.domain.gates import missing
from bot.slack.people import Reader
from bot.slack.screens.forms import commitment_drop, debrief, pass_gate, promises, publish, redact
from bot.slack.screens.screen import View
from tests.faults.forms import ALEX, HUGO
from tests.scenarios.cell import ask
from tests.scenarios.stage import Stage

CAMILLE, MAYA = "U01", "U05"
SIGNED, LONE, PROMISING, DROPPED = 5, 6, 4, 3
"""Texts and a promise by their numbers, after those of the rich crisis."""
READER = Reader(CAMILLE, "fr", "Europe/Paris")


async def with_history(stage: Stage) -> dict[str, View]:
    """A text that two have signed and one that the lead may release alone, promises, an entry with words; the forms."""
    camille, alex, maya = stage.person("Camille"), stage.person("Alex"), stage.person("Maya")
    for user in (HUGO, MAYA):
        await stage.sandbox.do(CAMILLE, "invite", channel=stage.crisis.channel_id, users=[user])
    await stage.settled()
    await ask(
        stage, camille, cmd.TickItem, item="1.1", evidence={"crisis_lead": CAMILLE, "deputy": ALEX, "scribe": HUGO}
    )
    await ask(stage, camille, cmd.TickItem, item="1.2", evidence={"danger": "no"})
    await ask(stage, camille, cmd.AssignRoles, roles={"legal": MAYA})
    await ask(stage, camille, cmd.SetAwareness, at=stage.now.replace(microsecond=0), source="Standard")
    await ask(stage, camille, cmd.DecidePosture, posture=Posture.SPEAK, reason="On nous le demande")
    for text in ("Nous vous rendons vos pots.", "Nous cherchons la cause."):
        await ask(stage, alex, cmd.DraftStatement, kind="holding", texts={"fr": text})
    await ask(stage, alex, cmd.RequestApproval, statement=SIGNED)
    for person in (camille, maya):
        fingerprint = print_of(stage.crisis, stage.crisis.statements[SIGNED])
        await ask(stage, person, cmd.ApproveStatement, statement=SIGNED, fingerprint=fingerprint)
    noted = await ask(stage, maya, cmd.AddNote, text="Mme Xanthopoulos a appelé")
    await stage.settled()
    crisis, now = stage.crisis, stage.now
    assert missing(crisis, "publish.holding") == missing(crisis, "moderate") == []
    return {
        "publish": publish.view(crisis, SIGNED, READER, now),
        "publish_alone": publish.view(crisis, LONE, READER, now, break_glass=True),
        "promises": promises.view(crisis, PROMISING, READER, now, rows=(0,)),
        "commitment_drop": commitment_drop.view(crisis, DROPPED, READER),
        "pass_gate": pass_gate.view(crisis, "moderate", READER, now),
        "redact": redact.view(crisis, noted.recorded[0], READER),
        "debrief": debrief.view(crisis, READER, "a sheet"),
    }


async def ended(stage: Stage) -> None:
    """The cell is dismissed."""
    camille = stage.person("Camille")
    await ask(stage, camille, cmd.StandDown, reason="C'est fini")


def said(name: str, now: datetime) -> dict[str, object]:
    """What somebody answers, where it is not what anybody would."""
    promise = {"words_0": "Nous remboursons", "owner_0": ALEX, "due_0": now + timedelta(days=3), "proof_0": "Virements"}
    return promise if name == "promises" else {}
