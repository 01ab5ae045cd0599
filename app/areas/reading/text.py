"""Bytes of unknown encoding to text: what is stated, else UTF-8, else what German offices used before."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from flask_babel import gettext as _

from app.areas.errors import ImportRefused

FALLBACKS = ("utf-8", "cp1252", "latin-1")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LABELS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "latin-1": "ISO-8859-1 (Latin-1)",
    "cp850": "DOS (Codepage 850)",
}
_DOS = re.compile(rb"[A-Za-z\x81\x84\x94\xe1][\x81\x84\x94][a-z\x81\x84\x94\xe1]|\b[\x8e\x99\x9a][a-z]{2}")
"""Umlauts within words as DOS wrote them; Windows has quotation marks and control signs there."""
_WINDOWS = re.compile(rb"[\xe4\xf6\xfc\xdf\xc4\xd6\xdc]")
_MARK = "\ufeff"
"""Some programs write the mark of UTF-8 once more before a file that has one."""
_MOJIBAKE = ("Ã¤", "Ã¶", "Ã¼", "ÃŸ", "Ã„", "Ã–", "Ãœ")


def known_encoding(name: str) -> str:
    """Python's name for an encoding as people or .cpg files write it (`1252`, `ANSI 1252`, `utf8`); ImportRefused."""
    text = name.strip().strip("\x00").lower()
    digits = text.removeprefix("ansi").removeprefix("windows").removeprefix("cp").strip(" -_")
    if digits in {"1252", "1250", "437", "850"}:
        text = f"cp{digits}"
    elif digits.startswith("8859"):
        text = f"iso{digits}"
    try:
        return codecs.lookup(text).name
    except LookupError:
        raise ImportRefused(
            _("Den Zeichensatz »%(name)s« gibt es nicht. Üblich sind utf-8 und cp1252.", name=name.strip()),
            field="encoding",
        ) from None


def encoding_label(name: str) -> str:
    """The name people know."""
    return _LABELS.get(name, name)


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Text and the encoding it was read with; ImportRefused when the stated encoding does not fit."""
    if encoding:
        name = known_encoding(encoding)
        try:
            return content.decode(name).lstrip(_MARK), name
        except UnicodeDecodeError:
            raise ImportRefused(
                _("Die Datei lässt sich nicht als »%(name)s« lesen.", name=encoding), field="encoding"
            ) from None
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content.decode(name, errors="replace").lstrip(_MARK), name.removesuffix("-sig")
    for name in ("utf-8", *(["cp850"] if is_dos(content) else []), *FALLBACKS[1:]):
        try:
            return content.decode(name), name
        except UnicodeDecodeError:
            continue
    raise AssertionError("Latin-1 reads every byte")


def is_dos(content: bytes) -> bool:
    """True when a text that is not UTF-8 holds umlauts of DOS (code page 437 or 850) and none of Windows."""
    return bool(_DOS.search(content)) and not _WINDOWS.search(content)


def guessed_note(encoding: str) -> str:
    """What to tell a person when the file is not UTF-8 and nobody said so."""
    return str(
        _(
            "Die Datei ist nicht in UTF-8 gespeichert. Sie wurde als %(name)s gelesen. Bitte prüfen Sie die Umlaute.",
            name=encoding_label(encoding),
        )
    )


def tidy(value: Any) -> str:
    """One cell as text: whole numbers without .0, no spaces around, composed umlauts, no control signs."""
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, float | np.floating):
        if not np.isfinite(value):
            return ""
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)
    text = unicodedata.normalize("NFC", str(value))
    return " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())


def broken_names(names: Sequence[str]) -> list[str]:
    """Names in which signs were lost (U+FFFD) or read with the wrong encoding (`StraÃŸe`)."""
    return [name for name in names if "\ufffd" in name or any(sign in name for sign in _MOJIBAKE)]
