"""Whatever an app sends is judged, never a reason to fall over."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.blockkit import Problem, check_message, check_view
from bot.sandbox.blockkit.blocks import BLOCKS
from bot.sandbox.blockkit.elements import ELEMENTS

WORDS = st.sampled_from(
    [
        *BLOCKS["message"].kinds,
        *ELEMENTS,
        *("modal", "home", "plain_text", "mrkdwn", "rich_text_section", "text", "2026-02-30", "25:00", "-1", "9.5"),
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS
NAMES = st.sampled_from(
    sorted(
        {name for record in (*BLOCKS["message"].kinds.values(), *ELEMENTS.values()) for name in record.required}
        | {name for record in (*BLOCKS["message"].kinds.values(), *ELEMENTS.values()) for name in record.optional}
        | {"blocks", "title", "submit"}
    )
)


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    plausible = st.dictionaries(NAMES, inner, max_size=4)
    typed = st.builds(lambda kind, fields: {"type": kind, **fields}, WORDS, plausible)
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3) | typed


JSON = st.recursive(SCALARS, nested, max_leaves=20)


def well_said(problems: list[Problem], root: str) -> bool:
    return all(
        p.pointer.startswith(root) and p.message.startswith("[ERROR] ") and p.message.endswith(f"{p.pointer}]")
        for p in problems
    )


@settings(max_examples=200, deadline=None)
@given(blocks=JSON | st.lists(JSON, max_size=3), attachments=JSON | st.lists(JSON, max_size=3))
def test_any_json_is_judged_as_a_message(blocks: Any, attachments: Any) -> None:
    """No JSON value makes the check of a message raise, and every complaint points into the message."""
    assert well_said(check_message(blocks, attachments=attachments), "/")


@settings(max_examples=200, deadline=None)
@given(view=JSON | st.builds(lambda kind, blocks: {"type": kind, "blocks": blocks}, WORDS, st.lists(JSON, max_size=3)))
def test_any_json_is_judged_as_a_view(view: Any) -> None:
    """No JSON value makes the check of a view raise, and every complaint points into the view."""
    assert well_said(check_view(view), "/view")


@settings(max_examples=100, deadline=None)
@given(blocks=st.lists(JSON, max_size=3))
def test_the_same_json_is_judged_the_same(blocks: list[Any]) -> None:
    """A verdict depends on the JSON alone, and the check does not change what it looks at."""
    before = json.dumps(blocks)
    assert check_message(blocks) == check_message(json.loads(before))
    assert json.dumps(blocks) == before


def test_json_as_deep_as_python_reads_it_is_judged() -> None:
    """Containers in containers, hundreds deep, are refused rather than followed to the end of the stack."""
    deep: dict[str, Any] = {"type": "divider"}
    for _ in range(400):
        deep = {"type": "container", "title": {"type": "plain_text", "text": "x"}, "child_blocks": [deep]}
    assert [p.pointer for p in check_message([deep])] == ["/blocks/0/child_blocks/0/type"]


def test_no_depth_is_too_deep() -> None:
    """Lists and objects nested deeper than Python's stack are judged, wherever they stand."""
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    divider = {"type": "divider", "deep": deep}
    assert check_message([divider]) != []
    assert check_message(None, attachments=[{"text": deep}]) == []
    assert check_message(deep, attachments=deep) != []
    assert check_view({"type": "home", "blocks": [divider]}) != []
