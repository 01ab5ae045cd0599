"""A section's text as blocks: paragraphs and lists, the same on pages, in the PDF and in the DOCX."""

from __future__ import annotations

from dataclasses import dataclass

from app.walks.minutes.drafting import DASH

_DASHES = (DASH, "- ", "• ", "* ")
_LONGEST_HEADING = 60


@dataclass(frozen=True)
class Block:
    """A paragraph or a heading (`lines` has one), or a list; `kind` says which: text, heading or list."""

    kind: str
    lines: list[str]


def blocks_of(text: str) -> list[Block]:
    """Lines that begin with a dash are items of a list, each other line that says something is a paragraph.

    A short line right above a list is its heading.
    """
    found: list[Block] = []
    is_right_below = False
    for row in text.split("\n"):
        line = row.strip()
        mark = next((dash for dash in _DASHES if line.startswith(dash)), None)
        if not line:
            is_right_below = False
            continue
        if mark is None:
            found.append(Block("text", [line]))
        elif found and found[-1].kind == "list":
            found[-1].lines.append(line[len(mark) :].strip())
        else:
            if is_right_below and len(found[-1].lines[0]) <= _LONGEST_HEADING:
                found[-1] = Block("heading", found[-1].lines)
            found.append(Block("list", [line[len(mark) :].strip()]))
        is_right_below = mark is None
    return found
