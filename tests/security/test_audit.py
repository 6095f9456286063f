"""What the bot depends on: pinned by hash, agreeing with itself, and audited wherever somebody can be asked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOBODY = "http://127.0.0.1:9/"


def audit(path: str, python: str = sys.executable, **environment: str) -> tuple[int, str]:
    """`.ci/audit` on this environment, where no index answers."""
    variables = {**os.environ, "PATH": path, "PIP_INDEX_URL": NOBODY, "PIP_CONFIG_FILE": os.devnull, **environment}
    variables.pop("PIP_EXTRA_INDEX_URL", None)
    done = subprocess.run(  # noqa: S603 - our own script
        [ROOT / ".ci" / "audit", python], env=variables, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_dependency_is_pinned_by_hash(name: str) -> None:
    """What is installed is what was looked at, wherever it comes from; and no index is named."""
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.replace("\\\n", " "))
    pinned = [entry for entry in entries if entry.strip() and not entry.startswith("#")]
    assert len(pinned) > 10
    assert [entry for entry in pinned if not re.match(r"[\w.\[\]-]+==\S+.*--hash=sha256:", entry)] == []
    assert "://" not in text


def test_without_an_advisory_service_it_is_said_that_nothing_was_audited() -> None:
    """An audit that did not take place is never shown as one that found nothing."""
    status, told = audit("/usr/bin:/bin")
    assert (status, "NOT AUDITED" in told) == (0, True), told
    assert "nothing known" not in told


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ({"dependencies": [{"name": "a", "version": "1", "vulns": []}]}, 0, "audited requirements.txt: nothing known"),
        (
            {"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}]},
            1,
            "requirements.txt: a 1: CVE-1, mended in 2",
        ),
        (None, 0, "NOT AUDITED: requirements.txt"),
    ],
)
def test_a_finding_fails_and_a_service_that_breaks_off_does_not(
    tmp_path: Path, answer: object, status: int, said: str
) -> None:
    """Told apart by what pip-audit writes, for it ends alike in both."""
    found = bool(answer and "CVE" in str(answer))
    lines = [
        "#!/bin/sh\nfor last; do :; done\n",
        f"echo '{json.dumps(answer)}' > \"$last\"\n" if answer else "echo away\n",
    ]
    (tmp_path / "pip-audit").write_text("".join([*lines, f"exit {int(found or answer is None)}\n"]))
    (tmp_path / "pip-audit").chmod(0o755)
    got, told = audit(f"{tmp_path}:/usr/bin:/bin")
    assert (got, said in told) == (status, True), told


def script(path: Path, *lines: str) -> Path:
    """A program of these lines."""
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return path


def test_a_service_that_hangs_holds_nothing_up(tmp_path: Path) -> None:
    """Nor does one that does not let itself be ended."""
    script(tmp_path / "pip-audit", "trap '' TERM", "sleep 100")
    started = time.monotonic()
    status, told = audit(f"{tmp_path}:/usr/bin:/bin", AUDIT_PATIENCE="0.1")
    assert (status, told.count("NOT AUDITED")) == (0, 2), told
    assert "no answer in 0.1 s" in told
    assert time.monotonic() - started < 40


def test_an_answer_that_cannot_be_read_is_no_audit(tmp_path: Path) -> None:
    """Half a file says nothing, neither good nor bad."""
    script(tmp_path / "pip-audit", "for last; do :; done", 'echo \'{"depen\' > "$last"', "exit 1")
    status, told = audit(f"{tmp_path}:/usr/bin:/bin")
    assert (status, told.count("NOT AUDITED")) == (0, 2), told


def test_packages_that_do_not_agree_fail_the_audit(tmp_path: Path) -> None:
    """`pip check` comes first, and needs nobody's service."""
    python = script(tmp_path / "python", 'case "$*" in *pip*check) echo "a needs b"; exit 1;; esac')
    status, told = audit(f"{tmp_path}:/usr/bin:/bin", str(python))
    assert (status, told) == (1, "a needs b\n")


def test_the_audit_is_part_of_every_run() -> None:
    """And of what a run may fail by."""
    assert ".ci/audit || status=$?" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
