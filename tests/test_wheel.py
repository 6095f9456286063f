"""The package as `pip install` gets it: a wheel that needs no checkout around it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    for folder in ("bot", "playbooks"):
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, source / folder, symlinks=True, ignore=leave)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index")
    subprocess.run([*command, "--wheel-dir", place, source], check=True, capture_output=True, cwd=place)  # noqa: S603  our own package
    (wheel,) = place.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(place / "installed")
    return place / "installed"


def test_the_wheel_holds_every_file_of_the_package(installed: Path) -> None:
    """Code, catalogues, the page and the playbooks: what stands in `bot/` stands in the wheel, and nothing else."""

    def files(place: Path) -> set[str]:
        found = (Path(folder, name) for folder, _, names in os.walk(place, followlinks=True) for name in names)
        return {str(path.relative_to(place)) for path in found if "__pycache__" not in path.parts}

    assert files(installed / "bot") == files(ROOT / "bot")


def test_the_wheel_works_without_its_checkout(installed: Path, tmp_path: Path) -> None:
    """The command finds its texts and playbooks inside the package."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "playbook", "list"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "nine-advices" in done.stdout
    assert str(installed) in done.stdout
