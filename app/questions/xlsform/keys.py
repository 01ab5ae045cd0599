"""Names of a stranger's form as keys of ours: valid, short and unique, whatever their case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from app.questions.vocabulary import LONGEST_KEY

_KEY = re.compile(rf"[A-Za-z][A-Za-z0-9_]{{0,{LONGEST_KEY - 1}}}")
_CHOICE_KEY = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{LONGEST_KEY - 1}}}")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_STRANGE = re.compile(r"[^A-Za-z0-9]+")


def key_from(text: str, taken: Collection[str] = (), *, otherwise: str = "frage") -> str:
    """A key that is not in `taken`: the text itself if it is one, else one like it in small letters."""
    return _free(text if _KEY.fullmatch(text) else _made(text, otherwise), taken)


def choice_key_from(text: str, taken: Collection[str] = ()) -> str:
    """The same for a choice or a row, which may begin with a digit."""
    if _CHOICE_KEY.fullmatch(text):
        return _free(text, taken)
    if text[:1].isdigit():
        return _free(_made(f"x{text}", "wahl")[1:] or "wahl", taken)
    return _free(_made(text, "wahl"), taken)


def _made(text: str, otherwise: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_UMLAUTS)).encode("ascii", "ignore").decode()
    key = _STRANGE.sub("_", plain).strip("_").lower()[:LONGEST_KEY].rstrip("_")
    if not key:
        return otherwise
    return key if key[0].isalpha() else f"{otherwise[:1]}{key}"[:LONGEST_KEY]


def _free(key: str, taken: Collection[str]) -> str:
    folded = {one.casefold() for one in taken}
    found, number = key, 2
    while found.casefold() in folded:
        end = f"_{number}"
        found, number = f"{key[: LONGEST_KEY - len(end)]}{end}", number + 1
    return found
