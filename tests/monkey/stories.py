"""What happened before somebody plays: so that buttons stand there which chance alone hardly ever brings about."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from bot.domain import commands as cmd
from bot.domain.approvals import print_of
from bot.domain.crisis import Crisis, Posture
from bot.domain.gates import missing
from bot.domain.kernel import ANONYMOUS, Command, Refused
from bot.domain.level import Level
from bot.library import builtin_directory
from bot.library.regimes import load_regimes
from tests.monkey.house import House
from tests.monkey.marks import mark_of

CAMILLE, ALEX, INES, HUGO, MAYA, KARIM, NORA = (f"U0{number}" for number in range(1, 8))
SEATS = {
    "communications": ALEX, "social_listening": INES, "customer_care": HUGO, "legal": MAYA,
    "subject_expert": KARIM, "scribe": NORA, "spokesperson": KARIM,
}  # fmt: skip


HOUR = 3600
ANSWER = "Nous répondrons avant 18 h. ~"
"""Promises an hour for the next public word."""
GLASS = "Du verre dans deux pots : deux heures perdues"
"""Like the title of other crises, so that these are told of it."""


class Story:
    """One crisis, told quickly. What the house refuses in it does not happen: people played before."""

    def __init__(self, house: House, crisis: Crisis) -> None:
        self._house = house
        self._id = crisis.id
        self._mark = mark_of(crisis)
        self._asked = 0

    @property
    def crisis(self) -> Crisis:
        """As it is now."""
        found = self._house.bots[0].service.crisis(self._id)
        assert found is not None
        return found

    async def ask(self, user: str, command: type[Command], **fields: Any) -> None:
        """Somebody asks for something."""
        self._asked += 1
        given = {
            "crisis_id": self._id,
            "actor": user,
            "request_id": f"story:{self._id}:{command.__name__}:{self._asked}",
        }
        words = {name: self._marked(value) for name, value in fields.items()}
        with suppress(Refused):
            await self._house.bots[0].service.handle(command(**given, **words))

    def _marked(self, value: Any) -> Any:
        """`~` stands for the crisis's mark, so that its words are known wherever they turn up."""
        if isinstance(value, dict):
            return {name: self._marked(part) for name, part in value.items()}
        return value.replace("~", self._mark) if isinstance(value, str) else value

    async def words(self) -> None:
        """Texts in every state: a draft, one to be signed, one signed, two out alone, one out with its promises."""
        lead, now = self.crisis.lead, self._house.now
        await self.ask(lead, cmd.AssignRoles, roles={role: user for role, user in SEATS.items() if user != lead})
        await self.ask(lead, cmd.TickItem, item="1.1", evidence={"crisis_lead": lead, "deputy": KARIM, "scribe": NORA})
        await self.ask(lead, cmd.TickItem, item="1.2", evidence={"danger": "yes", "measure": "Rappel ~"})
        await self.ask(lead, cmd.SetAwareness, at=now - timedelta(minutes=20), source="Standard ~")
        await self.ask(lead, cmd.DecidePosture, posture=Posture.SPEAK, reason="On nous le demande ~")
        await self.ask(NORA, cmd.AddFact, text="Deux pots ~", status="probable", source="Le magasin ~")
        await self.ask(NORA, cmd.AddFact, text="Une cause ~", status="unknown")
        for text in ("Nous vérifions ~.", "Nous retirons ~.", "Nous cherchons ~.", *[ANSWER] * 2, "~"):
            await self.ask(INES, cmd.DraftStatement, kind="holding", texts={"fr": text}, cites=(1,))
        signed, half, _, *alone, out = sorted(self.crisis.statements)[-6:]
        for number, people in ((signed, (lead, ALEX, MAYA)), (half, (MAYA,))):
            await self.ask(INES, cmd.RequestApproval, statement=number)
            for user in people:
                fingerprint = print_of(self.crisis, self.crisis.statements[number])
                await self.ask(user, cmd.ApproveStatement, statement=number, fingerprint=fingerprint)
        for number in (*alone, out):
            await self._released(lead, number)
        await self.ask(MAYA, cmd.RatifyBreakGlass, statement=out)
        due = now + timedelta(days=3)
        promises = tuple(
            cmd.NewCommitment(words=f"Promesse {number} {self._mark}", owner=owner, due=due, expected_proof="Virement")
            for number, owner in enumerate((lead, ALEX, NORA))
        )
        await self.ask(lead, cmd.PromiseUpdate, at=now + timedelta(hours=1))
        later = now + timedelta(hours=20)  # than what is promised: the lead is asked
        await self.ask(NORA, cmd.ConfirmCommitments, statement=out, commitments=promises, next_at=later)
        await self.ask(HUGO, cmd.OpenCase, about="Une cliente ~")

    async def _released(self, lead: str, number: int) -> None:
        link = "https://example.com/1"
        await self.ask(
            lead, cmd.PublishStatement, statement=number, link=link, break_glass=True, reason="Danger ~"
        )  # fmt: skip

    async def work(self) -> None:
        """Clocks that run, signatures that are waited for, a proposal, actions and lessons."""
        lead, now = self.crisis.lead, self._house.now
        for regime in load_regimes(builtin_directory()).regimes[:2]:
            await self.ask(lead, cmd.StartLegalClock, regime=regime, started_at=now - timedelta(hours=1))
        for text in self.crisis.statements.values():
            await self.ask(INES, cmd.RequestApproval, statement=text.number)
        marks = dict.fromkeys(("velocity", "reach", "media", "harm", "legal"), "3")
        await self.ask(lead, cmd.ChangeLevel, level=Level.YELLOW, reason="Moins grave ~")
        await self.ask(lead, cmd.TickItem, item="1.4", evidence={**marks, "reason": "Plus grave ~"})
        await self.ask(lead, cmd.AddItem, text="Appeler le fournisseur ~", assignee=HUGO)
        await self.ask(lead, cmd.RecordDecision, text="Arrêter la ligne ~", why="Le verre ~")
        await self.ask(
            lead,
            cmd.RecordLesson,
            happened=GLASS,
            cause="La ligne 3",
            change="Un suppléant",
            tags=("verre",),
            shared=True,
        )
        for gate in ("moderate", "speak"):
            for lack in missing(self.crisis, gate):
                await self.ask(lead, cmd.MarkNotApplicable, item=lack.key, reason="Rien à masquer ~")
        for owner in (lead, NORA):
            due = now + timedelta(days=5)
            await self.ask(
                lead, cmd.PlanAction, text="Changer ~", due=due, expected_proof="Un compte rendu", owner=owner
            )

    async def silence(self) -> None:
        """The organisation says nothing for now, and looks at that again in an hour."""
        review = self._house.now + timedelta(hours=1)
        await self.ask(self.crisis.lead, cmd.DecidePosture, posture=Posture.WATCH, reason="~", review_at=review)

    async def end(self) -> None:
        """The cell is dismissed: follow-ups, the debrief with one answer, and what is still owed remain."""
        await self.ask(self.crisis.lead, cmd.StandDown, reason="Plus rien ne bouge ~")
        answers = {"keep": f"Le calme {self._mark}"}
        with suppress(Refused):
            debrief = cmd.AnswerDebrief(crisis_id=self._id, actor=ANONYMOUS, answers=answers)
            await self._house.bots[0].service.handle(debrief)

    async def tomorrow(self) -> None:
        """A day goes by."""
        self._house.move(26 * HOUR)

    async def next_week(self) -> None:
        """A week goes by: the review is due."""
        self._house.move(8 * 24 * HOUR)

    async def next_month(self) -> None:
        """A month goes by."""
        self._house.move(30 * 24 * HOUR)


TOLD = frozenset({"words", "work", "silence", "end"})
"""Chapters in which people act behind the page."""
CHAPTERS = {
    "words": 0.0, "work": 0.15, "again": 0.3, "silence": 0.35, "end": 0.5, "tomorrow": 0.6, "next_week": 0.7,
    "next_month": 0.85,
}  # fmt: skip
"""Which part of a run has gone by when each is told; `again`: a crisis like the first one begins."""
