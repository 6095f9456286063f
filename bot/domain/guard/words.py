"""The word lists of one language: what a team writes in `words/fr.yaml`, and how the guard looks words up in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic import Field

from bot.domain.guard.plain import plain, stem
from bot.domain.guard.tongue import TONGUES, Tongue
from bot.domain.model import Model
from bot.domain.playbook import Key, Language, SchemaVersion

Phrases = tuple[str, ...]

# The lists that are only ever searched for in a text.
_PATTERNS = (
    "hedges", "changes", "negations", "unfinished", "additions", "codes", "people", "company", "acknowledgements",
    "next_words", "speaking", "commitments", "no_promises",
)  # fmt: skip

# What a star and a gap stand for in a phrase: any ending of a word, and up to five words.
_ENDING, _GAP = r"[\w'-]*", r"(?:[\w'-]+[\s,]+){0,5}?"
_NOTHING = re.compile(r"(?!)")


class Wording(Model):
    """Phrases to avoid, of one category. A sentence with a phrase of `unless` is left alone."""

    phrases: Phrases = ()
    unless: Phrases = ()


class Words(Model):
    """Every word list of a language. In a phrase, `*` stands for any ending and `…` for up to five words."""

    schema_version: SchemaVersion = 1
    language: Language
    wording: dict[Key, Wording] = Field(default_factory=dict)
    things: dict[Key, Phrases] = Field(default_factory=dict)  # words for the same thing
    actions: dict[Key, Phrases] = Field(default_factory=dict)  # words for the same event
    opposites: tuple[tuple[Key, Key], ...] = ()  # actions that cannot both be true
    anyone: tuple[Key, ...] = ()  # things so general that they may name any other: people, items
    appointments: tuple[Key, ...] = ()  # actions that come again and again: the next update
    sums: tuple[Key, ...] = ()  # things that have one amount: a fine, a price
    sites: tuple[Key, ...] = ()  # things that a place is named after: a plant, a fire
    posts: Phrases = ()  # words before or after the name of a person or a partner
    codes: Phrases = ()  # words before a code: batch, model
    hedges: Phrases = ()
    changes: Phrases = ()
    negations: Phrases = ()
    unfinished: Phrases = ()  # negations of what may still come: "not yet"
    additions: Phrases = ()  # other ones, more of them, once again
    questions: dict[Key, Phrases] = Field(default_factory=dict)  # words of a fact that ask for a count, a date…
    people: Phrases = ()
    company: Phrases = ()
    acknowledgements: Phrases = ()
    next_words: Phrases = ()  # how the next public word is announced
    speaking: Phrases = ()  # what announces it too, where an hour or a day stands beside it
    commitments: Phrases = ()  # how a promise begins
    no_promises: Phrases = ()

    def joined(self, later: Words) -> Words:
        """These lists with those of another file: its categories replace ours, its words stand beside ours."""
        said = {name: getattr(later, name) for name in later.model_fields_set}
        return self.model_copy(update={name: _together(getattr(self, name), value) for name, value in said.items()})

    @cached_property
    def lexicon(self) -> Lexicon:
        """The lists, ready to be looked up."""
        return Lexicon.of(self)


def _together(ours: object, theirs: object) -> object:
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return {**ours, **theirs}
    return (*ours, *theirs) if isinstance(ours, tuple) and isinstance(theirs, tuple) else theirs


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """One expression for all phrases, longest first, over plain text."""
    written = sorted({_expression(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(written)})(?![\w-])") if written else _NOTHING


def _expression(phrase: str) -> str:
    expression, between = "", ""
    for word in plain(phrase).split():
        if word == "…":
            expression += between + _GAP
            between = ""
            continue
        written = re.escape(word).replace("'", r"'\s?").replace(r"\*", _ENDING)
        expression += between + written
        between = "" if word.endswith("'") else r"[\s,]+"
    return expression


def both(one: str, two: str, language: Language) -> str:
    """Two words as they are looked up."""
    return f"{stem(one, language)} {stem(two, language)}"


@dataclass(frozen=True, eq=False)
class Lexicon:
    """What a word means, and expressions for the phrases; compared by identity, so that readings can be kept."""

    language: Language
    tongue: Tongue
    concepts: Mapping[str, str]
    pairs: Mapping[str, str]  # two words that mean something together
    actions: frozenset[str]
    opposite: frozenset[tuple[str, str]]
    anyone: frozenset[str]
    appointments: frozenset[str]
    sums: frozenset[str]
    sites: frozenset[str]
    hedges: re.Pattern[str]
    changes: re.Pattern[str]
    negations: re.Pattern[str]
    unfinished: re.Pattern[str]
    additions: re.Pattern[str]
    questions: Mapping[str, re.Pattern[str]]
    posts: frozenset[str]
    codes: re.Pattern[str]
    people: re.Pattern[str]
    company: re.Pattern[str]
    acknowledgements: re.Pattern[str]
    next_words: re.Pattern[str]
    speaking: re.Pattern[str]
    commitments: re.Pattern[str]
    no_promises: re.Pattern[str]

    @classmethod
    def of(cls, words: Words) -> Lexicon:
        named = [*words.things.items(), *words.actions.items()]
        spelled = {plain(word): concept for concept, all_words in named for word in all_words}
        single = {word: concept for word, concept in spelled.items() if " " not in word}
        stems = {stem(word, words.language): concept for word, concept in single.items()}
        return cls(
            language=words.language,
            tongue=TONGUES[words.language],
            concepts=stems | single,
            pairs={
                both(word.split()[0], word.split()[-1], words.language): concept
                for word, concept in spelled.items()
                if " " in word
            },
            actions=frozenset(words.actions),
            opposite=frozenset((*words.opposites, *((two, one) for one, two in words.opposites))),
            anyone=frozenset(words.anyone),
            appointments=frozenset(words.appointments),
            sums=frozenset(words.sums),
            sites=frozenset(words.sites),
            questions={kind: pattern(phrases) for kind, phrases in words.questions.items()},
            posts=frozenset(map(plain, words.posts)),
            **{name: pattern(getattr(words, name)) for name in _PATTERNS},
        )

    def concept(self, word: str) -> str:
        """What a plain word means: the name of its concept, else its stem; empty for a word without meaning."""
        found = self.concepts.get(word)
        if found is None:
            if word in self.tongue.stop or len(word) < 2:
                return ""
            cut = stem(word, self.language)
            found = self.concepts.get(cut, cut)
        return found
