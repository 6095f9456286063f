"""The register of public promises: exact words, who keeps them, by when, on what proof; kept, late or given up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.commitments import unconfirmed
from bot.domain.crisis import Crisis
from bot.domain.said import Commitment, Statement
from bot.domain.statements import published
from bot.locale import Mrkdwn, Texts, join, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens import said
from bot.slack.screens.screen import Block, Reader, Screen, pack
from bot.slack.screens.wording import title_line, unrung

SHOWN, _WAITING, _BEGINNING, _TEXTS = 24, 6, 120, 4
_WORDS, _PROOF = 4200, 2200
"""Characters of all promises' words and proofs together."""


def register(crisis: Crisis, reader: Reader, now: datetime, found: Mapping[int, int] | None = None) -> Screen:
    """What waits to be confirmed, then open promises, soonest first, each with its three ways on.

    `found`: how many promises the guard has found in each text of which nobody has said yet what it promises.
    """
    texts = texts_in(reader.language)
    crisis = replace(crisis, timezone=reader.timezone)
    heading = texts.t("owed.register", title=quote(title_line(crisis, 150), 400))
    waiting = _waiting(crisis, found or {}, texts, now)
    if not crisis.commitments:
        none = [] if waiting else [texts.t("owed.none_yet")]
        return Screen(heading, [kit.section(join("\n", [heading, *none])), *waiting])
    ordered = sorted(crisis.commitments.values(), key=lambda each: (not each.is_open, each.due))
    shown = ordered[:SHOWN]
    blocks = [kit.section(join("\n", [heading, figures(crisis, texts)])), *waiting]
    for promise in shown:
        blocks.append(kit.section(_text(crisis, promise, texts, now, len(shown))))
        if promise.is_open:
            blocks.append(kit.actions(*_buttons(crisis, promise, texts)))
    blocks = blocks[:47]
    told = sum(block["type"] == "section" for block in blocks) - 1 - len(waiting)
    if len(ordered) > told:
        blocks.append(kit.context(texts.n("replies.more", len(ordered) - told)))
    return Screen(heading, [*blocks, kit.actions(*_overlooked(crisis, texts), account_button(crisis, texts))])


def _overlooked(crisis: Crisis, texts: Texts) -> list[Block]:
    """The newest texts whose promises are in the register, each with the way to one that was overlooked."""
    told = [text for text in published(crisis) if text.promises_told]
    return [
        kit.button(
            texts.p("owed.overlooked", number=text.number),
            f"promises.open:{text.number}",
            pack(c=crisis.id, s=text.number),
        )
        for text in told[::-1][:_TEXTS]
    ]


def _waiting(crisis: Crisis, found: Mapping[int, int], texts: Texts, now: datetime) -> list[Block]:
    """The texts whose promises wait to be confirmed, each with its one click."""

    def line(text: Statement) -> Mrkdwn:
        when = texts.when(text.published_at or now, crisis.timezone, now=now)
        return texts.t("owed.waiting", number=text.number, when=when, words=said.beginning(crisis, text, _BEGINNING))

    return [
        kit.section(line(text), confirm_button(crisis, text.number, found.get(text.number, 0), texts))
        for text in unconfirmed(crisis)[:_WAITING]
    ]


def confirm_button(crisis: Crisis, number: int, found: int, texts: Texts) -> Block:
    """What a published text promises, as far as it was found, one click away."""
    label = texts.n("owed.confirm", found) if found else texts.p("owed.confirm_none")
    value = pack(c=crisis.id, s=number)
    return kit.button(label, f"promises.open:{number}", value, style="primary")


def out(crisis: Crisis, number: int, found: int, reader: Reader) -> Screen:
    """To who has just published: it is out, and what it promises is one click away."""
    texts = texts_in(reader.language)
    text = texts.t("owed.out", number=number)
    return Screen(text, [kit.section(text), kit.actions(confirm_button(crisis, number, found, texts))])


def confirmed(crisis: Crisis, number: int, made: int, twice: int, unseen: int, reader: Reader) -> Screen:
    """To who has confirmed promises: how many are new; those that were there already; those there was no room for."""
    texts = texts_in(reader.language)
    lines = [texts.n("owed.made", made)]
    lines += [texts.n("owed.twice", twice)] if twice else []
    more = [kit.actions(confirm_button(crisis, number, unseen, texts))] if unseen else []
    text = join("\n", lines)
    return Screen(text, [kit.section(text), *more])


def figures(crisis: Crisis, texts: Texts) -> Mrkdwn:
    """How many are kept, open, given up, of how many."""
    every = crisis.commitments.values()
    return texts.t(
        "owed.figures",
        total=len(every),
        kept=sum(each.kept_at is not None for each in every),
        open=sum(each.is_open for each in every),
        dropped=sum(each.dropped_at is not None for each in every),
    )


def account_button(crisis: Crisis, texts: Texts) -> Block:
    """The way to the public account."""
    return kit.button(texts.p("owed.account"), "commitments.account", pack(c=crisis.id))


def _text(crisis: Crisis, promise: Commitment, texts: Texts, now: datetime, among: int) -> Mrkdwn:
    about = [
        state(crisis, promise, texts, now),
        unrung(crisis, promise.owner, texts),
        texts.t("owed.from_text", number=promise.statement),
        entry_lines.number(promise.seq),
    ]
    proof = promise.proof or promise.reason if not promise.is_open else promise.expected_proof
    key = "owed.expected" if promise.is_open else "owed.given"
    return join(
        "\n",
        [
            texts.t("owed.line", number=promise.number, words=_cut(promise.words, _WORDS, among, 500)),
            join(" · ", about),
            texts.t(key, proof=_cut(proof, _PROOF, among, 250)),
        ],
    )


def _cut(words: str, all_of_it: int, among: int, most: int) -> Mrkdwn:
    return quote(words, min(most, all_of_it // max(among, 1)), one_line=True)


def state(crisis: Crisis, promise: Commitment, texts: Texts, now: datetime) -> Mrkdwn:
    """Kept, late, given up, or by when."""
    due = texts.at(promise.due, crisis.timezone)
    if promise.kept_at is not None:
        key = "owed.kept_late" if promise.late else "owed.kept"
        return texts.t(key, when=texts.day(promise.kept_at, crisis.timezone))
    if promise.dropped_at is not None:
        return texts.t("owed.dropped", when=texts.day(promise.dropped_at, crisis.timezone))
    if promise.due <= now:
        return texts.t("owed.overdue", when=due, late=texts.duration(now - promise.due))
    return texts.t("owed.late_by" if promise.postponed else "owed.by", when=due)


def _buttons(crisis: Crisis, promise: Commitment, texts: Texts) -> list[Block]:
    value = pack(c=crisis.id, n=promise.number)
    return [
        kit.button(
            texts.p("owed.keep"), "commitment.keep", value, says=texts.p("owed.keep_says", number=promise.number)
        ),
        kit.button(texts.p("owed.late"), "commitment.late", value),
        kit.button(texts.p("owed.drop"), "commitment.drop", value),
    ]
