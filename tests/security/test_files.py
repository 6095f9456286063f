"""Everything that the bot writes is its owner's alone, whatever the machine's habits are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot import doctor
from bot.demo import Demo
from bot.locale import texts_in
from bot.store.store import Store


@pytest.fixture
def everything_is_shared() -> Iterator[None]:
    """A process whose files are everybody's."""
    before = os.umask(0)
    yield
    os.umask(before)


def shared(folder: Path) -> dict[str, str]:
    """What stands in a folder, however deep, that somebody else may read or write."""
    return {file.name: oct(file.stat().st_mode) for file in folder.rglob("*") if file.stat().st_mode & 0o077}


def test_the_database_is_its_owners_alone(tmp_path: Path, everything_is_shared: None) -> None:
    """The file, what SQLite keeps beside it, and the marks of the processes at work."""
    with closing(Store(tmp_path / "crisis.db")):
        assert {file.name for file in tmp_path.iterdir()} >= {"crisis.db", "crisis.db-wal", "crisis.db-shm"}
        assert shared(tmp_path) == {}
        for file in tmp_path.iterdir():
            file.chmod(0o666)
        with closing(Store(tmp_path / "crisis.db")):
            assert not {"crisis.db", "crisis.db-wal", "crisis.db-shm"} & shared(tmp_path).keys()


async def test_the_demos_files_are_its_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, everything_is_shared: None
) -> None:
    """Those of a demo that is gone at its end stand in a folder that nobody else may enter."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with Demo().opened():
        assert shared(tmp_path) == {}
    async with Demo(database=tmp_path / "kept.db").opened():
        assert not [name for name in shared(tmp_path) if name.startswith("kept.db")]


@pytest.mark.parametrize(
    ("mode", "state"), [(0o700, None), (0o755, None), (0o1777, None), (0o775, "note"), (0o777, "bad"), (0o702, "bad")]
)
def test_the_doctor_tells_of_a_folder_in_which_others_may_write(tmp_path: Path, mode: int, state: str | None) -> None:
    """Whoever may write there may put another database in the place of ours."""
    tmp_path.chmod(mode)
    found = doctor.open_to_others(tmp_path / "crisis.db", tmp_path / ".env")
    assert [(finding.code, finding.state) for finding in found] == ([("folder_writable", state)] if state else [])
    assert all(texts_in("fr").p(f"cli.doctor.{finding.code}", **finding.params) for finding in found)


@pytest.mark.parametrize(("mode", "codes"), [(0o600, []), (0o640, ["env_readable"]), (0o604, ["env_readable"])])
def test_the_doctor_tells_of_tokens_that_others_may_read(tmp_path: Path, mode: int, codes: list[str]) -> None:
    """`.env` holds the tokens."""
    (tmp_path / ".env").touch()
    (tmp_path / ".env").chmod(mode)
    assert [each.code for each in doctor.open_to_others(tmp_path / "crisis.db", tmp_path / ".env")] == codes
