"""The few sentences that the workspace itself says to people, in their language."""

import json
from pathlib import Path

_TEXTS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("texts.json").read_text(encoding="utf-8"))


def tell(key: str, locale: str, **values: object) -> str:
    """`locale` is a person's, such as fr-FR; other languages than French are answered in English."""
    return _TEXTS[key]["fr" if locale.startswith("fr") else "en"].format(**values)


def refusal_text(code: str, locale: str) -> str:
    """A sentence for Slack's error code, or the code itself where there is none."""
    key = f"refused_{code}"
    return tell(key, locale) if key in _TEXTS else code
