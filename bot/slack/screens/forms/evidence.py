"""The form that an item's evidence asks for: ticking it is filling it in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.domain.checklist import MEASURE, item_of, missing_evidence
from bot.domain.commands import Evidence, TickItem
from bot.domain.crisis import LEAD, Crisis, Posture
from bot.domain.evidence import EvidenceField, FieldType, Records
from bot.domain.playbook import PlaybookItem
from bot.locale import Mrkdwn, Texts, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import FieldErrors, Submission
from bot.slack.screens.screen import Block, Reader, View, pack
from bot.slack.screens.wording import item_quoted

NAME = "evidence"
REFRESH = "evidence.refresh"
_DANGER, _YES = "danger", "yes"


def view(crisis: Crisis, item: str, reader: Reader, now: datetime, *, danger: str = "") -> View:
    """The item's questions. What the item cannot be done without is required; elsewhere an answer may follow.

    `danger`: the answer to whether somebody is in danger; only a yes asks for the measure.
    """
    texts = texts_in(reader.language)
    known = crisis.playbook.items.get(item)
    fields = (
        tuple(field for field in known.evidence if danger == _YES or not _is_measure(known, field)) if known else ()
    )
    found = item_of(crisis, item)
    locked = found is not None and found.locked
    blocks = [kit.section(_introduction(crisis, item, known, texts))]
    if not locked and any(field.required for field in fields):
        blocks.append(kit.context(texts.t("forms.wanted")))
    blocks += [_question(crisis, known, field, texts, now, locked=locked) for field in fields if known]
    if known and known.records is Records.DANGER:
        blocks = [_chosen(block, danger) if block.get("block_id") == _DANGER else block for block in blocks]
    return kit.modal(
        NAME,
        texts.p("forms.evidence_heading"),
        blocks,
        submit=texts.p("common.done"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, i=item),
    )


def refreshed(shown: View, crisis: Crisis, reader: Reader, now: datetime) -> View:
    """The form after the answer about danger; what was typed stays. `shown`: as Slack sends it with the answer."""
    form = Submission(shown, reader.user, "", texts_in(reader.language), now, crisis)
    return view(crisis, str(form.ids["i"]), reader, now, danger=form.text(_DANGER))


def parse(form: Submission) -> TickItem:
    """The answers that were given; empty ones are left out."""
    key = str(form.ids["i"])
    item = item_of(form.about, key)
    errors: dict[str, str] = {}
    evidence: Evidence = {}
    for field in item.evidence if item else ():
        answer = _answer(form, field)
        if answer:
            evidence[field.key] = answer
        if field.type in (FieldType.LINK, FieldType.FILE) and answer and not re.match(r"https?://\S+$", str(answer)):
            errors[field.key] = form.texts.p("forms.error_link")
    if item and item.locked:
        for field in missing_evidence(item, evidence):
            key = "refusals.measure_missing" if _is_measure(item.spec, field) else "forms.error_required"
            errors[field.key if form.has(field.key) else _DANGER] = form.texts.p(key)
    if errors:
        raise FieldErrors(errors)
    if item and item.spec and item.spec.records is Records.POSTURE and evidence.get("posture") == Posture.SPEAK:
        evidence.pop("review_at", None)  # proposed by the form, asked for only by the other postures
    return TickItem(**form.head, item=key, evidence=evidence)


def _answer(form: Submission, field: EvidenceField) -> str | tuple[str, ...]:
    match field.type:
        case FieldType.PERSON:
            return form.person(field.key) or ""
        case FieldType.PEOPLE:
            return form.people(field.key)
        case FieldType.DATETIME:
            picked = form.moment(field.key)
            return picked.isoformat() if picked else ""
        case _:
            return form.text(field.key)


def _introduction(crisis: Crisis, item: str, known: PlaybookItem | None, texts: Texts) -> Mrkdwn:
    """The item and what it means."""
    detail = texts.say(known.detail) if known else quote("")
    return texts.t("forms.item_and_detail", item=item_quoted(crisis, item, texts), detail=detail)


def _is_measure(item: PlaybookItem | None, field: EvidenceField) -> bool:
    return item is not None and item.records is Records.DANGER and field.key == MEASURE


def _chosen(question: Block, answer: str) -> Block:
    """The question about danger: its answer changes the form."""
    element = question["element"] | {"action_id": REFRESH}
    chosen = next((option for option in element["options"] if option["value"] == answer), None)
    return question | {"dispatch_action": True, "element": element | ({"initial_option": chosen} if chosen else {})}


def _question(
    crisis: Crisis, item: PlaybookItem, field: EvidenceField, texts: Texts, now: datetime, *, locked: bool
) -> Block:
    hint = texts.p(f"forms.hint_{field.type}") if field.type in (FieldType.TABLE, FieldType.FILE) else ""
    return kit.field(
        field.key,
        texts.of(field.label),
        _element(crisis, item, field, texts, now),
        hint=hint,
        optional=not (locked and (field.required or _is_measure(item, field))),
    )


def _element(crisis: Crisis, item: PlaybookItem, field: EvidenceField, texts: Texts, now: datetime) -> Block:
    match field.type:
        case FieldType.TEXT | FieldType.TABLE:
            return kit.line_input(long=True)
        case FieldType.LINK | FieldType.FILE:
            return kit.link_input()
        case FieldType.NUMBER:
            return kit.number_input(0, 100) if "%" in field.label.en else kit.number_input()
        case FieldType.SCORE:
            return kit.radio(_marks(crisis, field, texts))
        case FieldType.CHOICE:
            options = [kit.option(texts.of(choice.label), choice.value) for choice in field.options]
            return kit.radio(options, crisis.level.value if item.records is Records.LEVEL else None)
        case FieldType.PERSON:
            return kit.person(_holder(crisis, field.key))
        case FieldType.PEOPLE:
            return kit.people()
        case FieldType.DATETIME:
            return kit.moment(_likely(crisis, item, field, now))


def _holder(crisis: Crisis, role: str) -> str | None:
    """Who stands in the seat already, be it by default."""
    return crisis.lead if role == LEAD else crisis.roles.get(role)


def _marks(crisis: Crisis, field: EvidenceField, texts: Texts) -> list[Block]:
    axis = next((axis for axis in crisis.playbook.severity if axis.key == field.key), None)
    if axis is None:
        return [kit.option(str(mark), str(mark)) for mark in range(4)]
    return [kit.option(f"{mark.score} · {texts.of(mark.label)}", str(mark.score)) for mark in axis.scale]


def _likely(crisis: Crisis, item: PlaybookItem, field: EvidenceField, now: datetime) -> datetime | None:
    """A time worth proposing. None for awareness: a wrong guess would start legal clocks; none for times to come."""
    match item.records:
        case Records.AWARENESS:
            return crisis.awareness_at
        case Records.POSTURE:
            return review_time(crisis, now)
        case Records.PUBLICATION if field.key == "next_at":
            return None
        case _:
            return now.astimezone(UTC).replace(second=0, microsecond=0)


def review_time(crisis: Crisis, now: datetime) -> datetime:
    """When a posture is looked at again: at the second situation point from now."""
    return now.replace(second=0, microsecond=0) + timedelta(minutes=2 * crisis.rules.situation_point)
