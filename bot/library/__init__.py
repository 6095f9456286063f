"""The playbook library: the only place that reads playbook files, the built-in ones and a team's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.domain.playbook import Language, Playbook
from bot.library.problems import PlaybookErrors, Problem
from bot.library.reading import problem, read_as
from bot.library.rules import rules
from bot.library.shape import json_schema
from bot.locale import texts_in

__all__ = ["Library", "PlaybookErrors", "Problem", "builtin_directory", "json_schema", "places", "read"]

DEFAULT = "nine-advices"
TEMPLATE = "template.yaml"  # there to be copied, not to be run
BESIDE = ("legal", "statements", "words")
"""Folders that a team may fill without a playbook of its own."""


def builtin_directory() -> Path:
    """Where the playbooks stand that come with the bot.

    `bot/playbooks` links to `playbooks/`, so that a wheel carries them inside the package; where a checkout has
    no symbolic links, they stand beside it.
    """
    package = Path(__file__).parents[1]
    inside = package / "playbooks"
    return inside.resolve() if inside.is_dir() else package.parent / "playbooks"


def places(own: Path | None) -> list[Path]:
    """The folders that a bot reads: the built-in one, then a team's own where it has one."""
    return [builtin_directory(), *([own] if own else [])]


def read(path: Path, language: Language = "en") -> Playbook:
    """The playbook in the file at `path`; PlaybookErrors names everything that is wrong, in `language`."""
    return read_as(Playbook, path, rules, language, "playbook")


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
            if not paths and not any((place / folder).is_dir() for folder in BESIDE):
                problems.append(problem(texts, place, "no_playbooks", {}, "playbook"))
            here: dict[str, Path] = {}
            for path in paths:
                try:
                    playbook = read(path, language)
                except PlaybookErrors as error:
                    problems += error.problems
                    continue
                key = playbook.key
                if key in here:
                    problems.append(
                        problem(texts, path, "key_in_two_files", {"name": key, "other": here[key]}, "playbook")
                    )
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
