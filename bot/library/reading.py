"""From a file to a model, or to everything that is wrong with it, told in a person's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.domain.model import Model
from bot.domain.playbook import Language
from bot.library.problems import Fault, Location, PlaybookErrors, Problem, in_words, printable
from bot.library.shape import shape
from bot.library.source import Source, read_source
from bot.locale import Texts, texts_in

M = TypeVar("M", bound=Model)
Rules = Callable[[Mapping[str, Any]], Iterable[Fault]]


def read_as(model: type[M], path: Path, rules: Rules, language: Language, kind: str) -> M:
    """What the file at `path` says; PlaybookErrors names everything that is wrong, in `language`.

    `kind` of file, such as `playbook`: where the catalogue has words of its own for it, they are used.
    """
    source = read_source(path)
    faults = list(source.faults)
    read: M | None = None
    if source.data is not None:
        broken = list(rules(source.data))
        try:
            read = model.model_validate(source.data)
        except ValidationError as error:
            faults += [fault for fault in shape(error, model) if not _told(fault, broken)]
        faults += broken
    if faults or read is None:
        raise PlaybookErrors(_problems(path, source, faults, texts_in(language), kind))
    return read


def problem(
    texts: Texts, path: Path, code: str, params: Mapping[str, object], kind: str, *, line: int = 1, field: str = ""
) -> Problem:
    """One mistake in the words of its kind of file, else in those of every file."""
    words = {name: printable(str(value)) for name, value in params.items()}
    keys = (f"{kind}.{code}{end}" for end in ("", ".cure"))
    known = (key if key in texts.keys else f"playbook.{key.partition('.')[2]}" for key in keys)
    message, cure = (texts.p(key, **words) for key in known)
    return Problem(str(path), line, printable(field), message, cure)


def _told(fault: Fault, broken: list[Fault]) -> bool:
    """Whether a rule has already said it, and better: the schema only knows that a part was refused."""
    within: list[Location] = [other.loc for other in broken]
    if fault.code == "too_few":
        return fault.loc in within
    return fault.code == "refused" and any(loc[: len(fault.loc)] == fault.loc for loc in within)


def _problems(path: Path, source: Source, faults: list[Fault], texts: Texts, kind: str) -> Iterator[Problem]:
    told = ((fault.line or source.line(fault.loc), fault) for fault in faults)
    for line, fault in sorted(told, key=lambda pair: pair[0]):
        params = dict(fault.params)
        if isinstance(first := params.get("first"), tuple):
            params["first"] = source.line(first)
        yield problem(texts, path, fault.code, params, kind, line=line, field=in_words(fault.loc))
