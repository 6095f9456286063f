"""Marks: each crisis's words carry one, so that they are known wherever they turn up."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.domain.crisis import Crisis

MARK = re.compile(r"Zq\d{4}x")


def mark(number: int) -> str:
    """The mark of the crisis of this number."""
    return f"Zq{number:04d}x"


def mark_of(crisis: Crisis) -> str:
    """The mark in a crisis's title; empty for one that was begun without."""
    found = MARK.search(crisis.title)
    return found.group() if found else ""


def marks_in(told: Any) -> set[str]:
    """The marks in anything that somebody was shown."""
    return set(MARK.findall(json.dumps(told, ensure_ascii=False)))
