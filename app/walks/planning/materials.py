"""The list of what has to be packed, as text: a thing on each line, with "[x] " before what lies ready."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

PACKED = "[x] "


@dataclass(frozen=True)
class Thing:
    """One line of the list."""

    text: str
    is_packed: bool = False


def things(text: str) -> list[Thing]:
    """The lines of the list; empty ones and what stands there twice are left out."""
    found: dict[str, Thing] = {}
    for line in text.splitlines():
        words = line.strip()
        is_packed = words.lower().startswith(PACKED.strip())
        words = words[len(PACKED) - 1 :].strip() if is_packed else words
        if words:
            found.setdefault(words, Thing(words, is_packed))
    return list(found.values())


def as_text(listed: Sequence[Thing], packed: Collection[str]) -> str:
    """The list with a mark before those of `packed`."""
    return "\n".join(f"{PACKED}{thing.text}" if thing.text in packed else thing.text for thing in listed)


def plain(text: str) -> str:
    """The list without marks, for the form."""
    return "\n".join(thing.text for thing in things(text))
