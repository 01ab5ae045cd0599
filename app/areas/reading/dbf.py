"""The table of a Shapefile (dBASE III): in which encoding its bytes really are, whatever the .cpg beside it says."""

from __future__ import annotations

import re
from pathlib import Path

from app.areas.reading.text import is_dos

_SIGN = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CUT = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
_WINDOWS = re.compile(rb"[A-Za-z][\xe4\xf6\xfc\xdf](?:[a-z]|\b)")
_HIGH = re.compile(rb"[\x80-\xff]")


def judged_encoding(path: Path, stated: str | None) -> str | None:
    """utf-8, cp850 or (where DOS is `stated`) cp1252 when the bytes of the texts can only be that, else None.

    Where a field is too short for its text and ends within a sign, the rest of that sign is taken off in `path`: no
    reader of UTF-8 gets over it.
    """
    content = bytearray(path.read_bytes())
    cells, cuts = _cells(content)
    text = b"\n".join(cells)
    if not _HIGH.search(text):
        return None
    if _SIGN.search(text) and not _HIGH.search(_SIGN.sub(b"", text)):
        for start, end in cuts:
            content[start:end] = b" " * (end - start)
        if cuts:
            path.write_bytes(content)
        return "utf-8"
    text = b"\n".join([text, *(bytes(content[start:end]) for start, end in cuts)])
    if stated in {"cp850", "cp437"} and _WINDOWS.search(text):
        return "cp1252"
    return "cp850" if is_dos(text) else None


def _cells(content: bytearray) -> tuple[list[bytes], list[tuple[int, int]]]:
    """The texts of all rows without a sign that was cut at the end of its field, and where such rests stand.

    Layout: 32 bytes of head (rows at 4, length of the head at 8, of a row at 10), 32 bytes for each field up to 0x0D.
    """
    rows = int.from_bytes(content[4:8], "little")
    head, width = (int.from_bytes(content[at : at + 2], "little") for at in (8, 10))
    fields, start = [], 1
    for at in range(32, min(head, len(content)) - 31, 32):
        if content[at] == 0x0D:
            break
        length = content[at + 16]
        if content[at + 11] == ord("C"):
            fields.append((start, start + length))
        start += length
    cells, cuts = [], []
    for row in range(min(rows, max(0, len(content) - head) // max(width, 1))):
        offset = head + row * width
        for left, right in fields:
            cell = bytes(content[offset + left : offset + right])
            if cut := _CUT.search(cell):
                cuts.append((offset + left + cut.start(), offset + right))
                cell = cell[: cut.start()]
            cells.append(cell)
    return cells, cuts
