"""Names of a stranger's form as keys of ours: valid, short and unique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from app.questions.vocabulary import LONGEST_KEY

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_STRANGE = re.compile(r"[^A-Za-z0-9]+")


def key_from(text: str, taken: Collection[str] = (), *, otherwise: str = "frage") -> str:
    """A key like `text` that is not in `taken`: small letters, digits and `_`, a letter first, at most 40 signs."""
    plain = unicodedata.normalize("NFKD", text.translate(_UMLAUTS)).encode("ascii", "ignore").decode()
    key = _STRANGE.sub("_", plain).strip("_").lower()[:LONGEST_KEY].rstrip("_")
    if not key:
        key = otherwise
    elif not key[0].isalpha():
        key = f"{otherwise[:1]}{key}"[:LONGEST_KEY]
    return _free(key, taken)


def choice_key_from(text: str, taken: Collection[str] = ()) -> str:
    """The same for a choice or row, which may begin with a digit."""
    key = key_from(f"x{text}" if text[:1].isdigit() else text, (), otherwise="wahl")
    return _free(key[1:] if text[:1].isdigit() else key, taken)


def _free(key: str, taken: Collection[str]) -> str:
    found, number = key, 2
    while found in taken:
        end = f"_{number}"
        found, number = f"{key[: LONGEST_KEY - len(end)]}{end}", number + 1
    return found
