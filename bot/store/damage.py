"""What can be wrong inside a database: each fault by its code, and the place where it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Damage:
    """One thing that is wrong. `code` names its text in the catalogue, which names the `place` as well."""

    code: str
    place: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """For the log; people read the catalogue's text."""
        return f"{self.code} ({', '.join(f'{name} {value}' for name, value in self.place.items())})"


def damage(code: str, **place: object) -> Damage:
    """A fault; bytes that are no text are shown as what they are."""
    shown = {
        name: value.encode(errors="backslashreplace").decode() if isinstance(value, str) else value
        for name, value in place.items()
    }
    return Damage(code, shown)
