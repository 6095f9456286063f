"""The nine advices as they come with the bot."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest

from bot.domain.evidence import FieldType, Records
from bot.domain.level import Level
from bot.domain.playbook import Anchor, Playbook
from bot.library import builtin_directory, json_schema, read

PLAYBOOK = read(builtin_directory() / "nine-advices.yaml")
CORE = {"1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "3.1", "3.2", "3.3", "3.4", "3.5"}


def test_it_holds_nine_advices_and_sixty_one_items() -> None:
    """The nine advices come complete, numbered 1 to 9, each item under its own advice."""
    assert [advice.number for advice in PLAYBOOK.advices] == list(range(1, 10))
    assert [len(advice.items) for advice in PLAYBOOK.advices] == [7, 7, 7, 6, 7, 7, 6, 7, 7]
    assert all(key.split(".")[0] == str(PLAYBOOK.advice_of[key]) for key in PLAYBOOK.items)


def test_the_first_hour_is_twelve_items() -> None:
    """Only twelve items are shown at first, all of them due within the hour."""
    core = {key: item for key, item in PLAYBOOK.items.items() if item.core}
    assert set(core) == CORE
    assert all(item.due.anchor is Anchor.START and item.due.minutes <= PLAYBOOK.core_minutes for item in core.values())


def test_a_short_name_fits_a_phones_button_with_the_progress() -> None:
    """A button shows about 30 characters of "3 Répondre vite 3/7"."""
    shorts = [(advice.short.fr, advice.short.en) for advice in PLAYBOOK.advices]
    assert all(len(word) <= 14 for pair in shorts for word in pair)
    assert len({fr for fr, _ in shorts}) == len({en for _, en in shorts}) == 9


@pytest.mark.parametrize("key", PLAYBOOK.items)
def test_every_evidence_form_is_possible_in_slack(key: str) -> None:
    """A form has few fields, and at least one must be filled in."""
    fields = PLAYBOOK.items[key].evidence
    assert 1 <= len(fields) <= 8
    assert any(field.required for field in fields)
    assert all(len(field.label.fr) <= 100 and len(field.label.en) <= 100 for field in fields)
    assert all(len(field.options) <= 10 for field in fields)


def test_what_ticking_writes_into_the_crisis_has_its_item() -> None:
    """Roles, danger, awareness, severity, level and posture are asked once; each public text starts its clock anew."""
    recording = {key: item.records for key, item in PLAYBOOK.items.items() if item.records}
    assert recording == {
        "1.1": Records.ROLES,
        "1.2": Records.DANGER,
        "1.3": Records.AWARENESS,
        "1.4": Records.SEVERITY,
        "2.7": Records.LEVEL,
        "3.2": Records.POSTURE,
        "3.5": Records.PUBLICATION,
        "3.6": Records.PUBLICATION,
        "3.3": Records.HOLDING,
        "3.4": Records.APPROVALS,
        "3.7": Records.LEGAL,
        "9.1": Records.PROMISES,
    }


def test_a_score_is_asked_only_for_an_axis_of_the_grid() -> None:
    """Each mark that is asked for has its scale of four."""
    axes = {axis.key for axis in PLAYBOOK.severity}
    asked = {field.key for item in PLAYBOOK.items.values() for field in item.evidence if field.type is FieldType.SCORE}
    assert asked == axes


def test_gates_hold_what_the_practice_asks() -> None:
    """Publishing, speaking, promising, moderating, standing down and closing each wait for their items."""
    locked = {
        gate.key: {key for key, item in PLAYBOOK.items.items() if gate.key in item.gates} for gate in PLAYBOOK.gates
    }
    assert locked == {
        "publish.holding": {"1.1", "1.2", "1.3", "3.2", "3.3", "3.4"},
        "publish.statement": {"1.5", "3.1", "3.4", "4.1", "5.2", "5.4", "5.6", "6.1"},
        "publish.admission": {"4.2", "4.3"},
        "speak": {"2.4", "5.1", "5.2", "5.3", "6.5"},
        "promise": {"9.1", "9.3"},
        "moderate": {"2.1", "4.6"},
        "stand_down": {"2.7", "3.6", "3.7", "4.5", "7.5", "9.1", "9.2"},
        "archive": {"8.1", "8.2", "8.3", "8.4", "8.5", "8.6", "9.5", "9.6"},
    }
    requires = {gate.key: gate.requires for gate in PLAYBOOK.gates if gate.requires}
    assert requires == {"publish.statement": ("publish.holding",), "publish.admission": ("publish.statement",)}


def test_the_levels_quicken_as_they_rise() -> None:
    """Every cadence and grace is at most that of the level below; red takes the short times, yellow doubles."""
    rules = [PLAYBOOK.rules[level] for level in Level]
    for lower, higher in pairwise(rules):
        assert higher.situation_point <= lower.situation_point
        assert higher.summary <= lower.summary
        assert higher.grace <= lower.grace
    assert PLAYBOOK.rules[Level.YELLOW].start_factor == 2
    assert [rule.level for rule in rules if rule.short_times] == [Level.RED]
    assert (PLAYBOOK.rules[Level.RED].summary, PLAYBOOK.rules[Level.RED].summary_after_4h) == (30, 60)


def test_the_follow_up_reaches_from_two_hours_to_a_year() -> None:
    """What comes after stand-down comes in order, and every item of the last two advices has its day or its trigger."""
    after = [follow_up.after for follow_up in PLAYBOOK.follow_ups]
    assert after == sorted(after)
    assert (after[0], after[-1]) == (120, 365 * 1440)
    reminded = {key for follow_up in PLAYBOOK.follow_ups for key in follow_up.items}
    ending = {key for key, item in PLAYBOOK.items.items() if item.due.anchor is Anchor.END}
    assert reminded == ending


def test_the_french_is_written_with_plain_blanks() -> None:
    """No-break spaces are set when a text is shown; the file holds a plain one before every high sign."""
    for text, _ in _pairs(PLAYBOOK.model_dump()):
        assert "\u00a0" not in text
        assert "\u202f" not in text
        assert not re.search(r"[^\s0-9][;!?]|[^\s0-9]:(?!//)", text.replace("HH:MM", "")), text


def test_no_text_is_left_in_the_other_language() -> None:
    """French and English sides differ, except for words that are the same in both."""
    pairs = _pairs(PLAYBOOK.model_dump())
    same = {fr for fr, en in pairs if fr == en}
    assert same <= {"Scribe", "Communication", "Budget", "Posture", "Accident"}


def test_the_template_is_a_playbook() -> None:
    """What a team copies is valid as it stands, and short enough to read."""
    path = builtin_directory() / "template.yaml"
    assert isinstance(read(path), Playbook)
    assert len(path.read_text().splitlines()) <= 110


def test_the_schema_for_editors_is_current() -> None:
    """`crisis-bot playbook schema > playbooks/playbook.schema.json` was run after the last change."""
    path = builtin_directory() / "playbook.schema.json"
    assert json.loads(path.read_text()) == json_schema()


@pytest.mark.parametrize("name", ["nine-advices.yaml", "template.yaml"])
def test_editors_find_the_schema(name: str) -> None:
    """The first line of each file names the schema, so that an editor checks while one types."""
    first = (builtin_directory() / name).read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=playbook.schema.json"


def _pairs(value: object) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        if set(value) == {"fr", "en"}:
            return [(value["fr"], value["en"])]
        return [pair for child in value.values() for pair in _pairs(child)]
    if isinstance(value, (list, tuple)):
        return [pair for child in value for pair in _pairs(child)]
    return []
