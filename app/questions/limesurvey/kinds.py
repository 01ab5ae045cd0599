"""LimeSurvey's types of questions and what each becomes here; choices whose words the type itself brings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.questions.content import Choice
from app.questions.texts import Texts

SINGLE = {"L", "!", "O"}
TEXTS = {"S": "text", "T": "longtext", "U": "longtext"}
MULTIPLE = {"M", "P"}
ARRAYS = {"A", "B", "C", "E", "F", "H"}
GRIDS = {";": "text", ":": "number"}
SETS = {"Q": "text", "K": "number"}
NOT_HERE = {
    "*": _l("Gleichung"),
    "|": _l("Datei hochladen"),
    "I": _l("Sprachwechsel"),
}
"""Types without a counterpart, with what LimeSurvey calls them."""

_WORDS: dict[str, Texts] = {
    "yes": {
        "de": "Ja",
        "en": "Yes",
        "tr": "Evet",
        "ar": "نعم",
        "uk": "Так",
        "ru": "Да",
        "pl": "Tak",
        "fr": "Oui",
    },
    "no": {
        "de": "Nein",
        "en": "No",
        "tr": "Hayır",
        "ar": "لا",
        "uk": "Ні",
        "ru": "Нет",
        "pl": "Nie",
        "fr": "Non",
    },
    "unsure": {"de": "Unsicher", "en": "Uncertain"},
    "female": {"de": "Weiblich", "en": "Female"},
    "male": {"de": "Männlich", "en": "Male"},
    "more": {"de": "Mehr", "en": "Increase"},
    "same": {"de": "Gleich", "en": "Same"},
    "less": {"de": "Weniger", "en": "Decrease"},
}
OTHER: Texts = {"de": "Sonstiges", "en": "Other"}
COMMENT: Texts = {"de": "Kommentar", "en": "Comment"}
_FIXED = {
    "Y": (("Y", "yes"), ("N", "no")),
    "G": (("F", "female"), ("M", "male")),
    "C": (("Y", "yes"), ("U", "unsure"), ("N", "no")),
    "E": (("I", "more"), ("S", "same"), ("D", "less")),
}
_NUMBERS = {"5": 5, "A": 5, "B": 10}


def fixed_choices(kind: str, languages: tuple[str, ...]) -> tuple[Choice, ...]:
    """The choices that a type has of itself, empty for a type whose answers stand in the file."""
    if kind in _NUMBERS:
        numbers = range(1, _NUMBERS[kind] + 1)
        return tuple(Choice(str(n), {language: str(n) for language in languages}) for n in numbers)
    return tuple(Choice(code, in_languages(_WORDS[word], languages)) for code, word in _FIXED.get(kind, ()))


def in_languages(words: Texts, languages: tuple[str, ...]) -> Texts:
    """Words we bring along, in those of the languages we know them in; at least in one."""
    found = {language: words[language] for language in languages if language in words}
    return found or {languages[0]: words["de"]}
