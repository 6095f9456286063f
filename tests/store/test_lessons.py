"""Finding what earlier crises have taught, however many there were."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain import commands as cmd
from tests.store.desk import Desk, desk


async def _learned(d: Desk, crisis: str, *tags: str) -> None:
    await d.begin_with_channel(crisis)
    await d.do(cmd.RecordLesson, crisis=crisis, happened=f"In {crisis}", change="Another way", tags=tags)


async def _found(d: Desk, *tags: str) -> list[str]:
    lessons = d.store.queries.lessons(tags, "mine", 3)
    return [lesson.crisis_id for lesson in lessons]


async def test_common_words_find_the_newest_lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that very many lessons bear is looked for in the newest crises: nobody waits for the rest to be read."""
    monkeypatch.setattr("bot.store.queries.MANY", 2)
    monkeypatch.setattr("bot.store.queries.NEWEST", 2)
    async with desk(tmp_path) as d:
        for crisis in ("c1", "c2", "c3", "c4"):
            await _learned(d, crisis, "video")
        assert await _found(d, "video") == ["c4", "c3"]


async def test_a_rare_word_finds_its_lesson_however_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What happened once, long ago, is found again."""
    monkeypatch.setattr("bot.store.queries.MANY", 2)
    monkeypatch.setattr("bot.store.queries.NEWEST", 2)
    async with desk(tmp_path) as d:
        await _learned(d, "c1", "glass")
        for crisis in ("c2", "c3", "c4"):
            await _learned(d, crisis, "video")
        assert await _found(d, "glass") == ["c1"]


async def test_a_common_word_beside_it_does_not_hide_the_rare_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every crisis is on some platform: what has the same cause, however old, still comes first."""
    monkeypatch.setattr("bot.store.queries.MANY", 2)
    monkeypatch.setattr("bot.store.queries.NEWEST", 2)
    async with desk(tmp_path) as d:
        await _learned(d, "c1", "glass", "video")
        for crisis in ("c2", "c3", "c4", "c5"):
            await _learned(d, crisis, "video")
        assert await _found(d, "glass", "video") == ["c1", "c5", "c4"]
