"""Names in a text: of places beside a site or an event, of people beside their post, of batches and models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.domain.guard.found import Aspect, Found
from bot.domain.guard.plain import plain
from bot.domain.guard.words import Lexicon

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*[\w]"
_NAME = rf"{_CAPITAL}(?:[ -]{_CAPITAL})*"
_LINK = r"(?:(?:de|du|des|à|au|aux|en|in|at|near|of|the|le|la|les|près|on)\s+|d[’'])"
_AFTER = re.compile(rf"\s+(?:{_LINK}){{1,2}}(?P<name>{_NAME})")
_PERSON = rf"{_CAPITAL}(?:[ -]{_CAPITAL})+"
_PERSON_AFTER = re.compile(rf"(?P<of>(?:\s+[a-zà-ÿ’'-]+){{0,4}}?),?\s+(?P<name>{_PERSON})")
_PARTNER_AFTER = re.compile(rf"\s+(?P<name>{_NAME})")
_PERSON_BEFORE = re.compile(rf"(?P<name>{_PERSON}),\s+(?:[a-zà-ÿ’'-]+\s+){{0,3}}?$")
_OF = re.compile(r"(?:\s+(?:de|du|des|of|the|la|le|l[’']|général|générale|adjoint|adjointe)|\s+[a-zà-ÿ-]+){0,3}")
_CODE = r"(?=[\w-]*\d)[a-z0-9]+(?:-[a-z0-9]+)*"
_MODEL = re.compile(r"\b[A-Z]{1,4}-?\d{2,6}[A-Z]?\b")  # KT-540, L2304: a code by its looks
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def sites(text: str, low: str, lexicon: Lexicon) -> Iterator[Found]:
    """`notre usine de Lille`, `our Leeds warehouse`, `the fire in Lyon`: the place of each."""
    for match in _WORD.finditer(low):
        concept = lexicon.concepts.get(match[0]) or lexicon.concept(match[0])
        if concept not in lexicon.sites:
            continue
        after = _AFTER.match(text, match.end())
        before = re.search(rf"(?:[a-z]|^)\s({_NAME})\s+$", text[max(0, match.start() - 40) : match.start()])
        if after:
            place = after.span("name")
        elif before and lexicon.language == "en":
            shift = max(0, match.start() - 40)
            place = (before.start(1) + shift, before.end(1) + shift)
        else:
            continue
        names = frozenset({low[slice(*place)]})
        yield Found(Aspect.PLACE, *place, unit=concept, names=names)


def posts(text: str, low: str, lexicon: Lexicon) -> Iterator[Found]:
    """`notre présidente, Anna Roux`, `Anna Roux, présidente`: the surname of who holds a post, and which post."""
    for match in _WORD.finditer(low):
        if match[0] not in lexicon.posts:
            continue
        after = _PERSON_AFTER.match(text, match.end()) or _PARTNER_AFTER.match(text, match.end())
        before = _PERSON_BEFORE.search(text[max(0, match.start() - 60) : match.start()])
        if before:
            shift = max(0, match.start() - 60)
            place = (before.start("name") + shift, before.end("name") + shift)
            of = _OF.match(text, match.end())
            around = of[0] if of else ""
        elif after:
            place = after.span("name")
            around = after.groupdict().get("of") or ""
        else:
            continue
        of_what = {lexicon.concept(word) for word in _WORD.findall(plain(around))}
        unit = " ".join(sorted({lexicon.concept(match[0]), *of_what} - {""}))
        yield Found(Aspect.NAME, *place, unit=unit, names=frozenset({low[slice(*place)].rsplit(maxsplit=1)[-1]}))


@lru_cache
def _code(lexicon: Lexicon) -> re.Pattern[str]:
    word = lexicon.codes.pattern
    many = rf"{_CODE}(?:(?:, ?| et | and | ou | or ){_CODE})*"
    return re.compile(rf"(?P<word>{word})\s+(?:(?:n°|nos?\.?|numero|number)\s?)?(?P<codes>{many})(?![\w%€£$])")


def codes(text: str, low: str, lexicon: Lexicon) -> Iterator[Found]:
    """`lots A12 et A13`, `model VX-210`: what stands behind the word, as it is written without case."""
    for match in _code(lexicon).finditer(low):
        names = frozenset(re.findall(_CODE, match["codes"]))
        unit = lexicon.concept(match["word"].split()[0]) or match["word"]
        yield Found(Aspect.CODE, *match.span("codes"), unit=unit, names=names)
    for match in _MODEL.finditer(text):
        yield Found(Aspect.CODE, *match.span(), names=frozenset({low[slice(*match.span())]}))
