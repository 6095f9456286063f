"""What Slack's client checks in a modal before it sends the form to the app."""

from bot.sandbox.elements import valued_elements
from bot.sandbox.errors import Json
from bot.sandbox.texts import tell


def complaints(blocks: list[Json], values: Json, locale: str) -> dict[str, str]:
    """What is wrong with the form, by block_id; empty when it may be sent."""
    found: dict[str, str] = {}
    for block, element in valued_elements(blocks):
        if block["type"] != "input":
            continue
        entry = values[block["block_id"]][element["action_id"]]
        value = next(v for k, v in entry.items() if k != "type")
        complaint = _complaint(block, element, value)
        if complaint:
            key, number = complaint
            found[block["block_id"]] = tell(key, locale, number=number)
    return found


def _complaint(block: Json, element: Json, value: object) -> tuple[str, object] | None:
    if value is None or value == []:
        return None if block.get("optional") else ("required_field", "")
    if isinstance(value, str) and element["type"] == "number_input":
        return _number_complaint(element, value)
    if isinstance(value, str) and element["type"] == "email_text_input":
        name, at, host = value.partition("@")
        return None if name and at and "." in host and " " not in value else ("bad_email", "")
    if isinstance(value, str) and element["type"] == "url_text_input":
        return None if value.startswith(("http://", "https://")) and len(value) > 10 else ("bad_url", "")
    if isinstance(value, str) and element["type"] == "plain_text_input":
        if len(value) < element.get("min_length", 0):
            return "too_short", element["min_length"]
        if len(value) > element.get("max_length", 3000):
            return "too_long", element.get("max_length", 3000)
    if isinstance(value, list) and len(value) > element.get("max_selected_items", len(value)):
        return "too_many_items", element["max_selected_items"]
    return None


def _number_complaint(element: Json, value: str) -> tuple[str, object] | None:
    try:
        number = float(value)
    except ValueError:
        return "bad_number", ""
    if not element.get("is_decimal_allowed", False) and not number.is_integer():
        return "bad_number", ""
    if "min_value" in element and number < float(element["min_value"]):
        return "number_too_small", element["min_value"]
    if "max_value" in element and number > float(element["max_value"]):
        return "number_too_large", element["max_value"]
    return None
