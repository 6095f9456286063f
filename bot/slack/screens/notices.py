"""Messages that are posted once: what happened that people must hear, and what they do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.checklist import all_items
from bot.domain.commitments import unconfirmed
from bot.domain.crisis import Crisis, FollowUpStatus
from bot.domain.events import CrisisStoodDown, StatementPublished, SummaryPosted
from bot.domain.follow_up import moved_from
from bot.domain.kernel import Event
from bot.domain.level import Level
from bot.locale import Mrkdwn, Texts, join, link, mention, quote
from bot.slack.screens import (
    aftermath,
    approving,
    commitments,
    learning,
    plan,
    proposal,
    redaction,
    relieving,
    reminding,
    situation,
    standing_down,
    summary,
)
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens.board import advice_row
from bot.slack.screens.occasion import Occasion, PastLesson, one
from bot.slack.screens.remarks import Remark
from bot.slack.screens.screen import Entries, Screen, pack
from bot.slack.screens.trouble import trouble
from bot.slack.screens.wording import follow_up_name, item_quoted, level_name

_PLANNED = 20
CHANNEL_CURES = frozenset({"missing_scope", "restricted_action", "user_is_restricted", "invalid_auth"})
"""Slack's codes for a channel that it will not make whose cure has a text of its own."""


def render(  # noqa: PLR0913 - what a notice may be made of is much, most of it optional
    name: str,
    crisis: Crisis,
    args: Mapping[str, Any],
    *,
    texts: Texts,
    entries: Entries,
    reader_tz: str,
    now: datetime,
    lessons: Sequence[PastLesson] = (),
    user: str = "",
    workspace: str = "",
    remarks: Sequence[Remark] = (),
    crises: Mapping[str, Crisis] | None = None,
    promises: int = 0,
) -> Screen:
    """The notice of this name. `reader_tz`: the zone of the one who reads, or the crisis's in a channel.

    `lessons`: those of similar crises, for "last time"; without any, that notice is empty. `user`: who reads it
    alone; `workspace`: its web address. `remarks`: the guard's on the text, for the people who are asked to sign it.
    `crises`: all that a reminder speaks of and that its reader belongs to, by their id. `promises`: those that were
    found in the text that is out.

    Raises KeyError for a name that no notice has.
    """
    shown = replace(crisis, timezone=reader_tz)
    return NOTICES[name](
        Occasion(shown, args, texts, entries, now, lessons, user, workspace, remarks, crises or {}, promises)
    )


def _opened(on: Occasion) -> Screen:
    key = "notices.opened_private" if on.crisis.private else "notices.opened_public"
    leads = on.crisis.lead == on.crisis.started_by
    lead = on.texts.t("notices.you_lead" if leads else "notices.leads", lead=mention(on.crisis.lead))
    way = kit.way_to(on.crisis.channel_id, on.texts.p("replies.open_channel"), on.workspace)
    return one(join(" ", [on.texts.t(key, channel=on.channel), lead]), *way)


def _channel_failed(on: Occasion) -> Screen:
    error = str(on.args.get("error", ""))
    cure = on.texts.t(f"notices.channel_cure_{error if error in CHANNEL_CURES else 'other'}")
    again = kit.button(on.texts.p("notices.channel_retry"), "channel.retry", pack(c=on.crisis.id), style="primary")
    return one(on.texts.t("notices.channel_failed", title=on.title, error=error, cure=cure), kit.actions(again))


def _hq_opened(on: Occasion) -> Screen:
    return one(
        on.texts.t(
            "notices.hq_opened", level=on.level, title=on.title, channel=on.channel, lead=mention(on.crisis.lead)
        )
    )


def _hq_closed(on: Occasion) -> Screen:
    return one(on.texts.t("notices.hq_closed", title=on.title, channel=on.channel))


def _catch_up(on: Occasion) -> Screen:
    return situation.catch_up(on.crisis, on.texts, on.now, on.user)


def _level_proposed(on: Occasion) -> Screen:
    level = Level(str(on.args["level"]))
    name = level_name(on.crisis.playbook, level, on.texts)
    why = on.texts.t(f"entries.proposed_{on.args['why']}")
    text = on.texts.t("notices.level_proposed", level=name, why=why, by=mention(str(on.args["by"])), channel=on.channel)
    return one(text, kit.actions(*proposal.buttons(on.crisis, level, on.texts)))


def _core_finished(on: Occasion) -> Screen:
    key = "notices.core_complete" if on.args.get("complete") else "notices.core_over"
    due = {item.advice for item in all_items(on.crisis) if item.pending and item.due is not None and item.due <= on.now}
    text = on.texts.t(key)
    return one(text, advice_row(on.crisis, on.texts, only=due)) if any(due) else one(text)


def _decision(on: Occasion) -> Screen:
    number = int(on.args["number"])
    found = next(d for d in on.crisis.decisions if d.number == number)
    lines = [
        on.texts.t("notices.decision", number=number, text=quote(found.text, 1500), by=mention(found.decided_by)),
        on.texts.t("notices.decision_why", why=quote(found.why, 600)) if found.why else Mrkdwn(""),
        on.texts.t("notices.decision_rejected", rejected=quote(found.rejected, 400)) if found.rejected else Mrkdwn(""),
    ]
    ends = [
        on.texts.t("notices.decision_replaces", number=found.supersedes) if found.supersedes else Mrkdwn(""),
        link(found.link, on.texts.p("common.link")) if found.link else Mrkdwn(""),
        entry_lines.number(found.seq),
    ]
    text = join("\n", lines)
    return Screen(lines[0], [kit.section(text), kit.context(join(" · ", ends))])


def _from_entry(key: str) -> Callable[[Occasion], Screen]:
    """One line that says what an entry says, in the words of `key`."""

    def notice(on: Occasion) -> Screen:
        entry = on.entry()
        return one(
            on.texts.t(
                key,
                what=entry_lines.describe(on.crisis, entry, on.texts, most=600),
                by=mention(entry.actor),
                number=entry_lines.number(entry.seq),
            )
        )

    return notice


def _summary(on: Occasion) -> Screen:
    entry = on.entry()
    if not isinstance(entry.event, SummaryPosted):
        raise TypeError(f"entry {entry.seq} is no summary")
    return summary.render(on.crisis, entry.event, on.texts, on.entries, entry.at, until=entry.seq)


def _stood_down(on: Occasion) -> Screen:
    """Who ended it and why, and what comes back when."""
    entry = on.entry()
    told = on.texts.t(
        "notices.stood_down", by=mention(entry.actor), what=entry_lines.describe(on.crisis, entry, on.texts, most=600)
    )
    steps = sorted(
        (s for s in on.crisis.follow_ups.values() if s.status is not FollowUpStatus.DONE), key=lambda step: step.due
    )
    lines = [
        on.texts.t(
            "notices.planned",
            day=on.when(step.due),
            step=quote(follow_up_name(on.crisis, step.key, on.texts), 120, one_line=True),
            role=on.follow_up_role(step.key),
        )
        for step in steps[:_PLANNED]
    ]
    blocks = [kit.section(join("\n", [told, *_left(on, entry.event)]))]
    if lines:
        blocks.append(kit.section(on.texts.t("notices.plan")))
        blocks += kit.paragraphs(lines)
        if any(moved_from(on.crisis, step.key) for step in steps):
            blocks.append(kit.context(on.texts.t("notices.plan_hours")))
        blocks.append(kit.actions(plan.open_button(on.crisis, on.texts)))
    return Screen(told, blocks)


def _left(on: Occasion, event: Event) -> list[Mrkdwn]:
    """How much stayed open, and by name what should have come first."""
    if not isinstance(event, CrisisStoodDown):
        return []
    gates = [item_quoted(on.crisis, key, on.texts, 100) for key in event.open_gates]
    return [
        on.texts.n("notices.left_open", len(event.open_items)) if event.open_items else Mrkdwn(""),
        on.texts.t("notices.left_gates", items=join(", ", gates)) if gates else Mrkdwn(""),
    ]


def _restored(on: Occasion) -> Screen:
    """The logbook went back in time, the channel did not."""
    entry = on.entry()
    what = entry_lines.describe(on.crisis, entry, on.texts)
    return one(on.texts.t("notices.restored", what=what, number=entry_lines.number(entry.seq)))


def _published(on: Occasion) -> Screen:
    """What is out, and the one click to what it promises."""
    told, event = _from_entry("notices.published")(on), on.entry().event
    number = event.statement if isinstance(event, StatementPublished) else None
    if number is None or all(text.number != number for text in unconfirmed(on.crisis)):
        return told
    confirm = commitments.confirm_button(on.crisis, number, on.promises, on.texts)
    return Screen(told.text, [*told.blocks, kit.actions(confirm)])


NOTICES: dict[str, Callable[[Occasion], Screen]] = {
    "opened": _opened,
    "channel_failed": _channel_failed,
    "trouble": trouble,
    "hq_opened": _hq_opened,
    "hq_closed": _hq_closed,
    "catch_up": _catch_up,
    "level_proposed": _level_proposed,
    "core_finished": _core_finished,
    "decision": _decision,
    "published": _published,
    "summary": _summary,
    "reminder": reminding.reminder,
    "overdue": reminding.overdue,
    "stood_down": _stood_down,
    "stand_down_asked": standing_down.question,
    "restored": _restored,
    "reopened": _from_entry("notices.reopened"),
    "update_missed": reminding.update_missed,
    "update_proposed": reminding.update_proposed,
    "legal_missed": reminding.legal_missed,
    "handover": relieving.handover,
    "last_time": learning.last_time,
    "follow_up": aftermath.follow_up,
    "follow_up_overdue": aftermath.follow_up_overdue,
    "approval": approving.approval,
    "signature_fell": approving.signature_fell,
    "changes_requested": approving.changes_requested,
    "approved": approving.approved,
    "glass_broken": approving.glass_broken,
    "ratification_missed": approving.ratification_missed,
    "scrubbed": redaction.scrubbed,
}
"""Every notice that the domain names."""
