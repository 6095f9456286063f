"""One line for each kind of entry in the journal: for the log, summaries, and answers to who acted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.kernel import SYSTEM, Event, Recorded
from bot.locale import Mrkdwn, Texts, join, link, mention
from bot.slack.screens import answers, entries_said, entry_words
from bot.slack.screens.entry_words import Teller, because, fixed, words
from bot.slack.screens.wording import follow_up_name, item_quoted, level_in_full, level_name, role_name

SILENT: frozenset[type[Event]] = frozenset(
    {
        ev.BoardPosted,
        ev.BoardLost,
        ev.SummaryPosted,
        ev.PersonReminded,
        ev.OverdueAnnounced,
        ev.SummaryRead,
        ev.FollowUpSent,
        ev.FollowUpOverdue,
        ev.DebriefAnswered,
        ev.SideRoomReady,
    }
)
"""The bot's own bookkeeping, which no list of entries shows."""


def describe(crisis: Crisis, recorded: Recorded, texts: Texts, *, most: int = 300) -> Mrkdwn:
    """What happened, in one line without time and number; empty for a silent kind. `most`: of people's words."""
    tell = _TELL.get(type(recorded.event))
    return tell(crisis, recorded.event, texts, most) if tell else Mrkdwn("")


def line(crisis: Crisis, recorded: Recorded, texts: Texts, *, most: int = 300) -> Mrkdwn:
    """As in "20:51 · Decision 1: stop line 3 · @Ana · #12"."""
    what = describe(crisis, recorded, texts, most=most)
    actor = mention(recorded.actor)
    by = Mrkdwn("") if actor in what else actor
    if recorded.actor in SYSTEM:
        by = texts.t("entries.by_itself")
    return join(" · ", [texts.when(recorded.at, crisis.timezone), what, by, number(recorded.seq)])


def number(seq: int) -> Mrkdwn:
    """The entry that a line stands on."""
    return Mrkdwn(f"`#{seq}`")


def told(entries: Iterable[Recorded]) -> list[Recorded]:
    """The entries that have something to say."""
    return [entry for entry in entries if type(entry.event) not in SILENT]


def _link(url: str, texts: Texts) -> Mrkdwn:
    return Mrkdwn(f" {link(url, texts.p('common.link'))}") if url else Mrkdwn("")


def _item(key: str) -> Teller:
    def tell(crisis: Crisis, event: Any, texts: Texts, most: int) -> Mrkdwn:
        return texts.t(key, item=item_quoted(crisis, event.item, texts, most))

    return tell


def _about_person(key: str) -> Teller:
    return lambda _crisis, event, texts, _most: texts.t(key, user=mention(event.user))


def _started(crisis: Crisis, event: ev.CrisisStarted, texts: Texts, most: int) -> Mrkdwn:
    level = level_name(crisis.playbook, event.level, texts)
    return texts.t("entries.started", title=words(event.title, most), level=level)


def _channel(_crisis: Crisis, event: ev.ChannelOpened, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t("entries.channel_opened", channel=Mrkdwn(f"<#{event.channel_id}>"))


def _channel_retried(_crisis: Crisis, _event: ev.ChannelRetried, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t("entries.channel_retried")


def _channel_failed(_crisis: Crisis, event: ev.ChannelFailed, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t("entries.channel_failed", error=event.error)


def _awareness(crisis: Crisis, event: ev.AwarenessSet, texts: Texts, most: int) -> Mrkdwn:
    source = texts.t("entries.source", source=words(event.source, most)) if event.source else Mrkdwn("")
    known = texts.t("entries.awareness", when=texts.when(event.at, crisis.timezone), source=source)
    seen = Mrkdwn("")
    if event.first_seen:
        seen = texts.t("entries.first_seen", when=texts.when(event.first_seen, crisis.timezone))
    return Mrkdwn(known + seen + _link(event.link, texts))


def _proposed(crisis: Crisis, event: ev.LevelProposed, texts: Texts, _most: int) -> Mrkdwn:
    why = texts.t(f"entries.proposed_{event.why}")
    return texts.t("entries.level_proposed", level=level_name(crisis.playbook, event.level, texts), why=why)


def _dismissed(_crisis: Crisis, event: ev.ProposalDismissed, texts: Texts, most: int) -> Mrkdwn:
    return texts.t("entries.proposal_dismissed", because=because(event.reason, texts, most))


def _level(crisis: Crisis, event: ev.LevelChanged, texts: Texts, most: int) -> Mrkdwn:
    return texts.t(
        "entries.level_raised" if event.level.rank > event.previous.rank else "entries.level_lowered",
        level=level_in_full(crisis.playbook, event.level, texts),
        previous=level_in_full(crisis.playbook, event.previous, texts),
        because=because(event.reason, texts, most),
    )


def _role(key: str) -> Teller:
    return lambda crisis, event, texts, _most: texts.t(
        key, role=role_name(crisis.playbook, event.role, texts), user=mention(event.user)
    )


def _done(crisis: Crisis, event: ev.ItemDone, texts: Texts, most: int) -> Mrkdwn:
    key = "entries.item_done_late" if event.late else "entries.item_done"
    found = answers.short(crisis, event.item, event.evidence, texts, max(30, most // 2))
    answer = texts.t("entries.answer", answer=found) if found else Mrkdwn("")
    return texts.t(key, item=item_quoted(crisis, event.item, texts, most), answer=answer)


def _not_applicable(crisis: Crisis, event: ev.ItemMarkedNotApplicable, texts: Texts, most: int) -> Mrkdwn:
    item = item_quoted(crisis, event.item, texts, most)
    return texts.t("entries.item_not_applicable", item=item, because=because(event.reason, texts, most))


def _assigned(crisis: Crisis, event: ev.ItemAssigned, texts: Texts, most: int) -> Mrkdwn:
    item = item_quoted(crisis, event.item, texts, most)
    if event.user is None:
        return texts.t("entries.item_back", item=item)
    return texts.t("entries.item_assigned", item=item, user=mention(event.user))


def _rescheduled(crisis: Crisis, event: ev.ItemRescheduled, texts: Texts, most: int) -> Mrkdwn:
    item = item_quoted(crisis, event.item, texts, most)
    return texts.t("entries.item_rescheduled", item=item, when=texts.when(event.due, crisis.timezone))


def _snoozed(crisis: Crisis, event: ev.ItemSnoozed, texts: Texts, most: int) -> Mrkdwn:
    item = item_quoted(crisis, event.item, texts, most)
    return texts.t(
        "entries.item_snoozed",
        item=item,
        when=texts.when(event.until, crisis.timezone),
        because=because(event.reason, texts, most),
    )


def _added(_crisis: Crisis, event: ev.ItemAdded, texts: Texts, most: int) -> Mrkdwn:
    return texts.t("entries.item_added", item=words(event.text, most))


def _core(_crisis: Crisis, event: ev.CoreFinished, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t("entries.core_complete" if event.complete else "entries.core_over")


def _decision(_crisis: Crisis, event: ev.DecisionRecorded, texts: Texts, most: int) -> Mrkdwn:
    replaced = texts.t("entries.replaces", number=event.supersedes) if event.supersedes else Mrkdwn("")
    told = texts.t(
        "entries.decision",
        number=event.number,
        text=words(event.text, most),
        user=mention(event.decided_by),
        because=because(event.why, texts, most),
        replaced=replaced,
    )
    return Mrkdwn(told + _link(event.link, texts))


def _note(_crisis: Crisis, event: ev.NoteAdded, texts: Texts, most: int) -> Mrkdwn:
    status = texts.p(f"common.status_{event.status}")
    told = texts.t("entries.note", status=status, text=words(event.text, most), author=mention(event.author))
    return Mrkdwn(told + _link(event.link, texts))


def _posture(crisis: Crisis, event: ev.PostureDecided, texts: Texts, most: int) -> Mrkdwn:
    review = Mrkdwn("")
    if event.review_at:
        review = texts.t("entries.review", when=texts.when(event.review_at, crisis.timezone))
    return texts.t(
        "entries.posture",
        posture=texts.p(f"common.posture_{event.posture.value}"),
        because=because(event.reason, texts, most),
        review=review,
    )


def _published(_crisis: Crisis, event: ev.StatementPublished, texts: Texts, most: int) -> Mrkdwn:
    where = texts.t("entries.published_on", channels=words(event.channels, most)) if event.channels else Mrkdwn("")
    if event.statement is None:
        told = texts.t("entries.published", where=where)
    else:
        told = texts.t("entries.statement_published", number=event.statement, where=where)
    return Mrkdwn(told + _link(event.link, texts))


def _stood_down(_crisis: Crisis, event: ev.CrisisStoodDown, texts: Texts, most: int) -> Mrkdwn:
    return texts.t("entries.stood_down", because=because(event.reason, texts, most))


def _stand_down_asked(_crisis: Crisis, _event: ev.StandDownAsked, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t("entries.stand_down_asked")


def _archived(_crisis: Crisis, event: ev.ArchiveRequested, texts: Texts, most: int) -> Mrkdwn:
    return texts.t("entries.archived", because=because(event.reason, texts, most))


def _reopened(_crisis: Crisis, event: ev.CrisisReopened, texts: Texts, most: int) -> Mrkdwn:
    return texts.t("entries.reopened", because=because(event.reason, texts, most))


def _restored(crisis: Crisis, event: ev.LogbookRestored, texts: Texts, _most: int) -> Mrkdwn:
    return texts.t("entries.logbook_restored", when=texts.when(event.until, crisis.timezone))


def _follow_up(key: str) -> Teller:
    return lambda crisis, event, texts, most: texts.t(
        key, step=words(follow_up_name(crisis, event.follow_up, texts), most)
    )


def _follow_up_snoozed(crisis: Crisis, event: ev.FollowUpSnoozed, texts: Texts, most: int) -> Mrkdwn:
    return texts.t(
        "entries.follow_up_snoozed",
        step=words(follow_up_name(crisis, event.follow_up, texts), most),
        when=texts.when(event.until, crisis.timezone),
        because=because(event.reason, texts, most),
    )


def _follow_up_assigned(crisis: Crisis, event: ev.FollowUpAssigned, texts: Texts, most: int) -> Mrkdwn:
    step = words(follow_up_name(crisis, event.follow_up, texts), most)
    return texts.t("entries.follow_up_assigned", step=step, user=mention(event.user))


_TELL: dict[type[Event], Teller] = {
    **entry_words.TELL,
    **entries_said.TELL,
    ev.CrisisStarted: _started,
    ev.ChannelOpened: _channel,
    ev.ChannelFailed: _channel_failed,
    ev.ChannelRetried: _channel_retried,
    ev.MemberJoined: _about_person("entries.joined"),
    ev.MemberLeft: _about_person("entries.left"),
    ev.ChannelArchived: fixed("entries.channel_archived"),
    ev.ChannelRenamed: fixed("entries.channel_renamed"),
    ev.ChannelRestored: fixed("entries.channel_restored"),
    ev.LogbookRestored: _restored,
    ev.AwarenessSet: _awareness,
    ev.LevelProposed: _proposed,
    ev.ProposalDismissed: _dismissed,
    ev.LevelChanged: _level,
    ev.RoleAssigned: _role("entries.role_assigned"),
    ev.RoleReleased: _role("entries.role_released"),
    ev.ItemDone: _done,
    ev.ItemReopened: _item("entries.item_reopened"),
    ev.ItemCameRound: _item("entries.item_came_round"),
    ev.ItemMarkedNotApplicable: _not_applicable,
    ev.ItemAssigned: _assigned,
    ev.ItemRescheduled: _rescheduled,
    ev.ItemAdded: _added,
    ev.ItemSnoozed: _snoozed,
    ev.CoreFinished: _core,
    ev.DecisionRecorded: _decision,
    ev.NoteAdded: _note,
    ev.PostureDecided: _posture,
    ev.StatementPublished: _published,
    ev.CrisisStoodDown: _stood_down,
    ev.StandDownAsked: _stand_down_asked,
    ev.LogbookExported: fixed("entries.logbook_exported"),
    ev.CrisisReopened: _reopened,
    ev.FollowUpCompleted: _follow_up("entries.follow_up_done"),
    ev.FollowUpSnoozed: _follow_up_snoozed,
    ev.FollowUpAssigned: _follow_up_assigned,
    ev.ArchiveRequested: _archived,
}
