"""What somebody puts into a field: what is meant for it, or anything else that the field takes."""

from __future__ import annotations

from random import Random
from typing import Any

from bot.sandbox.cast import PEOPLE
from tests.waiting import Json

MINUTE, HOUR, DAY = 60, 3600, 86_400
AHEAD = ("review_at", "next_at", "moment", "due", "sleeps_until")
"""Questions about times to come."""
LEAPS = (MINUTE, 20 * MINUTE, HOUR, 9 * HOUR, DAY, 8 * DAY, 200 * DAY)

PLAIN = (
    "Nous avons retiré le lot 42 des magasins.",
    "We answer every customer until Sunday.",
    "Le laboratoire confirme : du verre dans deux pots.",
    "The plant in Lille stopped at six.",
    "Nous vous répondrons avant 18 h.",
    "We will answer you before 6 pm.",
    "Oui",
)
ODD = (
    "<!channel> <!here> <@U08> @everyone #general",
    "<https://evil.example|https://bank.example> & <b>fort</b> &lt;!channel&gt;",
    "*gras* _it_ ~non~ `code` ```bloc``` > cité",
    '=HYPERLINK("https://evil.example";"x")',
    "<script>alert(1)</script>",
    "'; DROP TABLE journal; --",
    "Ligne 1\nLigne 2\n\n\n\tLigne 3\r\nfin",
    "   ",
    "{}%s{0}{title}%(n)d\\n\\u0000",
    "\u202eesrever \u200b\u200d e\u0301\u0301\u0301 🏳️‍🌈👩🏽‍🚒",
    "Mme Durand, 06 12 34 56 78, jean.durand@example.com, FR76 3000 6000 0112 3456 7890 189",
    "0",
    "-1",
    "null",
)
LINKS = ("https://example.com/post/1", "https://example.com/a|<!channel>", "http://x", "no link", "https://é.fr/?q=<a>")
DAYS = (
    "demain 9h",
    "tomorrow 9:00",
    "18:30",
    "dans 2 h",
    "in 30 min",
    "2030-01-02 08:00",
    "hier",
    "32/13",
    "+5",
    "99:99",
)


CLEARED = 0.1
"""How often somebody clears a field that need not be filled."""


def text(wits: Random, most: int = 3000, *, wild: bool) -> str:
    """A sentence; `wild`: anything, up to as long as it may be."""
    if not wild:
        return wits.choice(PLAIN)[:most]
    if wits.random() < 0.2:
        return (wits.choice(("é", "x ", "&<>", "mot ", "👩🏽‍🚒")) * most)[:most]
    return wits.choice(ODD)[:most]


def person(wits: Random, bot: str) -> str:
    """Somebody, now and then the bot."""
    return bot if wits.random() < 0.04 else wits.choice(PEOPLE).id


def options_of(element: Json) -> list[Json]:
    """All that can be chosen."""
    groups = element.get("option_groups") or [element]
    return [option for group in groups for option in group.get("options", ())]


def chosen(wits: Random, element: Json, *, now: float, bot: str, wild: bool, mark: str = "") -> Json:
    """A new value for an element, in the shape of its state. `mark` is added to what is typed."""
    match element["type"]:
        case "plain_text_input":
            most = element.get("max_length", 3000)
            typed = text(wits, most - len(mark) - 1, wild=wild) if most > len(mark) + 1 else ""
            return {"value": f"{typed} {mark}" if mark and typed.strip() else typed}
        case "url_text_input":
            return {"value": wits.choice(LINKS) if wild else LINKS[0]}
        case "number_input":
            odd = ("0", "-3", "3.5", "1e9", "abc", "100000000")
            return {"value": wits.choice(odd) if wild else str(wits.randint(1, 90))}
        case "datetimepicker":
            leap = wits.choice(LEAPS) * wits.choice((-1, 1, 1))
            return {"selected_date_time": int(now + (leap if wild else wits.choice((-HOUR, -MINUTE, HOUR, DAY))))}
        case "users_select":
            return {"selected_user": person(wits, bot)}
        case "multi_users_select":
            return {"selected_users": list(dict.fromkeys(person(wits, bot) for _ in range(wits.randint(0, 4))))}
        case _:
            return _options(wits, element)


def _options(wits: Random, element: Json) -> Json:
    """One of what is offered; of checkboxes and lists, any of it."""
    offered = options_of(element)
    if element["type"] in ("checkboxes", "multi_static_select"):
        most = min(len(offered), element.get("max_selected_items", len(offered)))
        return {"selected_options": wits.sample(offered, wits.randint(0, most))}
    return {"selected_option": wits.choice(offered)} if offered else {}


def _nothing_but(wits: Random, block: Json, view: Json) -> Json:
    """That there is nothing to say, and nothing beside it."""
    values: Json = {each["block_id"]: {each["element"]["action_id"]: {"value": None}} for each in _typed(view)}
    element = block["element"]
    ticked = {"selected_options": options_of(element)}
    values[block["block_id"]] = {element["action_id"]: ticked if options_of(element) else {"value": wits.choice(PLAIN)}}
    return values


def _typed(view: Json) -> list[Json]:
    asked = [block for block in view["blocks"] if block["type"] == "input"]
    return [block for block in asked if block["element"]["type"] == "plain_text_input"]


def filled(wits: Random, view: Json, *, now: float, bot: str, mark: str, fresh: bool) -> Json:
    """Answers to a whole form: careful, careless or wild ones; what stood there may stay. `fresh`: rather careful."""
    mood = wits.choice(("careful", "careful", "careful", "careless", "wild", *["careful"] * 5 * fresh))
    values: Json = {}
    asked = [block for block in view["blocks"] if block["type"] == "input"]
    only = [block for block in asked if block["block_id"] in ("none", "reason")]
    if only and all(block.get("optional") for block in asked) and wits.random() < 0.4:
        return _nothing_but(wits, only[0], view)
    for block in asked:
        name, element = block["block_id"], block["element"]
        entry: dict[str, Any] = dict(view["state"]["values"].get(name, {}).get(element["action_id"], {}))
        stays = any(value for key, value in entry.items() if key != "type")
        skipped = bool(block.get("optional")) and wits.random() < (0.2 if mood == "careful" else 0.5)
        timed = mood == "careful" and element["type"] == "datetimepicker"  # it may have passed
        if not skipped and not (stays and not timed and wits.random() < (0.8 if mood == "careful" else 0.6)):
            wild = mood == "wild" or (mood == "careless" and wits.random() < 0.4)
            entry |= chosen(wits, element, now=now, bot=bot, wild=wild, mark=mark)
            if timed:
                ahead = wits.choice((HOUR, 3 * HOUR, 5 * HOUR)) if name.startswith(AHEAD) else -10 * MINUTE
                entry["selected_date_time"] = int(now + ahead)
        if block.get("optional") and stays and wits.random() < CLEARED:
            entry = {key: value if key == "type" else None for key, value in entry.items()}
        values[name] = {element["action_id"]: entry}
    return values
