"""The legal regimes: the built-in file, and what a team's own `legal` folder adds or replaces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.playbook import Language
from bot.domain.regime import Calendar, Holidays, Regime, Regimes, Unit
from bot.library.problems import Fault, PlaybookErrors, Problem, spelling
from bot.library.reading import problem, read_as
from bot.library.rules import Entry, listed, unique
from bot.locale import texts_in

FOLDER = "legal"  # inside a folder of playbooks
KIND = "regimes"


def load_regimes(*places: Path, language: Language = "en") -> Regimes:
    """The regimes of the `legal` folders inside folders of playbooks; a folder without one adds nothing.

    A later place replaces regimes of the same key, holidays of the same jurisdiction, and the note. Each regime
    comes with the holidays of its jurisdiction. PlaybookErrors names everything that is wrong, in `language`.
    """
    problems: list[Problem] = []
    files: list[Regimes] = []
    texts = texts_in(language)
    for place in places:
        here: dict[str, Path] = {}
        for path in sorted((place / FOLDER).glob("*.y*ml")):
            try:
                files.append(read_regimes(path, language))
            except PlaybookErrors as error:
                problems += error.problems
                continue
            for regime in files[-1].regimes:
                if regime.key in here:
                    params = {"name": regime.key, "other": here[regime.key]}
                    problems.append(problem(texts, path, "key_in_two_files", params, KIND))
                here[regime.key] = path
    if not files and not problems:
        problems += [problem(texts, place / FOLDER, "no_regimes", {}, KIND) for place in places]
    if problems:
        raise PlaybookErrors(problems)
    return _merged(files)


def read_regimes(path: Path, language: Language = "en") -> Regimes:
    """The regimes of one file as they stand there; PlaybookErrors names everything that is wrong, in `language`."""
    return read_as(Regimes, path, rules, language, KIND)


def rules(data: Mapping[str, Any]) -> Iterator[Fault]:
    """What holds between the parts of a file of regimes."""
    regimes = list(listed(data, (), "regimes"))
    yield from unique(regimes, "key")
    yield from unique(list(listed(data, (), "holidays")), "jurisdiction")
    for loc, regime in regimes:
        steps = list(listed(regime, loc, "steps"))
        yield from unique(steps, "key")
        before: list[str] = []
        for step in steps:
            yield from _step(step, before)
            before.append(str(step[1].get("key")))


def _step(entry: Entry, before: list[str]) -> Iterator[Fault]:
    loc, step = entry
    amount, unit = step.get("amount"), step.get("unit")
    if amount and not unit:
        yield Fault((*loc, "amount"), "amount_without_unit")
    if unit and not amount:
        yield Fault((*loc, "unit"), "unit_without_amount")
    after = step.get("after")
    if after and step.get("starts"):
        yield Fault((*loc, "starts"), "two_starts", {"after": after})
    if isinstance(after, str) and after not in before:
        yield Fault((*loc, "after"), *spelling("no_step_before", after, before))
    if step.get("until") and (unit in (Unit.HOURS, Unit.MONTHS) or not (unit or amount)):
        yield Fault((*loc, "until"), "until_without_days")
    if unit == Unit.MONTHS and step.get("calendar") not in (None, Calendar.EVERY_DAY):
        yield Fault((*loc, "calendar"), "months_of_some_days")


def _merged(files: list[Regimes]) -> Regimes:
    regimes: dict[str, Regime] = {}
    holidays: dict[str, Holidays] = {}
    for file in files:
        regimes |= {regime.key: regime for regime in file.regimes}
        holidays |= {each.jurisdiction: each for each in file.holidays}
    own = {key: regime.holidays or _days(holidays, regime) for key, regime in regimes.items()}
    return files[-1].model_copy(
        update={
            "regimes": tuple(regime.model_copy(update={"holidays": own[key]}) for key, regime in regimes.items()),
            "holidays": tuple(holidays.values()),
        }
    )


def _days(holidays: Mapping[str, Holidays], regime: Regime) -> tuple[date, ...]:
    found = holidays.get(regime.jurisdiction)
    return found.days if found else ()
