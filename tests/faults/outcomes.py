"""What was tried and what came of it, as the page `docs/reliability.md` tells it.

Each test of a fault writes down what it saw; the last one compares the page with it. UPDATE_RELIABILITY=1 writes it.
"""

from __future__ import annotations

from collections import Counter, defaultdict

TRIED: dict[str, dict[str, str]] = defaultdict(dict)
"""By what was struck (a method, or another subject) and fault: what became of it."""
REFUSED: dict[str, Counter[str]] = defaultdict(Counter)
"""By method: how many of Slack's refusals led to what."""


def saw(subject: str, fault: str, outcome: str) -> None:
    """Write down what a fault led to."""
    before = TRIED[subject].setdefault(fault, outcome)
    assert before == outcome, f"{subject}, {fault}: once {before}, now {outcome}"


def table(columns: tuple[str, ...], subjects: list[str]) -> str:
    """A Markdown table of subjects by faults."""
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    lines += [
        f"| {subject} | " + " | ".join(TRIED[subject].get(column, "") for column in columns) + " |"
        for subject in subjects
    ]
    return "\n".join(lines)


def refusals(method: str) -> str:
    """What became of a method's refusals."""
    counts = sorted(REFUSED[method].items(), key=lambda each: (-each[1], each[0]))
    return "; ".join(f"{count} {outcome}" for outcome, count in counts)
