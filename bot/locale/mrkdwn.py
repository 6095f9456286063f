"""Text that Slack may interpret.

What people typed becomes `Mrkdwn` only through `quote`, so it can never mention a whole channel, forge a link or
break a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Final

from bot.domain.texts import legible

WORD_JOINER: Final = "\u2060"
_TOKEN = re.compile(
    r"<(?P<id>@[UW][A-Z0-9]{1,20}|#[CGD][A-Z0-9]{1,20})(?:\|[^<>|\n]*)?>"
    r"|<!(?P<all>channel|here|everyone)(?:\|[^<>\n]*)?>"
    r"|<!subteam\^[A-Z0-9]+(?:\|@?(?P<group>[^<>|\n]*))?>"
    r"|@(?P<bare>channel|here|everyone)\b"
    r"|(?P<address>https?://[^\s<>|]+)"
)
_BLANKS = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_BREAKS = re.compile(r"[\r\n\f\v\u2028\u2029]+")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SIGNS = _ENTITIES | {"\n": "\n> ", "`": "\u02cb", "*": "\u2217", "~": "\u223c"}
"""Bold, struck and code are ours: in people's words their signs are look-alikes that Slack does not interpret."""
_PERSON = re.compile(r"[UW][A-Z0-9]{1,20}")
_MENTIONED = re.compile(r"(<@[UW][A-Z0-9]{1,20}>)")
_OURS = {ord(sign): f"&#{ord(sign)};" for sign in "*`"}


class Mrkdwn(str):
    """A text in Slack's markup, safe to show as it is."""

    __slots__ = ()


def quote(text: str, most: int | None = None, *, one_line: bool = False) -> Mrkdwn:
    """What a person typed, escaped. Single people and channels stay clickable, mentions of everybody do not ring.

    Nothing in it looks like ours: each further line stands behind Slack's quotation mark, signs of markup are none.
    `most`: characters after escaping; a longer text ends with "…". Already safe text is returned as it is.
    """
    if isinstance(text, Mrkdwn):
        return text
    text = on_one_line(text) if one_line else _BREAKS.sub("\n", legible(text)).strip("\n")
    pieces: list[str] = []
    length = 0
    room = len(text) * 6 + 1 if most is None else most
    for piece in _pieces(text):
        if length + len(piece) > room:
            return Mrkdwn(_shortened(pieces, room))
        pieces.append(piece)
        length += len(piece)
    return Mrkdwn("".join(pieces))


def on_one_line(text: str) -> str:
    """Line breaks and doubled blanks become one blank; no-break spaces stay."""
    return _BLANKS.sub(" ", legible(text)).strip(" ")


def _shortened(pieces: list[str], room: int) -> str:
    while pieces and (sum(map(len, pieces)) > room - 1 or not pieces[-1].strip("\n> ").strip()):
        pieces.pop()  # what has no room, and a blank or a new line's quotation mark before the end
    return "".join(pieces) + "…"


def _pieces(text: str) -> Iterable[str]:
    """The text in escaped pieces that must not be cut: characters and tokens."""
    at = 0
    for match in _TOKEN.finditer(text):
        yield from (_SIGNS.get(character, character) for character in text[at : match.start()])
        if match["address"]:
            yield from (_ENTITIES.get(character, character) for character in match["address"])
        else:
            yield _harmless(match)
        at = match.end()
    yield from (_SIGNS.get(character, character) for character in text[at:])


def _harmless(match: re.Match[str]) -> str:
    if match["id"]:
        return f"<{match['id']}>"
    name = match["all"] or match["bare"] or match["group"] or ""
    return f"@{WORD_JOINER}{''.join(_SIGNS.get(character, character) for character in name)}"


_SHOWN = re.compile(
    r"<@(?P<user>[UW][A-Z0-9]{1,20})>|<!date\^[^|>]*\|(?P<date>[^>]*)>|<#(?P<channel>[A-Z0-9]+)>"
    r"|<(?P<url>https?://[^|>]*)(?:\|(?P<label>[^>]*))?>|[*`\u2060]"
)


def exact(text: str) -> Mrkdwn:
    """What a person typed, for `in_plain` to give back letter by letter; single people are named in it."""
    parts = _MENTIONED.split(legible(text))
    return Mrkdwn(
        "".join(part if at % 2 else escape(part, quote=False).translate(_OURS) for at, part in enumerate(parts))
    )


def mentioned(text: str) -> list[str]:
    """The people that a text in Slack's markup mentions."""
    return [token[2:-1] for token in _MENTIONED.findall(text)]


def in_plain(text: Mrkdwn, names: Mapping[str, str]) -> str:
    """A text without Slack's markup, for a file. `names`: of people and channels, by their ids."""
    return unescape(_SHOWN.sub(lambda found: _without_markup(found, names), text))


def _without_markup(found: re.Match[str], names: Mapping[str, str]) -> str:
    if slack_id := found["user"] or found["channel"]:
        return escape(("#" if found["channel"] else "") + names.get(slack_id, slack_id), quote=False)
    if url := found["url"]:
        return f"{found['label']} ({url})" if found["label"] else str(url)
    return found["date"] or ""


def is_person(slack_id: str) -> bool:
    """Whether this has the form of a Slack user's id."""
    return _PERSON.fullmatch(slack_id) is not None


def mention(user: str) -> Mrkdwn:
    """A person, by Slack user id; anything else as text."""
    return Mrkdwn(f"<@{user}>") if is_person(user) else quote(user, 80, one_line=True)


def link(url: str, label: str) -> Mrkdwn:
    """A link; without a web address, the address as text."""
    if not re.fullmatch(r"https?://[^\s<>|]{1,2000}", url):
        return quote(url, 300, one_line=True)
    return Mrkdwn(f"<{url.replace('&', '&amp;')}|{quote(label, 150, one_line=True)}>")


def join(separator: str, parts: Iterable[Mrkdwn]) -> Mrkdwn:
    """Safe texts one after the other; empty ones fall out."""
    return Mrkdwn(separator.join(part for part in parts if part))
