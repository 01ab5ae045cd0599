"""A section's text as blocks: paragraphs and lists, the same on pages, in the PDF and in the DOCX."""

from __future__ import annotations

from dataclasses import dataclass

from app.walks.minutes.drafting import DASH

_DASHES = (DASH, "- ", "• ", "* ")


@dataclass(frozen=True)
class Block:
    """A paragraph (`lines` has one) or a list; `is_list` says which."""

    is_list: bool
    lines: list[str]


def blocks_of(text: str) -> list[Block]:
    """Lines that begin with a dash are items of a list, each other line that says something is a paragraph."""
    found: list[Block] = []
    for row in text.split("\n"):
        line = row.strip()
        mark = next((dash for dash in _DASHES if line.startswith(dash)), None)
        if not line:
            continue
        if mark is None:
            found.append(Block(False, [line]))
        elif found and found[-1].is_list:
            found[-1].lines.append(line[len(mark) :].strip())
        else:
            found.append(Block(True, [line[len(mark) :].strip()]))
    return found
