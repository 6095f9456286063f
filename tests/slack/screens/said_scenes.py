"""The words of the same crisis: facts, texts, signatures, promises and cases; and every named state of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.approvals import print_of
from bot.domain.crisis import Posture
from bot.domain.gates import missing
from bot.domain.kernel import SLACK
from bot.domain.playbook import Language
from bot.library import builtin_directory
from bot.library.statements import load_statements
from bot.slack.screens import (
    Screen,
    View,
    account,
    approving,
    asof,
    cases,
    commitments,
    gate,
    gates,
    personal,
    redaction,
    remarks,
    replies,
    sheet,
    standing_down,
    statement,
    statements,
)
from bot.slack.screens.forms import (
    case,
    case_close,
    case_due,
    changes,
    commitment_drop,
    commitment_keep,
    commitment_late,
    draft,
    fact,
    pass_gate,
    promises,
    publish,
    redact,
    remark,
    side_room,
    withdraw,
)
from tests.domain.story import ALEX, CAMILLE, INES, KARIM, MAYA, NORA
from tests.slack.screens.filled import filled
from tests.slack.screens.scenes import Scene, Someone, latest, matters, notice

TEMPLATES = load_statements(builtin_directory())
SAID: dict[Language, dict[str, str]] = {
    "en": {
        "one": "One complaint: a shard of glass in a strawberry yogurt, batch L2",
        "two": "The glass comes from production line 3",
        "three": "A child was hurt",
        "source": "Customer care, file 4711",
        "changes": "Say what people should do with the pots",
        "proof": "The list of refunds, published",
        "about": "A cut lip; the mother wants to be called back",
        "promise": "A call before noon",
        "danger": "People may be eating pots of this batch now",
        "reason": "The supplier delivers on Friday",
        "intended": "It is a quotation",
    },
    "fr": {
        "one": "Un signalement : un éclat de verre dans un yaourt à la fraise, lot L2",
        "two": "Le verre vient de la ligne de production 3",
        "three": "Un enfant a été blessé",
        "source": "Service client, dossier 4711",
        "changes": "Dire quoi faire des pots",
        "proof": "La liste des remboursements, publiée",
        "about": "Une lèvre coupée ; la mère veut être rappelée",
        "promise": "Un appel avant midi",
        "danger": "Des gens mangent peut-être des pots de ce lot en ce moment",
        "reason": "Le fournisseur livre vendredi",
        "intended": "C'est une citation",
    },
}
WORDING: Mapping[Language, str] = {
    "fr": (
        "Nous avons reçu un signalement : un éclat de verre dans un yaourt à la fraise du lot L2.\n\n"
        "Ne mangez pas ces pots et gardez-les. Nous rembourserons chaque pot d'ici au 30 mars. "
        "Prochaine information ici à 22 h."
    ),
    "en": (
        "We have had one report: a shard of glass in a strawberry yogurt of batch L2.\n\n"
        "Do not eat these pots and keep them. We will refund every pot by 30 March. "
        "Our next update is here at 22:00."
    ),
}
LINE_THREE: Mapping[Language, str] = {"fr": "Le verre vient de la ligne 3.", "en": "The glass comes from line 3."}


@dataclass(frozen=True)
class Noted:
    """A remark as the guard makes it."""

    kind: str
    code: str
    weight: str = "advice"
    quote: str = ""
    other_quote: str = ""
    about: str = "text"
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """By what it says."""
        return f"{self.kind}.{self.code}.{self.quote}"[:40]


REMARKS = (
    Noted("wording", "conditional_apology", quote="if anyone was offended", about="list:conditional_apology"),
    Noted("facts", "unknown_as_certain", "clash", "comes from line 3", "The glass comes from line 3", "fact:2"),
    Noted(
        "published", "differs", "clash", "two reports", "one report", "published:1", {"aspect": "count", "others": 1}
    ),
    Noted("translation", "missing_there", "clash", "30 mars", about="other:en", params={"aspect": "date"}),
    Noted(
        "readers", "too_long", about="platform:x", params={"platform": "x", "length": 412, "limit": 280, "over": 132}
    ),
    Noted("wording", "our_own_words", quote="synergy", about="list:our_own_words"),
)


@dataclass(frozen=True)
class Promised:
    """A promise as the guard finds it."""

    quote: str
    due: date | None = None
    at: time | None = None
    start: int = 0


PROMISES = (
    Promised("We will refund every pot by 30 March", date(2026, 3, 30)),
    Promised("at 22:00", None, time(22), 40),
)


@dataclass
class Words(Scene):
    """The scene, with its words."""

    def say(self, name: str) -> str:
        """What people write in this crisis's language."""
        return SAID[self.language][name]

    def informed(self) -> Words:
        """Three facts, of which one is established."""
        self.at_work()
        self.by(CAMILLE, cmd.AssignRoles, roles={"legal": MAYA})
        source = self.say("source")
        self.by(NORA, cmd.AddFact, text=self.say("one"), status="probable", source=source)
        self.by(NORA, cmd.ChangeFact, fact=1, status="established", source=source, checked_by=KARIM)
        self.by(NORA, cmd.AddFact, text=self.say("two"), status="unknown")
        self.by(NORA, cmd.AddFact, text=self.say("three"), status="rumour")
        return self

    def drafted(self, kind: str = "holding", texts: Mapping[Language, str] = WORDING, *cites: int) -> Words:
        """A text of this kind by communications."""
        self.by(INES, cmd.DraftStatement, kind=kind, texts=dict(texts), cites=cites or (1,))
        return self

    def sign(self, user: str, number: int = 1) -> None:
        """A signature on the present wording."""
        fingerprint = print_of(self.state, self.state.statements[number])
        self.by(user, cmd.ApproveStatement, statement=number, fingerprint=fingerprint)

    def asked(self) -> Words:
        """Signatures are asked for, one is there."""
        self.by(INES, cmd.RequestApproval, statement=1)
        self.wait(minutes=7)
        self.sign(MAYA)
        return self

    def signed(self) -> Words:
        """Both signatures stand."""
        self.asked()
        self.sign(ALEX)
        return self

    def free(self) -> Words:
        """The posture is to speak, and what comes before the holding statement is done."""
        self.by(ALEX, cmd.DecidePosture, posture=Posture.SPEAK, reason=self.word("reply"))
        for key in ("1.1", "1.2", "1.4", "3.1", "3.2", "3.3", "2.7", "2.6"):
            item = self.state.playbook.items.get(key)
            if item and "publish.holding" in item.gates and self.item(key).changed_at is None:
                self.tick(key)
        return self

    def past(self, gate: str) -> Words:
        """Everything that locks a gate is done."""
        for lack in missing(self.state, gate):
            self.tick(lack.key)
        return self

    def out(self) -> Words:
        """The text is published by the lead alone, and confirmed by legal."""
        given = {"link": "https://example.com/1", "channels": "Instagram", "break_glass": True}
        self.by(ALEX, cmd.PublishStatement, statement=1, reason=self.say("danger"), **given)
        self.by(MAYA, cmd.RatifyBreakGlass, statement=1)
        return self

    def promising(self) -> Words:
        """Two promises of the published text."""
        due = datetime(2026, 3, 30, 16, tzinfo=UTC)
        words = WORDING[self.language].split("\n\n")[1]
        made = tuple(
            cmd.NewCommitment(words=words, owner=owner, due=due + timedelta(days=n), expected_proof=self.say("proof"))
            for n, owner in enumerate((INES, KARIM, INES))
        )
        self.by(NORA, cmd.ConfirmCommitments, statement=1, commitments=made)
        self.by(INES, cmd.KeepCommitment, commitment=1, proof=self.say("proof"))
        later = due + timedelta(days=9)
        self.by(KARIM, cmd.PostponeCommitment, commitment=2, due=later, reason=self.say("reason"))
        return self

    def cased(self) -> Words:
        """Two cases, one settled; a side room."""
        due = self.now + timedelta(hours=3)
        self.by(KARIM, cmd.OpenCase, about=self.say("about"), promise=self.say("promise"), due=due)
        self.by(KARIM, cmd.OpenCase, about=self.say("about"))
        self.by(KARIM, cmd.CloseCase, case=2, outcome=self.say("promise"))
        self.by(CAMILLE, cmd.OpenSideRoom, people=(MAYA,))
        return self


def said_states(language: Language) -> dict[str, Screen | View]:
    """Every named state of the screens of words, in one language."""
    me = Someone(language=language)
    return {**_texts(language), **_signing(language), **_sheets(language, me), **_later(language, me)}


def _texts(language: Language) -> dict[str, Screen | View]:
    ines, maya = Someone(INES, language), Someone(MAYA, language)
    alex = Someone(ALEX, language)
    scene = Words(language=language).informed().drafted().asked()
    state, now = scene.state, scene.now
    fallen = Words(language=language).informed().drafted().signed()
    texts = {"fr": WORDING["fr"]}
    fallen.by(INES, cmd.EditStatement, statement=1, seen=1, texts=texts, cites=(1,))
    fallen.by(MAYA, cmd.RequestChanges, statement=1, reason=fallen.say("changes"))
    doubtful = Words(language=language).informed().drafted("statement", LINE_THREE, 1, 2)
    ready = Words(language=language).informed().drafted().free().signed()
    out = Words(language=language).informed().drafted().free().signed().out()
    out.drafted("statement", LINE_THREE, 2)
    return {
        "statement_waiting": statement.view(state, 1, maya, now, REMARKS[:2]),
        "statement_fallen": statement.view(fallen.state, 1, ines, fallen.now),
        "statement_ready": statement.view(ready.state, 1, ines, ready.now),
        "statement_out": statement.view(out.state, 1, ines, out.now),
        "reply_statements": statements.register(out.state, ines, out.now),
        "reply_no_statements": statements.register(Scene(language=language).state, ines, now),
        "reply_remarks": remarks.screen(state, 1, REMARKS, ines),
        "reply_no_remarks": remarks.screen(state, 1, (), ines),
        "remarks": remarks.view(state, 1, REMARKS, ines),
        "gate_closed": gate.view(doubtful.state, 1, alex, doubtful.now),
        "gate_open": gate.view(ready.state, 1, ines, ready.now),
        "reply_gate": gate.screen(doubtful.state, 1, ines, doubtful.now),
        "form_draft": draft.view(state, ines, TEMPLATES),
        "form_draft_template": draft.refreshed(picked(state_of=scene, reader=ines), state, ines, TEMPLATES),
        "form_draft_edit": draft.view(state, ines, TEMPLATES, number=1),
        "form_draft_correct": draft.view(out.state, ines, TEMPLATES, corrects=1),
        "form_remark": remark.view(state, 1, REMARKS[1], ines),
        "form_changes": changes.view(state, 1, maya),
        "form_withdraw": withdraw.view(state, 1, ines),
        "form_publish": publish.view(ready.state, 1, ines, ready.now),
        "form_publish_promising": publish.view(ready.state, 1, ines, ready.now, promises=2),
        "form_publish_remarked": publish.view(ready.state, 1, ines, ready.now, remarks=REMARKS),
        "reply_gates": gates.register(ready.state, ines),
        "gate_speak_closed": pass_gate.view(ready.state, "speak", ines, ready.now),
        "gate_speak_open": pass_gate.view(ready.past("speak").state, "speak", ines, ready.now),
        "form_publish_alone": publish.view(state, 1, alex, now, break_glass=True),
    }


def picked(state_of: Words, reader: Someone) -> View:
    """The form of a draft, in which the first template and a time were picked."""
    view = draft.view(state_of.state, reader, TEMPLATES)
    block = next(block for block in view["blocks"] if block.get("block_id") == "template_holding")
    chosen = block["element"]["option_groups"][0]["options"][0]["value"]
    return filled(view, template_holding=chosen, next_at=state_of.now + timedelta(hours=1))


def _signing(language: Language) -> dict[str, Screen | View]:
    scene = Words(language=language).informed().drafted()
    ines = Someone(INES, language)
    scene.by(INES, cmd.RequestApproval, statement=1)
    asked = latest(scene, ev.ApprovalRequested)
    told = Words(language=language).informed().drafted().signed()
    told.by(INES, cmd.EditStatement, statement=1, seen=1, texts={"fr": WORDING["fr"]}, cites=(1,))
    told.by(MAYA, cmd.RequestChanges, statement=1, reason=told.say("changes"))
    wanted = latest(told, ev.ChangesRequested)
    ready = Words(language=language).informed().drafted().signed()
    alone = Words(language=language).informed().drafted()
    given = {"link": "https://example.com/1", "break_glass": True, "reason": alone.say("danger")}
    alone.by(ALEX, cmd.PublishStatement, statement=1, **given)
    broken = latest(alone, ev.GlassBroken)
    out = Words(language=language).informed().drafted().out().promising().cased()
    fresh = Words(language=language).informed().drafted().out()
    late = Words(language=language).informed().drafted().asked()
    late.wait(minutes=40)
    words = [*matters("approval_late", "1"), *matters("approval", "1")]
    open_ends = [*matters("ratify", "1"), *matters("promises", "1")]
    after = [*matters("commitment", "2"), *matters("commitment_above", "3"), *matters("case", "1")]
    return {
        "notice_approval": notice(scene, "approval", statement=1, seq=asked, remarks=REMARKS, reader=ALEX),
        "notice_approval_settled": notice(ready, "approval", statement=1, seq=latest(ready, ev.ApprovalRequested)),
        "notice_approval_signed": notice(late, "approval", statement=1, seq=asked, reader=MAYA),
        "notice_approval_not_yours": notice(late, "approval", statement=1, seq=asked, reader=KARIM),
        "notice_approval_changed": notice(told, "approval", statement=1, seq=asked, reader=ALEX),
        "notice_signature_fell": notice(told, "signature_fell", statement=1),
        "notice_signature_fell_fact": notice(told, "signature_fell", statement=1, fact=1),
        "notice_changes_requested": notice(told, "changes_requested", statement=1, seq=wanted),
        "notice_approved": notice(ready, "approved", statement=1),
        "notice_approved_ready": notice(
            Words(language=language).informed().drafted().free().signed(), "approved", statement=1
        ),
        "notice_glass_broken": notice(alone, "glass_broken", statement=1, seq=broken),
        "notice_glass_confirmed": notice(out, "glass_broken", statement=1, seq=broken),
        "notice_ratification_missed": notice(alone, "ratification_missed", statement=1),
        "notice_text_published": notice(fresh, "published", seq=latest(fresh, ev.StatementPublished), promises=2),
        "reply_asked_already": approving.asked_already(scene.state, 1, ines, scene.now),
        "reply_asked_remind": approving.asked_already(late.state, 1, ines, late.now),
        "notice_reminder_words": notice(late, "reminder", matters=words),
        "notice_reminder_alone": notice(alone, "reminder", matters=open_ends),
        "notice_reminder_promises": notice(out, "reminder", matters=after),
    }


def _sheets(language: Language, me: Someone) -> dict[str, Screen | View]:
    scene = Words(language=language).informed().drafted()
    state, now = scene.state, scene.now
    return {
        "reply_facts": sheet.card(state, me),
        "reply_no_facts": sheet.card(Scene(language=language).state, me),
        "channel_facts": sheet.channel(state),
        "reply_asof": asof.render(state, now, me, now + timedelta(days=1)),
        "reply_asof_before": asof.nothing(me, now),
        "form_fact": fact.view(
            state, me, text=scene.say("one"), source="https://example.slack.com/p1", message="C1:1.1"
        ),
        "form_fact_change": fact.view(state, me, number=2),
    }


def _later(language: Language, me: Someone) -> dict[str, Screen | View]:
    scene = Words(language=language).informed().drafted().out()
    soon = Words(language=language).informed().drafted().out()
    soon.by(INES, cmd.PromiseUpdate, at=soon.now + timedelta(hours=1))
    told = Words(language=language).informed().drafted().out().promising().cased()
    state, now = told.state, told.now
    coming = cases.side_room(state, 1, me)
    told.by(SLACK, cmd.RecordSideRoom, room=1, channel_id="C0SIDE")
    entry = next(entry for entry in told.entries if isinstance(entry.event, ev.FactAdded))
    timeless = Words(language=language).informed()
    timeless.by(KARIM, cmd.OpenCase, about=timeless.say("about"), promise=timeless.say("promise"))
    return {
        "form_promises": promises.view(scene.state, 1, me, scene.now, PROMISES),
        "form_no_promises": promises.view(scene.state, 1, me, scene.now),
        "reply_commitments": commitments.register(state, me, now),
        "reply_no_commitments": commitments.register(Scene(language=language).state, me, now),
        "reply_promises_waiting": commitments.register(scene.state, me, now, {1: 2}),
        "reply_out": commitments.out(scene.state, 1, 2, me),
        "notice_update_proposed": notice(
            soon, "update_proposed", at=(soon.now + timedelta(hours=3)).isoformat(), seq=3
        ),
        "notice_stand_down_asked": notice(scene, "stand_down_asked", by=KARIM),
        "reply_close_not_yours": standing_down.not_yours(scene.state, me),
        "reply_close_asked": standing_down.asked(scene.state, me),
        "account": account.view(state, me, now + timedelta(days=30)),
        "form_commitment_keep": commitment_keep.view(state, 2, me),
        "form_commitment_late": commitment_late.view(state, 2, me, now),
        "form_commitment_drop": commitment_drop.view(state, 2, me),
        "reply_cases": cases.register(told.state, me, now),
        "reply_mine_timeless": replies.mine(Someone(KARIM, language), [timeless.state], timeless.now),
        "reply_no_cases": cases.register(scene.state, me, now),
        "reply_side_room": cases.side_room(told.state, 1, me),
        "reply_side_room_coming": coming,
        "form_case": case.view(state, me, about=told.say("about")),
        "form_case_due": case_due.view(state, 1, me, now),
        "form_case_close": case_close.view(state, 1, me),
        "form_side_room": side_room.view(state, me, (MAYA,)),
        "form_redact": redact.view(state, entry, me),
        "reply_redacted": redaction.done("c1", entry.seq, (), me),
        "reply_redacted_also": redaction.done("c1", entry.seq, (14, 17), me),
        "notice_scrubbed": notice(scene, "scrubbed", channel="C1", left=["https://example.slack.com/archives/C1/p1"]),
        "reply_personal": personal.found(("email", "phone", "email"), me),
    }
