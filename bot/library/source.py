"""A playbook's file as it is written: its values, and on which line each one stands.

Every scalar stays a text; the schema knows which ones are numbers. So `not_applicable: no` is the word no, and
an item may be called 1.10 without quotes. Only an empty value, `~` and `null` mean that nothing was given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from bot.library.problems import Fault, Location

NODES = 100_000  # aliases can make a small file endless

# The loader written in C is some forty times faster; not every build of PyYAML has it.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass
class Source:
    """What a file says: `data` for pydantic, the line (from 1) of each place, and what is wrong with its form."""

    data: Any = None
    lines: dict[Location, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, loc: Location) -> int:
        """The line of a place, or of the nearest thing around it when the place itself is missing."""
        while loc not in self.lines and loc:
            loc = loc[:-1]
        return self.lines.get(loc, 1)


class _Unreadable(Exception):
    """The file has no values to look at."""

    def __init__(self, line: int, code: str, **params: object) -> None:
        self.line, self.fault = line, Fault((), code, params)


def read_source(path: Path) -> Source:
    """The values of the YAML file at `path`; a file that cannot be read or parsed has one fault and no data."""
    source = Source()
    try:
        node = _compose(_text(path))
        source.data = _Reading(source).value(node, ())
    except _Unreadable as error:
        source.data = None
        source.lines[()] = error.line
        source.faults.append(error.fault)
    return source


def _text(path: Path) -> str:
    if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe would be waited for, a device never ends
        raise _Unreadable(1, "unreadable", reason="Not a file")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _Unreadable(line, "not_utf8") from error
    except FileNotFoundError as error:
        raise _Unreadable(1, "not_found") from error
    except OSError as error:
        raise _Unreadable(1, "unreadable", reason=error.strerror or str(error)) from error


def _compose(text: str) -> yaml.Node:
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _Unreadable(mark.line + 1 if mark else 1, "syntax", reason=error.problem or "") from error
    except (yaml.YAMLError, ValueError) as error:  # a character that YAML forbids, a surrogate
        raise _Unreadable(1, "syntax", reason=str(error).splitlines()[0]) from error
    except RecursionError as error:
        raise _Unreadable(1, "too_deep") from error
    if node is None:
        raise _Unreadable(1, "empty")
    if not isinstance(node, yaml.MappingNode):
        raise _Unreadable(node.start_mark.line + 1, "not_a_mapping")
    return node


@dataclass
class _Reading:
    """One walk over the nodes of a file."""

    source: Source
    nodes: int = 0

    def value(self, node: yaml.Node, loc: Location) -> Any:
        self.nodes += 1
        if self.nodes > NODES or len(loc) > 50:
            self._give_up(node)
        self.source.lines.setdefault(loc, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*loc, index)) for index, child in enumerate(node.value)]
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        return None if plain and node.value in {"", "~", "null"} else node.value

    def _mapping(self, node: yaml.MappingNode, loc: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, child in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise _Unreadable(line, "key_not_a_word")
            place = (*loc, key.value)
            if key.value in values:
                first = self.source.lines[place]
                self.source.faults.append(Fault(place, "field_twice", {"name": key.value, "first": first}, line))
                continue
            self.source.lines[place] = line
            values[key.value] = self.value(child, place)
        return values

    def _give_up(self, node: yaml.Node) -> NoReturn:
        raise _Unreadable(node.start_mark.line + 1, "too_deep")
