"""Cells of other offices' tables: German numbers, and the signs they print instead of a number (E27, DIN 55301)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SECRET = {"*", "**", ".", "•", "·", "/", "//", "g", "geheim"}
NOT_MEANINGFUL = {"x", "X", "-", "–", "—", "−"}
NOTHING = {"-", "–", "—", "−"}
"""In a column of counts these mean exactly nothing (DIN 55301), elsewhere that there can be no value."""
LATER = {"…", "...", "k.a.", "k. a.", "ka", "n.v.", "n. v.", "na", "n/a", "nan", "null", "none", "entfällt"}
"""Not there, in any capitals; also what programs write into empty cells."""
_LIMITED = re.compile(r"\((?P<number>.+)\)")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3}){2,}|[+-]?\d{1,3}(,\d{3})+\.\d+")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_FOOTNOTE = re.compile(r"(?<=[\d%)*.xX–-])\s*(?:[¹²³⁰⁴-⁹]+[⁾)]?|\s\d\)|\s?[a-e]\)|(?<=\d)\*+)$")
_FLAG = re.compile(r"(?P<number>.*\d%?)\s?(?P<flag>[prs])", re.IGNORECASE)
_FLAGS = {"p": ("P", ""), "s": ("E", "geschätzt laut Quelle"), "r": ("A", "berichtigt laut Quelle")}
_RANGE = re.compile(
    r"(?:<|≤|unter|weniger als|bis zu|max\.)\s?\d+|\d+\s?(?:bis|–|—)\s?(?:unter\s)?\d+|\d+\s?-\s?\d+",
    re.IGNORECASE,
)
_ERROR = re.compile(r"#[A-ZÄÖÜ0-9/]+[!?]?")
_BLANKS = str.maketrans("", "", "\u00a0\u202f\u2009\u2007 '’")


@dataclass(frozen=True)
class Cell:
    """A number (None = none is given), the SDMX status that goes with it and a remark of the source.

    `readable` is False for other text.
    """

    value: float | None
    status: str = "A"
    readable: bool = True
    note: str = ""


def read_cell(text: str, german: bool) -> Cell:
    """`14,2`, `1.234,5`, `123¹⁾`; `(12,3)` = limited (U); `12,3 p` provisional (P), `s` estimated (E), `r` revised.

    Without a number: `* . • /`, `<5`, `0 bis 2` secret (Q); `x – -` cannot exist (M); `…`, `k. A.`, "": missing (O).
    """
    text = text.strip()
    if text in SECRET:
        return Cell(None, "Q")
    if text in NOT_MEANINGFUL:
        return Cell(None, "M")
    if not text or text.casefold() in LATER or _ERROR.fullmatch(text):
        return Cell(None, "O")
    text = _FOOTNOTE.sub("", text).strip().removesuffix("%").strip() or text
    if match := _LIMITED.fullmatch(text):
        inner = read_cell(match["number"], german)
        return Cell(inner.value, "U" if inner.value is not None else "Q", inner.readable)
    if _RANGE.fullmatch(text):
        return Cell(None, "Q", note=f"laut Quelle {text}")
    if (match := _FLAG.fullmatch(text)) and (number := read_cell(match["number"], german)).value is not None:
        status, note = _FLAGS[match["flag"].casefold()]
        return Cell(number.value, status, note=note)
    plain = text.translate(_BLANKS).replace("−", "-").replace("–", "-")
    # A sheet may mix numbers of its own (14.2) with typed text (14,2).
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    elif german and ("," in plain or _THOUSANDS.fullmatch(plain)):
        plain = plain.replace(".", "").replace(",", ".")
    return Cell(float(plain)) if _NUMBER.fullmatch(plain) else Cell(None, readable=False)


def is_german(values: Iterable[str], *, counts: bool) -> bool:
    """Does a comma separate decimals in this column?

    A comma anywhere says so. Without one, `1.234` is a thousand in a column of counts and a decimal elsewhere.
    """
    values = list(values)
    if any("," in value for value in values):
        return True
    dotted = [value for value in values if "." in value and any(sign.isdigit() for sign in value)]
    plain = [_FOOTNOTE.sub("", value.strip()).strip("() %") for value in dotted]
    return counts and bool(plain) and all(_THOUSANDS.fullmatch(value) for value in plain)


def is_numeric(text: str) -> bool:
    """True for a number or a sign that stands for one, not for an empty cell."""
    return bool(text) and read_cell(text, german=True).readable


def is_mark(text: str) -> bool:
    """True for a sign printed instead of a number, not for an empty cell."""
    cell = read_cell(text, german=True)
    return bool(text) and cell.readable and cell.value is None
