"""What holds between the parts of a playbook: names that must exist, keys that are used once, recorded forms.

The rules read the values as written, before the schema has passed them, so that every fault is found at once;
what has the wrong form is left to the schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.domain.evidence import RECORDED_FIELDS, FieldType, Records
from bot.domain.level import Level
from bot.library.problems import Fault, Location, shown, spelling

Entry = tuple[Location, Mapping[str, Any]]

# What a recorded field must ask, and the answers that the crisis understands.
RECORDED_TYPES: dict[Records, dict[str, FieldType]] = {
    Records.ROLES: dict.fromkeys(("crisis_lead", "deputy", "scribe"), FieldType.PERSON),
    Records.DANGER: {"danger": FieldType.CHOICE},
    Records.AWARENESS: {"at": FieldType.DATETIME},
    Records.SEVERITY: dict.fromkeys(("velocity", "reach", "media", "harm", "legal"), FieldType.SCORE),
    Records.LEVEL: {"level": FieldType.CHOICE},
    Records.POSTURE: {"posture": FieldType.CHOICE, "review_at": FieldType.DATETIME},
    Records.PUBLICATION: {"link": FieldType.LINK, "at": FieldType.DATETIME, "next_at": FieldType.DATETIME},
    Records.LEGAL: {"clocks": FieldType.TABLE},
    Records.HOLDING: {"text": FieldType.TEXT},
    Records.APPROVALS: {},
    Records.PROMISES: {"promises": FieldType.TABLE},
}
RECORDED_ANSWERS: dict[str, frozenset[str]] = {
    "danger": frozenset({"yes", "no"}),
    "level": frozenset(Level),
    "posture": frozenset({"speak", "reply", "watch"}),
}


def rules(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Every fault between the parts of a playbook."""
    advices = list(listed(data, (), "advices"))
    items = [item for loc, advice in advices for item in listed(advice, loc, "items")]
    gates = list(listed(data, (), "gates"))
    follow_ups = list(listed(data, (), "follow_ups"))
    roles = list(listed(data, (), "roles"))

    yield from unique(advices, "number")
    yield from unique(advices, "slug")
    for entries in (items, gates, follow_ups, roles, list(listed(data, (), "severity"))):
        yield from unique(entries, "key")
    yield from _levels(data)
    yield from _roles(data, roles, items, follow_ups)
    yield from _gates(gates, items)
    for loc, follow_up in follow_ups:
        yield from _known(follow_up, loc, "items", _values(items, "key"), "unknown_item")
    for loc, item in items:
        yield from _due(loc, item)
        yield from _evidence(loc, item)
        yield from _recorded(loc, item)
    yield from _axes(data, items)


def _levels(data: Mapping[str, Any]) -> Iterator[Fault]:
    entries = list(listed(data, (), "levels"))
    yield from unique(entries, "level")
    present = _values(entries, "level")
    for level in Level:
        if entries and level not in present:
            yield Fault(("levels",), "level_missing", {"level": level.value})


def _roles(data: Mapping[str, Any], roles: list[Entry], items: list[Entry], rest: list[Entry]) -> Iterator[Fault]:
    keys = _values(roles, "key")
    if roles and "crisis_lead" not in keys:
        yield Fault(("roles",), "no_crisis_lead")
    hats = {_word(role, "key") for _, role in roles if _word(role, "hat") == "true"}
    for loc, entry in [*items, *rest]:
        yield from _known(entry, loc, "role", keys, "unknown_role")
    for loc, item in items:
        yield from _known(item, loc, "co_roles", keys, "unknown_role")
        if (role := _word(item, "role")) and role in hats:
            yield Fault((*loc, "role"), "hat_owns_item", {"role": role})
    for loc, separation in listed(data, (), "separations"):
        yield from _known(separation, loc, "roles", keys, "unknown_role")


def _gates(gates: list[Entry], items: list[Entry]) -> Iterator[Fault]:
    keys = _values(gates, "key")
    for loc, item in items:
        yield from _known(item, loc, "gates", keys, "unknown_gate")
    locked = {gate for _, item in items for gate in _words(item.get("gates"))}
    requires = {_word(gate, "key"): _words(gate.get("requires")) for _, gate in gates}
    for loc, gate in gates:
        yield from _known(gate, loc, "requires", keys, "unknown_gate")
        key = _word(gate, "key")
        if key and key not in locked and not requires[key]:
            yield Fault(loc, "gate_without_items", {"gate": key})
        if key in _reached(key, requires):
            yield Fault((*loc, "requires"), "gate_circle", {"gate": key})


def _reached(start: str, requires: Mapping[str, list[str]]) -> set[str]:
    """The gates that must be passed before this one, itself only when they go in a circle."""
    reached: set[str] = set()
    waiting = list(requires.get(start, ()))
    while waiting:
        gate = waiting.pop()
        if gate not in reached:
            reached.add(gate)
            waiting.extend(requires.get(gate, ()))
    return reached


def _due(loc: Location, item: Mapping[str, Any]) -> Iterator[Fault]:
    due = item.get("due")
    if not isinstance(due, Mapping):
        return
    minutes, red = _word(due, "minutes") or "0", _word(due, "red")
    if all(word.isdecimal() and len(word) < 10 for word in (minutes, red)) and int(red) > int(minutes):
        yield Fault((*loc, "due", "red"), "red_is_later", {"red": red, "minutes": minutes})


def _evidence(loc: Location, item: Mapping[str, Any]) -> Iterator[Fault]:
    fields = list(listed(item, loc, "evidence"))
    yield from unique(fields, "key")
    for place, entry in fields:
        options = list(listed(entry, place, "options"))
        yield from unique(options, "value")
        kind = _word(entry, "type")
        if kind == FieldType.CHOICE and not entry.get("options"):
            yield Fault(place, "choice_without_options")
        elif kind in set(FieldType) - {FieldType.CHOICE} and entry.get("options"):
            yield Fault((*place, "options"), "options_without_choice", {"type": kind})


def _recorded(loc: Location, item: Mapping[str, Any]) -> Iterator[Fault]:
    if (word := _word(item, "records")) not in set(Records):
        return
    records = Records(word)
    fields = {_word(entry, "key"): (place, entry) for place, entry in listed(item, loc, "evidence")}
    for key in sorted(RECORDED_FIELDS[records] - set(fields)):
        yield Fault((*loc, "records"), "recorded_field_missing", {"records": records.value, "name": key})
    for key, wanted in RECORDED_TYPES[records].items():
        if key not in fields:
            continue
        place, entry = fields[key]
        if _word(entry, "type") in set(FieldType) - {wanted}:
            yield Fault((*place, "type"), "recorded_type", {"name": key, "type": wanted.value})
        elif key in RECORDED_ANSWERS and (options := list(listed(entry, place, "options"))):
            yield from _answers(place, options, RECORDED_ANSWERS[key])


def _answers(loc: Location, options: list[Entry], wanted: Iterable[str]) -> Iterator[Fault]:
    known = sorted(wanted)
    values = _values(options, "value")
    for place, option in options:
        if (value := _word(option, "value")) and value not in known:
            yield Fault((*place, "value"), *spelling("not_among", value, known))
    for missing in known:
        if missing not in values:
            yield Fault((*loc, "options"), "answer_missing", {"value": missing, "known": ", ".join(known)})


def _axes(data: Mapping[str, Any], items: list[Entry]) -> Iterator[Fault]:
    axes = list(listed(data, (), "severity"))
    for loc, axis in axes:
        scale = list(listed(axis, loc, "scale"))
        for index, (place, mark) in enumerate(scale):
            if _word(mark, "score") in {"0", "1", "2", "3"} - {str(index)}:
                yield Fault((*place, "score"), "marks_in_order", {"score": index})
    for loc, item in items:
        if _word(item, "records") == Records.SEVERITY:
            for key in sorted(RECORDED_FIELDS[Records.SEVERITY] - _values(axes, "key")):
                yield Fault((*loc, "records"), "axis_missing", {"axis": key})


def listed(parent: Mapping[str, Any], loc: Location, name: str) -> Iterator[Entry]:
    """The mappings of a list with their places; whatever else stands there is the schema's business."""
    found = parent.get(name)
    for index, entry in enumerate(found if isinstance(found, list) else ()):
        if isinstance(entry, Mapping):
            yield (*loc, name, index), entry


def _word(entry: Mapping[str, Any], name: str) -> str:
    """A text of an entry, empty where something else stands."""
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _values(entries: Iterable[Entry], name: str) -> set[str]:
    return {word for _, entry in entries if (word := _word(entry, name))}


def _words(value: Any) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def unique(entries: Iterable[Entry], name: str) -> Iterator[Fault]:
    """A fault for each entry that says the same as an earlier one."""
    first: dict[str, Location] = {}
    for loc, entry in entries:
        value = _word(entry, name)
        if value in first:
            yield Fault((*loc, name), "used_twice", {"name": name, "value": shown(value), "first": first[value]})
        elif value:
            first[value] = (*loc, name)


def _known(entry: Mapping[str, Any], loc: Location, name: str, known: set[str], code: str) -> Iterator[Fault]:
    value = entry.get(name)
    words = [((*loc, name), value)] if isinstance(value, str) else []
    if isinstance(value, list):
        words = [((*loc, name, index), word) for index, word in enumerate(value) if isinstance(word, str)]
    for place, word in words:
        if word not in known:
            yield Fault(place, *spelling(code, word, sorted(known)))
