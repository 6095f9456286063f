"""What was tried and what came of it, as the page `docs/reliability.md` tells it.

Each test writes down what it saw; when all tests of a file have run, its part of the page is compared with that.
UPDATE_RELIABILITY=1 writes it anew.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
TRIED: dict[str, dict[str, str]] = defaultdict(dict)
"""By what was struck (a method in backticks, or another subject) and fault: what became of it."""
REFUSED: dict[str, Counter[str]] = defaultdict(Counter)
"""By method: how many of the refusals that Slack documents led to what."""


def saw(subject: str, fault: str, outcome: str) -> None:
    """Write down what a fault led to."""
    before = TRIED[subject].setdefault(fault, outcome)
    assert before == outcome, f"{subject}, {fault}: once {before}, now {outcome}"


def forget() -> None:
    """Another module begins."""
    TRIED.clear()
    REFUSED.clear()


def compare(module: str) -> None:
    """Hold the module's part of the page against what was seen."""
    seen = "\n\n".join(part for part in (_by_method(), _by_subject()) if part)
    if not seen:
        return
    page = PAGE.read_text(encoding="utf-8")
    part = re.compile(rf"(<!-- {module} -->\n).*?(\n<!-- end -->)", re.DOTALL)
    assert part.search(page), f"docs/reliability.md has no part for {module}"
    told = part.sub(lambda found: f"{found[1]}{seen}{found[2]}", page, count=1)
    if os.environ.get("UPDATE_RELIABILITY"):
        PAGE.write_text(told, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == told, "write it with UPDATE_RELIABILITY=1"


def _by_method() -> str:
    methods = sorted(subject for subject in TRIED if subject.startswith("`"))
    if not methods:
        return ""
    faults = list(dict.fromkeys(fault for method in methods for fault in TRIED[method]))
    rows = [
        [method, *(TRIED[method].get(fault, "") for fault in faults), _refusals(method.strip("`"))]
        for method in methods
    ]
    return _table(["Method", *faults, "documented refusals"], rows)


def _refusals(method: str) -> str:
    counts = sorted(REFUSED[method].items(), key=lambda each: (-each[1], each[0]))
    return "; ".join(f"{count} {outcome}" for outcome, count in counts)


def _by_subject() -> str:
    rows = [
        [subject, fault, outcome]
        for subject, faults in TRIED.items()
        if not subject.startswith("`")
        for fault, outcome in faults.items()
    ]
    return _table(["Of", "Fault", "Outcome"], sorted(rows)) if rows else ""


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
