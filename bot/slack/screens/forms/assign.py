"""The form that hands an item or a follow-up to a person."""

from __future__ import annotations

from bot.domain.commands import AssignFollowUp, AssignItem
from bot.domain.crisis import Crisis
from bot.locale import quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack
from bot.slack.screens.wording import follow_up_name, item_quoted, role_name

NAME = "assign"
PERSON = "person"


def view(crisis: Crisis, reader: Reader, *, item: str | None = None, follow_up: str | None = None) -> View:
    """Give either an item or a follow-up."""
    texts = texts_in(reader.language)
    if item is not None:
        state, known = crisis.items.get(item), crisis.playbook.items.get(item)
        chosen, role = state.assignee if state else None, known.role if known else None
        subject = item_quoted(crisis, item, texts)
    else:
        plan = next((step for step in crisis.playbook.follow_ups if step.key == follow_up), None)
        step = crisis.follow_ups.get(follow_up or "")
        chosen, role = step.owner if step else None, plan.role if plan else None
        subject = quote(follow_up_name(crisis, follow_up or "", texts))
    hint = texts.p("forms.assign_hint", role=role_name(crisis.playbook, role, texts)) if role and item else ""
    return kit.modal(
        NAME,
        texts.p("forms.assign_heading"),
        [
            kit.section(texts.t("forms.subject", subject=subject)),
            kit.field(PERSON, texts.p("forms.assign_person"), kit.person(chosen), hint=hint, optional=item is not None),
        ],
        submit=texts.p("forms.assign_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, i=item, f=follow_up),
    )


def parse(form: Submission) -> AssignItem | AssignFollowUp:
    """Nobody picked: an item goes back to its role."""
    user = form.person(PERSON)
    if "i" in form.ids:
        return AssignItem(**form.head, item=str(form.ids["i"]), user=user)
    if user is None:
        raise form.wrong(PERSON, "forms.error_required")
    return AssignFollowUp(**form.head, follow_up=str(form.ids["f"]), user=user)
