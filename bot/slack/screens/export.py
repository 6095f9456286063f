"""The logbook as a text file: what was decided, known, said and promised, then every entry.

It is for the lawyer, the insurer, the debrief, and the years in which the channel is gone. Plain text is what every
phone shows and every machine can still read; people's words stand in it letter by letter, each line behind a bar, so
that none can be taken for ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.domain.approvals import print_of
from bot.domain.crisis import Crisis, Decision
from bot.domain.kernel import SYSTEM, Recorded
from bot.domain.records import Action, Lesson
from bot.domain.redacting import typed_in, words_of
from bot.domain.said import Case, Commitment, Fact, Statement
from bot.locale import Mrkdwn, Texts, exact, in_plain, join, mention, on_one_line, quote
from bot.slack.channel_name import slug
from bot.slack.screens import blocks as kit
from bot.slack.screens import commitments, entries, learning, said
from bot.slack.screens.screen import Block, pack
from bot.slack.screens.wording import level_in_full, role_name, roles_of, title_line

MOST = 1_000_000
"""Characters of people's words in a line: all of them."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on top. `crisis` is in its reader's time zone; `seal`: the hash of its last entry."""

    crisis: Crisis
    texts: Texts
    user: str
    seal: str
    now: datetime


def button(crisis: Crisis, texts: Texts) -> Block:
    """One click to the file."""
    return kit.button(texts.p("export.take"), "export", pack(c=crisis.id))


def file_name(crisis: Crisis, seq: int, texts: Texts) -> str:
    """Each copy has a name of its own: that of the channel, and the entry that says who took it."""
    beside = slug(crisis.channel_name, 60) or crisis.id
    return f"{beside}-{texts.p('export.file')}-{seq}.txt"


def document(cover: Cover, recorded: Iterable[Recorded]) -> Iterator[Mrkdwn]:
    """Every line of it. `recorded`: the whole journal."""
    yield from _top(cover)
    crisis = cover.crisis
    yield from _section(cover, "decisions", (_decision(cover, each) for each in crisis.decisions))
    yield from _section(cover, "facts", (_fact(cover, each) for each in crisis.facts.values()))
    yield from _section(cover, "statements", (_statement(cover, each) for each in crisis.statements.values()))
    yield from _section(cover, "promises", (_promise(cover, each) for each in crisis.commitments.values()))
    yield from _section(cover, "cases", (_case(cover, each) for each in crisis.cases.values()))
    yield from _section(cover, "lessons", (_lesson(cover, each) for each in crisis.lessons))
    yield from _section(cover, "actions", (_action(cover, each) for each in crisis.actions))
    yield from _heading(cover.texts.p("export.log"), "─")
    yield Mrkdwn("")
    yield cover.texts.t("export.log_how")
    yield from _log(cover, recorded)


def _top(cover: Cover) -> Iterator[Mrkdwn]:
    """The crisis, its people, and what this copy is."""
    crisis, texts = cover.crisis, cover.texts
    yield from _heading(texts.p("export.title"), "═")
    yield exact(title_line(crisis, MOST))
    yield Mrkdwn("")
    yield texts.t("export.level", level=level_in_full(crisis.playbook, crisis.level, texts))
    yield texts.t("export.opened", when=_at(cover, crisis.started_at), user=mention(crisis.started_by))
    if crisis.awareness_at:
        yield texts.t("export.known", when=_at(cover, crisis.awareness_at))
    if crisis.stood_down_at:
        yield texts.t("export.ended", when=_at(cover, crisis.stood_down_at))
    for role in roles_of(crisis.playbook):
        if held := crisis.roles.get(role.key):
            yield texts.t("export.role", role=role_name(crisis.playbook, role.key, texts), user=mention(held))
    yield Mrkdwn("")
    yield texts.t("export.made", when=_at(cover, cover.now), user=mention(cover.user), zone=crisis.timezone)
    yield texts.t("export.sealed", last=crisis.seq, seal=cover.seal)
    yield texts.t("export.care")


def _log(cover: Cover, recorded: Iterable[Recorded]) -> Iterator[Mrkdwn]:
    """Entries, day by day, oldest first. What the bot keeps for itself is left out."""
    crisis, texts = cover.crisis, cover.texts
    channel = {crisis.channel_id: crisis.channel_name} if crisis.channel_id else {}
    for day, group in groupby(entries.told(recorded), key=lambda entry: texts.day(entry.at, crisis.timezone)):
        yield Mrkdwn("")
        yield quote(day)
        for entry in group:
            what = entries.describe(crisis, entry, texts, most=MOST)
            actor = mention(entry.actor)
            by = texts.t("entries.by_itself") if entry.actor in SYSTEM else actor
            time = texts.at(entry.at, crisis.timezone, now=entry.at)
            yield join(
                "  ", [quote(time), Mrkdwn(f"#{entry.seq}"), join(" · ", [what, by if by not in what else Mrkdwn("")])]
            )
            shown = in_plain(what, channel)
            for words in typed_in([*words_of(entry.event, crisis.playbook).values()]):
                if words not in shown:  # cut, on one line, or not told: letter by letter beneath
                    yield from _typed(words)


def _decision(cover: Cover, decision: Decision) -> Iterator[Mrkdwn]:
    texts = cover.texts
    about = texts.t("export.decided", user=mention(decision.decided_by), when=_at(cover, decision.at))
    replaced = decision.superseded_by
    yield _numbered(decision.number, about, decision.seq)
    yield from _typed(decision.text)
    yield from _said(texts, "why", decision.why)
    yield from _said(texts, "rejected", decision.rejected)
    yield from _address(decision.link)
    if replaced is not None:
        yield _inside(texts.t("export.replaced", number=replaced))


def _fact(cover: Cover, fact: Fact) -> Iterator[Mrkdwn]:
    for version in fact.versions:
        status = quote(cover.texts.p(f"sheet.status_{version.status}"))
        checked = (
            cover.texts.t("export.checked", user=mention(version.checked_by)) if version.checked_by else Mrkdwn("")
        )
        yield _numbered(fact.number, join(" · ", [status, quote(_at(cover, version.at)), checked]), version.seq)
        yield from _typed(version.text)
        yield from _said(cover.texts, "source", version.source)


def _statement(cover: Cover, statement: Statement) -> Iterator[Mrkdwn]:
    """The words that count, letter by letter, who signed them, and where they went."""
    crisis, texts = cover.crisis, cover.texts
    kind = quote(said.kind_name(statement, texts))
    about = join(" · ", [kind, _state(cover, statement)])
    yield _numbered(statement.number, about, statement.published_seq or statement.now.seq)
    yield from _address(statement.link)
    for language in said.languages(crisis, statement):
        yield _inside(texts.t("export.wording", language=texts.p(f"common.language_{language}")))
        yield from _typed(statement.now.texts[language])
    yield from _said(texts, "channels", statement.channels)
    yield _inside(texts.t("export.print", print=print_of(crisis, statement)))
    for given in statement.approvals:
        stands = given in said.standing(crisis, statement)
        role = role_name(crisis.playbook, given.role, texts)
        key = "export.signed" if stands else "export.signature_fell"
        yield _inside(texts.t(key, user=mention(given.by), role=role, when=_at(cover, given.at)))
    if glass := statement.glass:
        yield _inside(texts.t("export.alone", user=mention(glass.by), when=_at(cover, glass.at)))
        yield from _typed(glass.reason)


def _state(cover: Cover, statement: Statement) -> Mrkdwn:
    """Where it stands; with the day, for whoever reads it years later."""
    texts = cover.texts
    if statement.published_at is None:
        return said.state(cover.crisis, statement, texts, cover.now)
    by = statement.corrected_by
    corrected = texts.t("export.corrected", number=by) if by else Mrkdwn("")
    return join(" · ", [texts.t("export.published", when=_at(cover, statement.published_at)), corrected])


def _promise(cover: Cover, promise: Commitment) -> Iterator[Mrkdwn]:
    texts = cover.texts
    state = commitments.state(cover.crisis, promise, texts, cover.now)
    source = texts.t("owed.from_text", number=promise.statement)
    yield _numbered(promise.number, join(" · ", [state, mention(promise.owner), source]), promise.seq)
    yield from _typed(promise.words)
    yield from _said(texts, "proof", promise.proof)
    yield from _said(texts, "reason", promise.reason)


def _case(cover: Cover, case: Case) -> Iterator[Mrkdwn]:
    texts = cover.texts
    state = texts.t("export.settled", when=_at(cover, case.closed_at)) if case.closed_at else texts.t("export.open")
    yield _numbered(case.number, join(" · ", [state, mention(case.owner)]), case.seq)
    yield from _typed(case.about)
    yield from _said(texts, "promise", case.promise)
    yield from _said(texts, "outcome", case.outcome)


def _lesson(cover: Cover, lesson: Lesson) -> Iterator[Mrkdwn]:
    yield _numbered(lesson.number, mention(lesson.by), lesson.seq)
    yield from _typed(lesson.happened)
    yield from _said(cover.texts, "cause", lesson.cause)
    yield from _said(cover.texts, "change", lesson.change)


def _action(cover: Cover, action: Action) -> Iterator[Mrkdwn]:
    state = learning.action_state(cover.crisis, action, cover.texts, cover.now)
    yield _numbered(action.number, join(" · ", [state, mention(action.owner)]), action.seq)
    yield from _typed(action.text)
    yield from _said(cover.texts, "expected", action.expected_proof)
    yield from _said(cover.texts, "proof", action.proof)


def _section(cover: Cover, name: str, rows: Iterable[Iterator[Mrkdwn]]) -> Iterator[Mrkdwn]:
    """A register with its heading; nothing where it is empty."""
    for at, row in enumerate(rows):
        if at == 0:
            yield from _heading(cover.texts.p(f"export.{name}"), "─")
        yield Mrkdwn("")
        yield from row


def _heading(words: str, rule: str) -> Iterator[Mrkdwn]:
    yield from (Mrkdwn(""), quote(words.upper()), Mrkdwn(rule * len(words)))


def _numbered(number: int, about: Mrkdwn, seq: int) -> Mrkdwn:
    return Mrkdwn(f"{number}.  {about} · #{seq}")


def _inside(words: Mrkdwn) -> Mrkdwn:
    return Mrkdwn(f"    {words}")


def _said(texts: Texts, name: str, words: str) -> Iterator[Mrkdwn]:
    """A part of what somebody wrote, under its name; nothing where they left it empty."""
    if words:
        yield _inside(texts.t(f"export.{name}"))
        yield from _typed(words)


def _address(link: str) -> Iterator[Mrkdwn]:
    if link:
        yield _inside(exact(on_one_line(link)))


def _typed(words: str) -> Iterator[Mrkdwn]:
    """People's words, each line behind a bar."""
    yield from (Mrkdwn(f"    | {exact(line)}") for line in words.splitlines())


def _at(cover: Cover, moment: datetime) -> str:
    return cover.texts.at(moment, cover.crisis.timezone)
