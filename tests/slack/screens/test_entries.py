from datetime import timedelta

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Posture
from bot.domain.kernel import Event, Recorded
from bot.domain.level import Level
from bot.domain.playbook import LANGUAGES, Language
from bot.locale import texts_in
from bot.slack.screens import entries
from tests.domain.story import ALEX, CAMILLE, INES, START
from tests.slack.screens.scenes import LAWS, Scene

LATER = START + timedelta(hours=1)
GDPR = LAWS.regimes[0]
SAMPLES: dict[str, Event] = {
    event.kind: event
    for event in (
        ev.CrisisStarted(
            title="Glass",
            what="",
            link="",
            platforms=(),
            level=Level.ORANGE,
            language="en",
            private=True,
            timezone="UTC",
            lead=ALEX,
            invited=(),
            playbook_digest="d",
            origin_channel="",
        ),
        ev.ChannelOpened(channel_id="C1", channel_name="crisis"),
        ev.ChannelFailed(error="restricted_action"),
        ev.ChannelRetried(),
        ev.BoardPosted(ts="1.1"),
        ev.BoardLost(),
        ev.MemberJoined(user=INES),
        ev.MemberLeft(user=INES),
        ev.ChannelArchived(),
        ev.ChannelRenamed(channel_name="crise-2026-03-14"),
        ev.ChannelRestored(),
        ev.LogbookRestored(until=START),
        ev.AwarenessSet(at=START, source="a call", link="https://example.com"),
        ev.LevelProposed(level=Level.RED, why="score"),
        ev.ProposalDismissed(reason="Quiet"),
        ev.LevelChanged(level=Level.RED, previous=Level.ORANGE, reason="Danger"),
        ev.RoleAssigned(role="legal", user=INES),
        ev.RoleReleased(role="legal", user=INES),
        ev.ItemDone(item="2.1", late=True),
        ev.ItemReopened(item="2.1"),
        ev.ItemCameRound(item="2.2"),
        ev.ItemMarkedNotApplicable(item="1.5", reason="No ads"),
        ev.ItemAssigned(item="2.1", user=None),
        ev.ItemRescheduled(item="2.1", due=LATER),
        ev.ItemAdded(item="own.1", text="Call"),
        ev.ItemSnoozed(item="2.1", until=LATER),
        ev.CoreFinished(complete=True),
        ev.DecisionRecorded(number=2, text="Stop", why="Safety", decided_by=ALEX, supersedes=1),
        ev.NoteAdded(text="A call", status="rumour", author=INES),
        ev.PostureDecided(posture=Posture.WATCH, reason="Quiet", review_at=LATER),
        ev.StatementPublished(at=START, link="https://example.com", channels="X"),
        ev.SummaryPosted(why="asked", since=START, since_seq=1, level=Level.ORANGE),
        ev.PersonReminded(user=INES, matters=(ev.Told(key="item:2.1", kind="item", about="2.1"),)),
        ev.OverdueAnnounced(items=("2.1",), keys=("channel:2.1:0",)),
        ev.CrisisStoodDown(reason="Quiet"),
        ev.StandDownAsked(),
        ev.LogbookExported(),
        ev.CrisisReopened(reason="Again"),
        ev.FollowUpSent(follow_up="day_7", user=INES),
        ev.FollowUpCompleted(follow_up="day_7"),
        ev.FollowUpSnoozed(follow_up="day_7", until=LATER, reason="Holiday"),
        ev.FollowUpAssigned(follow_up="day_7", user=INES),
        ev.ArchiveRequested(reason="An exercise", open_gates=("8.1",)),
        ev.UpdatePromised(at=LATER),
        ev.UpdateProposed(at=LATER),
        ev.UpdateMissed(),
        ev.HandedOver(leaver=ALEX, to=INES, roles=("crisis_lead",), sleeps_until=LATER, note="Two rumours"),
        ev.LegalClockStarted(regime=GDPR, started_at=START, owner=INES),
        ev.NoLegalClockAttested(reason="No data, nobody hurt"),
        ev.LegalDeadlineMet(regime="gdpr", deadline="authority", proof="Receipt 4711", late=True),
        ev.LegalDeadlineMissed(regime="gdpr", deadline="authority"),
        ev.LessonRecorded(number=1, happened="Late", change="Call at once", tags=("product",)),
        ev.ActionPlanned(number=1, text="Procedure", owner=INES, due=LATER, expected_proof="Link"),
        ev.ActionPostponed(action=1, due=LATER, reason="Holidays"),
        ev.ActionClosed(action=1, proof="https://example.com"),
        ev.FollowUpOverdue(follow_up="day_7"),
        ev.DebriefAnswered(answers={"keep": "The calm"}),
        ev.SummaryRead(),
        ev.FactAdded(number=1, text="One complaint", status="established", source="Customer care", checked_by=INES),
        ev.FactChanged(fact=1, text="Two complaints", status="rumour"),
        ev.StatementDrafted(number=1, statement_kind="holding", texts={"fr": "Nous savons", "en": "We know"}),
        ev.StatementEdited(statement=1, texts={"fr": "Nous savons."}, cites=(1,)),
        ev.ApprovalRequested(statement=1, asked=(ALEX, INES)),
        ev.StatementApproved(statement=1, fingerprint="a" * 64, role="legal"),
        ev.ChangesRequested(statement=1, reason="Too long"),
        ev.RemarkAnswered(statement=1, remark="0123456789ab", reason="Quoted"),
        ev.GlassBroken(statement=1, reason="Danger"),
        ev.GlassRatified(statement=1),
        ev.GatePassed(gate="speak", what="Interview at 8 pm"),
        ev.RatificationMissed(statement=1),
        ev.StatementWithdrawn(statement=1, reason="Overtaken"),
        ev.CommitmentMade(
            number=1, statement=1, words="We will refund", owner=INES, due=LATER, expected_proof="The list"
        ),
        ev.NoCommitmentAttested(statement=1),
        ev.CommitmentKept(commitment=1, proof="https://example.com", late=True),
        ev.CommitmentPostponed(commitment=1, due=LATER, reason="The bank"),
        ev.CommitmentDropped(commitment=1, reason="No longer possible"),
        ev.CaseOpened(number=1, about="A cut lip", owner=INES),
        ev.CaseRescheduled(case=1, due=LATER),
        ev.CaseClosed(case=1, outcome="Called back"),
        ev.SideRoomOpened(number=1, people=(ALEX, INES)),
        ev.SideRoomReady(room=1, channel_id="C2"),
    )
}


def test_there_is_a_sample_of_every_kind() -> None:
    """A new kind of entry cannot be forgotten here."""
    assert set(SAMPLES) == set(Event.kinds)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_every_kind_has_its_line_or_is_silent_on_purpose(kind: str, language: Language) -> None:
    """The log can tell every entry, in both languages, in one line; the bot's bookkeeping is silent."""
    event = SAMPLES[kind]
    scene = Scene(language=language)
    scene.by(INES, cmd.StartLegalClock, regime=GDPR, started_at=START)
    line = entries.describe(scene.state, Recorded(9, START, ALEX, event), texts_in(language))
    assert bool(line) != (type(event) in entries.SILENT)
    assert "\n" not in line
    assert "None" not in line


def test_a_line_of_the_log_says_when_what_who_and_its_number() -> None:
    """Each line can be traced to its entry; who is named already is not named twice."""
    crisis = Scene().state
    done = entries.line(crisis, Recorded(12, START, INES, SAMPLES["ItemReopened"]), texts_in("en"))
    assert done.endswith(f"Reopened: Capture the original post before it disappears · <@{INES}> · `#12`")
    note = entries.line(crisis, Recorded(13, START, INES, SAMPLES["NoteAdded"]), texts_in("en"))
    assert note.endswith(f"Rumour: A call, from <@{INES}> · `#13`")


def test_long_and_nasty_words_stay_short_and_harmless() -> None:
    """What people typed is cut and cannot ring anybody."""
    event = ev.NoteAdded(text="<!channel> " * 500, status="fact", author=CAMILLE)
    line = entries.describe(Scene().state, Recorded(9, START, CAMILLE, event), texts_in("en"), most=100)
    assert "<!channel>" not in line
    assert len(line) < 200


def test_silent_entries_are_left_out_of_lists() -> None:
    """A log of what people did holds no housekeeping."""
    scene = Scene()
    scene.by(CAMILLE, cmd.AddNote, text="A call")
    kinds = [type(entry.event) for entry in entries.told(scene.entries)]
    assert ev.NoteAdded in kinds
    assert not set(kinds) & entries.SILENT
