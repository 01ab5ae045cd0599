"""Short addresses made from titles."""

from __future__ import annotations

import re
import unicodedata

GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug_from(title: str) -> str:
    """`Mein Lindenhof, grün!` becomes `mein-lindenhof-gruen`; at most 60 signs, `verfahren` when nothing is left."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(GERMAN))
    words = re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    return "-".join(words)[:60].strip("-") or "verfahren"
