"""Messages, modals and Home tabs as a whole: what no block can know by itself.

Counts, repeated ids, total length, focus, and the fields of a view.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from .blocks import BLOCKS, Surface
from .composition import plain
from .shape import Finding, Findings, Flag, Many, OneOf, Record, Rule, Text

MESSAGE_BLOCKS = 50
MESSAGE_CHARACTERS = 12_000
"""All text of one message's blocks together. Undocumented; Slack's staff speak of 12 000 characters of text."""
ATTACHMENTS = 100
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000

Placed = tuple[dict[str, Any], str]
"""A block or an element, and the pointer to it."""


@dataclass(frozen=True)
class Problem:
    """One reason for which Slack refuses a call.

    `code` is the answer's `error`, `message` one line of its `response_metadata.messages`, `pointer` the JSON
    pointer in which that line ends.
    """

    code: str
    message: str
    pointer: str

    @classmethod
    def of(cls, code: str, finding: Finding) -> Self:
        return cls(code, f"[ERROR] {finding.says} [json-pointer:{finding.at}]", finding.at)


@dataclass(frozen=True)
class Stack:
    """The blocks of one surface, one above the other."""

    surface: Surface
    most: int
    least: int = 0

    def check(self, value: object, at: str) -> Findings:
        yield from Many(BLOCKS[self.surface], self.most, self.least).check(value, at)
        yield from _repeated_ids(value, at)


def check_message(blocks: object, *, attachments: object | None = None) -> list[Problem]:
    """What Slack would refuse in a message's `blocks` and `attachments`, parsed from JSON; None stands for none.

    Codes: invalid_blocks_format, invalid_blocks, msg_blocks_too_long, too_many_attachments, invalid_attachments.
    """
    problems = [] if blocks is None else list(_message_blocks(blocks))
    problems += [] if attachments is None else _attachments(attachments)
    stacks = [blocks, *(attachment.get("blocks") for attachment, _ in _items(attachments, "/attachments"))]
    if not problems and _characters(stacks) > MESSAGE_CHARACTERS:
        too_long = Finding(f"must be less than {MESSAGE_CHARACTERS + 1} characters", "/blocks")
        problems.append(Problem.of("msg_blocks_too_long", too_long))
    return problems


def check_view(view: object) -> list[Problem]:
    """What Slack would refuse in a modal or a Home tab, parsed from JSON. Codes: view_too_large, invalid_arguments."""
    problems = [Problem.of("invalid_arguments", finding) for finding in VIEW.check(view, "/view")]
    if not problems and _bytes(view) > VIEW_BYTES:
        too_large = Finding(f"must be less than {VIEW_BYTES + 1} bytes", "/view")
        problems.append(Problem.of("view_too_large", too_large))
    return problems


def _message_blocks(blocks: object) -> Iterator[Problem]:
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        yield Problem.of("invalid_blocks_format", Finding("must provide an array of objects", "/blocks"))
        return
    for finding in Stack("message", MESSAGE_BLOCKS).check(blocks, "/blocks"):
        yield Problem.of("invalid_blocks", finding)
    tables = [at for block, at in _blocks(blocks, "/blocks") if block.get("type") == "table"]
    for at in tables[1:]:
        yield Problem.of("invalid_attachments", Finding("only_one_table_allowed", at))


def _attachments(attachments: object) -> list[Problem]:
    if isinstance(attachments, list) and len(attachments) > ATTACHMENTS:
        too_many = Finding(f"no more than {ATTACHMENTS} items allowed", "/attachments")
        return [Problem.of("too_many_attachments", too_many)]
    findings = Many(_Attachment(), least=0).check(attachments, "/attachments")
    return [Problem.of("invalid_attachments", finding) for finding in findings]


class _Attachment:
    """An attachment holds either blocks, and then nothing else but colour and fallback, or the legacy fields."""

    with_blocks = Record({"blocks": Stack("message", MESSAGE_BLOCKS)}, {"color": Text(), "fallback": Text(least=0)})

    def check(self, value: object, at: str) -> Findings:
        if not isinstance(value, dict):
            yield Finding("must provide an object", at)
        elif "blocks" in value:
            yield from self.with_blocks.check(value, at)


def _submit_for_inputs(view: dict[str, Any], at: str) -> Findings:
    for block, place in _blocks(view["blocks"], f"{at}/blocks"):
        if block["type"] == "input" and "submit" not in view:
            yield Finding("must define `submit` to use `input` block", place)


def _one_focus(view: dict[str, Any], at: str) -> Findings:
    focused = [
        place
        for block in _blocks(view["blocks"], f"{at}/blocks")
        for element, place in _elements(*block)
        if element.get("focus_on_load")
    ]
    for place in focused[1:]:
        yield Finding("only one element of a view can set `focus_on_load`", f"{place}/focus_on_load")


_IN_EVERY_VIEW: dict[str, Rule] = {
    "private_metadata": Text(3000, least=0),
    "callback_id": Text(255, least=0),
    "external_id": Text(255, least=0),
}
VIEW = OneOf(
    {
        "modal": Record(
            {"title": plain(24), "blocks": Stack("modal", VIEW_BLOCKS, least=1)},
            {
                **_IN_EVERY_VIEW,
                "close": plain(24),
                "submit": plain(24),
                "clear_on_close": Flag(),
                "notify_on_close": Flag(),
            },
            (_submit_for_inputs, _one_focus),
        ),
        "home": Record({"blocks": Stack("home", VIEW_BLOCKS, least=1)}, _IN_EVERY_VIEW, (_one_focus,)),
    }
)


def _repeated_ids(blocks: object, at: str) -> Findings:
    block_ids: set[str] = set()
    for block, place in _blocks(blocks, at):
        yield from _repeated("block_id", block, place, block_ids)
        action_ids: set[str] = set()
        for element, where in _elements(block, place):
            yield from _repeated("action_id", element, where, action_ids)


def _repeated(name: str, value: dict[str, Any], at: str, seen: set[str]) -> Findings:
    name_given = value.get(name)
    if isinstance(name_given, str):
        if name_given in seen:
            yield Finding(f'`{name}` "{name_given}" already exists', f"{at}/{name}")
        seen.add(name_given)


def _blocks(stack: object, at: str) -> Iterator[Placed]:
    """Every block of a stack, those inside containers and carousels too."""
    for block, place in _items(stack, at):
        yield block, place
        if block.get("type") == "container":
            yield from _items(block.get("child_blocks"), f"{place}/child_blocks")
        if block.get("type") == "carousel":
            yield from _items(block.get("elements"), f"{place}/elements")


def _elements(block: dict[str, Any], at: str) -> Iterator[Placed]:
    """The elements that a block holds, in whichever field."""
    for name in ("accessory", "element"):
        if isinstance(block.get(name), dict):
            yield block[name], f"{at}/{name}"
    for name in ("elements", "actions"):
        yield from _items(block.get(name), f"{at}/{name}")


def _items(value: object, at: str) -> Iterator[Placed]:
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield item, f"{at}/{index}"


def _characters(value: object) -> int:
    """The characters of all text below `value`: what stands under `text`, in whatever kind of object."""
    if isinstance(value, list):
        return sum(map(_characters, value))
    if not isinstance(value, dict):
        return 0
    return sum(len(v) if k == "text" and isinstance(v, str) else _characters(v) for k, v in value.items())


def _bytes(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
