"""The form of the team's own item."""

from __future__ import annotations

from bot.domain.checklist_rules import OWN_TEXT_LIMIT
from bot.domain.commands import AddItem
from bot.domain.crisis import Crisis
from bot.locale import texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Reader, View, pack
from bot.slack.screens.wording import advice_title, roles_of

NAME = "add_item"
TEXT, ADVICE, ASSIGNEE, ROLE, DUE = "text", "advice", "assignee", "role", "due"
_NONE = "none"


def view(crisis: Crisis, reader: Reader, *, advice: int | None = None, text: str = "") -> View:
    """`advice`: the one it was asked from."""
    texts = texts_in(reader.language)
    none = kit.option(texts.p("forms.none"), _NONE)
    advices = [none] + [
        kit.option(advice_title(crisis, each.number, texts), str(each.number)) for each in crisis.playbook.advices
    ]
    roles = [none] + [kit.option(texts.of(role.label), role.key) for role in roles_of(crisis.playbook)]
    chosen = str(advice) if advice else _NONE
    return kit.modal(
        NAME,
        texts.p("forms.add_heading"),
        [
            kit.field(TEXT, texts.p("forms.add_text"), kit.line_input(text, most=OWN_TEXT_LIMIT, long=True)),
            kit.field(ASSIGNEE, texts.p("forms.add_assignee"), kit.person(), optional=True),
            kit.field(ROLE, texts.p("forms.add_role"), kit.select(roles, _NONE), optional=True),
            kit.field(DUE, texts.p("forms.add_due"), kit.moment(), optional=True),
            kit.field(ADVICE, texts.p("forms.add_advice"), kit.select(advices, chosen), optional=True),
        ],
        submit=texts.p("forms.add_submit"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, n=advice),
    )


def parse(form: Submission) -> AddItem:
    """An item of the team's own."""
    if not form.text(TEXT):
        raise form.wrong(TEXT, "forms.error_required")
    due = form.moment(DUE)
    if due is not None and due <= form.now:
        raise form.wrong(DUE, "forms.error_past")
    advice, role = form.text(ADVICE), form.text(ROLE)
    return AddItem(
        **form.head,
        text=form.text(TEXT),
        advice=int(advice) if advice.isdigit() else None,
        role=role if role not in ("", _NONE) else None,
        assignee=form.person(ASSIGNEE),
        due=due,
    )
