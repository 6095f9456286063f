"""Private answers to who asked: lists, what was written, and the way to the board. In the reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.crisis import Crisis, Decision, Status
from bot.domain.events import LevelProposed, RoleAssigned, SummaryPosted
from bot.domain.guard import personal_data
from bot.domain.kernel import Recorded, Refused
from bot.domain.redacting import typed_in, words_of
from bot.domain.roles import may_redact
from bot.locale import Mrkdwn, Texts, join, link, mention, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens import export, learning, my_day, proposal, refusals, situation
from bot.slack.screens import items as item_screens
from bot.slack.screens import summary as summaries
from bot.slack.screens.forms import redact
from bot.slack.screens.screen import Block, Entries, Reader, Screen, pack
from bot.slack.screens.summary import Form
from bot.slack.screens.wording import level_name, title_line

CRISES_SHOWN, DECISIONS_SHOWN, ENTRIES_SHOWN = 20, 15, 30
ROOM = 9_000
"""Characters of a list, its markup counted: a message of Slack holds some 12,000."""


def opened(crisis: Crisis, reader: Reader, *, workspace: str = "", already: bool = False) -> Screen:
    """The way to the crisis. `workspace`: its web address; `already`: it was opened before."""
    texts = texts_in(reader.language)
    level = level_name(crisis.playbook, crisis.level, texts)
    title = quote(title_line(crisis, 150), 400)
    if crisis.channel_id is None:
        text = texts.t("replies.opening", level=level, title=title)
    else:
        text = texts.t("replies.opened", level=level, title=title, channel=Mrkdwn(f"<#{crisis.channel_id}>"))
    if already:
        text = join(" ", [texts.t("replies.already_open"), text])
    return Screen(text, [kit.section(text), *kit.way_to(crisis.channel_id, texts.p("replies.open_channel"), workspace)])


def catch_up(crisis: Crisis, reader: Reader, now: datetime) -> Screen:
    """Where we are, in five lines."""
    return situation.catch_up(_for(crisis, reader), texts_in(reader.language), now, reader.user)


def crises(found: Sequence[Crisis], reader: Reader, now: datetime, *, closed_too: bool = False) -> Screen:
    """The crises that this person belongs to, newest first."""
    texts = texts_in(reader.language)
    if not found:
        text = texts.t("replies.no_crises_at_all" if closed_too else "replies.no_crises")
        return Screen(text, [kit.section(text), kit.actions(kit.button(texts.p("replies.start"), "start.open"))])
    newest = sorted(found, key=lambda crisis: crisis.started_at, reverse=True)
    lines = [situation.crisis_line(crisis, texts, reader.timezone, now) for crisis in newest[:CRISES_SHOWN]]
    heading = texts.n("replies.crises_all" if closed_too else "replies.crises", len(found))
    if len(found) > CRISES_SHOWN:
        lines.append(texts.n("replies.more", len(found) - CRISES_SHOWN))
    if not closed_too:
        lines.append(texts.t("replies.crises_hint"))
    return Screen(heading, [kit.section(heading), *(kit.section(line) for line in lines)])


def decisions(crisis: Crisis, reader: Reader) -> Screen:
    """Newest first; each that stands can be replaced, none can be erased."""
    texts = texts_in(reader.language)
    title = quote(title_line(crisis, 150), 400)
    if not crisis.decisions:
        text = texts.t("replies.no_decisions", title=title)
        ask = kit.button(texts.p("board.decide"), "decide.open", pack(c=crisis.id))
        return Screen(text, [kit.section(text), *([kit.actions(ask)] if crisis.is_open else [])])
    newest = crisis.decisions[::-1]
    heading = texts.n("replies.decisions", len(newest), title=title)
    shown = within([_decision(crisis, found, reader, texts) for found in newest[:DECISIONS_SHOWN]], ROOM)
    blocks = [kit.section(heading), *shown]
    if len(newest) > len(shown):
        blocks.append(kit.context(texts.n("replies.more", len(newest) - len(shown))))
    return Screen(heading, blocks)


def within(blocks: Sequence[Block], room: int) -> list[Block]:
    """The first blocks that together hold at most `room` characters of text."""
    found: list[Block] = []
    for block in blocks:
        room -= len(json.dumps(block, ensure_ascii=False))
        if room < 0:
            break
        found.append(block)
    return found


def _decision(crisis: Crisis, found: Decision, reader: Reader, texts: Texts) -> Block:
    about = [
        texts.when(found.at, reader.timezone),
        mention(found.decided_by),
        texts.t("replies.decision_replaced", number=found.superseded_by) if found.superseded_by else Mrkdwn(""),
        texts.t("notices.decision_replaces", number=found.supersedes) if found.supersedes else Mrkdwn(""),
        link(found.link, texts.p("common.link")) if found.link else Mrkdwn(""),
        entry_lines.number(found.seq),
    ]
    why = texts.t("notices.decision_why", why=quote(found.why, 150, one_line=True)) if found.why else Mrkdwn("")
    text = texts.t("replies.decision", number=found.number, text=quote(found.text, 300, one_line=True))
    lines = join("\n", [text, why, join(" · ", about)])
    if found.superseded_by or not crisis.is_open:
        return kit.section(lines)
    replace_it = kit.button(
        texts.p("replies.supersede"),
        "decision.supersede",
        pack(c=crisis.id, n=found.number),
        says=texts.p("replies.supersede_says", number=found.number),
    )
    return kit.section(lines, replace_it)


def log(crisis: Crisis, entries: Sequence[Recorded], reader: Reader, *, total: int | None = None) -> Screen:
    """The newest of these entries, oldest of them first, and the way to older ones. `total`: how many there are."""
    texts = texts_in(reader.language)
    shown = entry_lines.told(sorted(entries, key=lambda entry: entry.seq))[-ENTRIES_SHOWN:]
    heading = texts.t("replies.log", title=quote(title_line(crisis, 150), 400))
    local = _for(crisis, reader)
    lines = [entry_lines.line(local, entry, texts, most=120) for entry in shown]
    blocks = [kit.section(heading)]
    blocks += kit.paragraphs(lines)
    ways = [export.button(crisis, texts)]
    if shown and total is not None and total > len(shown):
        first, last = shown[0].seq, shown[-1].seq
        blocks.append(kit.context(texts.t("replies.log_more", first=first, last=last, total=total)))
        if first > 1:
            ways.insert(0, kit.button(texts.p("replies.log_older"), "log.page", pack(c=crisis.id, before=first)))
    return Screen(heading, [*blocks, kit.actions(*ways)])


def written(crisis: Crisis, recorded: Sequence[Recorded], reader: Reader) -> Screen:
    """What somebody's act has put into the log, under its numbers; and that whoever was given a role is told."""
    texts, local = texts_in(reader.language), _for(crisis, reader)
    told = entry_lines.told(recorded)[:ENTRIES_SHOWN]
    lines = []
    for entry in told:
        what = entry_lines.describe(local, entry, texts, most=300)
        typed = typed_in([*words_of(entry.event, crisis.playbook).values()])
        personal = any(map(personal_data, (what, *typed)))  # is not repeated, not even to who typed it
        lines.append(
            texts.t("replies.written_personal" if personal else "replies.written", number=entry.seq, what=what)
        )
    if any(isinstance(entry.event, RoleAssigned) and entry.event.user != reader.user for entry in told):
        lines.append(texts.t("replies.written_told"))
    text = join("\n", lines)
    return Screen(text, [*kit.paragraphs(lines), *_to_answer(crisis, told, reader, texts)])


def _to_answer(crisis: Crisis, told: Sequence[Recorded], reader: Reader, texts: Texts) -> list[Block]:
    """The lead whose act proposes a level answers where they are told of it."""
    proposed = any(isinstance(entry.event, LevelProposed) for entry in told)
    if not proposed or crisis.proposal is None or reader.user != crisis.lead:
        return []
    return [kit.actions(*proposal.buttons(crisis, crisis.proposal.level, texts))]


def summary(
    crisis: Crisis,
    content: SummaryPosted,
    reader: Reader,
    entries: Entries,
    now: datetime,
    *,
    form: Form = "team",
) -> Screen:
    """A situation report for one person, with the way to the channel."""
    texts = texts_in(reader.language)
    screen = summaries.render(_for(crisis, reader), content, texts, entries, now, form=form)
    *blocks, row = screen.blocks
    if form == "executive":
        yours = kit.context(my_day.expected(crisis, reader, texts, now))
        return Screen(
            screen.text, [*blocks, yours, kit.actions(*row["elements"], item_screens.my_day_button(crisis, texts))]
        )
    if crisis.status is Status.STARTING or form != "team":
        return screen
    return Screen(screen.text, [*blocks, kit.actions(*row["elements"], summaries.post_button(crisis, texts))])


def since(crisis: Crisis, reader: Reader, news: Sequence[Recorded], now: datetime) -> Screen:
    """What happened since this person was last here. `news`: the entries after the last one that they read."""

    def entries(seqs: Iterable[int]) -> list[Recorded]:
        wanted = set(seqs)
        return [entry for entry in news if entry.seq in wanted]

    return summaries.since(_for(crisis, reader), news, texts_in(reader.language), entries, reader.user, now)


def entry(crisis: Crisis, recorded: Recorded, reader: Reader) -> Screen:
    """One entry of the log, in full."""
    texts = texts_in(reader.language)
    text = entry_lines.line(_for(crisis, reader), recorded, texts, most=2500)
    if not entry_lines.told([recorded]):
        text = texts.t("replies.silent_entry", number=entry_lines.number(recorded.seq))
    blocks = [kit.section(text)]
    if may_redact(crisis, reader.user) and redact.has_words(crisis, recorded):
        blocks.append(
            kit.actions(kit.button(texts.p("replies.redact"), "redact.open", pack(c=crisis.id, n=recorded.seq)))
        )
    return Screen(text, blocks)


def thanks(reader: Reader) -> Screen:
    """For an answer that nobody gave in particular."""
    text = texts_in(reader.language).t("replies.thanks")
    return Screen(text, [kit.section(text)])


def lessons(crisis: Crisis, reader: Reader) -> Screen:
    """What was learned."""
    return learning.lessons(crisis, reader)


def actions(crisis: Crisis, reader: Reader, now: datetime) -> Screen:
    """The corrective actions."""
    return learning.actions(crisis, reader, now)


def mine(reader: Reader, crises: Sequence[Crisis], now: datetime) -> Screen:
    """My day, as a message."""
    return my_day.message(reader, crises, now)


def refusal(refused: Refused, reader: Reader, crisis: Crisis | None = None) -> Screen:
    """Why it cannot be done, and what to do next."""
    text = refusals.paragraph(refused, texts_in(reader.language), reader.timezone, crisis)
    return Screen(text, [kit.section(text)])


def _for(crisis: Crisis, reader: Reader) -> Crisis:
    """The crisis with times in the reader's zone."""
    return replace(crisis, timezone=reader.timezone)
