"""The legal clocks' file: what comes with the bot, what a team writes, and what is said of mistakes."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.regime import Family, Regimes
from bot.library import Library, PlaybookErrors, builtin_directory, json_schema
from bot.library.regimes import load_regimes, read_regimes
from tests.library.test_any_file import VALUES

FILE = builtin_directory() / "legal" / "regimes.yaml"
BUILTIN = load_regimes(builtin_directory())
OURS = """\
note: {fr: Rappel seulement., en: A reminder only.}
holidays:
  - jurisdiction: US
    days: [2026-11-26]
regimes:
  - key: ours
    name: {fr: Notre délai, en: Our limit}
    family: product
    jurisdiction: US
    applies: {fr: À nous., en: To us.}
    trigger: {fr: Le début., en: The start.}
    timezone: Europe/Paris
    steps:
      - key: tell
        label: {fr: Dire, en: Tell}
        amount: 2
        unit: days
        calendar: business_days
        until: "17:30"
      - key: report
        label: {fr: Rendre compte, en: Report}
        amount: 1
        unit: months
        after: tell
    source:
      title: {fr: Notre charte, en: Our charter}
      link: https://charter.example/12
      article: "12"
"""


def own(folder: Path, text: str, name: str = "regimes.yaml") -> Path:
    """A team's folder of playbooks, with a file of legal regimes."""
    (folder / "legal").mkdir(exist_ok=True)
    (folder / "legal" / name).write_text(text, encoding="utf-8")
    return folder


def test_the_built_in_regimes_are_those_of_the_practice() -> None:
    """Each law that the practice names has its clock, and each question opens one."""
    assert {regime.key for regime in BUILTIN.regimes} == {
        "gdpr",
        "nis2",
        "dora",
        "cra-vulnerability",
        "cra-incident",
        "fr-cyber-insurance",
        "mar",
        "sec-8k",
        "reg-fd",
        "gpsr",
        "fr-recall",
        "fr-work-accident",
        "fr-fatal-accident",
        "fr-press",
        "fr-press-discrimination",
        "fr-reply-online",
        "fr-reply-online-received",
        "fr-reply-press",
        "dsa-complaint",
    }
    assert {regime.family for regime in BUILTIN.regimes} == set(Family)


def test_they_say_that_they_remind_and_do_not_advise() -> None:
    """In both languages, with the regimes wherever they go."""
    assert "pas un conseil juridique" in BUILTIN.note.fr
    assert "not legal advice" in BUILTIN.note.en


def test_each_source_is_the_law_itself() -> None:
    """The links lead to official publishers, not to commentaries."""
    hosts = {regime.source.link.split("/")[2] for regime in BUILTIN.regimes}
    assert hosts == {"eur-lex.europa.eu", "www.legifrance.gouv.fr", "www.sec.gov", "www.ecfr.gov"}


def test_a_file_of_regimes_is_not_a_playbook() -> None:
    """Nobody can start a crisis on the legal clocks."""
    assert set(Library.load(builtin_directory()).playbooks) == {"nine-advices"}


def test_a_team_replaces_and_adds_regimes_in_its_own_folder(tmp_path: Path) -> None:
    """Its regime of the same key wins, a new one stands beside the built-in ones."""
    both = load_regimes(
        builtin_directory(), own(tmp_path, OURS + OURS[OURS.index("  - key: ours") :].replace("ours", "gdpr", 1))
    )
    assert [regime.key for regime in both.regimes] == [*(regime.key for regime in BUILTIN.regimes), "ours"]
    gdpr = both.get("gdpr")
    assert gdpr is not None
    assert gdpr.name.en == "Our limit"
    assert both.note.en == "A reminder only."
    assert both.get("unknown") is None


def test_listed_holidays_reach_every_regime_of_the_jurisdiction(tmp_path: Path) -> None:
    """The built-in ones too, and none of another country."""
    both = load_regimes(builtin_directory(), own(tmp_path, OURS))
    assert {regime.key for regime in both.regimes if regime.holidays} == {"sec-8k", "reg-fd", "ours"}
    assert all(regime.holidays in {(), (date(2026, 11, 26),)} for regime in both.regimes)


def test_a_folder_of_playbooks_needs_no_regimes(tmp_path: Path) -> None:
    """A team that has none of its own gets the built-in ones."""
    assert load_regimes(builtin_directory(), tmp_path) == BUILTIN


def test_no_regimes_at_all_is_said(tmp_path: Path) -> None:
    """A crisis without legal clocks is not a silent accident."""
    with pytest.raises(PlaybookErrors, match="no legal regimes here"):
        load_regimes(tmp_path)


def test_two_files_of_one_folder_may_not_share_a_regime(tmp_path: Path) -> None:
    """Which of the two was meant is not guessed."""
    own(own(tmp_path, OURS, "a.yaml"), OURS, "b.yml")
    with pytest.raises(PlaybookErrors, match=r'b\.yml:1: The key "ours" is also that of .*a\.yaml'):
        load_regimes(builtin_directory(), tmp_path)


# Each mistake: what stands in the file, what somebody wrote instead (¶ marks the line that must be told), the
# field that is named, and a pattern of the message and of the cure.
MISTAKES = {
    "no note": ("note: {fr: Rappel seulement., en: A reminder only.}\n", "¶", "note", '"note" is missing', "note: …"),
    "a link to nothing": ("https://charter", "¶ftp://charter", "regimes[0].source.link", "not a link", "https://"),
    "a country by its name": (
        "    jurisdiction: US\n    app",
        "    ¶jurisdiction: USA\n    app",
        "regimes[0].jurisdiction",
        '"USA"',
        "FR or US",
    ),
    "a date that never was": ("[2026-11-26]", "¶[2026-02-30]", "holidays[0].days[0]", "not a date", "2026-12-25"),
    "a date the other way round": ("[2026-11-26]", "¶[26/11/2026]", "holidays[0].days[0]", "not a date", "2026-12-25"),
    "an hour without minutes": ('until: "17:30"', "¶until: 17h30", "regimes[0].steps[0].until", "not a time", "09:30"),
    "a zone of elsewhere": ("Europe/Paris", "¶Europe/Lyon", "regimes[0].timezone", "no time zone", "Europe/Paris"),
    "an unknown unit": ("unit: days", "¶unit: day", "regimes[0].steps[0].unit", "not one of", '"days"'),
    "an unknown calendar": (
        "business_days",
        "¶busines_days",
        "regimes[0].steps[0].calendar",
        "not one of",
        '"business_days"',
    ),
    "an unknown family": ("family: product", "¶family: food", "regimes[0].family", "not one of", "Use one"),
    "an amount in words": ("amount: 2", "¶amount: two", "regimes[0].steps[0].amount", "not a number", '"unit"'),
    "an amount without a unit": (
        "amount: 2\n        unit: days\n",
        "¶amount: 2\n",
        "regimes[0].steps[0].amount",
        "no unit",
        "unit: hours",
    ),
    "a unit without an amount": (
        "amount: 1\n        unit: months",
        "¶unit: months",
        "regimes[0].steps[1].unit",
        "no amount",
        "no figure",
    ),
    "a step after none": ("after: tell", "¶after: tel", "regimes[0].steps[1].after", '"tel"', 'mean "tell"'),
    "a step after itself": (
        "after: tell",
        "¶after: report",
        "regimes[0].steps[1].after",
        "earlier step",
        "above this one",
    ),
    "two starts": (
        "after: tell",
        "after: tell\n        ¶starts: {fr: a, en: b}",
        "regimes[0].steps[1].starts",
        "two things",
        "Keep",
    ),
    "months of business days": (
        "unit: months",
        "unit: months\n        ¶calendar: business_days",
        "regimes[0].steps[1].calendar",
        "every day",
        "Remove",
    ),
    "an end without days": (
        "unit: days\n",
        "unit: hours\n",
        "regimes[0].steps[0].until",
        "where days are counted",
        "unit: days",
    ),
    "the same step twice": ("key: report", "¶key: tell", "regimes[0].steps[1].key", "used twice", "another"),
    "a field of a playbook": (
        "after: tell",
        "after: tell\n        ¶role: legal",
        "regimes[0].steps[1].role",
        "no field",
        "Remove",
    ),
    "one language": ("{fr: Dire, en: Tell}", "¶Tell", "regimes[0].steps[0].label", "two languages", "fr: …"),
    "a label too long for a button": (
        "en: Tell}",
        f"en: {'T' * 80}}}",
        "regimes[0].steps[0].label.en",
        "5 too many",
        "Shorten",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_line_its_field_and_its_cure(name: str, tmp_path: Path) -> None:
    """Whoever writes a regime is told as well as whoever writes a playbook, and only of this mistake."""
    good, bad, field, message, cure = MISTAKES[name]
    assert good in OURS
    marked = OURS.replace(good, bad, 1)
    with pytest.raises(PlaybookErrors) as caught:
        load_regimes(builtin_directory(), own(tmp_path, marked.replace("¶", "")))
    (problem,) = caught.value.problems
    assert (problem.file, problem.field) == (str(tmp_path / "legal" / "regimes.yaml"), field)
    assert re.search(message, problem.message), problem
    assert re.search(cure, problem.cure), problem
    if "¶" in marked:
        assert problem.line == marked[: marked.index("¶")].count("\n") + 1


def test_every_error_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    """In the order of the files and their lines."""
    own(own(tmp_path, OURS.replace("unit: days", "unit: day").replace("/12", " 12"), "a.yaml"), "[]", "b.yaml")
    with pytest.raises(PlaybookErrors) as caught:
        load_regimes(builtin_directory(), tmp_path)
    told = [(Path(problem.file).name, problem.line) for problem in caught.value.problems]
    assert told == sorted(told)
    assert {name for name, _ in told} == {"a.yaml", "b.yaml"}
    assert len(told) == 3  # the unit, the link, and the other file


def test_a_french_team_is_told_in_french(tmp_path: Path) -> None:
    """Messages of regimes, and those that they share with playbooks."""
    with pytest.raises(PlaybookErrors, match="fuseau horaire") as caught:
        load_regimes(own(tmp_path, OURS.replace("/Paris", "/Lyon").replace("amount: 2", "amount: 0")), language="fr")
    assert "trop petit" in str(caught.value)


def test_the_schema_for_editors_is_current() -> None:
    """Written from the model with `json_schema(Regimes)` after the last change."""
    path = FILE.with_name("regimes.schema.json")
    assert json.loads(path.read_text(encoding="utf-8")) == json_schema(Regimes)
    assert FILE.read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema={path.name}\n")


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_broken_value_ends_in_a_traceback(data: st.DataObject, tmp_path: Path) -> None:
    """Anything put in the place of any value: the file is good or its problems are told."""
    node = tree = yaml.load(OURS, Loader=yaml.BaseLoader)  # noqa: S506  plain values of our own file
    while True:
        key = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else list(range(len(node)))))
        if not isinstance(node[key], (dict, list)) or not node[key] or data.draw(st.integers(0, 4)) == 0:
            break
        node = node[key]
    node[key] = data.draw(VALUES)
    path = tmp_path / "any.yaml"
    path.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8", errors="replace")
    try:
        told = [("", regime.key) for regime in read_regimes(path).regimes]
    except PlaybookErrors as error:
        told = [(problem.message, problem.cure) for problem in error.problems]
    assert told
    assert all(cure for _, cure in told)
