"""The labelled pairs, and how the guard does on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.domain.guard import (
    Certainty,
    Context,
    Draft,
    KnownFact,
    OtherVersion,
    Published,
    Remark,
    Weight,
    contradictions,
)
from bot.domain.guard.plain import plain
from bot.library import builtin_directory
from bot.library.words import load_words

PARTS = ("development", "held_out", "fresh", "paraphrased")
FILES = ("pairs.yaml", "fresh.yaml", "paraphrased.yaml")
BEFORE = datetime(2026, 3, 10, 10, tzinfo=ZoneInfo("Europe/Paris"))
AT = BEFORE + timedelta(hours=4)
WORDS = load_words(builtin_directory())


@dataclass(frozen=True)
class Pair:
    key: str
    crisis: str
    draft: Draft
    context: Context
    side: str
    against: str
    clash: tuple[dict[str, str], ...]


@dataclass
class Score:
    """Each remark that is a clash is right when it meets a label, else wrong; each label that none meets is missed."""

    pairs: int = 0
    clean: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    remarks: list[Remark] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


@cache
def pairs(part: str) -> tuple[Pair, ...]:
    """The pairs of one part of the file."""
    data: dict[str, list[dict[str, Any]]] = {}
    for name in FILES:
        data |= yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return tuple(map(_pair, data[part]))


def report() -> list[str]:
    """The table of `docs/guard.md`: each group of pairs, and how the guard does on it."""
    every = [pair for part in PARTS for pair in pairs(part)]
    groups = {
        "**all**": every,
        "French": [pair for pair in every if pair.draft.language == "fr"],
        "English": [pair for pair in every if pair.draft.language == "en"],
        "against the fact sheet": [pair for pair in every if pair.against == "fact"],
        "against published texts": [pair for pair in every if pair.against == "before"],
        "against the other language": [pair for pair in every if pair.against == "other"],
        "tuned on (`development`)": pairs("development"),
        "held out at first (`held_out`)": pairs("held_out"),
        "by another hand (`fresh`)": pairs("fresh"),
        "in other words (`paraphrased`)": pairs("paraphrased"),
    }
    lines = ["| Pairs | number | without contradiction | right | wrong | missed | precision | recall |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for name, of in groups.items():
        s = score(of)
        figures = f"{s.pairs} | {s.clean} | {s.right} | {s.wrong} | {s.missed} | {s.precision:.2f} | {s.recall:.2f}"
        lines.append(f"| {name} | {figures} |")
    return lines


def _pair(data: dict[str, Any]) -> Pair:
    draft = Draft(data["draft"], data["language"], BEFORE + timedelta(hours=data.get("hours", 4)))
    if "fact" in data:
        fact = KnownFact("1", data["fact"], Certainty(data["status"]), data["language"], BEFORE)
        context = Context(WORDS, facts=(fact,))
    elif "other" in data:
        context = Context(WORDS, other=OtherVersion(data["other"], data["other_language"]))
    else:
        context = Context(WORDS, published=(Published("1", data["before"], data["language"], BEFORE),))
    against = next(name for name in ("fact", "other", "before") if name in data)
    clash = tuple({name: str(text) for name, text in label.items()} for label in data.get("clash", ()))
    return Pair(data["id"], data["crisis"], draft, context, data[against], against, clash)


def score(of: Iterable[Pair]) -> Score:
    """How the guard does on some pairs."""
    total = Score()
    for pair in of:
        remarks = [each for each in contradictions(pair.draft, pair.context) if each.weight is Weight.CLASH]
        met = {index for remark in remarks for index, label in enumerate(pair.clash) if meets(remark, label)}
        total.pairs += 1
        total.clean += not pair.clash
        total.right += len(met)
        total.wrong += sum(not any(meets(remark, label) for label in pair.clash) for remark in remarks)
        total.missed += len(pair.clash) - len(met)
        total.remarks += remarks
    return total


def meets(remark: Remark, label: dict[str, str]) -> bool:
    """Both quotes lie over the label's words, and it is about the same."""
    aspect = remark.params.get("aspect", "")
    kinds = {"differs": aspect, "opposite": "opposite", "missing_here": "missing", "missing_there": "missing"}
    if kinds.get(remark.code, "certainty") != label["aspect"]:
        return False
    return _over(remark.quote, label["says"]) and _over(remark.other_quote, label["against"])


def _over(one: str, two: str) -> bool:
    ours, theirs = plain(one).strip(" .,"), plain(two).strip(" .,")
    return ours in theirs or theirs in ours if ours and theirs else ours == theirs
