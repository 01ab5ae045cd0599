"""Our own column `streifzug` for what XLSForm has no words for, such as `look=smileys shuffled`."""

from __future__ import annotations

from collections.abc import Mapping

MARKS, PLACES, INTRO, TEXT, CLOSING, HINT, WORDS, SHUFFLED, DECLINED, EXCLUSIVE, BOUNDS = (
    "marks", "places", "intro", "text", "closing", "hint", "words", "shuffled", "declined", "exclusive",
    "bounds",
)  # fmt: skip


def own_words(cell: str) -> Mapping[str, str]:
    """Names to values; a name alone has the value `yes`."""
    words = {}
    for part in cell.split():
        name, _equals, value = part.partition("=")
        words[name] = value or "yes"
    return words


def own_cell(words: Mapping[str, object]) -> str:
    """The cell; empty and false values are left out, `True` is the name alone."""
    parts = []
    for name, value in words.items():
        if value is True:
            parts.append(name)
        elif value is not None and value is not False and value != "":
            parts.append(f"{name}={_number(value) if isinstance(value, float) else value}")
    return " ".join(parts)


def own_number(words: Mapping[str, str], name: str) -> float | None:
    """A number among them, None when there is none or it is no number."""
    try:
        number = float(words[name])
    except (KeyError, ValueError):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e9 else number


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)
