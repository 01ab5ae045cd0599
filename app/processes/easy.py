"""Hints for writing Leichte Sprache (DIN SPEC 33429, rules of Netzwerk Leichte Sprache): what a program can notice.

They are hints, not a check: whether a text is easy is for people with learning difficulties to say.
"""

from __future__ import annotations

import re

from flask_babel import gettext as _

MOST_WORDS = 12
"""Words of one sentence."""
MOST_LETTERS = 14
"""Letters of one word without a hyphen or a dot in the middle (Kinder·garten)."""

_SENTENCE = re.compile(r"[^.!?:\n]+[.!?:\n]?")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_SHORT = re.compile(r"\b(?:z\. ?B\.|d\. ?h\.|u\. ?a\.|usw\.|etc\.|bzw\.|ggf\.|ca\.)")
_GENITIVE = re.compile(r"\b(?:des|eines|wegen|trotz)\s+\w+s\b", re.IGNORECASE)
_SUBJUNCTIVE = re.compile(r"\b(?:würde|könnte|sollte|müsste|hätte|wäre)(?:n|st|t)?\b", re.IGNORECASE)


def hints(text: str) -> list[str]:
    """Sentences about what may be hard to read, in the order of the text; none for an easy text."""
    found: list[str] = []
    plain = _SHORT.sub(lambda match: match[0].replace(".", " "), text)
    for sentence in _SENTENCE.findall(plain):
        words = _WORD.findall(sentence)
        if len(words) > MOST_WORDS:
            beginning = " ".join(words[:4])
            found.append(
                _(
                    "Langer Satz mit %(count)s Wörtern: »%(beginning)s …«",
                    count=len(words),
                    beginning=beginning,
                )
            )
    for word in dict.fromkeys(_WORD.findall(plain)):
        if len(word) > MOST_LETTERS:
            found.append(_("Langes Wort, trennen Sie es mit einem Punkt in der Mitte: »%(word)s«", word=word))
    for short in dict.fromkeys(_SHORT.findall(text)):
        found.append(_("Abkürzung, schreiben Sie sie aus: »%(word)s«", word=short))
    for phrase in dict.fromkeys(_GENITIVE.findall(text)):
        found.append(_("Genitiv, schreiben Sie es mit »von«: »%(word)s«", word=phrase))
    for word in dict.fromkeys(_SUBJUNCTIVE.findall(text)):
        found.append(_("Möglichkeitsform, sagen Sie es ohne »%(word)s«", word=word))
    return found
