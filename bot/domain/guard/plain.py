"""Words as they are compared: without case, accents, typography and endings; every place in the text stays the same.

The endings are cut lightly, on purpose: `remboursé`, `rembourserons` and `remboursement` become one word, and what
is cut too far or not far enough is put right by the concepts of the word lists.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.domain.playbook import Language


def _bare(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


_TABLE = {code: _bare(chr(code)) for code in range(0xC0, 0x250)}
_TABLE |= dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007"), " ") | dict.fromkeys(map(ord, "’ʼ‘"), "'")
_TABLE |= dict.fromkeys(map(ord, "‐‑‒"), "-")


def plain(text: str) -> str:
    """The text in lower case, without accents, with plain spaces and apostrophes; as long as before."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(small if len(small := character.lower()) == 1 else character for character in text)
    return lower.translate(_TABLE)


# Longest first where one ends like another.
_FRENCH = (
    *(
        "issement",
        "issaient",
        "issait",
        "issant",
        "atric",
        "etur",
        "ement",
        "ation",
        "ateur",
        "aient",
        "erons",
        "eront",
    ),
    *("eriez", "erait", "erai", "eur", "eus", "era", "ant", "ion", "ent", "ait", "ons", "iss", "ur", "er", "ez", "iv"),
    *("if", "ai"),
)
_OF_A_PLACE = re.compile(r"(\w{4,}?)(?:(?<=n)n)?(?:aise?s?|oises?)")
"""`lyonnaise` is of `lyon`, `lilloise` of `lille`: a place and what is of it are one word."""
_ENGLISH = ("ation", "ment", "ing", "edly", "ion", "ed", "er", "ly")


@lru_cache(maxsize=20_000)
def stem(word: str, language: Language) -> str:
    """What is left of a plain word without its endings; at least four letters stay."""
    return _french(word) if language == "fr" else _english(word)


def _french(word: str) -> str:
    if found := _OF_A_PLACE.fullmatch(word):
        return _french(found[1])
    short = word.rstrip("sx").rstrip("e") if len(word) > 4 else word
    for ending in _FRENCH:
        if short.endswith(ending) and len(short) - len(ending) >= 4:
            return short[: -len(ending)].rstrip("e")
    return short if len(short) >= 3 else word


def _english(word: str) -> str:
    short = word.removesuffix("'s").removesuffix("'")
    if short.endswith("ies") and len(short) > 4:
        short = f"{short[:-3]}y"
    elif short.endswith("s") and not short.endswith("ss") and len(short) > 3:
        short = short[:-1]
    for ending in _ENGLISH:
        if short.endswith(ending) and len(short) - len(ending) >= 4:
            short = short[: -len(ending)]
            break
    if len(short) > 4 and short[-1] == short[-2] and short[-1] in "bdgmnprt":
        short = short[:-1]
    return short.rstrip("eyi") if len(short) > 4 else short
