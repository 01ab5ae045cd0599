"""Cells of other offices' tables: German numbers, and the signs they print instead of a number (E27)."""

from __future__ import annotations

import re
from dataclasses import dataclass

SECRET = {"*", ".", "•", "/"}
NOT_MEANINGFUL = {"x", "X", "-", "–", "—"}
LATER = {"…", "..."}
_LIMITED = re.compile(r"\((?P<number>.+)\)")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


@dataclass(frozen=True)
class Cell:
    """A number (None = none is given) and the SDMX status that goes with it; `readable` is False for other text."""

    value: float | None
    status: str = "A"
    readable: bool = True


def read_cell(text: str, german: bool) -> Cell:
    """`14,2`, `1.234,5`, `(12,3)` = limited (U); `* . •` = secret (Q); `x – -` = cannot exist (M); `…`, "" = O."""
    text = text.strip().removesuffix("%").strip()
    if text in SECRET:
        return Cell(None, "Q")
    if text in NOT_MEANINGFUL:
        return Cell(None, "M")
    if not text or text in LATER:
        return Cell(None, "O")
    if match := _LIMITED.fullmatch(text):
        inner = read_cell(match["number"], german)
        return Cell(inner.value, "U" if inner.value is not None else "Q", inner.readable)
    plain = (
        text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("'", "").replace("−", "-")
    )
    # A sheet may mix numbers of its own (14.2) with typed text (14,2).
    if german and ("," in plain or _THOUSANDS.fullmatch(plain)):
        plain = plain.replace(".", "").replace(",", ".")
    return Cell(float(plain)) if _NUMBER.fullmatch(plain) else Cell(None, readable=False)


def is_german(values: list[str], *, counts: bool) -> bool:
    """Does a comma separate decimals in this column?

    A comma anywhere says so. Without one, `1.234` is a thousand in a column of counts and a decimal elsewhere.
    """
    if any("," in value for value in values):
        return True
    dotted = [value for value in values if "." in value and any(sign.isdigit() for sign in value)]
    return counts and bool(dotted) and all(_THOUSANDS.fullmatch(value.strip()) for value in dotted)
