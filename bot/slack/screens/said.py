"""How a text for the public reads on every screen: its name, its exact words, who signed, what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.domain.approvals import (
    asked_again,
    deputy_asked_at,
    is_approved,
    lead_told_at,
    missing_roles,
    print_of,
    valid_approvals,
    waits_since,
)
from bot.domain.crisis import DEPUTY, LEAD, Crisis
from bot.domain.playbook import LANGUAGES, Language
from bot.domain.said import Approval, Fact, Statement, StatementStatus
from bot.domain.statements import still_lacking
from bot.locale import Mrkdwn, Texts, join, link, mention, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens.entries_said import PRINT_SHOWN
from bot.slack.screens.screen import Block, pack
from bot.slack.screens.wording import role_name

PRINT_SENT = 16
"""Hexadecimal digits of a fingerprint that a button carries."""


def kind_name(statement: Statement, texts: Texts) -> str:
    """As in "holding statement"."""
    return texts.p(f"said.kind_{statement.kind}")


def languages(crisis: Crisis, statement: Statement) -> list[Language]:
    """The languages that it is written in, the crisis's own first."""
    return sorted(statement.now.texts, key=lambda language: language != crisis.language)


def wording(crisis: Crisis, statement: Statement, texts: Texts) -> list[Block]:
    """Every language of the text, exactly as it is written."""
    blocks: list[Block] = []
    for language in languages(crisis, statement):
        name = texts.p(f"common.language_{language}")
        blocks += [kit.context(texts.t("said.language", language=name)), *kit.exact(statement.now.texts[language])]
    blocks += [
        kit.context(texts.t("said.no_language", language=texts.p(f"common.language_{language}")))
        for language in LANGUAGES
        if language not in statement.now.texts
    ]
    return blocks


def beginning(crisis: Crisis, statement: Statement, most: int) -> Mrkdwn:
    """Its first words."""
    language = languages(crisis, statement)[0]
    return quote(statement.now.texts[language], most, one_line=True)


def state(crisis: Crisis, statement: Statement, texts: Texts, now: datetime) -> Mrkdwn:
    """Where it stands, in a few words."""
    version = texts.t("said.version", number=len(statement.versions))
    if statement.published_at is not None:
        when = texts.when(statement.published_at, crisis.timezone, now=now)
        corrected = statement.corrected_by
        return join(
            " · ",
            [
                texts.t("said.published", when=when),
                link(statement.link, texts.p("common.link")) if statement.link else Mrkdwn(""),
                texts.t("said.corrected_by", number=corrected) if corrected else Mrkdwn(""),
                _alone(statement, texts),
            ],
        )
    if statement.status is StatementStatus.WITHDRAWN:
        return join(" · ", [version, texts.t("said.withdrawn")])
    if is_approved(crisis, statement):
        lacks = still_lacking(crisis, statement)
        told = [texts.t("said.signed_twice"), texts.n("gates.lacks", lacks)] if lacks else [texts.t("said.approved")]
        return join(" · ", [version, *told])
    signed = texts.n("said.signed", len(valid_approvals(crisis, statement)))
    return join(" · ", [version, signed, waiting(crisis, statement, texts, now)])


def next_step(crisis: Crisis, statement: Statement, texts: Texts) -> Block:
    """With both signatures: publish it, or get done what still keeps it in."""
    value = pack(c=crisis.id, s=statement.number)
    if still_lacking(crisis, statement):
        return kit.button(texts.p("said.gate"), "gate.open", value, style="primary")
    return kit.button(texts.p("said.publish"), "publish.open", value, style="primary")


def _alone(statement: Statement, texts: Texts) -> Mrkdwn:
    if statement.glass is None:
        return Mrkdwn("")
    return texts.t("said.glass_ratified" if statement.glass.ratified_by else "said.glass_open")


def waiting(crisis: Crisis, statement: Statement, texts: Texts, now: datetime) -> Mrkdwn:
    """How long signatures have been waited for, or that nobody was asked."""
    since = waits_since(crisis, statement)
    if statement.changes_wanted:
        return texts.t("said.changes_wanted_short")
    if since is None:
        return texts.t("said.not_asked")
    return texts.t("said.waits", since=texts.duration(now - since))


def signatures(crisis: Crisis, statement: Statement, texts: Texts, now: datetime) -> list[Mrkdwn]:
    """Those that stand, those that fell, those that lack and who can give them, and what the clock does next."""
    valid = standing(crisis, statement)
    current = print_of(crisis, statement)[:PRINT_SHOWN]
    lines = [texts.t("said.signatures", print=current)]
    lines += [_signature(crisis, each, texts, now, stands=each in valid) for each in statement.approvals]
    if statement.is_draft and not is_approved(crisis, statement):
        lines += [
            texts.t("said.lacks", roles=who_signs(crisis, statement, roles, texts))
            for roles in lacking(crisis, statement)
        ]
        lines += list(_next(crisis, statement, texts, now))
    return lines


def _signature(crisis: Crisis, given: Approval, texts: Texts, now: datetime, *, stands: bool) -> Mrkdwn:
    return texts.t(
        "said.stands" if stands else "said.fell",
        user=mention(given.by),
        role=role_name(crisis.playbook, given.role, texts),
        when=texts.when(given.at, crisis.timezone, now=now),
    )


def standing(crisis: Crisis, statement: Statement) -> list[Approval]:
    """The signatures that stand."""
    return valid_approvals(crisis, statement)


def lacking(crisis: Crisis, statement: Statement) -> list[tuple[str, ...]]:
    """The signatures that lack, each as the roles that give it."""
    return missing_roles(crisis, statement)


def who_signs(crisis: Crisis, statement: Statement, roles: Iterable[str], texts: Texts) -> Mrkdwn:
    """As in "Legal @Ines or Subject expert (nobody yet)"; who wrote the text is not among them."""
    held = {role: crisis.lead if role == LEAD else crisis.role_holder(role) for role in roles}
    free = {role: user for role, user in held.items() if user not in (statement.author, statement.editor)}

    def one(role: str, user: str | None) -> Mrkdwn:
        name = role_name(crisis.playbook, role, texts)
        if user is None:
            return texts.t("said.role_empty", role=name)
        return texts.t("said.role_held" if role in free else "said.role_wrote", role=name, user=mention(user))

    return join(f" {texts.p('said.or')} ", [one(role, user) for role, user in (free or held).items()])


def _next(crisis: Crisis, statement: Statement, texts: Texts, now: datetime) -> Iterator[Mrkdwn]:
    since = waits_since(crisis, statement)
    if since is None:
        return
    yield texts.t("said.asked", people=texts.people(statement.asked), since=texts.duration(now - since))
    asked, told = deputy_asked_at(crisis, statement), lead_told_at(crisis, statement)
    again, deputy = asked_again(crisis, statement), crisis.role_holder(DEPUTY)
    if asked is not None and asked > now and again:
        key = "said.deputy_at" if deputy in again else "said.reminded_at"
        when = texts.when(asked, crisis.timezone, now=now)
        why = Mrkdwn("") if deputy else texts.t("said.no_deputy")
        yield texts.t(key, when=when, people=texts.people(again), why=why)
    if told is not None and told > now:
        yield texts.t("said.lead_at", when=texts.when(told, crisis.timezone, now=now))


def fact_line(fact: Fact, texts: Texts, most: int) -> Mrkdwn:
    """As in "Fact 3, probable: …"."""
    return texts.t(
        "sheet.line",
        number=fact.number,
        status=texts.p(f"sheet.status_{fact.now.status}"),
        text=quote(fact.now.text, most, one_line=True),
    )


def cited(crisis: Crisis, statement: Statement, texts: Texts, *, shown: int, most: int) -> list[Mrkdwn]:
    """The facts that it rests on, as they are now."""
    facts = [crisis.facts[number] for number in statement.now.cites if number in crisis.facts]
    if not facts:
        return [texts.t("said.no_facts")]
    lines = [texts.n("said.facts", len(facts)), *(fact_line(fact, texts, most) for fact in facts[:shown])]
    return [*lines, texts.n("replies.more", len(facts) - shown)] if len(facts) > shown else lines
