"""Everything that is read from the playbook folders, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.domain.guard import Words
from bot.domain.playbook import Language
from bot.domain.regime import Regimes
from bot.library import Library, places
from bot.library.regimes import load_regimes
from bot.library.statements import Statements, load_statements
from bot.library.words import load_words


@dataclass(frozen=True)
class Shelf:
    """Playbooks, legal regimes, templates of public texts, and the guard's words in each language."""

    library: Library
    regimes: Regimes
    statements: Statements
    words: Mapping[Language, Words]

    @classmethod
    def read(cls, own: Path | None, language: Language) -> Shelf:
        """The built-in files and a team's own. Raises PlaybookErrors, in `language`."""
        folders = places(own)
        return cls(
            Library.load(*folders, language=language),
            load_regimes(*folders, language=language),
            load_statements(*folders, language=language),
            load_words(*folders, language=language),
        )
