"""How a level, a role, an item or an advice is named on every screen."""

from __future__ import annotations

from bot.domain.crisis import LEAD, Crisis
from bot.domain.level import Level
from bot.domain.playbook import Playbook, Role
from bot.locale import Mrkdwn, Texts, clip, mention, on_one_line, quote

MARKS = {Level.GREEN: "🟢", Level.YELLOW: "🟡", Level.ORANGE: "🟠", Level.RED: "🔴"}
"""A colour beside the word, never a colour alone."""


def level_name(playbook: Playbook, level: Level, texts: Texts) -> str:
    """Colour and word: "🔴 Major"."""
    return f"{MARKS[level]} {texts.of(playbook.rules[level].label)}"


def level_in_full(playbook: Playbook, level: Level, texts: Texts) -> str:
    """With the colour's name, where a level is chosen or changes: "🔴 Major (red)"."""
    return f"{level_name(playbook, level, texts)} ({texts.p(f'common.colour_{level.value}')})"


def role_name(playbook: Playbook, role: str, texts: Texts) -> str:
    """A role's name, or its key when the playbook does not know it."""
    label = playbook.role_labels.get(role)
    return texts.of(label) if label else role


def gate_name(playbook: Playbook, gate: str, texts: Texts) -> str:
    """A gate's name, or its key when the playbook does not know it."""
    found = next((each for each in playbook.gates if each.key == gate), None)
    return texts.of(found.label) if found else gate


def gate_rule(playbook: Playbook, gate: str, texts: Texts) -> str:
    """What a gate asks for, in the playbook's words."""
    found = next((each for each in playbook.gates if each.key == gate), None)
    return texts.of(found.rule) if found else ""


def roles_of(playbook: Playbook) -> tuple[Role, ...]:
    """The roles, those with work of their own first."""
    return tuple(sorted(playbook.roles, key=lambda role: role.hat))


def item_name(crisis: Crisis, item: str, texts: Texts) -> str:
    """An item's label, or what the team wrote."""
    known = crisis.playbook.items.get(item)
    if known:
        return texts.of(known.label)
    own = crisis.items.get(item)
    return on_one_line(own.own_text) if own and own.own_text else item


def inside(text: str, most: int | None = None) -> Mrkdwn:
    """People's words inside a sentence of ours: on one line, without the full stop of theirs."""
    return quote(text.rstrip(" \t\n.,;:") or text, most, one_line=True)


def item_quoted(crisis: Crisis, item: str, texts: Texts, most: int = 160) -> Mrkdwn:
    """An item's label in Slack's markup."""
    return quote(item_name(crisis, item, texts), most, one_line=True)


def advice_title(crisis: Crisis, number: int, texts: Texts) -> str:
    """As in "1. Keep a cool head …"."""
    advice = crisis.playbook.advice(number)
    return f"{number}. {texts.of(advice.title)}" if advice else str(number)


def holder(crisis: Crisis, user: str | None, role: str | None, texts: Texts) -> Mrkdwn:
    """Who has to do it: the person, else the role with its holder, else the empty role in bold."""
    if user:
        return mention(user)
    if not role:
        return mention(crisis.lead)
    name = quote(role_name(crisis.playbook, role, texts), 75)
    held = crisis.lead if role == LEAD else crisis.role_holder(role)
    return Mrkdwn(f"{name} {mention(held)}") if held else Mrkdwn(f"*{name}*")


def unrung(crisis: Crisis, user: str, texts: Texts) -> Mrkdwn:
    """A person without a notification, where that can be: by the role they hold; by mention when they hold none."""
    roles = roles_of(crisis.playbook)
    held = next((role for role in roles if crisis.roles.get(role.key) == user), None)
    if held is None and user == crisis.lead:
        held = next((role for role in roles if role.key == LEAD), None)
    return quote(texts.of(held.label)) if held else mention(user)


def title_line(crisis: Crisis, most: int) -> str:
    """The crisis's title on one line, for where Slack knows no markup."""
    return clip(on_one_line(crisis.title) or crisis.id, most)


def follow_up_name(crisis: Crisis, follow_up: str, texts: Texts) -> str:
    """What a follow-up is about, without the full stop of a sentence."""
    plan = next((step for step in crisis.playbook.follow_ups if step.key == follow_up), None)
    return texts.of(plan.text).rstrip(".") if plan else follow_up


def unknown_word(word: str, texts: Texts) -> list[Mrkdwn]:
    """Of a form that opens because a word was typed that is none of its choices."""
    return [texts.t("forms.unknown", word=clip(word, 80))] if word else []
