"""The vocabulary of everything that a team writes in YAML: keys, minutes, and texts in both languages."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from bot.domain.model import Model

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,39}$")]
SchemaVersion = Annotated[Literal[1], BeforeValidator(lambda version: 1 if version == "1" else version)]
Minutes = Annotated[int, Field(ge=0, le=60 * 24 * 400)]


class Text(Model):
    """One text in every language of the product, without the blanks around it."""

    model_config = ConfigDict(str_strip_whitespace=True)

    fr: str = Field(min_length=1, max_length=2000)
    en: str = Field(min_length=1, max_length=2000)

    def in_(self, language: Language) -> str:
        """The text in `language`."""
        return self.fr if language == "fr" else self.en


class Label(Text):
    """A text that must fit an option or a button of Slack: at most 75 characters."""

    fr: str = Field(min_length=1, max_length=75)
    en: str = Field(min_length=1, max_length=75)


class ShortLabel(Text):
    """A text that must be read on a button of a phone: at most 20 characters."""

    fr: str = Field(min_length=1, max_length=20)
    en: str = Field(min_length=1, max_length=20)
