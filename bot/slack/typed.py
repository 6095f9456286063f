"""What people typed, as Slack hands it over, back into what they meant.

Slack writes `<https://x|x>` for a link, `<@U1|name>` for a person and escapes `& < >`. The journal keeps plain
text in which only people and channels stay marked; screens quote it again.
"""

from __future__ import annotations

import re

from bot.domain.texts import legible

_TOKEN = re.compile(r"<(?P<target>[@#!][^<>|\s]+|[a-z][a-z+.-]*:[^<>|\s]+)(?:\|(?P<label>[^<>]*))?>")
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_GROUP = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^<>]*)?>")


def plain(text: str) -> str:
    """Slack's markup as plain text: links as addresses, mentions of people and channels as `<@U1>`, `<#C1>`."""
    return legible(_unescaped(_TOKEN.sub(_token, text))).strip()


def _token(match: re.Match[str]) -> str:
    target, label = match["target"], match["label"] or ""
    if target[0] in "@#":
        return f"<{target}>"
    if target[0] == "!":
        return label or f"@{target[1:].partition('^')[0]}"
    address = target.removeprefix("mailto:")
    return address if not label or label in address else f"{label} ({address})"


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def people_in(text: str) -> list[str]:
    """The people and user groups that a text mentions, each once, in order."""
    found = [*_PERSON.finditer(text), *_GROUP.finditer(text)]
    return list(dict.fromkeys(match[1] for match in sorted(found, key=lambda match: match.start())))


def without_people(text: str) -> str:
    """A text without its mentions of people and groups."""
    return " ".join(_GROUP.sub(" ", _PERSON.sub(" ", text)).split())
