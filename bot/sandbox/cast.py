"""Who and what is in the workspace when it opens: eight people, three channels, one user group."""

from dataclasses import dataclass, replace
from typing import Literal

from bot.sandbox.errors import Json

TEAM_ID = "T01SANDBOX"
TEAM_DOMAIN = "sandbox"
TEAM_NAME = "Sandbox"


@dataclass(frozen=True)
class Person:
    id: str
    handle: str
    real_name: str
    title: str
    locale: str
    tz: str
    tz_label: str
    tz_offset: int
    color: str


_PARIS = ("Europe/Paris", "Central European Time", 3600)
_LONDON = ("Europe/London", "Greenwich Mean Time", 0)
_NEW_YORK = ("America/New_York", "Eastern Standard Time", -18000)

PEOPLE = (
    Person("U01", "camille.morel", "Camille Morel", "Pilote de crise", "fr-FR", *_PARIS, "b3261e"),
    Person("U02", "alex.martin", "Alex Martin", "Communication", "fr-FR", *_PARIS, "1d6fa5"),
    Person("U03", "ines.roux", "Inès Roux", "Veille des réseaux sociaux", "fr-FR", *_PARIS, "6a3fa0"),
    Person("U04", "hugo.petit", "Hugo Petit", "Relation client", "fr-FR", *_PARIS, "a35a00"),
    Person("U05", "maya.chen", "Maya Chen", "Legal counsel", "en-GB", *_LONDON, "00695c"),
    Person("U06", "karim.benali", "Karim Benali", "Expert produit", "fr-FR", *_PARIS, "3f5a1e"),
    Person("U07", "nora.smith", "Nora Smith", "Scribe", "en-US", *_NEW_YORK, "8c2f6b"),
    Person("U08", "louis.garnier", "Louis Garnier", "Comptabilité", "fr-FR", *_PARIS, "4a5568"),
)

_IN_ENGLISH = {
    "U01": ("en-GB", "Crisis lead"),
    "U02": ("en-US", "Communications"),
    "U03": ("fr-FR", "Social listening"),
    "U04": ("en-GB", "Customer care"),
    "U06": ("en-GB", "Product expert"),
    "U08": ("fr-FR", "Accounting"),
}
"""Locale and title in a workspace that speaks English; two read French still, so that each one's language is seen."""

CHANNELS: tuple[tuple[Literal["public", "private"], str, list[str]], ...] = (
    ("public", "general", [person.id for person in PEOPLE]),
    ("public", "communication", [person.id for person in PEOPLE[:7]]),
    ("private", "crise-suivi", [person.id for person in PEOPLE[:7]]),
)

USERGROUP = ("S01", "cellule-crise", "Cellule de crise", [person.id for person in PEOPLE[:7]])


def people(language: str) -> tuple[Person, ...]:
    """The eight, in a workspace that speaks `language`: the same, but for the languages they read."""
    if language != "en":
        return PEOPLE
    told = {person.id: _IN_ENGLISH.get(person.id, (person.locale, person.title)) for person in PEOPLE}
    return tuple(replace(person, locale=told[person.id][0], title=told[person.id][1]) for person in PEOPLE)


def person_json(person: Person) -> Json:
    """A person as users.info tells it, locale and e-mail address included."""
    first, _, last = person.real_name.partition(" ")
    return {
        "id": person.id,
        "team_id": TEAM_ID,
        "name": person.handle,
        "deleted": False,
        "color": person.color,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz_label,
        "tz_offset": person.tz_offset,
        "profile": {
            "title": person.title,
            "phone": "",
            "skype": "",
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.real_name,
            "display_name_normalized": person.real_name,
            "first_name": first,
            "last_name": last,
            "status_text": "",
            "status_emoji": "",
            "status_expiration": 0,
            "avatar_hash": person.id.lower(),
            "email": f"{person.handle}@sandbox.example",
            "team": TEAM_ID,
        },
        "is_admin": person.id == "U01",
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "is_email_confirmed": True,
        "updated": 0,
        "has_2fa": False,
        "locale": person.locale,
    }


def bot_user_json(user_id: str, name: str, handle: str, bot_id: str, app_id: str) -> Json:
    """The user that an app acts as."""
    return {
        "id": user_id,
        "team_id": TEAM_ID,
        "name": handle,
        "deleted": False,
        "color": "4a154b",
        "real_name": name,
        "tz": "Europe/Paris",
        "tz_label": "Central European Time",
        "tz_offset": 3600,
        "profile": {
            "title": "",
            "real_name": name,
            "real_name_normalized": name,
            "display_name": name,
            "display_name_normalized": name,
            "status_text": "",
            "status_emoji": "",
            "avatar_hash": user_id.lower(),
            "bot_id": bot_id,
            "api_app_id": app_id,
            "always_active": True,
            "team": TEAM_ID,
        },
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": True,
        "is_app_user": False,
        "updated": 0,
        "locale": "en-US",
    }
