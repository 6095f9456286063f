"""The playbook library: the only place that reads playbook files, the built-in ones and a team's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from bot.domain.playbook import Language, Playbook
from bot.library.problems import Fault, Location, PlaybookErrors, Problem, in_words, printable
from bot.library.rules import rules
from bot.library.shape import json_schema, shape
from bot.library.source import Source, read_source
from bot.locale import Texts, texts_in

__all__ = ["Library", "PlaybookErrors", "Problem", "builtin_directory", "json_schema", "read"]

DEFAULT = "nine-advices"
TEMPLATE = "template.yaml"  # there to be copied, not to be run


def builtin_directory() -> Path:
    """Where the playbooks stand that come with the bot.

    `bot/playbooks` links to `playbooks/`, so that a wheel carries them inside the package; where a checkout has
    no symbolic links, they stand beside it.
    """
    package = Path(__file__).parents[1]
    inside = package / "playbooks"
    return inside.resolve() if inside.is_dir() else package.parent / "playbooks"


def read(path: Path, language: Language = "en") -> Playbook:
    """The playbook in the file at `path`; PlaybookErrors names everything that is wrong, in `language`."""
    source = read_source(path)
    faults = list(source.faults)
    playbook: Playbook | None = None
    if source.data is not None:
        broken = list(rules(source.data))
        try:
            playbook = Playbook.model_validate(source.data)
        except ValidationError as error:
            faults += [fault for fault in shape(error) if not _told(fault, broken)]
        faults += broken
    if faults or playbook is None:
        raise PlaybookErrors(_problems(path, source, faults, texts_in(language)))
    return playbook


def _told(fault: Fault, broken: list[Fault]) -> bool:
    """Whether a rule has already said it, and better: the schema only knows that a part was refused."""
    within: list[Location] = [other.loc for other in broken]
    if fault.code == "too_few":
        return fault.loc in within
    return fault.code == "refused" and any(loc[: len(fault.loc)] == fault.loc for loc in within)


def _problems(path: Path, source: Source, faults: list[Fault], texts: Texts) -> Iterator[Problem]:
    told = ((fault.line or source.line(fault.loc), fault) for fault in faults)
    for line, fault in sorted(told, key=lambda pair: pair[0]):
        params = dict(fault.params)
        if isinstance(first := params.get("first"), tuple):
            params["first"] = source.line(first)
        yield _problem(texts, path, fault.code, params, line=line, field=in_words(fault.loc))


@dataclass(frozen=True)
class Library:
    """Every playbook at hand, by its key, and the file that each came from."""

    files: dict[str, Path]
    playbooks: dict[str, Playbook]

    @classmethod
    def load(cls, *places: Path, language: Language = "en") -> Library:
        """The playbooks of folders and single files; a later place replaces what an earlier one calls the same.

        PlaybookErrors names everything that is wrong in all of them, in `language`.
        """
        library = cls({}, {})
        problems: list[Problem] = []
        texts = texts_in(language)
        for place in places:
            paths = _files(place)
            if not paths:
                problems.append(_problem(texts, place, "no_playbooks", {}))
            here: dict[str, Path] = {}
            for path in paths:
                try:
                    playbook = read(path, language)
                except PlaybookErrors as error:
                    problems += error.problems
                    continue
                key = playbook.key
                if key in here:
                    problems.append(_problem(texts, path, "key_in_two_files", {"name": key, "other": here[key]}))
                here[key] = library.files[key] = path
                library.playbooks[key] = playbook
        if problems:
            raise PlaybookErrors(problems)
        return library

    @cached_property
    def default(self) -> Playbook:
        """The nine advices, or the first playbook where a library does without them."""
        return self.playbooks.get(DEFAULT) or next(iter(self.playbooks.values()))

    def get(self, key: str) -> Playbook | None:
        """The playbook of this key, if there is one."""
        return self.playbooks.get(key)


def _files(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    return [path for path in sorted(place.iterdir()) if path.suffix in {".yaml", ".yml"} and path.name != TEMPLATE]


def _problem(
    texts: Texts, path: Path, code: str, params: Mapping[str, object], *, line: int = 1, field: str = ""
) -> Problem:
    words = {name: printable(str(value)) for name, value in params.items()}
    message, cure = (texts.p(f"playbook.{code}{end}", **words) for end in ("", ".cure"))
    return Problem(str(path), line, printable(field), message, cure)
