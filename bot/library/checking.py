"""Which kind a file is, by the folder that it stands in; and whether it is good."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.domain.playbook import Language, Playbook
from bot.library import Library, PlaybookErrors, Problem, builtin_directory, regimes, statements
from bot.library.reading import problem
from bot.locale import texts_in

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Good:
    """A file without a fault; `playbook.cli.` and the code name the text that tells its `counts`."""

    file: Path
    code: str
    counts: Counts


@dataclass(frozen=True)
class Kind:
    """The files of one folder: what one of them holds, and all of those inside a folder of playbooks."""

    name: str  # of its texts
    count: Callable[[Path, Language], Counts]
    load: Callable[[Path, Language], object]


def _regimes(path: Path, language: Language) -> Counts:
    read = regimes.read_regimes(path, language)
    return {"regimes": len(read.regimes), "steps": sum(len(each.steps) for each in read.regimes)}


def _templates(path: Path, language: Language) -> Counts:
    read = statements.read_statements(path, language)
    cleared = sum(each.pre_cleared is not None for each in read.templates)
    return {"templates": len(read.templates), "gaps": len(read.gaps), "cleared": cleared}


KINDS: Mapping[str, Kind] = {
    regimes.FOLDER: Kind(regimes.KIND, _regimes, lambda place, lang: regimes.load_regimes(place, language=lang)),
    statements.FOLDER: Kind(
        statements.KIND,
        _templates,
        lambda place, lang: statements.load_statements(builtin_directory(), place, language=lang),
    ),
}
"""By the name of the folder; what stands elsewhere is a playbook."""


def check(place: Path, language: Language) -> tuple[list[Good], list[Problem]]:
    """What is good and what is wrong at a place, told in `language`.

    A place is a file, a folder of one kind such as `legal`, or a folder of playbooks with such folders in it.
    """
    good: list[Good] = []
    problems: list[Problem] = []
    for part in _parts(place, language):
        try:
            good += part()
        except PlaybookErrors as error:
            problems += error.problems
    return good, problems


def _parts(place: Path, language: Language) -> Iterator[Callable[[], list[Good]]]:
    folder = place if place.is_dir() else place.parent
    kind = KINDS.get(folder.resolve().name)
    if kind is None:
        yield partial(_playbooks, place, language)
        inside = {place / name: each for name, each in KINDS.items()} if place.is_dir() else {}
        yield from (partial(_folder, each, inside[each], language) for each in inside if yaml_in(each))
    elif place.is_dir():
        yield partial(_folder, place, kind, language)
    else:
        yield lambda: [_one(place, kind, language)]


def _playbooks(place: Path, language: Language) -> list[Good]:
    library = Library.load(place, language=language)
    return [Good(library.files[key], "good", _size(playbook)) for key, playbook in library.playbooks.items()]


def _size(playbook: Playbook) -> Counts:
    core = sum(item.core for item in playbook.items.values())
    return {"advices": len(playbook.advices), "items": len(playbook.items), "core": core}


def _folder(folder: Path, kind: Kind, language: Language) -> list[Good]:
    files = yaml_in(folder)
    if not files:
        raise PlaybookErrors([problem(texts_in(language), folder, f"no_{kind.name}", {}, kind.name)])
    kind.load(folder.parent if folder.name in KINDS else folder.resolve().parent, language)
    return [_one(path, kind, language) for path in files]


def _one(path: Path, kind: Kind, language: Language) -> Good:
    return Good(path, f"good_{kind.name}", kind.count(path, language))


def yaml_in(folder: Path) -> list[Path]:
    """The YAML files of a folder, if there is one."""
    return sorted(folder.glob("*.y*ml"))
