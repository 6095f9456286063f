"""Whatever stands in a playbook's file, nobody sees a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.playbook import Playbook
from bot.library import PlaybookErrors, Problem, builtin_directory, read

TEMPLATE = (builtin_directory() / "template.yaml").read_text(encoding="utf-8")

JUNK = st.sampled_from(
    [
        "",
        " ",
        "  ",
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "#",
        "&a ",
        "*a",
        "!!int ",
        "|",
        "?",
        "\t",
        "\n",
        "~",
        "0",
        "é",
        "<<: ",
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(max_size=5)
    | st.sampled_from(["no", "crisis_lead", "1.1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["fr", "en", "key", "role", "options"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_no_broken_text_ends_in_a_traceback(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Lines lost, doubled, swapped, or signs typed anywhere: the file is good or its problems are told."""
    lines = TEMPLATE.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "double", "swap", "type"])):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[-at] = lines[-at], lines[at]
            case _:
                column = data.draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + data.draw(JUNK) + lines[at][column:]
    _good_or_told(tmp_path_factory.getbasetemp() / "text.yaml", "\n".join(lines))


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_no_broken_value_ends_in_a_traceback(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Anything put in the place of any value: the file is good or its problems are told."""
    tree = yaml.load(TEMPLATE, Loader=yaml.BaseLoader)  # noqa: S506  plain values of our own file
    for _ in range(data.draw(st.integers(1, 3))):
        node = tree
        while True:
            key = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else list(range(len(node)))))
            if not isinstance(node[key], (dict, list)) or not node[key] or data.draw(st.integers(0, 4)) == 0:
                break
            node = node[key]
        if data.draw(st.booleans()):
            node[key] = data.draw(VALUES)
        else:
            del node[key]
        if not tree:
            break
    _good_or_told(tmp_path_factory.getbasetemp() / "value.yaml", yaml.safe_dump(tree, allow_unicode=True))


def _good_or_told(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        assert isinstance(read(path), Playbook)
        problems = []
    except PlaybookErrors as error:
        problems = error.problems or [Problem(str(path), 0, "", "", "")]
    for problem in problems:
        assert 1 <= problem.line <= text.count("\n") + 2
        assert problem.message
        assert problem.cure
        assert len(str(problem).splitlines()) == 1
