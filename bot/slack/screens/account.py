"""The public account of the promises, thirty, sixty and ninety days on: written from the register, ready to publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.crisis import Crisis
from bot.domain.playbook import LANGUAGES, Language
from bot.domain.said import Commitment
from bot.locale import Texts, on_one_line, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.remarks import SHOWN, Remark
from bot.slack.screens.remarks import text as remark_text
from bot.slack.screens.screen import Reader, View, pack

NAME = "account"


def view(crisis: Crisis, reader: Reader, now: datetime, remarks: Sequence[Remark] = ()) -> View:
    """To copy, the crisis's language first, under what it tells of people. `remarks`: of all languages together."""
    texts = texts_in(reader.language)
    if not crisis.commitments:
        blocks = [kit.section(texts.t("owed.none_yet"))]
    else:
        private = list({remark.key: remark_text(remark, texts) for remark in remarks}.values())
        blocks = [kit.section(texts.t("owed.account_hint")), *kit.paragraphs(private[:SHOWN])]
        if len(private) > SHOWN:
            blocks.append(kit.context(texts.n("replies.more", len(private) - SHOWN)))
        for language in sorted(LANGUAGES, key=lambda each: each != crisis.language):
            name = texts.p(f"common.language_{language}")
            blocks += [kit.context(texts.t("said.language", language=name)), *kit.exact(text(crisis, language, now))]
        blocks.append(
            kit.actions(kit.button(texts.p("owed.account_draft"), "draft.account", pack(c=crisis.id), style="primary"))
        )
    title = texts.p("owed.account_title")
    return kit.modal(NAME, title, blocks, close=texts.p("common.close"), metadata=pack(c=crisis.id))


def text(crisis: Crisis, language: Language, now: datetime) -> str:
    """As it may go out: every promise in its exact words, what became of it, in which date and on what proof.

    Nobody is named. The promises stay in the language in which they were made.
    """
    texts = texts_in(language)
    promises = [crisis.commitments[number] for number in sorted(crisis.commitments)]
    kept = sum(each.kept_at is not None for each in promises)
    opening = texts.p("owed.public_opening", day=texts.day(now, crisis.timezone, public=True))
    count = texts.p("owed.public_count", total=len(promises), kept=kept)
    return "\n\n".join([opening, *(_promise(crisis, each, texts, now) for each in promises), count])


def _promise(crisis: Crisis, promise: Commitment, texts: Texts, now: datetime) -> str:
    said = texts.p(
        "owed.public_words",
        words=on_one_line(promise.words),
        day=texts.day(_made(crisis, promise), crisis.timezone, public=True),
    )
    return f"{said}\n{_became(crisis, promise, texts, now)}"


def _made(crisis: Crisis, promise: Commitment) -> datetime:
    """When it was said in public."""
    statement = crisis.statements.get(promise.statement)
    return statement.published_at if statement and statement.published_at else promise.made_at


def _became(crisis: Crisis, promise: Commitment, texts: Texts, now: datetime) -> str:
    due = texts.day(promise.due, crisis.timezone, public=True)
    reason = on_one_line(promise.reason)
    if promise.kept_at is not None:
        key = "owed.public_kept_late" if promise.late else "owed.public_kept"
        return texts.p(
            key, day=texts.day(promise.kept_at, crisis.timezone, public=True), proof=on_one_line(promise.proof)
        )
    if promise.dropped_at is not None:
        return texts.p("owed.public_dropped", reason=reason)
    if promise.postponed:
        return texts.p("owed.public_late", day=due, reason=reason)
    return texts.p("owed.public_overdue" if promise.due <= now else "owed.public_open", day=due)
