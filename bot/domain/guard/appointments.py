"""Where a text says that we speak again, and when."""

from __future__ import annotations

import re
from datetime import datetime

from bot.domain.guard.found import MOMENTS
from bot.domain.guard.plain import plain
from bot.domain.guard.reading import read
from bot.domain.guard.tokens import sentences
from bot.domain.guard.words import Words

Place = tuple[int, int]

_BEHIND = re.compile(r"\b(?:hier|avant-hier|cette nuit|depuis|yesterday|last night|since)\b")


def appointments(text: str, words: Words, at: datetime) -> tuple[list[Place], list[Place]]:
    """The sentences that announce the next public word without saying when, and those that say it.

    Beside an hour or a day to come, saying that we publish, answer or inform announces it as well.
    """
    low, lexicon = plain(text), words.lexicon
    times = [each for each in read(text, lexicon, at).mentions if each.aspect in MOMENTS]
    vague: list[Place] = []
    named: list[Place] = []
    for start, end in sentences(text):
        inside = [each for each in times if start <= each.start < end]
        ahead = any(each.clause.tense != "past" for each in inside) and not _BEHIND.search(low, start, end)
        announced = lexicon.next_words.search(low, start, end)
        if (announced and inside) or (ahead and lexicon.speaking.search(low, start, end)):
            named.append((start, end))
        elif announced:
            vague.append((start, end))
    return vague, named
