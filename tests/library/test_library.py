"""Which playbooks a bot has: the built-in ones and a team's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library import Library, PlaybookErrors, builtin_directory


def test_a_teams_playbook_replaces_the_one_of_the_same_key(template: str, tmp_path: Path) -> None:
    """A team's own nine advices are the default; its other playbooks stand beside them."""
    (tmp_path / "ours.yaml").write_text(template.replace("key: my-playbook", "key: nine-advices"), encoding="utf-8")
    (tmp_path / "food.yml").write_text(template.replace("key: my-playbook", "key: food"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a playbook", encoding="utf-8")
    library = Library.load(builtin_directory(), tmp_path)
    assert set(library.playbooks) == {"nine-advices", "food"}
    assert len(library.default.items) == 2
    assert library.files["nine-advices"] == tmp_path / "ours.yaml"
    assert library.get("food") is library.playbooks["food"]
    assert library.get("unknown") is None


def test_the_template_is_never_offered() -> None:
    """A crisis is not started on the example that is there to be copied."""
    assert set(Library.load(builtin_directory()).playbooks) == {"nine-advices"}


def test_one_file_can_be_named_instead_of_a_folder(template: str, tmp_path: Path) -> None:
    """A library without the nine advices has its first playbook as default."""
    path = tmp_path / "template.yaml"
    path.write_text(template, encoding="utf-8")
    assert Library.load(path).default.key == "my-playbook"


def test_two_files_of_one_folder_may_not_share_a_key(template: str, tmp_path: Path) -> None:
    """Which of the two was meant is not guessed."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(template, encoding="utf-8")
    with pytest.raises(PlaybookErrors, match=r"b\.yaml:1: The key \"my-playbook\" is also that of .*a\.yaml"):
        Library.load(tmp_path)


def test_a_folder_without_playbooks_is_said(tmp_path: Path) -> None:
    """A setting that points to the wrong folder does not pass in silence."""
    with pytest.raises(PlaybookErrors, match="no playbook in this folder"):
        Library.load(builtin_directory(), tmp_path)


def test_the_errors_of_all_files_are_told(tmp_path: Path) -> None:
    """Two broken files are two stories, not one after the other."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("key: x\n", encoding="utf-8")
    with pytest.raises(PlaybookErrors) as caught:
        Library.load(tmp_path)
    assert {Path(problem.file).name for problem in caught.value.problems} == {"a.yaml", "b.yaml"}
