"""Catalogues, plural forms, times, durations and lists in a reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_time
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.domain.playbook import Language, Text
from bot.domain.typography import NO_BREAK, typeset
from bot.locale.mrkdwn import Mrkdwn, mention, quote

_PLACES = Path(__file__).parent


def clip(text: str, most: int) -> str:
    """At most `most` characters; a cut text ends with "…"."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


class Texts:
    """All texts in one language. Make one with `texts_in`."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._locale = Locale.parse(language)
        self._texts = {
            _key(message): _typeset_forms(message, language)
            for path in sorted((_PLACES / language).glob("*.po"))
            for message in _catalogue(path)
            if message.id
        }

    @property
    def keys(self) -> frozenset[str]:
        """Every key of every catalogue."""
        return frozenset(self._texts)

    def forms(self, key: str) -> tuple[str, ...]:
        """A text as it stands in the catalogue: one form, or one for each number."""
        return self._texts[key]

    def t(self, key: str, /, **params: Any) -> Mrkdwn:
        """A text in Slack's markup. Parameters that are not `Mrkdwn` are quoted. Raises KeyError."""
        return Mrkdwn(self._form(key).format(**{name: _safe(value) for name, value in params.items()}))

    def p(self, key: str, /, **params: Any) -> str:
        """A text where Slack knows no markup: labels, buttons, headers. Raises KeyError."""
        return self._form(key).format(**params)

    def n(self, key: str, count: int, /, **params: Any) -> Mrkdwn:
        """A text that depends on a number, which it names `{count}`."""
        form = self._form(key, count)
        return Mrkdwn(form.format(count=count, **{name: _safe(value) for name, value in params.items()}))

    def of(self, text: Text) -> str:
        """A playbook's text, for where Slack knows no markup."""
        return typeset(text.in_(self.language), self.language)

    def say(self, text: Text, most: int = 2500) -> Mrkdwn:
        """A playbook's text, in Slack's markup; at most `most` characters after escaping."""
        return quote(self.of(text), most)

    def when(self, moment: datetime, zone: str, *, now: datetime | None = None) -> Mrkdwn:
        """A moment in each reader's own zone; the day is left out when `now` is the same day in `zone`.

        The fallback, which notifications and screen readers use, names the zone.
        """
        local = moment.astimezone(ZoneInfo(zone))
        same_day = now is not None and now.astimezone(ZoneInfo(zone)).date() == local.date()
        shape = "{time}" if same_day else "{date_short_pretty} {time}"
        fallback = self.at(moment, zone, now=now)
        return Mrkdwn(f"<!date^{int(moment.timestamp())}^{shape}|{fallback} {local.tzname()}>")

    def at(self, moment: datetime, zone: str, *, now: datetime | None = None) -> str:
        """A moment in `zone`, in words, for where Slack has no date token."""
        local = moment.astimezone(ZoneInfo(zone))
        time = format_time(local, "HH:mm", locale=self.language)
        today = now.astimezone(ZoneInfo(zone)).date() if now is not None else None
        if today == local.date():
            return str(time)
        day = "d MMM" if today is not None and today.year == local.year else "d MMM yyyy"
        return f"{format_datetime(local, day, locale=self.language)} {time}"

    def day(self, moment: datetime, zone: str, *, public: bool = False) -> str:
        """A date in `zone`, in words; written out for the public."""
        local = moment.astimezone(ZoneInfo(zone))
        words = str(format_datetime(local, "d MMMM yyyy" if public else "d MMM yyyy", locale=self.language))
        return f"1er{words[1:]}" if public and self.language == "fr" and local.day == 1 else words

    def duration(self, span: timedelta, *, hours: int = 48) -> str:
        """How long, as one reads it at a glance: "47 min", "2 h 05", "3 d". Days are counted from `hours` on."""
        minutes = max(0, int(span.total_seconds() // 60))
        if minutes < 60:
            return f"{minutes}{NO_BREAK}min"
        whole, rest = divmod(minutes, 60)
        if whole < hours:
            return f"{whole}{NO_BREAK}h" + (f"{NO_BREAK}{rest:02}" if rest and whole < 48 else "")
        return f"{whole // 24}{NO_BREAK}{self.p('common.day_unit')}"

    def list(self, parts: Iterable[str]) -> Mrkdwn:
        """One after the other: "A, B and C"."""
        words: Sequence[Mrkdwn] = [quote(part) for part in parts]
        if len(words) < 2:
            return Mrkdwn("".join(words))
        return Mrkdwn(f"{', '.join(words[:-1])} {self.p('common.and')} {words[-1]}")

    def people(self, users: Iterable[str]) -> Mrkdwn:
        """People, mentioned one after the other."""
        return self.list(mention(user) for user in users)

    def _form(self, key: str, count: int | None = None) -> str:
        forms = self._texts[key]
        if len(forms) == 1:
            return forms[0]
        return forms[0 if self._locale.plural_form(1 if count is None else count) == "one" else 1]


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.name)


def _key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def _typeset_forms(message: Message, language: Language) -> tuple[str, ...]:
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(typeset(str(form), language) for form in forms)


def _safe(value: Any) -> Any:
    return quote(value) if isinstance(value, str) else value


@cache
def texts_in(language: Language) -> Texts:
    """The texts of a language, read once."""
    return Texts(language)
