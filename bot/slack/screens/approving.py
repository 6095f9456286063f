"""Notices on the way of a text: to sign, fallen, not like this, ready, released alone. One message, one next step."""

from __future__ import annotations

from datetime import datetime

from bot.domain.approvals import has_signed, is_approved, reminded_from, role_to_sign
from bot.domain.crisis import Crisis
from bot.domain.events import ChangesRequested
from bot.domain.said import Statement
from bot.domain.statements import still_lacking
from bot.locale import Mrkdwn, Texts, join, mention, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import said
from bot.slack.screens import statement as one_text
from bot.slack.screens.occasion import Occasion, one
from bot.slack.screens.remarks import text as remark_text
from bot.slack.screens.remarks import unanswered
from bot.slack.screens.screen import Block, Reader, Screen, pack

_FACTS, _REMARKS, _FACT = 12, 4, 140


def approval(on: Occasion) -> Screen:
    """The exact text, whole, with what it rests on; signed or answered right here, until others have settled it."""
    statement = _statement(on)
    if statement.is_draft and has_signed(on.crisis, statement, on.user):
        return signed(on.crisis, statement.number, on.texts)
    overtaken = _overtaken(on)
    if overtaken is not None:
        return one(overtaken, kit.actions(_open(on)))
    asked_by = on.entry().actor
    heading = on.texts.t(
        "notices.approval",
        number=statement.number,
        kind=said.kind_name(statement, on.texts),
        version=len(statement.versions),
        user=mention(asked_by),
        where=on.channel,
    )
    if statement.changes_wanted:
        reason = quote(statement.changes_wanted, 900)
        heading = join("\n", [heading, on.texts.t("said.changes_wanted", reason=reason)])
    found = unanswered(statement, on.remarks)
    remarks = [kit.section(remark_text(each, on.texts)) for each in found[:_REMARKS]]
    if len(found) > _REMARKS:
        remarks.append(kit.context(on.texts.n("replies.more", len(found) - _REMARKS)))
    blocks = [
        kit.section(heading),
        *said.wording(on.crisis, statement, on.texts),
        *kit.paragraphs(said.cited(on.crisis, statement, on.texts, shown=_FACTS, most=_FACT)),
        *([kit.section(on.texts.n("said.remarks", len(found)))] if found else []),
        *remarks,
        kit.actions(
            one_text.sign_button(on.crisis, statement, on.texts),
            kit.button(on.texts.p("said.ask_changes"), "changes.open", _value(on)),
            _open(on),
        ),
        kit.context(on.texts.t("notices.approval_hint")),
    ]
    return Screen(heading, blocks)


def _overtaken(on: Occasion) -> Mrkdwn | None:
    """Why this question asks for nothing any more; None: it still does.

    Nobody has signed words that came into the place of those they were reading: a text that has changed is read anew.
    """
    statement = _statement(on)
    number, asked = statement.number, int(on.args["seq"])
    if not statement.is_draft or is_approved(on.crisis, statement):
        return on.texts.t("notices.approval_settled", number=number)
    cited = [on.crisis.facts[fact].now.seq for fact in statement.now.cites if fact in on.crisis.facts]
    if any(seq > asked for seq in (statement.now.seq, *cited)):
        return on.texts.t("notices.approval_newer", number=number)
    if role_to_sign(on.crisis, statement, on.user) is None:
        lines = [on.texts.t("notices.approval_not_yours", number=number), *_lacks(on.crisis, statement, on.texts)]
        return join("\n", lines)
    return None


def _lacks(crisis: Crisis, statement: Statement, texts: Texts) -> list[Mrkdwn]:
    """Who can give each signature that lacks."""
    return [
        texts.t("said.lacks", roles=said.who_signs(crisis, statement, roles, texts))
        for roles in said.lacking(crisis, statement)
    ]


def signature_fell(on: Occasion) -> Screen:
    """To who had signed: the text is another one now, or rests on another fact."""
    statement, fact = _statement(on), on.args.get("fact")
    if fact is None:
        text = on.texts.t("notices.signature_fell", number=statement.number, user=mention(statement.editor))
    else:
        status = on.texts.p(f"sheet.status_{on.crisis.facts[int(fact)].now.status}")
        text = on.texts.t("notices.signature_fell_fact", number=statement.number, fact=int(fact), status=status)
    return one(text, kit.actions(_open(on)))


def signed(crisis: Crisis, number: int, texts: Texts) -> Screen:
    """In the place of the question, to who has signed it: it counts, on which words, and what still lacks."""
    statement = crisis.statements[number]
    lacks = _lacks(crisis, statement, texts)
    text = join("\n", [texts.t("notices.you_signed", number=number), *lacks])
    if not lacks:
        text = join(" ", [text, texts.t("notices.both_signed", user=mention(statement.editor))])
    look = kit.button(texts.p("said.open"), "statement.open", pack(c=crisis.id, s=number))
    return one(text, *said.wording(crisis, statement, texts), kit.actions(look))


def asked_already(crisis: Crisis, number: int, reader: Reader, now: datetime) -> Screen:
    """Who was asked and since when; after the level's limit one click reminds them, before it is said when."""
    texts = texts_in(reader.language)
    statement = crisis.statements[number]
    since, again = statement.asked_at or now, reminded_from(crisis, statement)
    people = [user for user in statement.asked if not has_signed(crisis, statement, user)]
    text = texts.t(
        "said.asked_already",
        number=number,
        people=texts.people(people),
        when=texts.when(since, reader.timezone, now=now),
        since=texts.duration(now - since),
    )
    if again is None:
        return one(text)
    if again > now:
        later = texts.t("said.remind_from", when=texts.when(again, reader.timezone, now=now))
        return one(join("\n", [text, later]))
    remind = kit.button(texts.p("said.remind"), "statement.remind", pack(c=crisis.id, s=number), style="primary")
    return one(text, kit.actions(remind))


def changes_requested(on: Occasion) -> Screen:
    """To who wrote last: who would not sign, and why."""
    entry = on.entry()
    reason = entry.event.reason if isinstance(entry.event, ChangesRequested) else ""
    number = int(on.args["statement"])
    text = on.texts.t("notices.changes_requested", number=number, user=mention(entry.actor), reason=quote(reason, 2000))
    edit = kit.button(on.texts.p("said.edit"), "draft.open", _value(on), style="primary")
    return one(text, kit.actions(edit, _open(on)))


def approved(on: Occasion) -> Screen:
    """To who wrote last: both signatures stand, it may go out."""
    statement = _statement(on)
    if not is_approved(on.crisis, statement) or not statement.is_draft:
        return one(on.texts.t("notices.approval_settled", number=statement.number), kit.actions(_open(on)))
    signed = on.texts.people(dict.fromkeys(given.by for given in said.standing(on.crisis, statement)))
    lacks = still_lacking(on.crisis, statement)
    text = on.texts.t("notices.approved", number=statement.number, people=signed)
    if lacks:
        steps = on.texts.n("gates.lacks", lacks)
        text = on.texts.t("notices.approved_lacks", number=statement.number, people=signed, steps=steps)
    return one(text, kit.actions(said.next_step(on.crisis, statement, on.texts), _open(on)))


def glass_broken(on: Occasion) -> Screen:
    """To the channel: the lead released a text alone, why, and what somebody else does now."""
    statement, glass = _statement(on), _statement(on).glass
    if glass is None:
        raise LookupError(f"text {statement.number} was not released alone")
    text = on.texts.t(
        "notices.glass_broken", number=statement.number, user=mention(glass.by), reason=quote(glass.reason, 1500)
    )
    if glass.ratified_by is not None:
        return one(join("\n", [text, on.texts.t("notices.glass_ratified", user=mention(glass.ratified_by))]))
    return one(text, kit.actions(_ratify(on), _open(on)))


def ratification_missed(on: Occasion) -> Screen:
    """To the channel: half an hour has passed and nobody has confirmed it."""
    statement = _statement(on)
    glass = statement.glass
    if glass is not None and glass.ratified_by is not None:
        return one(on.texts.t("notices.glass_ratified", user=mention(glass.ratified_by)))
    text = on.texts.t("notices.ratification_missed", number=statement.number)
    return one(text, kit.actions(_ratify(on), _open(on)))


def _statement(on: Occasion) -> Statement:
    return on.crisis.statements[int(on.args["statement"])]


def _value(on: Occasion) -> str:
    return pack(c=on.crisis.id, s=int(on.args["statement"]))


def _open(on: Occasion) -> Block:
    return kit.button(on.texts.p("said.open"), "statement.open", _value(on))


def _ratify(on: Occasion) -> Block:
    return kit.button(on.texts.p("said.ratify"), "glass.ratify", _value(on), style="primary")
