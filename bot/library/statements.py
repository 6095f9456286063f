"""The statement templates: the built-in files, and what a team's own `statements` folder adds or replaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.domain.playbook import LANGUAGES, Language
from bot.domain.template import (
    GAP,
    CrisisKind,
    Gap,
    Platform,
    StatementTemplate,
    TemplateKind,
    WrittenStatements,
    WrittenTemplate,
    named,
)
from bot.domain.typography import typeset
from bot.library import builtin_directory
from bot.library.problems import Fault, PlaybookErrors, Problem, spelling
from bot.library.reading import problem, read_as
from bot.library.rules import Entry, listed, unique
from bot.library.source import read_source
from bot.locale import texts_in

FOLDER = "statements"  # inside a folder of playbooks
KIND = "templates"
X_LIMIT = 280
"""Characters of a post on X: what every account may write."""

_GAP: TypeAdapter[Gap] = TypeAdapter(Gap)
Gaps = Mapping[str, Gap | None]  # None: named, and not well described


@dataclass(frozen=True)
class Statements:
    """Every template at hand, by its key, in the order of the files."""

    templates: Mapping[str, StatementTemplate]

    def get(self, key: str) -> StatementTemplate | None:
        """The template of this key, if there is one."""
        return self.templates.get(key)

    @property
    def crisis_kinds(self) -> tuple[CrisisKind, ...]:
        """The kinds of crisis that have templates."""
        return tuple({each.crisis_kind.key: each.crisis_kind for each in self.templates.values()}.values())

    def of(
        self, kind: TemplateKind, crisis_kind: str | None = None, platform: Platform | None = None
    ) -> list[StatementTemplate]:
        """The templates of a kind, those made for the platform first, and none that is made for others only."""
        found = [
            each
            for each in self.templates.values()
            if each.kind is kind
            and crisis_kind in (None, each.crisis_kind.key)
            and (platform is None or not each.platforms or platform in each.platforms)
        ]
        return sorted(found, key=lambda each: platform not in each.platforms)


def load_statements(*places: Path, language: Language = "en") -> Statements:
    """The templates of the `statements` folders inside folders of playbooks; a folder without one adds nothing.

    A later place replaces templates, gaps and names of kinds of crisis that have the same key.
    PlaybookErrors names everything that is wrong, in `language`.
    """
    problems: list[Problem] = []
    files: list[WrittenStatements] = []
    texts = texts_in(language)
    gaps = _gaps(path for place in places for path in files_in(place))
    for place in places:
        here: dict[str, Path] = {}
        for path in files_in(place):
            try:
                files.append(read_statements(path, language, gaps))
            except PlaybookErrors as error:
                problems += error.problems
                continue
            named_here = [*(each.key for each in files[-1].templates), *(gap.key for gap in files[-1].gaps)]
            for key in named_here:
                if here.setdefault(key, path) != path:
                    problems.append(problem(texts, path, "key_in_two_files", {"name": key, "other": here[key]}, KIND))
    if not files and not problems:
        problems += [problem(texts, place / FOLDER, "no_templates", {}, KIND) for place in places]
    if problems:
        raise PlaybookErrors(problems)
    return _merged(files)


def files_in(place: Path) -> list[Path]:
    """The files of templates of a folder of playbooks."""
    return sorted((place / FOLDER).glob("*.y*ml"))


def read_statements(path: Path, language: Language = "en", gaps: Gaps | None = None) -> WrittenStatements:
    """The templates of one file as they stand there; PlaybookErrors names everything that is wrong, in `language`.

    `gaps`: those that its texts may name; else the built-in ones and those of the files beside it.
    """
    known = _gaps([*files_in(builtin_directory()), *sorted(path.parent.glob("*.y*ml")), path]) if gaps is None else gaps
    return read_as(WrittenStatements, path, partial(rules, gaps=known), language, KIND)


def rules(data: Mapping[str, Any], gaps: Gaps) -> Iterator[Fault]:
    """What holds between the parts of a file of templates, and with the gaps of all files."""
    templates = list(listed(data, (), "templates"))
    yield from unique(templates, "key")
    yield from unique(list(listed(data, (), "gaps")), "key")
    for entry in templates:
        yield from _texts(entry, gaps)


def _texts(entry: Entry, gaps: Gaps) -> Iterator[Fault]:
    loc, template = entry
    both = template.get("text")
    texts = {language: both.get(language) for language in LANGUAGES} if isinstance(both, Mapping) else {}
    written = {language: text for language, text in texts.items() if isinstance(text, str) and text}
    for language, text in written.items():
        place = (*loc, "text", language)
        if set("{}") & set(GAP.sub("", text)):
            yield Fault(place, "brace_alone")
        for key in named(text):
            if key not in gaps:
                yield Fault(place, *spelling("unknown_gap", key, sorted(gaps)))
            elif len(written) == len(LANGUAGES) and any(key not in named(other) for other in written.values()):
                yield Fault(place, "gap_in_one_language", {"gap": key})
        if Platform.X in (template.get("platforms") or ()) and (length := longest(text, language, gaps)) > X_LIMIT:
            yield Fault(place, "too_long_for_x", {"length": length, "most": X_LIMIT, "over": length - X_LIMIT})


def longest(text: str, language: Language, gaps: Gaps) -> int:
    """How many characters a text may come to, with every gap filled to the brim."""
    plain = " ".join(typeset(GAP.sub(r"_\2", text), language).split())
    widths = (gap.width - len("_") for found in GAP.finditer(text) if (gap := gaps.get(found[1])))
    return len(plain) + sum(widths)


def _gaps(paths: Iterable[Path]) -> dict[str, Gap | None]:
    """The gaps that files describe, whatever else is wrong with them; a later one replaces one of the same key."""
    found: dict[str, Gap | None] = {}
    for path in paths:
        data = read_source(path).data
        for _, entry in listed(data, (), "gaps") if isinstance(data, Mapping) else ():
            if isinstance(key := entry.get("key"), str):
                try:
                    found[key] = _GAP.validate_python(entry)
                except ValidationError:
                    found[key] = None
    return found


def _merged(files: Iterable[WrittenStatements]) -> Statements:
    gaps: dict[str, Gap] = {}
    kinds: dict[str, CrisisKind] = {}
    written: dict[str, tuple[WrittenTemplate, str]] = {}
    for file in files:
        gaps |= {gap.key: gap for gap in file.gaps}
        kinds[file.crisis_kind.key] = file.crisis_kind
        written |= {each.key: (each, file.crisis_kind.key) for each in file.templates}
    return Statements(
        {
            key: StatementTemplate(
                **dict(each),
                crisis_kind=kinds[kind],
                gaps=tuple(gaps[name] for name in named(each.text.fr)),
            )
            for key, (each, kind) in written.items()
        }
    )
