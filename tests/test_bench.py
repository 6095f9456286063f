"""The measurements stand on real databases."""

from pathlib import Path

from bench.past import fill
from bot.store.store import Store


def test_generated_past_crises_are_as_real_ones(tmp_path: Path) -> None:
    """Chain, tables and references of generated crises are whole, so that what is measured beside them counts."""
    fill(tmp_path / "past.db", 45)
    store = Store(tmp_path / "past.db")
    assert store.verify() == []
    store.close()
