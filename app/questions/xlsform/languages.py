"""Languages as XLSForm writes them (`Deutsch (de)`) and as we do (`de`)."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError

from app.config import EASY

_CODE = re.compile(r"(.*)\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$", re.DOTALL)
_PLAIN = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_EASY_NAMES = ("leichte sprache", "easy german", "einfache sprache")
_NATIVE = (
    "de",
    "en",
    "tr",
    "ar",
    "uk",
    "ru",
    "pl",
    "fr",
    "es",
    "it",
    "nl",
    "fa",
    "ku",
    "ro",
    "bg",
    "sq",
    "so",
)


def code_of(written: str) -> str | None:
    """The code of a language as somebody wrote it: `Deutsch (de)`, `English`, `fr`; None when nobody knows it."""
    text = written.strip()
    found = _CODE.match(text)
    if found:
        return found[2].lower().replace("_", "-")
    lowered = text.lower()
    if lowered.startswith(_EASY_NAMES):
        return EASY
    if lowered in _names():
        return _names()[lowered]
    return lowered if _PLAIN.fullmatch(lowered) and _is_known(lowered) else None


def name_of(code: str) -> str:
    """The name with its code, as XLSForm wants it."""
    if code == EASY:
        return f"Leichte Sprache ({EASY})"
    try:
        name = Locale.parse(code, sep="-").get_language_name() or code
    except (UnknownLocaleError, ValueError):
        name = code
    return f"{name[:1].upper()}{name[1:]} ({code})"


def _is_known(code: str) -> bool:
    return code == EASY or code.partition("-")[0] in _names().values()


@cache
def _names() -> dict[str, str]:
    """Names in German, English and in the language itself, in small letters, to codes."""
    names: dict[str, str] = {}
    for reader in ("en", "de"):
        names |= {
            str(name).lower(): code for code, name in Locale(reader).languages.items() if "_" not in code
        }
    for code in _NATIVE:
        names[(Locale(code).get_language_name() or code).lower()] = code
    return names
