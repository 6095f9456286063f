"""What the gallery app shows: a board with the common blocks, a form with every kind of input."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str, text: str, **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(action_id: str, text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def field(block_id: str, label: str, kind: str, *, optional: bool = True, hint: str = "", **element: Any) -> Json:
    """An input block whose element has the action id "it"."""
    told = {"type": "input", "block_id": block_id, "label": plain(label), "optional": optional}
    return told | {"element": {"type": kind, "action_id": "it", **element}} | ({"hint": plain(hint)} if hint else {})


LEVELS = [option("yellow", "Yellow"), option("orange", "Orange"), option("red", "Red", description=plain("All hands"))]
POSTURES = [option("speak", "Speak"), option("watch", "Watch")]
PLACES = [option("x", "X"), option("tv", "TV")]


def form(title: str = "") -> Json:
    """Every kind of input in one view; only the title is required."""
    filled = {"initial_value": title} if title else {}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("A form"),
        "submit": plain("Send"),
        "close": plain("Not now"),
        "blocks": [
            section("Say what you *know*, not what you think."),
            field("title", "Title", "plain_text_input", optional=False, **filled),
            field("what", "What happened", "plain_text_input", hint="A link helps.", multiline=True),
            field("level", "Level", "static_select", options=LEVELS),
            field("posture", "Posture", "radio_buttons", options=POSTURES),
            field("where", "Where", "checkboxes", options=PLACES),
            field("lead", "Lead", "users_select"),
            field("team", "Team", "multi_users_select"),
            field("room", "Room", "conversations_select"),
            field("day", "Day", "datepicker"),
            field("hour", "Hour", "timepicker"),
            field("moment", "Moment", "datetimepicker"),
            field("mail", "E-mail", "email_text_input"),
            field("link", "Link", "url_text_input"),
            field("count", "Count", "number_input", is_decimal_allowed=False, min_value="1", max_value="99"),
            field("files", "Evidence", "file_input", max_files=2),
            field("place", "Place", "external_select", min_query_length=2),
            {"type": "actions", "block_id": "more", "elements": [button("push", "More"), button("again", "Again")]},
        ],
    }


def late() -> Json:
    """A form whose focus is far down."""
    lines = [section(f"Line {number}\\nand another") for number in range(30)]
    last = field("last", "Last", "plain_text_input", focus_on_load=True)
    return {
        "type": "modal",
        "callback_id": "late",
        "title": plain("Late"),
        "submit": plain("Send"),
        "blocks": [*lines, last],
    }


def second() -> Json:
    blocks = [section("Above the first.")]
    return {"type": "modal", "callback_id": "second", "title": plain("Second"), "blocks": blocks}


QUESTION = {
    "title": plain("Stop the line?"),
    "text": mrkdwn("Line *3* stops."),
    "confirm": plain("Stop it"),
    "deny": plain("No"),
}
DRESSED = "~Old~ _new_ `code` &lt;b&gt; :white_check_mark: <https://example.com|a link>"


def board() -> list[Json]:
    ticks = {"type": "checkboxes", "action_id": "ticks", "options": [option("1", "One"), option("2", "Two")]}
    rest = {"type": "overflow", "action_id": "rest", "options": [option("a", "Archive"), option("b", "Begin again")]}
    level = {"type": "static_select", "action_id": "level", "placeholder": plain("Level"), "options": LEVELS}
    day = {"type": "datepicker", "action_id": "day", "initial_date": "2026-03-14"}
    take = button("take", "Take it", value="1", style="primary")
    stop = button("stop", "Stop", style="danger", confirm=QUESTION)
    return [
        {"type": "header", "text": plain("Glass in a yogurt")},
        section(f"*Lead:* <@U01>\n{DRESSED}", accessory=take, block_id="lead"),
        {"type": "section", "fields": [mrkdwn("*Level*\nRed"), mrkdwn("*Posture*\nSpeak")]},
        {"type": "divider"},
        {"type": "actions", "block_id": "choices", "elements": [stop, level, rest, day]},
        section("Tick", accessory=ticks, block_id="ticks"),
        {"type": "context", "elements": [mrkdwn("Since <!date^1773517260^{date_short_pretty} {time}|20:41 Paris>")]},
    ]
