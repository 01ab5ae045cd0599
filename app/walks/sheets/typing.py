"""What is typed from an observation sheet: numbers for the boxes, words as they stand there; and back again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.base.errors import DomainError, Problems
from app.walks.models import Stop
from app.walks.vocabulary import RATINGS, SAID, VALENCES

NAMES = ("stop", "what", "text", "valence", *(f"hands_{rating}" for rating in RATINGS))
"""Fields of a sheet beside its number, in the order in which they are typed."""
_NUMBER = re.compile(r"\s*(\d{1,4})(?:\s*[.,/]\s*(\d{1,2}))?\s*")


@dataclass(frozen=True)
class Typed:
    """A sheet as entries (docs/walks.md); each is None when that part of the sheet is empty. `fields` as typed."""

    words: dict[str, Any] | None
    hands: dict[str, Any] | None
    fields: dict[str, str]


def number_of(said: str) -> tuple[int, int]:
    """Sheet and entry of what is printed beside each entry, as 7.2; the first one when only the sheet is said."""
    found = _NUMBER.fullmatch(said)
    number, entry = (int(found[1]), int(found[2] or 1)) if found else (0, 0)
    if not number or not entry:
        raise DomainError(_("Bitte die Nummer, die auf dem Bogen steht."), field="number")
    return number, entry


def typed(sent: Mapping[str, str], stops: Sequence[Stop]) -> Typed:
    """Read the fields; Problems names each that does not fit. An entry's own rules are asked later."""
    said = {name: " ".join(sent.get(name, "").split()) for name in NAMES}
    problems: dict[str, str] = {}
    by_number = {str(stop.position): stop for stop in stops}
    stop = by_number.get(said["stop"])
    if said["stop"] and stop is None:
        problems["stop"] = _("Einen Halt mit dieser Nummer gibt es nicht.")
    what = _chosen(said, "what", list(SAID), problems)
    valence = _chosen(said, "valence", list(VALENCES), problems)
    hands = {rating: said[f"hands_{rating}"] for rating in RATINGS if said[f"hands_{rating}"]}
    for rating, count in hands.items():
        if not (count.isascii() and count.isdigit() and len(count) < 4):
            problems[f"hands_{rating}"] = _("Bitte eine Zahl oder nichts.")
    has_words = bool(said["text"] or what or valence)
    if has_words and not said["text"]:
        problems.setdefault("text", _("Hier fehlen noch die Worte."))
    if has_words and not what:
        problems.setdefault("what", _("Was ist es? Bitte die Nummer tippen."))
    if hands and not said["stop"]:
        problems.setdefault("stop", _("Hände werden an einem Halt gezählt. Bitte seine Nummer tippen."))
    if not has_words and not hands:
        problems.setdefault("text", _("Auf diesem Bogen steht noch nichts."))
    if problems:
        raise Problems(_("Bitte prüfen"), problems)
    where = {"stop": str(stop.id)} if stop is not None else {}
    words = {"what": what, "text": said["text"], "valence": valence, **where} if has_words else None
    counted = {"what": "hands", "hands": {rating: int(count) for rating, count in hands.items()}, **where}
    return Typed(words, counted if hands else None, _plain(said))


def entry_fields(
    stop: str, what: str, text: str, valence: str, hands: Mapping[str, float], stops: Sequence[Stop]
) -> dict[str, str]:
    """The same fields from what the record holds."""
    numbers = {str(one.id): str(one.position) for one in stops}
    return _plain(
        {
            "stop": numbers.get(stop, ""),
            "what": str(list(SAID).index(what) + 1) if what in SAID else "",
            "text": text,
            "valence": str(list(VALENCES).index(valence) + 1) if valence in VALENCES else "",
            **{f"hands_{rating}": f"{hands.get(rating, 0):.0f}" for rating in RATINGS},
        }
    )


def _plain(said: Mapping[str, str]) -> dict[str, str]:
    """No hands and zero hands are the same, and so are 07 and 7."""
    return {
        name: (str(int(value)) if value.isdigit() and int(value) else "")
        if name.startswith("hands_")
        else value
        for name, value in said.items()
    }


def _chosen(said: Mapping[str, str], name: str, codes: Sequence[str], problems: dict[str, str]) -> str:
    """The code of a typed number; empty for nothing."""
    value = said[name]
    if not value:
        return ""
    if value.isascii() and value.isdigit() and 0 < int(value) <= len(codes):
        return codes[int(value) - 1]
    problems[name] = _("Bitte eine Zahl von 1 bis %(max)s.", max=len(codes))
    return ""
