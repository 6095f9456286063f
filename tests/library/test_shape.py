"""What form each value of a playbook must have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Telling = Callable[[str, str, str, str, str], None]

# Each mistake: what stands in the template, what somebody wrote instead (¶ marks the line that must be told),
# the field that is named, and a pattern of the message and of the cure.
ELEVEN = "[" + ", ".join(f"{{value: v{n}, label: {{fr: a, en: b}}}}" for n in range(11)) + "]"
MISTAKES = {
    "a field that does not exist": (
        "        core: true\n\ngates",
        "        ¶cor: true\n\ngates",
        "advices[0].items[1].cor",
        "no field",
        '"core"',
    ),
    "a field far from any other": ("version: 1 #", "version: 1\n¶zebra: 3 #", "zebra", "no field", "use one of"),
    "a field that is missing": (
        "        role: communications\n",
        "",
        "advices[0].items[1].role",
        '"role" is missing',
        "role: …",
    ),
    "a field that stands twice": (
        "    slug: answer\n",
        "    slug: answer\n    ¶slug: answer\n",
        "advices[0].slug",
        "twice",
        "Keep one",
    ),
    "a word for a number": (
        "minutes: 60",
        "¶minutes: two",
        "advices[0].items[1].due.minutes",
        "not a number of minutes",
        "in minutes",
    ),
    "half a minute": (
        "minutes: 60",
        "¶minutes: 0.5",
        "advices[0].items[1].due.minutes",
        "whole number|not a number",
        "Round|digits",
    ),
    "a negative time": ("minutes: 60", "¶minutes: -1", "advices[0].items[1].due.minutes", "at least 0", "greater"),
    "a time of years": ("after: 43200", "¶after: 43200000", "follow_ups[0].after", "at most 576000", "smaller"),
    "a text for a switch": (
        "core: true\n\ngates",
        "¶core: maybe\n\ngates",
        "advices[0].items[1].core",
        "neither true nor false",
        "true or false",
    ),
    "a text for a list": (
        "co_roles: [crisis_lead]",
        "¶co_roles: crisis_lead",
        "advices[0].items[1].co_roles",
        "list",
        "\\[one, two\\]",
    ),
    "a text for fields": (
        "due: {anchor: start, minutes: 60, red: 20}",
        "¶due: soon",
        "advices[0].items[1].due",
        "fields",
        "name: value",
    ),
    "fields for a text": (
        "fr: Chaque fait avec sa source.",
        "¶fr: {a: b}",
        "advices[0].items[0].detail.fr",
        "text is expected",
        "plain text",
    ),
    "one language for two": (
        "short: {fr: Répondre, en: Answer}",
        "¶short: Answer",
        "advices[0].short",
        "two languages",
        "fr: …",
    ),
    "no English": (
        "{fr: Répondre, en: Answer}",
        "¶{fr: Répondre}",
        "advices[0].short.en",
        "English text is missing",
        "en: …",
    ),
    "no French": (
        "      fr: Chaque fait avec sa source.\n",
        "",
        "advices[0].items[0].detail.fr",
        "French text is missing",
        "fr: …",
    ),
    "nothing after the colon": (
        "role: communications\n        co",
        "¶role:\n        co",
        "advices[0].items[1].role",
        "Nothing",
        "value",
    ),
    "an empty text": (
        "fr: Chaque fait avec sa source.",
        "¶fr: '  '",
        "advices[0].items[0].detail.fr",
        "Nothing",
        "value",
    ),
    "a text too long": (
        "fr: Répondre,",
        "¶fr: xxxxxxxxxxxxxxxxxxxxxxxxxxx,",
        "advices[0].short.fr",
        "27 characters, 7 too many",
        "Shorten",
    ),
    "a key with blanks": ("slug: answer", "¶slug: Mon conseil", "advices[0].slug", "cannot be a key", "a-z"),
    "a misspelt choice": (
        "type: table",
        "¶type: tabel",
        "advices[0].items[0].evidence[0].type",
        "not one of",
        '"table"',
    ),
    "an unknown choice": (
        "not_applicable: no #",
        "¶not_applicable: never #",
        "advices[0].items[0].not_applicable",
        "not one of",
        "one of them",
    ),
    "another format": ("schema_version: 1 #", "¶schema_version: 2 #", "schema_version", "not one of: 1", "one of them"),
    "too many options": (
        "type: table",
        f"¶type: choice, options: {ELEVEN}",
        "advices[0].items[0].evidence[0].options",
        "11 entries",
        "merge",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_wrong_value_is_told_with_its_place_and_its_cure(name: str, mistake_is_told: Telling) -> None:
    """For each value of the wrong form: file, line, field, what is wrong, what to do."""
    good, bad, field, message, cure = MISTAKES[name]
    mistake_is_told(good, bad, field, message, cure)
