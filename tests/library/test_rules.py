"""What must hold between the parts of a playbook."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.library import Problem, builtin_directory

Telling = Callable[[str, str, str, str, str], None]

# Each mistake: what stands in the template, what somebody wrote instead (¶ marks the line that must be told),
# the field that is named, and a pattern of the message and of the cure.
MISTAKES = {
    "a role that nobody has": (
        "role: communications\n        co",
        "¶role: comunications\n        co",
        "advices[0].items[1].role",
        "no role",
        '"communications"',
    ),
    "a second role that nobody has": (
        "co_roles: [crisis_lead]",
        "¶co_roles: [press]",
        "advices[0].items[1].co_roles[0]",
        "no role",
        "roles",
    ),
    "a follow-up for nobody": (
        "role: communications\n    items",
        "¶role: press\n    items",
        "follow_ups[0].role",
        "no role",
        "roles",
    ),
    "a hat with an item": (
        "fr: Rédige et publie., en: Drafts and publishes.}",
        "fr: a, en: b}\n    hat: true",
        "advices[0].items[1].role",
        "hat",
        "Give the item",
    ),
    "no crisis lead": (
        "  - key: crisis_lead\n",
        "  - key: boss\n",
        "roles",
        "no role with the key crisis_lead",
        "Add it",
    ),
    "a gate that does not exist": (
        "gates: [publish]",
        "¶gates: [publich]",
        "advices[0].items[0].gates[0]",
        "no gate",
        '"publish"',
    ),
    "a gate without items": ("        gates: [publish] #", "        #", "gates[0]", "always be open", "gates: "),
    "gates in a circle": (
        "  - key: publish\n",
        "  - key: publish\n    ¶requires: [publish]\n",
        "gates[0].requires",
        "requires itself",
        "Remove",
    ),
    "a follow-up about nothing": ('items: ["1.2"]', '¶items: ["1.3"]', "follow_ups[0].items[0]", "no item", '"1.'),
    "two items of one key": (
        'key: "1.2"',
        '¶key: "1.1"',
        "advices[0].items[1].key",
        "used twice; the first time on line \\d+",
        "another key",
    ),
    "two advices of one number": (
        "gates:\n  - key",
        "  - ¶number: 1\n    slug: b\n\ngates:\n  - key",
        "advices[1].number",
        "used twice",
        "another number",
    ),
    "a level twice": ("level: red", "¶level: orange", "levels[3].level", "used twice", "another level"),
    "a level too few": ("  - level: yellow\n", "  - level: orange\n", "levels", "level yellow is missing", "once"),
    "red later than orange": (
        "minutes: 60, red: 20",
        "¶minutes: 60, red: 90",
        "advices[0].items[1].due.red",
        "later than the 60",
        "shorter",
    ),
    "a choice without options": (
        "type: table",
        "¶type: choice",
        "advices[0].items[0].evidence[0]",
        "without options",
        "options",
    ),
    "options without a choice": (
        "type: table",
        "¶type: table, options: [{value: a, label: {fr: a, en: b}}]",
        "advices[0].items[0].evidence[0].options",
        "no options",
        "type: choice",
    ),
    "a recorded field that is not asked": (
        "{key: link, type",
        "{key: address, type",
        "advices[0].items[1].records",
        'reads a field "link"',
        "key: link",
    ),
    "a recorded field of another type": (
        "type: link",
        "¶type: number",
        "advices[0].items[1].evidence[0].type",
        "must be of type link",
        "type: link",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_broken_rule_is_told_with_its_place_and_its_cure(name: str, mistake_is_told: Telling) -> None:
    """For each rule between the parts of a playbook: file, line, field, what is wrong, what to do."""
    good, bad, field, message, cure = MISTAKES[name]
    mistake_is_told(good, bad, field, message, cure)


# The same for the built-in playbook, whose items record more: the end of the field's name, and words of the message.
RECORDED = {
    "a posture that nobody understands": ("value: watch", "value: wait", "options[2].value", "reply, speak, watch"),
    "a level that does not exist": ("value: green", "value: blue", "options[0].value", "green, orange, red, yellow"),
    "danger that is neither yes nor no": ("value: no,", "value: perhaps,", "options[1].value", "no, yes"),
    "a grid without an axis": ("  - key: velocity\n    label", "  - key: reach\n    label", "records", "velocity"),
    "marks in disorder": ('- {score: 1, label: {fr: "2 à', '- {score: 2, label: {fr: "2 à', "score", "0, 1, 2, 3"),
}


@pytest.mark.parametrize("name", RECORDED)
def test_what_is_recorded_must_be_understood(name: str, problems_of: Callable[[str], list[Problem]]) -> None:
    """The answers that change the crisis are exactly those that it understands."""
    good, bad, field, message = RECORDED[name]
    nine = (builtin_directory() / "nine-advices.yaml").read_text(encoding="utf-8")
    assert good in nine
    told = problems_of(nine.replace(good, bad, 1))
    assert any(problem.field.endswith(field) and message in problem.message for problem in told), told
