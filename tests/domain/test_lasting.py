"""What a state hands on to its successor, and what it does not."""

from dataclasses import replace

from bot.domain.crisis import MOVING, Crisis, lasting
from tests.domain.story import CAMILLE, NINE, START


def _state() -> Crisis:
    return Crisis(
        id="c1", playbook=NINE, started_at=START, last_at=START, started_by=CAMILLE, members=frozenset({CAMILLE})
    )


def test_but_gives_what_replace_gives() -> None:
    """The quick way to the next state changes the same fields and keeps the same others."""
    before = _state()
    assert before.lead == CAMILLE
    after = before.but(seq=7, members=frozenset({"U02"}))
    assert after == replace(before, seq=7, members=frozenset({"U02"}))
    assert after.but(started_by="U02").lead == "U02"


def test_what_stands_still_is_worked_out_once_and_anew_when_it_moves() -> None:
    """Ticking items keeps it; any other change, however it is made, forgets it."""
    worked: list[int] = []

    @lasting
    def leads(crisis: Crisis) -> str:
        worked.append(crisis.seq)
        return crisis.lead

    before = _state()
    assert leads(before) == CAMILLE
    for field in MOVING:
        assert leads(before.but(**{field: getattr(before, field)})) == CAMILLE
    assert worked == [0]
    moved = before.but(members=frozenset({"U02"}), started_by="U02", seq=6)
    assert leads(moved) == "U02"
    assert leads(replace(moved, started_by="U03", members=frozenset({"U03"}), seq=8)) == "U03"
    assert worked == [0, 6, 8]
