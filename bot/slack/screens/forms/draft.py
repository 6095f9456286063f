"""The form of a text for the public: its kind, a template to begin with, both languages, the facts that it cites."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast
from zoneinfo import ZoneInfo

from bot.domain.commands import DraftStatement, EditStatement, StatementKind
from bot.domain.crisis import Crisis
from bot.domain.guard.plain import plain
from bot.domain.playbook import LANGUAGES, Language
from bot.domain.template import GAP, GapType, StatementTemplate, TemplateKind
from bot.domain.typography import typeset
from bot.locale import Texts, clip, on_one_line, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import FieldErrors, Submission
from bot.slack.screens.screen import Block, Reader, View, pack

NAME = "draft"
KIND, TEMPLATE, NEXT, CITES = "kind", "template", "next_at", "cites"
REFRESH = "draft.refresh"
"""Tells that a kind, a template or a time was picked."""
KINDS = ("holding", "statement", "admission", "key_messages", "qa", "reply")
PREPARED: Mapping[str, tuple[TemplateKind, ...]] = {
    "holding": (TemplateKind.HOLDING,),
    "statement": (TemplateKind.STATEMENT, TemplateKind.CORRECTION, TemplateKind.INTERNAL),
    "admission": (TemplateKind.ADMISSION,),
    "reply": (TemplateKind.REPLY,),
}
"""The templates for each kind of text."""
ANY_KIND = "generic"
"""The kind of crisis whose templates suit all."""
_OPEN_GAP = re.compile(r"\[\[([^\[\]]{1,150})\]\]")
_APPOINTMENT = "next_time"
_OFFERED = 100


class Templates(Protocol):
    """The templates at hand, by their keys."""

    @property
    def templates(self) -> Mapping[str, StatementTemplate]: ...


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in the form. `appointment`: when we speak again."""

    kind: str
    written: Mapping[Language, str]
    cites: Sequence[int]
    template: str = ""
    appointment: datetime | None = None


def view(
    crisis: Crisis,
    reader: Reader,
    templates: Templates | None = None,
    *,
    number: int | None = None,
    corrects: int | None = None,
    kind: str = "holding",
    written: Mapping[Language, str] | None = None,
) -> View:
    """A new text, one that corrects a published one, or another wording of draft `number`. KeyError for no such.

    `written`: what stands in it already.
    """
    texts = texts_in(reader.language)
    if number is not None:
        statement = crisis.statements[number]
        ids = {"c": crisis.id, "s": number, "v": len(statement.versions)}
        now = statement.now
        return _view(crisis, texts, None, Filling(statement.kind, now.texts, now.cites), ids)
    written = written or {}
    cites: tuple[int, ...] = ()
    if corrects is not None:
        wrong = crisis.statements[corrects]
        kind, written, cites = wrong.kind, wrong.now.texts, wrong.now.cites
    ids = {"c": crisis.id, "k": corrects}
    return _view(crisis, texts, templates, Filling(kind, written, cites), ids)


def refreshed(shown: View, crisis: Crisis, reader: Reader, templates: Templates | None) -> View:
    """The form after a pick, with everything that was typed. A template puts its words in place of what stood there.

    `shown`: the view as Slack sends it with the pick, its state included.
    """
    form = Submission(shown, reader.user, "", texts_in(reader.language), crisis.started_at, crisis)
    kind, appointment = form.text(KIND), form.moment(NEXT)
    chosen = form.text(f"{TEMPLATE}_{kind}")
    written = _written(form)
    picked = templates.templates.get(chosen) if templates else None
    if picked is not None and picked.kind not in PREPARED.get(kind, ()):
        picked, chosen = None, ""
    if picked is not None and chosen != form.ids.get("t"):
        written = {language: begun(picked, language) for language in LANGUAGES}
    if picked is not None and appointment is not None:
        written = {
            language: _at(picked, text, language, appointment, crisis.timezone) for language, text in written.items()
        }
    cites = tuple(sorted(int(number) for number in form.ticked(CITES)))
    ids = {**form.ids, "t": chosen or None, "g": (form.ids.number_if("g") or 0) + 1}
    return _view(crisis, form.texts, templates, Filling(kind, written, cites, chosen, appointment), ids)


def begun(template: StatementTemplate, language: Language) -> str:
    """A template's words, with its gaps named in double brackets for who writes."""
    labels = {gap.key: f"[[{gap.label.in_(language)}]]" for gap in template.gaps}
    paragraphs = re.split(r"\n[ \t]*\n", template.text.in_(language).strip())
    joined = "\n\n".join(" ".join(line.strip() for line in part.splitlines()) for part in paragraphs)
    return typeset(GAP.sub(lambda gap: labels[gap[1]] + gap[2], joined), language)


def _at(template: StatementTemplate, text: str, language: Language, moment: datetime, zone: str) -> str:
    """The text with the time of the next appointment where it is still asked for."""
    gap = next((gap for gap in template.gaps if gap.key == _APPOINTMENT and gap.type is GapType.TIME), None)
    if gap is None:
        return text
    local = moment.astimezone(ZoneInfo(zone))
    said = (
        f"{local:%H:%M}" if language == "en" else f"{local.hour}\u00a0h" + (f"\u00a0{local:%M}" if local.minute else "")
    )
    return text.replace(typeset(f"[[{gap.label.in_(language)}]]", language), said)


def _view(
    crisis: Crisis,
    texts: Texts,
    templates: Templates | None,
    filling: Filling,
    ids: Mapping[str, object],
) -> View:
    generation = ids.get("g", 0)
    editing = "s" in ids
    blocks: list[Block] = []
    if editing:
        blocks.append(kit.context(texts.t("said.editing")))
    else:
        if ids.get("k"):
            blocks.append(kit.context(texts.t("said.correcting", number=ids["k"])))
        kinds = [kit.option(texts.p(f"said.choose_{each}"), each) for each in KINDS]
        blocks.append(_asking(KIND, texts.p("said.form_kind"), kit.select(kinds, filling.kind)))
        blocks += _beginnings(crisis, templates, filling, texts)
    for language in sorted(LANGUAGES, key=lambda each: each != crisis.language):
        name = texts.p(f"common.language_{language}")
        blocks.append(
            kit.field(
                f"text_{language}_{generation}",  # Slack keeps what stands in a question of the same name
                texts.p("said.form_text", language=name),
                kit.line_input(filling.written.get(language, ""), long=True),
                hint=texts.p("said.form_text_hint") if language == crisis.language else "",
                optional=True,
            )
        )
    blocks += _facts(crisis, filling.cites, texts)
    heading = texts.p("said.form_edit", number=ids["s"]) if editing else texts.p("said.form_new")
    return kit.modal(
        NAME,
        heading,
        blocks,
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(**ids),
    )


def _asking(block_id: str, label: str, element: Block, **more: bool) -> Block:
    """A question whose answer changes the form."""
    question = kit.field(block_id, label, element | {"action_id": REFRESH}, optional=more.get("optional", False))
    return question | {"dispatch_action": True}


def _in_order(crisis: Crisis, templates: Templates | None, texts: Texts) -> list[StatementTemplate]:
    """Those of the crisis's own kind first, then by the kinds' names in the reader's language."""
    every = list(templates.templates.values()) if templates else []
    own = _own_kind(crisis, every)
    return sorted(every, key=lambda each: (each.crisis_kind.key != own, plain(texts.of(each.crisis_kind.label))))


def _own_kind(crisis: Crisis, every: Sequence[StatementTemplate]) -> str:
    """That of the latest text that began with a template; else the one that the crisis's own words tell; else any."""
    kinds = {each.key: each.crisis_kind.key for each in every}
    begun_with = [kinds[text.template] for text in crisis.statements.values() if text.template in kinds]
    if begun_with:
        return begun_with[-1]
    words = f"{crisis.title} {crisis.what}"
    seen = {each.crisis_kind.key: each.crisis_kind.seen_in(words) for each in every}
    most = max(seen.values(), default=0)
    told = [kind for kind, count in seen.items() if count == most > 0]
    return told[0] if len(told) == 1 else ANY_KIND


def _beginnings(crisis: Crisis, templates: Templates | None, filling: Filling, texts: Texts) -> list[Block]:
    """The templates for this kind by kind of crisis; the time that they name; what is to be known of the chosen."""
    groups: dict[str, list[Block]] = {}
    for each in _in_order(crisis, templates, texts):
        if each.kind in PREPARED.get(filling.kind, ()):
            mark = "✓ " if each.pre_cleared else ""
            offered = groups.setdefault(texts.of(each.crisis_kind.label), [])
            offered.append(kit.option(mark + texts.of(each.label), each.key))
    if not groups:
        return []
    chosen = templates.templates.get(filling.template) if templates else None
    pick = kit.grouped_choice(list(groups.items()), filling.template)
    blocks = [_asking(f"{TEMPLATE}_{filling.kind}", texts.p("said.form_template"), pick, optional=True)]
    blocks.append(_asking(NEXT, texts.p("said.form_next"), kit.moment(filling.appointment), optional=True))
    if chosen is not None:
        notes = [texts.say(chosen.note, 800)] if chosen.note else []
        cleared = texts.t("said.cleared" if chosen.pre_cleared else "said.not_cleared")
        blocks.append(kit.context(*notes, cleared))
    return blocks


def _facts(crisis: Crisis, cites: Sequence[int], texts: Texts) -> list[Block]:
    if not crisis.facts:
        return [kit.context(texts.t("said.no_facts_yet"))]
    first = [number for number in cites if number in crisis.facts]
    rest = [number for number in sorted(crisis.facts, reverse=True) if number not in first]
    options = [
        kit.option(
            clip(f"{number}. {on_one_line(crisis.facts[number].now.text)}", 75),
            str(number),
            texts.p(f"sheet.status_{crisis.facts[number].now.status}"),
        )
        for number in [*first, *rest][:_OFFERED]
    ]
    chosen = [str(number) for number in first]
    question = kit.multi_select(options, chosen)
    return [kit.field(CITES, texts.p("said.form_cites"), question, hint=texts.p("said.form_cites_hint"), optional=True)]


def _written(form: Submission) -> dict[Language, str]:
    generation = form.ids.number_if("g") or 0
    return {language: form.text(f"text_{language}_{generation}") for language in LANGUAGES}


def parse(form: Submission) -> DraftStatement | EditStatement:
    """At least one language, and no gap of the template left open."""
    written = _written(form)
    generation = form.ids.number_if("g") or 0
    questions = {language: f"text_{language}_{generation}" for language in LANGUAGES}
    if not any(written.values()):
        raise form.wrong(questions[form.about.language], "forms.error_required")
    left = {questions[language]: _OPEN_GAP.findall(text) for language, text in written.items()}
    errors = {
        question: form.texts.p("said.error_gaps", gaps=clip(", ".join(dict.fromkeys(gaps)), 300))
        for question, gaps in left.items()
        if gaps
    }
    if errors:
        raise FieldErrors(errors)
    given = {language: text for language, text in written.items() if text}
    cites = tuple(sorted(int(number) for number in form.ticked(CITES)))
    if "s" in form.ids:
        statement, seen = form.ids.number("s"), form.ids.number("v")
        return EditStatement(**form.head, statement=statement, seen=seen, texts=given, cites=cites)
    return DraftStatement(
        **form.head,
        kind=cast("StatementKind", form.text(KIND)),
        texts=given,
        cites=cites,
        template=str(form.ids.get("t", "")),
        corrects=form.ids.number_if("k"),
    )
