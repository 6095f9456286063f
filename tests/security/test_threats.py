"""The threat model: each line names what stops the threat, and tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINES = [
    line for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")
]
THREATS = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in LINES[1:]]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_threat_has_a_test_that_is_there() -> None:
    """No line without a test, no test that has gone."""
    assert len(THREATS) > 15
    for threat, stopped, proven in THREATS:
        assert len(stopped) > 10, threat
        tests = NAMED.findall(proven)
        assert tests, threat
        for path, name in tests:
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), (threat, path, name)


def test_every_test_of_security_stands_against_a_threat() -> None:
    """What is proven here is told there."""
    told = {name for _, _, proven in THREATS for _, name in NAMED.findall(proven)}
    here = {
        name
        for path in Path(__file__).parent.glob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
        if path != Path(__file__)
    }
    assert here - told == set()
