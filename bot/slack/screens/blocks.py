"""Block Kit, as far as this product uses it. Every builder cuts its texts to Slack's limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from bot.domain.texts import legible
from bot.locale import Mrkdwn, clip, join
from bot.slack.screens.screen import Block, View

SECTION, CONTEXT, HEADER, BUTTON, OPTION_VALUE = 3000, 3000, 150, 75, 150


def plain(text: str, most: int) -> dict[str, str]:
    """A text without markup."""
    return {"type": "plain_text", "text": clip(legible(text), most)}


def mrkdwn(text: Mrkdwn) -> dict[str, str]:
    """A text with markup; links and mentions are only those that it spells out."""
    return {"type": "mrkdwn", "text": text}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, HEADER)}


def section(text: Mrkdwn, accessory: Block | None = None) -> Block:
    """A paragraph, with at most one control beside it."""
    return {"type": "section", "text": mrkdwn(text)} | ({"accessory": accessory} if accessory else {})


def paragraphs(lines: Iterable[Mrkdwn]) -> list[Block]:
    """Lines in as few paragraphs as hold them."""
    groups: list[list[Mrkdwn]] = [[]]
    for line in lines:
        if sum(map(len, groups[-1])) + len(groups[-1]) + len(line) > SECTION:
            groups.append([])
        groups[-1].append(line)
    return [section(join("\n", group)) for group in groups if group]


def exact(text: str) -> list[Block]:
    """Words as they are, to the last sign: no markup, nothing folded or cut; as many paragraphs as hold them."""
    parts: list[str] = []
    most = SECTION if max(text, default="") < "\U00010000" else SECTION // 2  # such signs may count twice
    while text:
        end = len(text) if len(text) <= most else max(text.rfind(sign, 1, most) for sign in ("\n", " "))
        end = end if end > 0 else most
        parts.append(text[:end])
        text = text[end:]
    return [
        {"type": "section", "expand": True, "text": {"type": "plain_text", "text": part, "emoji": False}}
        for part in parts
    ]


def context(*texts: Mrkdwn) -> Block:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts if text]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(*elements: Block) -> Block:
    """A row of controls."""
    return {"type": "actions", "elements": list(elements)}


def button(
    label: str,
    action_id: str,
    value: str = "",
    *,
    style: str | None = None,
    says: str = "",
    url: str = "",
    confirm: Block | None = None,
) -> Block:
    """A button. `says`: what a screen reader reads when the label alone would not do."""
    found: Block = {"type": "button", "text": plain(label, BUTTON), "action_id": action_id}
    extras = {
        "value": value,
        "style": style,
        "accessibility_label": clip(says, BUTTON),
        "url": url,
        "confirm": confirm,
    }
    return found | {name: extra for name, extra in extras.items() if extra}


def way_to(channel: str | None, label: str, workspace: str) -> list[Block]:
    """A button that opens a channel, where the workspace's web address is known."""
    if not channel or not workspace:
        return []
    return [actions(button(label, "open.channel", url=f"{workspace}/archives/{channel}"))]


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """A question before something that is not undone by a click."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def option(label: str, value: str, description: str = "") -> Block:
    """One choice."""
    found: Block = {"text": plain(label, 75), "value": value}
    return found | ({"description": plain(description, 75)} if description else {})


def overflow(action_id: str, options: Iterable[Block]) -> Block:
    """The ⋯ menu: at most five options."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)[:5]}


def field(block_id: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """One question of a form; the element's answer is found under `block_id` again."""
    found: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": {"action_id": "value"} | element,
        "optional": optional,
    }
    return found | ({"hint": plain(hint, 2000)} if hint else {})


def line_input(initial: str = "", *, placeholder: str = "", most: int = 3000, long: bool = False) -> Block:
    """A text to type."""
    found: Block = {"type": "plain_text_input", "multiline": long, "max_length": most}
    return found | _given(
        initial_value=clip(initial, most), placeholder=plain(placeholder, 150) if placeholder else None
    )


def link_input(initial: str = "") -> Block:
    """A web address to paste."""
    return {"type": "url_text_input"} | _given(initial_value=initial if initial.startswith("http") else "")


def number_input(least: int | None = None, most: int | None = None) -> Block:
    """A number to type, between two others."""
    found: Block = {"type": "number_input", "is_decimal_allowed": True}
    return found | _given(
        min_value=None if least is None else str(least), max_value=None if most is None else str(most)
    )


def radio(options: Sequence[Block], chosen: str | None = None) -> Block:
    """Pick one, all in sight."""
    return {"type": "radio_buttons", "options": list(options)[:10]} | _initial(options, chosen)


def select(options: Sequence[Block], chosen: str | None = None) -> Block:
    """Pick one from a menu."""
    return {"type": "static_select", "options": list(options)[:100]} | _initial(options, chosen)


def multi_select(options: Sequence[Block], chosen: Sequence[str] = ()) -> Block:
    """Pick some from a menu."""
    offered = list(options)[:100]
    found: Block = {"type": "multi_static_select", "options": offered}
    return found | _given(initial_options=[choice for choice in offered if choice["value"] in chosen])


def grouped_select(groups: Sequence[tuple[str, list[Block]]]) -> Block:
    """Pick some from a menu whose options stand under headings."""
    return {"type": "multi_static_select", "option_groups": _headed(groups)}


def grouped_choice(groups: Sequence[tuple[str, list[Block]]], chosen: str | None = None) -> Block:
    """Pick one from a menu whose options stand under headings."""
    offered = [choice for _, options in groups for choice in options[:100]]
    return {"type": "static_select", "option_groups": _headed(groups)} | _initial(offered, chosen)


def _headed(groups: Sequence[tuple[str, list[Block]]]) -> list[Block]:
    return [{"label": plain(heading, 75), "options": options[:100]} for heading, options in groups[:100]]


def tick_boxes(options: Sequence[Block], chosen: Sequence[str] = ()) -> Block:
    """Tick some."""
    return {"type": "checkboxes", "options": list(options)[:10]} | _given(
        initial_options=[choice for choice in options if choice["value"] in chosen]
    )


def person(chosen: str | None = None) -> Block:
    """Pick a person."""
    return {"type": "users_select"} | _given(initial_user=chosen)


def people(chosen: Sequence[str] = ()) -> Block:
    """Pick people."""
    return {"type": "multi_users_select"} | _given(initial_users=list(chosen))


def moment(chosen: datetime | None = None) -> Block:
    """Pick a date and time."""
    return {"type": "datetimepicker"} | _given(
        initial_date_time=int(chosen.timestamp()) if chosen is not None else None
    )


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    close: str,
    submit: str = "",
    metadata: str = "",
) -> View:
    """A modal; `callback_id` is the form's name, `metadata` what it is about."""
    found: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, 24),
        "close": plain(close, 24),
        "blocks": list(blocks)[:100],
        "private_metadata": metadata,
    }
    return found | ({"submit": plain(submit, 24)} if submit else {})


def _initial(options: Sequence[Block], chosen: str | None) -> Block:
    return _given(initial_option=next((choice for choice in options if choice["value"] == chosen), None))


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
