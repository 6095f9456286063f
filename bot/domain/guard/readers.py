"""The readers' side: what a platform takes, what people can read at once, and whether it speaks of them first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.domain.guard.appointments import appointments
from bot.domain.guard.draft import Context, Draft, Form
from bot.domain.guard.plain import plain
from bot.domain.guard.remark import Kind, Remark, Weight
from bot.domain.guard.tokens import sentences
from bot.domain.guard.words import Lexicon, Words
from bot.domain.playbook import Language

Params = dict[str, str | int]
PLATFORMS = {
    "x": 280,  # weighted, see `weight_on_x`; paying accounts may write more
    "linkedin": 3000,
    "instagram": 2200,  # a caption
    "tiktok": 2200,  # a video's caption; a photo post takes 4,000
    "tiktok_photo": 4000,
}
LONG_SENTENCE: dict[Language, int] = {"fr": 35, "en": 30}  # words
MIN_WORDS = 40  # below, a formula of reading says nothing
HARDEST_GRADE = 12.0  # Flesch–Kincaid: years of school
LOWEST_EASE = 40.0  # Kandel–Moles: 100 is easy, 30 is for graduates

# The code points that X counts as one character (twitter-text, configuration 3); every other counts as two.
_LIGHT = ((0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
_LINK = re.compile(r"https?://\S+")
_LINK_ON_X = 23
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,]*")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")


def readers(draft: Draft, context: Context) -> Iterator[Remark]:
    """Remarks on length, sentences, reading level and, for a text to the public, on empathy."""
    yield from _lengths(draft)
    yield from _sentences(draft)
    yield from _level(draft)
    if draft.form not in {Form.KEY_MESSAGES, Form.QA, Form.REPLY}:
        yield from _empathy(draft, context)


def length_on(platform: str, text: str) -> int:
    """How long a platform takes the text to be."""
    if platform != "x":
        return len(text)
    composed = unicodedata.normalize("NFC", text)
    links = len(_LINK.findall(composed))
    rest = _LINK.sub("", composed)
    light = sum(any(low <= ord(character) <= high for low, high in _LIGHT) for character in rest)
    return 2 * len(rest) - light + links * _LINK_ON_X


def _lengths(draft: Draft) -> Iterator[Remark]:
    for platform in draft.platforms:
        limit = PLATFORMS.get(platform)
        length = length_on(platform, draft.text)
        if limit and length > limit:
            params: Params = {"platform": platform, "length": length, "limit": limit, "over": length - limit}
            yield _advice("too_long", about=f"platform:{platform}", params=params)


def _sentences(draft: Draft) -> Iterator[Remark]:
    limit = LONG_SENTENCE[draft.language]
    for start, end in sentences(draft.text):
        words = len(_WORD.findall(draft.text, start, end))
        if words > limit:
            yield _advice("long_sentence", draft.text, start, end, params={"words": words, "limit": limit})


def _level(draft: Draft) -> Iterator[Remark]:
    words = len(_WORD.findall(draft.text))
    if words < MIN_WORDS:
        return
    level = reading_level(draft.text, draft.language)
    if draft.language == "en" and level > HARDEST_GRADE:
        yield _advice("hard_to_read", params={"formula": "Flesch–Kincaid", "score": round(level), "limit": 12})
    if draft.language == "fr" and level < LOWEST_EASE:
        yield _advice("hard_to_read", params={"formula": "Kandel–Moles", "score": round(level), "limit": 40})


def reading_level(text: str, language: Language) -> float:
    """Flesch–Kincaid grade (1975) of an English text, Kandel–Moles ease (1958) of a French one."""
    words = _WORD.findall(text)
    length = len(words) / max(1, len(list(sentences(text))))
    syllables = sum(syllables_of(word, language) for word in words) / max(1, len(words))
    if language == "en":
        return 0.39 * length + 11.8 * syllables - 15.59
    return 207 - 1.015 * length - 73.6 * syllables


def syllables_of(word: str, language: Language) -> int:
    """Groups of vowels, without the silent ending; a number counts as two."""
    if word[0].isdigit():
        return 2
    low = word.lower()
    groups = len(_VOWELS.findall(low))
    silent = r"(?<=[^aeiouyéèàâêîôû])e(?:s|nt)?$" if language == "fr" else r"(?<=[^aeiouyl])e$|(?<=[^aeioutd])ed$"
    return max(1, groups - bool(re.search(silent, low)))


def _empathy(draft: Draft, context: Context) -> Iterator[Remark]:
    words = context.words[draft.language]
    lexicon = words.lexicon
    yield from _people_first(draft, lexicon, context.organisation)
    if not lexicon.acknowledgements.search(plain(draft.text)):
        yield _advice("no_acknowledgement")
    yield from _appointment(draft, words)


def _people_first(draft: Draft, lexicon: Lexicon, organisation: tuple[str, ...]) -> Iterator[Remark]:
    """The first paragraph names the people before the company."""
    first = draft.text.strip().split("\n", 1)[0]
    offset = draft.text.index(first)
    low = plain(first)
    people = lexicon.people.search(low)
    if people is None:
        yield _advice("people_missing", draft.text, offset, offset + len(first))
        return
    names = [found for name in organisation if (found := re.search(rf"\b{re.escape(plain(name))}\b", low))]
    company = [found for found in (lexicon.company.search(low), *names) if found]
    before = min((found for found in company if found.start() < people.start()), key=re.Match.start, default=None)
    if before:
        yield _advice("company_first", draft.text, offset + before.start(), offset + before.end())


def _appointment(draft: Draft, words: Words) -> Iterator[Remark]:
    """The next public word is announced, and with its hour or day."""
    announced, named = appointments(draft.text, words, draft.at)
    if not (announced or named):
        yield _advice("no_appointment")
    elif not named:
        yield _advice("appointment_without_time", draft.text, *announced[-1])


def _advice(
    code: str,
    text: str = "",
    start: int = 0,
    end: int = 0,
    about: str = "text",
    params: Params | None = None,
) -> Remark:
    return Remark(Kind.READERS, code, Weight.ADVICE, text[start:end], "", about, start, end, params or {})
