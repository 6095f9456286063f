"""The small closed classes of French and English: number words, months, days, units, words that carry no meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.playbook import Language


def _numbers(words: str, first: int = 0, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(words.split())}


def _calendar(*names: str) -> dict[str, int]:
    return {word: place for place, group in enumerate(names) for word in group.split()}


@dataclass(frozen=True, eq=False)
class Tongue:
    """One language's closed classes, in plain spelling. Durations are in hours."""

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[str, int]
    durations: Mapping[str, float]
    about: str
    over: str
    under: str
    part: str
    stop: frozenset[str]


_FR_STOP = """
le la les l un une des de du d au aux et ou mais donc or ni car que qu qui quoi dont ou ce cet cette ces c s se sa son
ses leur leurs notre nos votre vos mon ma mes ton ta tes nous vous ils elles il elle on je tu y en a ai as ont avons
avez avait avaient avions aura auront est sont etait etaient ete etre sommes etes suis sera seront serait seraient fut
soit avoir eu ayant etant dans par pour sur sous avec sans chez vers entre parmi depuis pendant apres avant jusqu
jusque des lors alors si comme plus moins tres aussi ainsi meme memes tout tous toute toutes autre autres chaque
aucun aucune nul ne n pas jamais rien personne non oui deja encore toujours ici la ca cela ceci celui celle ceux celles
lui eux moi toi soi afin selon malgre contre lorsque quand puis ensuite enfin desormais maintenant actuellement
aujourd hui hier demain matin midi soir nuit apres-midi fin debut milieu jour bien fait faire peut peuvent pouvons
pouvez doit doivent devons va vont allons allez m t j qu'il lieu seul seule seuls seules seulement environ pres quelque
quelques plusieurs moindre peu beaucoup trop assez heure minute dernier derniere prochain prochaine premier premiere
merci svp sait savons savez total ensemble cours part fois
"""
_EN_STOP = """
the a an of to in on at by for from with without within into onto over under about around up down out off and or but nor
so yet if then than that this these those which who whom whose what when where why how all any each every some no not
only own same too very can could may might must shall should will would do does did done doing be is are was were been
being am have has had having i you he she it we they me him her us them my your his its our their mine yours ours theirs
there here as until while because during before after since against between through both more most less few other
others such just also again once now today yesterday tomorrow tonight morning evening night afternoon day time s t ll re
ve d m nobody nothing none never ever still already almost nearly roughly please thank thanks last next first
know knows see say says said make made take took get got go goes went let also
one per via among beyond near part able
"""


FRENCH = Tongue(
    numbers=_numbers(
        "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
        "dix-huit dix-neuf vingt"
    )
    | _numbers("trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix cent", 30, 10)
    | {"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40}
    | {"cinquantaine": 50, "soixantaine": 60, "centaine": 100, "cents": 100},
    scales={"mille": 1000, "millier": 1000, "milliers": 1000, "k": 1000, "million": 10**6, "millions": 10**6}
    | {"m": 10**6, "mio": 10**6, "milliard": 10**9, "milliards": 10**9, "md": 10**9, "mds": 10**9},
    months=_calendar(
        "",
        "janvier janv",
        "fevrier fevr",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet juil",
        "aout",
        "septembre sept",
        "octobre oct",
        "novembre nov",
        "decembre dec",
    ),
    weekdays=_calendar("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    days={"avant-hier": -2, "hier": -1, "aujourd'hui": 0, "ce matin": 0, "ce midi": 0, "cet apres-midi": 0}
    | {"ce soir": 0, "cette nuit": 0, "demain": 1, "apres-demain": 2},
    durations={
        "minute": 1 / 60,
        "minutes": 1 / 60,
        "min": 1 / 60,
        "h": 1,
        "heure": 1,
        "heures": 1,
        "jour": 24,
        "jours": 24,
    }
    | {"journee": 24, "semaine": 168, "semaines": 168, "mois": 730, "an": 8760, "ans": 8760, "annee": 8760}
    | {"annees": 8760},
    about=r"environ|autour de|pres de|presque|quelque|a peu pres|approximativement|vers|de l'ordre de|quasi(?:ment)?",
    over=r"plus d['e]|au moins|au-dela d['e]|au minimum|minimum|depasse",
    under=r"moins d['e]|jusqu'a|au plus|au maximum|maximum|pas plus d['e]|tout au plus",
    part=r"(?:des|de (?:ces|nos|leurs|vos)|d'entre)\b",
    stop=frozenset(_FR_STOP.split()),
)
ENGLISH = Tongue(
    numbers=_numbers(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty"
    )
    | _numbers("thirty forty fifty sixty seventy eighty ninety", 30, 10)
    | {"dozen": 12, "hundred": 100},
    scales={"thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9},
    months=_calendar(
        "",
        "january jan",
        "february feb",
        "march mar",
        "april apr",
        "may",
        "june jun",
        "july jul",
        "august aug",
        "september sept sep",
        "october oct",
        "november nov",
        "december dec",
    ),
    weekdays=_calendar("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    days={"yesterday": -1, "last night": -1, "today": 0, "this morning": 0, "this afternoon": 0, "this evening": 0}
    | {"tonight": 0, "tomorrow": 1},
    durations={"minute": 1 / 60, "minutes": 1 / 60, "min": 1 / 60, "hour": 1, "hours": 1, "day": 24, "days": 24}
    | {"week": 168, "weeks": 168, "fortnight": 336, "month": 730, "months": 730, "year": 8760, "years": 8760},
    about=r"about|around|approximately|roughly|almost|nearly|some|close to|in the region of",
    over=r"more than|over|at least|in excess of|upwards of|no fewer than|a minimum of",
    under=r"less than|fewer than|up to|under|at most|no more than|a maximum of|below",
    part=r"of (?:the|these|those|our|them|its|your)\b",
    stop=frozenset(_EN_STOP.split()),
)
TONGUES: dict[Language, Tongue] = {"fr": FRENCH, "en": ENGLISH}
