"""The form of the crisis cell: one person a role."""

from __future__ import annotations

from bot.domain.commands import AssignRoles
from bot.domain.crisis import Crisis
from bot.domain.playbook import Role
from bot.locale import clip, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Block, Reader, View, pack
from bot.slack.screens.wording import role_name, roles_of

NAME = "roles"
_PREFIX = "role."


def view(crisis: Crisis, reader: Reader, *, role: str | None = None, user: str | None = None) -> View:
    """All roles with who holds them; `role` and `user` propose one more."""
    texts = texts_in(reader.language)

    def question(each: Role) -> Block:
        holder = user if user and each.key == role else crisis.roles.get(each.key)
        return kit.field(
            f"{_PREFIX}{each.key}",
            texts.of(each.label),
            kit.person(holder),
            hint=clip(texts.of(each.mission), 150),
            optional=True,
        )

    separations = [
        texts.t(
            "forms.roles_separation",
            one=role_name(crisis.playbook, separation.roles[0], texts),
            other=role_name(crisis.playbook, separation.roles[1], texts),
        )
        for separation in crisis.playbook.separations
        if crisis.level.reaches(separation.from_level)
    ]
    return kit.modal(
        NAME,
        texts.p("forms.roles_heading"),
        [
            *(kit.context(separation) for separation in separations[:5]),
            *(question(each) for each in roles_of(crisis.playbook)),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, r={key: crisis.roles[key] for key in crisis.roles}),
    )


def parse(form: Submission) -> AssignRoles:
    """Only what this person changed: a role that somebody else gave meanwhile stays."""
    shown = form.ids.get("r", {})
    picked = {
        role.key: form.person(f"{_PREFIX}{role.key}")
        for role in form.about.playbook.roles
        if form.has(f"{_PREFIX}{role.key}")
    }
    return AssignRoles(**form.head, roles={key: user for key, user in picked.items() if user != shown.get(key)})
