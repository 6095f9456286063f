"""One crisis at a dairy, in both languages, as far as the screens need it; and every named state of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import item_of
from bot.domain.crisis import Crisis, Posture
from bot.domain.kernel import ANONYMOUS, SLACK, Event, Recorded, Refused
from bot.domain.level import Level
from bot.domain.playbook import LANGUAGES, Language
from bot.domain.summary import summarise
from bot.library import builtin_directory
from bot.library.regimes import load_regimes
from bot.locale import texts_in
from bot.slack.screens import Screen, View, advice, board, details, helping, home, mine, notices, plan, replies, report
from bot.slack.screens.forms import (
    action,
    action_close,
    action_postpone,
    add_item,
    archive,
    assign,
    awareness,
    close,
    debrief,
    decide,
    due,
    evidence,
    handover,
    legal,
    legal_met,
    lesson,
    level,
    not_applicable,
    note,
    posture,
    promise,
    reopen,
    roles,
    snooze,
    start,
)
from bot.slack.screens.remarks import Remark
from bot.store.queries import PastLesson
from tests.domain.story import ALEX, CAMILLE, CELL, HUGO, INES, KARIM, MAYA, NINE, NORA, START, Story

__all__ = ["LANGUAGES", "Scene", "Someone", "states"]

ZONE = "Europe/Paris"
LAWS = load_regimes(builtin_directory())
WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "Video: glass in a yogurt",
        "what": "A mother films a shard of glass in a strawberry yogurt; 40,000 views in two hours.",
        "decision": "Stop production line 3",
        "why": "Nobody knows yet whether other pots are affected",
        "rejected": "Wait for the laboratory",
        "note": "A journalist of the regional paper asks for a reaction before 22:00",
        "own": "Call the supplier of the pots",
        "source": "a call to customer care",
        "reason": "No new mention for six hours",
        "reply": "People ask, the press does not",
        "happened": "The first statement went out after 70 minutes",
        "cause": "Nobody knew who may sign at night",
        "change": "A rota of two people who may sign, day and night",
        "proof": "Link to the rota, tested once",
        "handover": "Two families to call back at nine; the rumour about plant 2 is not checked",
        "none": "No personal data, no listed company, no accident at work",
        "kept": "The log: everybody knew where we stood",
    },
    "fr": {
        "title": "Vidéo : du verre dans un yaourt",
        "what": "Une mère filme un éclat de verre dans un yaourt à la fraise ; 40 000 vues en deux heures.",
        "decision": "Arrêt de la ligne 3",
        "why": "Nul ne sait encore si d'autres pots sont touchés",
        "rejected": "Attendre le laboratoire",
        "note": "Une journaliste du quotidien régional demande une réaction avant 22 h",
        "own": "Appeler le fournisseur des pots",
        "source": "un appel au service client",
        "reason": "Plus aucune mention nouvelle depuis six heures",
        "reply": "Les gens posent des questions, la presse non",
        "happened": "Le premier message est sorti au bout de 70 minutes",
        "cause": "Nul ne savait qui peut signer la nuit",
        "change": "Une astreinte de deux personnes qui peuvent signer, jour et nuit",
        "proof": "Lien vers l'astreinte, essayée une fois",
        "handover": "Deux familles à rappeler à neuf heures ; la rumeur sur l'usine 2 n'est pas vérifiée",
        "none": "Ni données personnelles, ni société cotée, ni accident du travail",
        "kept": "La main courante : chacun savait où nous en étions",
    },
}


@dataclass(frozen=True)
class Someone:
    """A reader."""

    user: str = CAMILLE
    language: Language = "en"
    timezone: str = ZONE


@dataclass
class Scene(Story):
    """A crisis in one language."""

    language: Language = "en"
    private: bool = True
    title: str = ""
    what: str = ""

    def __post_init__(self) -> None:
        self.do(
            cmd.StartCrisis(
                crisis_id="c1",
                actor=CAMILLE,
                title=self.title or self.word("title"),
                what=self.what or self.word("what"),
                link="https://example.com/video",
                platforms=("tiktok",),
                level=self.level,
                language=self.language,
                timezone=ZONE,
                private=self.private,
                invited=CELL,
                playbook_digest=self.playbook.digest,
            )
        )
        if self.with_channel:
            self.by(SLACK, cmd.RecordChannel, channel_id="C0CRISIS", channel_name="crisis-c1")
            for user in CELL:
                self.by(SLACK, cmd.RecordJoin, user=user)
        self.told.clear()

    def word(self, name: str) -> str:
        """What people say in this crisis's language."""
        return WORDS[self.language][name]

    def entries_by(self, seqs: Iterable[int]) -> list[Recorded]:
        """Entries by their numbers."""
        wanted = set(seqs)
        return [entry for entry in self.entries if entry.seq in wanted]

    def at_work(self) -> Scene:
        """Twenty-five minutes in: roles, awareness, a decision, a note, an own item, a posture."""
        self.wait(minutes=3)
        self.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": ALEX, "deputy": CAMILLE, "scribe": NORA})
        self.by(CAMILLE, cmd.AssignRoles, roles={"communications": INES, "social_listening": HUGO})
        self.wait(minutes=3)
        at = self.now - timedelta(minutes=47)
        self.by(NORA, cmd.SetAwareness, at=at, source=self.word("source"))
        self.by(MAYA, cmd.AddItem, text=self.word("own"), advice=2, assignee=KARIM, due=self.now + timedelta(hours=1))
        self.by(
            ALEX,
            cmd.RecordDecision,
            text=self.word("decision"),
            why=self.word("why"),
            rejected=self.word("rejected"),
            link="https://example.slack.com/archives/C0CRISIS/p1",
        )
        self.by(HUGO, cmd.AddNote, text=self.word("note"), status="rumour")
        self.wait(minutes=19)
        return self

    def in_danger(self) -> Scene:
        """Somebody answers that people are in danger."""
        self.by(HUGO, cmd.TickItem, item="1.2", evidence={"danger": "yes", "measure": "112"})
        return self

    def published(self) -> Scene:
        """The organisation speaks; the text is out."""
        self.by(ALEX, cmd.DecidePosture, posture=Posture.SPEAK, reason=self.word("reply"))
        self.tick("3.5", INES, link="https://example.com/statement", channels="TikTok")
        return self

    def clocked(self) -> Scene:
        """Two legal clocks run, and the next public word is promised."""
        for key in ("gdpr", "fr-press"):
            self.by(INES, cmd.StartLegalClock, regime=LAWS.get(key), started_at=self.now - timedelta(hours=1))
        self.by(INES, cmd.PromiseUpdate, at=self.now + timedelta(minutes=50))
        return self

    def learned(self) -> Scene:
        """A lesson, and the action that it became."""
        self.by(
            NORA,
            cmd.RecordLesson,
            happened=self.word("happened"),
            cause=self.word("cause"),
            change=self.word("change"),
            tags=("signature",),
        )
        due = self.now + timedelta(days=20)
        plan = {"text": self.word("change"), "due": due, "expected_proof": self.word("proof")}
        self.by(ALEX, cmd.PlanAction, **plan, owner=KARIM, lesson=1)
        return self

    def sponsored(self) -> Scene:
        """Somebody above hears of what is put off."""
        self.by(ALEX, cmd.AssignRoles, roles={"sponsor": MAYA})
        return self

    def ended(self) -> Scene:
        """Stood down the next day."""
        self.wait(hours=18)
        self.by(ALEX, cmd.StandDown, reason=self.word("reason"))
        return self


def notice(
    scene: Scene,
    name: str,
    *,
    lessons: Sequence[PastLesson] = (),
    remarks: Sequence[Remark] = (),
    reader: str = "",
    crises: Sequence[Crisis] = (),
    promises: int = 0,
    **args: Any,
) -> Screen:
    """One notice, as its reader gets it."""
    return notices.render(
        name,
        scene.state,
        args,
        texts=texts_in(scene.language),
        entries=scene.entries_by,
        reader_tz=ZONE,
        now=scene.now,
        lessons=lessons,
        user=reader,
        workspace="https://example.slack.com",
        remarks=remarks,
        crises={crisis.id: crisis for crisis in crises},
        promises=promises,
    )


def matters(kind: str, *about: str) -> list[dict[str, str]]:
    """Matters of one kind, as the domain names them."""
    return [{"kind": kind, "about": each} for each in about]


def _elsewhere(found: list[dict[str, str]]) -> list[dict[str, str]]:
    """The same matters in another crisis."""
    return [{**matter, "c": "c2"} for matter in found]


def latest(scene: Scene, kind: type[Event]) -> int:
    """The number of the newest entry of a kind."""
    return next(entry.seq for entry in reversed(scene.entries) if isinstance(entry.event, kind))


def _item(crisis: Crisis, key: str) -> Any:
    found = item_of(crisis, key)
    assert found is not None
    return found


def states(language: Language) -> dict[str, Screen | View]:
    """Every named state of the screens in one language."""
    me = Someone(language=language)
    return {
        **_boards(language),
        **_notices(language),
        **_time_notices(language),
        **_forms(language, me),
        **_time_forms(language, me),
        **_private(language, me),
        **_time_private(language, me),
    }


def _boards(language: Language) -> dict[str, Screen | View]:
    def at(tell: Callable[[Scene], object], level: Level = Level.ORANGE) -> Screen:
        scene = Scene(language=language, level=level)
        tell(scene)
        return board.render(scene.state, scene.now)

    return {
        "board_opened": at(lambda scene: scene.wait(minutes=1)),
        "board_danger_proposed": at(lambda scene: scene.at_work().in_danger()),
        "board_first_hour_red": at(lambda scene: scene.at_work(), Level.RED),
        "board_after_first_hour": at(lambda scene: scene.at_work().published().wait(hours=1)),
        "board_green": at(lambda scene: scene.wait(minutes=1), Level.GREEN),
        "board_stood_down": at(lambda scene: scene.at_work().published().ended()),
    }


def _notices(language: Language) -> dict[str, Screen | View]:
    opened = Scene(language=language)
    scene = Scene(language=language).at_work()
    danger = Scene(language=language).at_work().in_danger()
    spoken = Scene(language=language).at_work().published()
    raised = Scene(language=language).at_work()
    raised.by(INES, cmd.ChangeLevel, level=Level.RED, reason=scene.word("note"))
    later = Scene(language=language).at_work().published()
    later.wait(hours=3)
    ended = Scene(language=language).at_work().published().ended()
    reopened = Scene(language=language).at_work().ended()
    reopened.by(ALEX, cmd.ReopenCrisis, reason=scene.word("note"))
    quiet = Scene(language=language).at_work()
    quiet.wait(hours=2)
    silent = summarise(quiet.state, quiet.now, "cadence").model_copy(update={"quiet": True})
    quiet.entries.append(Recorded(quiet.state.seq + 1, quiet.now, "clock", silent))
    return {
        "notice_opened": notice(opened, "opened"),
        "notice_channel_failed": notice(opened, "channel_failed", error="restricted_action"),
        "notice_trouble": notice(opened, "trouble", what="pin_board", error="missing_scope", needed="pins:write"),
        "notice_trouble_invite": notice(opened, "trouble", what="invite", error="cant_invite", users=["U05"]),
        "notice_trouble_home": notice(opened, "trouble", what="home", error="view_too_large", users=["U05"]),
        "notice_trouble_scrub": notice(opened, "trouble", what="scrub", error="missing_scope", needed="im:history"),
        "notice_hq_opened": notice(opened, "hq_opened"),
        "notice_hq_closed": notice(ended, "hq_closed"),
        "notice_catch_up": notice(scene, "catch_up", reader=KARIM),
        "notice_catch_up_no_role": notice(opened, "catch_up", reader=MAYA),
        "notice_catch_up_danger": notice(danger, "catch_up", reader=INES),
        "notice_reminder_seat": notice(scene, "reminder", matters=matters("seat", "scribe")),
        "notice_level_proposed": notice(danger, "level_proposed", level="red", why="danger", by=HUGO),
        "notice_core_complete": notice(scene, "core_finished", complete=True),
        "notice_core_over": notice(scene, "core_finished", complete=False),
        "notice_decision": notice(scene, "decision", number=1),
        "notice_published": notice(spoken, "published", seq=latest(spoken, ev.StatementPublished)),
        "notice_summary_level": notice(raised, "summary", seq=latest(raised, ev.SummaryPosted)),
        "notice_summary_cadence": notice(later, "summary", seq=_first_summary(later)),
        "notice_summary_quiet": notice(quiet, "summary", seq=latest(quiet, ev.SummaryPosted)),
        "notice_reminder": notice(scene, "reminder", matters=matters("item", "2.1", "2.2", "own.1")),
        "notice_overdue": notice(scene, "overdue", items=["1.4", "1.5", "2.1"]),
        "notice_summary_closing": notice(ended, "summary", seq=latest(ended, ev.SummaryPosted)),
        "notice_stood_down": notice(ended, "stood_down", seq=latest(ended, ev.CrisisStoodDown)),
        "notice_reopened": notice(reopened, "reopened", seq=latest(reopened, ev.CrisisReopened)),
        "notice_follow_up": notice(ended, "follow_up", follow_up="day_7"),
    }


def _time_notices(language: Language) -> dict[str, Screen | View]:
    """What the clock says, and what comes after the end."""
    late = Scene(language=language).at_work().in_danger().sponsored().clocked()
    review = late.now + timedelta(minutes=50)
    late.by(ALEX, cmd.DecidePosture, posture=Posture.WATCH, reason=late.word("reply"), review_at=review)
    late.learned()
    late.now += timedelta(hours=71)
    everything = [
        *matters("item", "2.1", "1.5", "own.1"),
        *matters("item_above", "2.2"),
        *matters("role", "legal", "customer_care"),
        *matters("posture", ""),
        *matters("proposal", ""),
        *matters("update", "5"),
        *matters("duty", INES),
        *matters("legal", "gdpr/authority"),
    ]
    missed = Scene(language=language).at_work().published().clocked()
    missed.now += timedelta(minutes=52)
    lapsed = Scene(language=language).at_work().clocked()
    lapsed.now += timedelta(hours=72)
    relieved = Scene(language=language).at_work().published().clocked()
    relieved.by(
        ALEX,
        cmd.HandOver,
        to=CAMILLE,
        sleeps_until=relieved.now + timedelta(hours=8),
        note=relieved.word("handover"),
    )
    ended = Scene(language=language).at_work().published().clocked().sponsored().learned().ended()
    ended.by(NORA, cmd.CompleteFollowUp, follow_up="end_2h")
    ended.do(cmd.AnswerDebrief(crisis_id="c1", actor=ANONYMOUS, answers={"keep": ended.word("kept")}))
    for days in (1, 2, 3):
        until = ended.now + timedelta(days=days)
        ended.by(NORA, cmd.SnoozeFollowUp, follow_up="day_7", until=until, reason=ended.word("reply"))
    for days in (30, 40, 50):
        due = ended.now + timedelta(days=days)
        ended.by(KARIM, cmd.PostponeAction, action=1, due=due, reason=ended.word("reply"))
    put_off = Scene(language=language).at_work()
    for minutes in (15, 30, 45):
        until = put_off.now + timedelta(minutes=minutes)
        put_off.by(INES, cmd.SnoozeItem, item="1.4", until=until, reason=put_off.word("reply"))
    late_step = Scene(language=language).at_work().published().sponsored().learned().ended()
    late_step.wait(days=45)
    after = [*matters("follow_up", "day_28"), *matters("action", "1"), *matters("action_above", "1")]
    past = [
        PastLesson(happened=ended.word("happened"), cause="", change=ended.word("change"), crisis_id="c0", number=n)
        for n in (1, 2)
    ]
    return {
        "notice_reminder_everything": notice(late, "reminder", matters=everything),
        "notice_reminder_settled": notice(missed, "reminder", matters=matters("proposal", "")),
        "notice_reminder_crises": notice(
            late, "reminder", matters=[*everything[:3], *_elsewhere(after)], crises=[replace(late_step.state, id="c2")]
        ),
        "notice_reminder_steps": notice(late_step, "reminder", matters=[*matters("step", "day_7", "day_30"), *after]),
        "notice_reminder_after": notice(late_step, "reminder", matters=after),
        "notice_update_missed": notice(missed, "update_missed"),
        "notice_legal_missed": notice(lapsed, "legal_missed", steps=[["gdpr", "authority"]]),
        "notice_handover": notice(relieved, "handover", seq=latest(relieved, ev.HandedOver)),
        "notice_follow_up_form": notice(ended, "follow_up", follow_up="end_24h"),
        "notice_debrief": notice(ended, "reminder", matters=matters("debrief", "end_24h")),
        "notice_follow_up_debrief": notice(ended, "follow_up", follow_up="end_48h"),
        "notice_follow_up_review": notice(ended, "follow_up", follow_up="day_21"),
        "notice_follow_up_overdue": notice(ended, "follow_up_overdue", follow_up="end_24h"),
        "notice_reminder_put_off": notice(ended, "reminder", matters=matters("put_off", "follow_up:day_7", "action:1")),
        "notice_reminder_put_off_item": notice(put_off, "reminder", matters=matters("put_off", "item:1.4")),
        "notice_last_time": notice(Scene(language=language), "last_time", lessons=past),
    }


def _time_forms(language: Language, me: Someone) -> dict[str, Screen | View]:
    scene = Scene(language=language).at_work().published().clocked().learned()
    crisis, now = scene.state, scene.now
    scene.by(KARIM, cmd.SnoozeItem, item="own.1", until=now + timedelta(minutes=15))
    unclocked = Scene(language=language).at_work()
    unclocked.by(INES, cmd.AttestNoLegalClock, reason=unclocked.word("none"))
    ended = Scene(language=language).at_work().ended()
    return {
        "form_lesson": lesson.view(crisis, me),
        "form_action": action.view(crisis, me, now, lesson=1),
        "form_action_close": action_close.view(crisis, 1, me),
        "form_action_postpone": action_postpone.view(crisis, 1, me, now),
        "form_legal": legal.view(crisis, me, LAWS, now),
        "form_legal_none": legal.view(unclocked.state, me, LAWS, now),
        "form_legal_met": legal_met.view(crisis, "gdpr", "authority", me),
        "form_handover": handover.view(crisis, me),
        "form_debrief": debrief.view(ended.state, me, "1f0c"),
        "form_promise": promise.view(crisis, me, now),
        "form_snooze_item": snooze.view(scene.state, me, item="own.1", minutes=30),
        "form_snooze_follow_up": snooze.view(ended.state, me, follow_up="day_7"),
    }


def _time_private(language: Language, me: Someone) -> dict[str, Screen | View]:
    scene = Scene(language=language).at_work().published().clocked().learned()
    scene.wait(hours=2)
    crisis, now = scene.state, scene.now
    content = summarise(crisis, now, "asked")
    alex = Someone(user=ALEX, language=language)
    ended = Scene(language=language).at_work().published().clocked().learned().ended()
    ended.do(cmd.AnswerDebrief(crisis_id="c1", actor=ANONYMOUS, answers={"keep": ended.word("kept")}))
    reopened = Scene(language=language).at_work().in_danger()
    return {
        "reply_summary_executive": replies.summary(crisis, content, me, scene.entries_by, now, form="executive"),
        "reply_summary_relief": replies.summary(crisis, content, me, scene.entries_by, now, form="relief"),
        "reply_since": replies.since(crisis, me, scene.entries[12:], now),
        "summary_details": details.view(crisis, "team", me, scene.entries, now),
        "reply_entry": replies.entry(crisis, scene.entries[18], me),
        "reply_entry_to_the_lead": replies.entry(crisis, scene.entries[18], Someone(crisis.lead, language)),
        "reply_lessons": replies.lessons(crisis, me),
        "reply_no_lessons": replies.lessons(reopened.state, me),
        "reply_actions": replies.actions(crisis, me, now + timedelta(days=30)),
        "reply_thanks": replies.thanks(me),
        "reply_mine": replies.mine(alex, [crisis, reopened.state, ended.state], now),
        "mine": mine.view(alex, [crisis, reopened.state, ended.state], now),
        "home_day": home.render(alex, [crisis, reopened.state, ended.state], now),
        "report": report.view(ended.state, me, ended.entries, ended.now),
        "debrief_answers": report.answers(ended.state, me),
        "board_clocks": board.render(crisis, now),
    }


def _first_summary(scene: Scene) -> int:
    return next(entry.seq for entry in scene.entries if isinstance(entry.event, ev.SummaryPosted))


def _forms(language: Language, me: Someone) -> dict[str, Screen | View]:
    scene = Scene(language=language).at_work()
    crisis, now = scene.state, scene.now
    ended = Scene(language=language).at_work().published().ended()
    found: dict[str, Screen | View] = {
        "form_start": start.view(
            me, crisis_id="c2", playbooks=[NINE], user_groups=[("S1", "crisis-cell")], channel="C1"
        ),
        "form_decide": decide.view(crisis, me, text=scene.word("decision"), supersedes=1),
        "form_note": note.view(crisis, me, text=scene.word("note"), author=HUGO, message="C1:1.2"),
        "form_level": level.view(crisis, me),
        "form_roles": roles.view(crisis, me),
        "form_assign_item": assign.view(crisis, me, item="2.1"),
        "form_assign_follow_up": assign.view(ended.state, me, follow_up="day_7"),
        "form_due": due.view(crisis, "2.1", me, now),
        "form_not_applicable": not_applicable.view(crisis, "1.5", me),
        "form_add_item": add_item.view(crisis, me, advice=2),
        "form_close": close.view(Scene(language=language).at_work().published().state, me, now),
        "form_archive": archive.view(ended.state, me, ended.now),
        "form_reopen": reopen.view(ended.state, me),
        "form_awareness": awareness.view(crisis, me),
        "form_posture": posture.view(crisis, me, now),
    }
    for key, name in {"1.1": "roles", "1.2": "danger", "1.3": "awareness", "1.4": "severity", "3.2": "posture"}.items():
        found[f"form_evidence_{name}"] = evidence.view(crisis, key, me, now)
    return found


def _private(language: Language, me: Someone) -> dict[str, Screen | View]:
    scene = Scene(language=language).at_work()
    scene.by(ALEX, cmd.RecordDecision, text=scene.word("rejected"), supersedes=1)
    scene.tick("1.5")
    crisis, now = scene.state, scene.now
    ended = Scene(language=language).at_work().published().ended()
    ended.by(NORA, cmd.CompleteFollowUp, follow_up="end_24h")
    late = Refused("already_done", item="1.5", user=INES, at=START)
    content = summarise(crisis, now, "asked")
    return {
        "advice_1": advice.view(crisis, 1, me, now),
        "advice_2": advice.view(crisis, 2, me, now),
        "item_details": advice.details(crisis, _item(crisis, "1.5"), me, now),
        "reply_help_outside": helping.help(None, me),
        "reply_help_open": helping.help(crisis, me),
        "reply_help_full": helping.help(crisis, me, full=True),
        "reply_unknown_word": helping.unknown("niveua", "niveau" if language == "fr" else "level", "red", me),
        "reply_written": replies.written(crisis, scene.entries[9:12], me),
        "reply_already_open": replies.opened(crisis, me, workspace="https://example.slack.com", already=True),
        "reply_log_older": replies.log(crisis, scene.entries[10:], me, total=crisis.seq),
        "reply_help_closed": helping.help(ended.state, me),
        "reply_opened": replies.opened(crisis, me),
        "reply_crises": replies.crises([crisis, ended.state], me, now, closed_too=True),
        "reply_no_crises": replies.crises([], me, now),
        "reply_decisions": replies.decisions(crisis, me),
        "reply_log": replies.log(crisis, scene.entries, me, total=99),
        "reply_summary": replies.summary(crisis, content, me, scene.entries_by, now),
        "reply_refusal": replies.refusal(late, me, crisis),
        "home": home.render(Someone(user=ALEX, language=language), [crisis, ended.state], now),
        "home_empty": home.render(me, [], now),
        "followups": plan.view(ended.state, me, ended.now),
    }
