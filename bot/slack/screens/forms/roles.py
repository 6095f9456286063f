"""The form of the crisis cell: one person a role."""

from __future__ import annotations

from bot.domain.commands import AssignRoles
from bot.domain.crisis import DEPUTY, LEAD, SPOKESPERSON, SPONSOR, Crisis
from bot.domain.playbook import Role, Separation
from bot.locale import Mrkdwn, Texts, mention, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens.forms.submission import Submission
from bot.slack.screens.screen import Block, Reader, View, pack
from bot.slack.screens.wording import role_name, unknown_word

NAME = "roles"
BESIDE = (DEPUTY, SPOKESPERSON, SPONSOR)
_PREFIX = "role."


def view(
    crisis: Crisis, reader: Reader, *, role: str | None = None, user: str | None = None, unknown: str = ""
) -> View:
    """The seats with who holds them, the default lead too; `role` and `user` propose one more.

    `unknown`: what was typed and is no role.
    """
    texts = texts_in(reader.language)
    seats = _seats(crisis)

    def question(each: Role) -> Block:
        holder = user if user and each.key == role else _holder(crisis, each.key)
        return kit.field(
            f"{_PREFIX}{each.key}",
            texts.of(each.label),
            kit.person(holder),
            hint=texts.of(each.mission).split(".")[0],
            optional=True,
        )

    separations = [
        _separation(crisis, separation, texts)
        for separation in crisis.playbook.separations
        if crisis.level.reaches(separation.from_level)
    ]
    return kit.modal(
        NAME,
        texts.p("forms.roles_heading"),
        [
            *kit.paragraphs(unknown_word(unknown, texts)),
            *(kit.context(separation) for separation in separations[:5]),
            *(question(each) for each in _asked(crisis, seats, role)),
        ],
        submit=texts.p("common.save"),
        close=texts.p("common.cancel"),
        metadata=pack(c=crisis.id, r={key: crisis.roles[key] for key in crisis.roles}),
    )


def _seats(crisis: Crisis) -> list[str]:
    """The seats that this level wants."""
    wanted = crisis.rules.cell
    return [role.key for role in crisis.playbook.roles if not role.hat and (not wanted or role.key in wanted)]


def _asked(crisis: Crisis, seats: list[str], role: str | None) -> list[Role]:
    """The level's seats, then who stands beside the lead, then the other seats; other hats once they are worn."""
    shown = [*seats, *BESIDE]
    shown += [each.key for each in crisis.playbook.roles if not each.hat or each.key in (*crisis.roles, role)]
    known = {each.key: each for each in crisis.playbook.roles}
    return [known[key] for key in dict.fromkeys(shown) if key in known]


def _holder(crisis: Crisis, role: str) -> str | None:
    """Who sits there, be it by default."""
    return crisis.lead if role == LEAD else crisis.roles.get(role)


def _separation(crisis: Crisis, separation: Separation, texts: Texts) -> Mrkdwn:
    """That two people should sit there; by name when one sits on both."""
    one, other = separation.roles
    names = {"one": role_name(crisis.playbook, one, texts), "other": role_name(crisis.playbook, other, texts)}
    holder = _holder(crisis, one)
    if holder is not None and holder == _holder(crisis, other):
        return texts.t("forms.roles_same_person", user=mention(holder), **names)
    return texts.t("forms.roles_separation", **names)


def parse(form: Submission) -> AssignRoles:
    """Only what this person changed: a role that somebody else gave meanwhile stays.

    Who was proposed as the lead, leading by default, leads from then on; unless somebody took the lead meanwhile.
    """
    shown, crisis = form.ids.get("r", {}), form.about
    picked = {
        role.key: form.person(f"{_PREFIX}{role.key}")
        for role in crisis.playbook.roles
        if form.has(f"{_PREFIX}{role.key}")
    }
    changed = {key: user for key, user in picked.items() if user != shown.get(key)}
    if LEAD not in shown and LEAD in crisis.roles and changed.get(LEAD) == crisis.started_by:
        del changed[LEAD]
    return AssignRoles(**form.head, roles=changed)
