"""The words of the slash command, in both languages, and the nearest one to a word that is none."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from bot.domain.level import Level
from bot.domain.playbook import Language, Playbook

Verb = Literal[
    "help", "start", "decide", "decisions", "note", "level", "role", "summary", "close", "reopen", "archive",
    "list", "log", "item", "advice", "awareness", "posture", "board", "take",
    "promise", "legal", "handover", "lesson", "lessons", "action", "actions", "mine",
    "fact", "facts", "draft", "statements", "commitments", "case", "cases", "private", "asof", "redact", "gate",
    "export",
]  # fmt: skip

WORDS: dict[Verb, tuple[str, ...]] = {
    "help": ("help", "aide", "?", "hilfe", "usage"),
    "start": ("start", "open", "new", "demarrer", "ouvrir", "nouvelle", "lancer", "declencher"),
    "decide": ("decide", "decision", "decider"),
    "decisions": ("decisions",),
    "note": ("note", "noter", "add", "ajouter"),
    "level": ("level", "niveau", "severity", "gravite"),
    "role": ("role", "roles", "cellule", "cell"),
    "summary": ("summary", "sitrep", "point", "resume", "bilan", "situation"),
    "close": ("close", "end", "stand-down", "standdown", "lever", "clore", "cloturer", "fermer", "fin"),
    "reopen": ("reopen", "rouvrir"),
    "archive": ("archive", "archiver"),
    "list": ("list", "liste", "crises"),
    "log": ("log", "journal", "main-courante", "main courante", "logbook"),
    "item": ("item", "items", "etape", "etapes", "task", "tache", "todo"),
    "advice": ("advice", "conseil", "conseils"),
    "awareness": ("awareness", "known", "connue", "connu", "connaissance", "depuis"),
    "posture": ("posture",),
    "board": ("board", "tableau", "status", "statut"),
    "take": ("take", "lead", "prendre", "pilote"),
    "promise": ("promise", "promised", "promettre", "promesse", "rendez-vous", "rendez vous", "rdv", "appointment"),
    "legal": ("legal", "juridique", "clocks", "horloges", "deadlines", "echeances"),
    "handover": ("handover", "hand-over", "hand over", "relief", "releve", "relayer", "passation", "transmettre"),
    "lesson": ("lesson", "lecon"),
    "lessons": ("lessons", "lecons", "retex"),
    "action": ("action", "corrective"),
    "actions": ("actions",),
    "mine": ("mine", "me", "my-day", "my day", "mon-jour", "mon jour", "ma-journee", "a-moi", "a moi", "moi"),
    "fact": ("fact", "fait"),
    "facts": ("facts", "faits", "fact-sheet", "fact sheet", "sheet", "fiche", "fiche-faits"),
    "draft": ("draft", "write", "rediger", "brouillon", "ecrire"),
    "statements": ("statements", "statement", "texts", "textes", "texte", "registre"),
    "commitments": ("commitments", "commitment", "promises", "engagements", "engagement", "promesses"),
    "case": ("case", "nouveau-cas", "nouveau cas"),
    "cases": ("cases", "cas"),
    "private": ("private", "aside", "side-room", "side room", "aparte", "prive"),
    "asof": ("asof", "as-of", "as of", "at", "a", "etat-a"),
    "redact": ("redact", "erase", "caviarder", "effacer"),
    "export": ("export", "exporter", "file", "dossier", "copy", "copie", "download", "telecharger"),
    "gate": ("gate", "gates", "may-we", "may we", "verrou", "verrous", "feu-vert", "feu vert"),
}

_VERB_OF: dict[str, Verb] = {word: verb for verb, words in WORDS.items() for word in words}

SHOWN: dict[Language, dict[Verb, str]] = {
    "en": {verb: verb for verb in WORDS},
    "fr": {
        "help": "aide", "start": "démarrer", "decide": "décider", "decisions": "décisions", "note": "note",
        "level": "niveau", "role": "rôle", "summary": "point", "close": "clore", "reopen": "rouvrir",
        "archive": "archiver", "list": "liste", "log": "journal", "item": "étape", "advice": "conseil",
        "awareness": "connue", "posture": "posture", "board": "tableau", "take": "prendre",
        "promise": "rendez-vous", "legal": "juridique", "handover": "relève", "lesson": "leçon", "lessons": "leçons",
        "action": "action", "actions": "actions", "mine": "mon-jour",
        "fact": "fait", "facts": "faits", "draft": "rédiger", "statements": "textes", "commitments": "engagements",
        "case": "nouveau-cas", "cases": "cas", "private": "aparté", "asof": "à", "redact": "effacer", "gate": "verrou",
        "export": "exporter",
    },
}  # fmt: skip

Form = Literal["team", "executive", "relief", "me"]
"""The four forms of a summary."""

_WORDS_OF_FORMS: dict[Form, tuple[str, ...]] = {
    "team": ("team", "equipe", "cell", "cellule", "full", "complet"),
    "executive": (
        *("executive", "exec", "ceo", "sponsor", "brief", "short"),
        *("direction", "directoire", "dirigeant", "dirigeante", "dirigeants", "pdg", "comex", "codir", "court"),
    ),
    "relief": ("relief", "releve", "handover", "passation"),
    "me": ("me", "moi", "mine", "since", "depuis"),
}
_FORMS: dict[str, Form] = {word: form for form, words in _WORDS_OF_FORMS.items() for word in words}
_CHANNEL = frozenset({"channel", "canal", "post", "poster", "publier", "publish", "here", "ici"})

_LEVELS: dict[str, Level] = {
    "green": Level.GREEN, "vert": Level.GREEN, "verte": Level.GREEN,
    "yellow": Level.YELLOW, "jaune": Level.YELLOW,
    "orange": Level.ORANGE,
    "red": Level.RED, "rouge": Level.RED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A slash command's text: which verb, and the rest. `word` is what stood there; `verb` None: unknown."""

    verb: Verb | None
    word: str
    rest: str

    def nearest(self, language: Language) -> str | None:
        """The known word that was probably meant, in the reader's language."""
        return nearest(self.word, language)


def fold(word: str) -> str:
    """Lower case without accents: how words are compared."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def parse(text: str) -> Request:
    """Read what stands after `/crisis`. Nothing at all asks for help."""
    words = text.split(maxsplit=2)
    if not words:
        return Request("help", "", "")
    if len(words) > 1 and (verb := _VERB_OF.get(fold(f"{words[0]} {words[1]}"))):
        return Request(verb, f"{words[0]} {words[1]}", words[2] if len(words) > 2 else "")
    rest = text.strip()[len(words[0]) :].strip()
    return Request(_VERB_OF.get(fold(words[0])), words[0], rest)


def nearest(word: str, language: Language) -> str | None:
    """The known word that looks most like `word`; None when none does."""
    for found in difflib.get_close_matches(fold(word), _VERB_OF, n=1, cutoff=0.6):
        return SHOWN[language][_VERB_OF[found]]
    return None


def form_of(word: str) -> Form | None:
    """The form of a summary that a word names."""
    return _FORMS.get(fold(word))


def summary_in(text: str) -> tuple[Form | None, bool]:
    """Which form of a summary a text names, and whether it is wanted in the channel."""
    words = [fold(word.strip(":,;.")) for word in text.split()]
    return next((_FORMS[word] for word in words if word in _FORMS), None), bool(_CHANNEL.intersection(words))


def level_in(text: str) -> tuple[Level | None, str]:
    """A level named at the beginning of a text, and the rest of it (a reason)."""
    first, _, rest = text.strip().partition(" ")
    level = _LEVELS.get(fold(first.strip(":,;.")))
    return (level, re.sub(r"^[:,;—–-]\s*", "", rest.strip())) if level else (None, text.strip())


def nearest_level(word: str) -> Level | None:
    """The level that a misspelt word was probably meant as; nobody changes a level by it without having seen it."""
    found = difflib.get_close_matches(fold(word.strip(":,;.")), _LEVELS, n=1, cutoff=0.75)
    return _LEVELS[found[0]] if found else None


def role_in(text: str, playbook: Playbook) -> str | None:
    """The role that a text names, by key or by its name in either language."""
    wanted = fold(text).strip()
    names = {
        fold(name): role.key
        for role in playbook.roles
        for name in (role.key, role.key.replace("_", " "), role.label.fr, role.label.en)
    } | {"lead": "crisis_lead", "pilote": "crisis_lead"}
    known = {name: key for name, key in names.items() if key in playbook.role_labels}
    if wanted in known:
        return known[wanted]
    return next((known[name] for name in difflib.get_close_matches(wanted, known, n=1, cutoff=0.75)), None)
