"""A small CSV of proposed names: the command line writes it, a person answers in it, the next run reads it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from flask_babel import gettext as _

from app.areas.errors import ImportRefused
from app.areas.matching import LEFT_OUT, Proposal

COLUMNS = ("text", "code", "name", "aehnlichkeit", "grund", "uebernehmen")
_YES, _NO, _NONE = {"ja", "j", "x", "yes", "1"}, {"", "nein", "n", "no", "0"}, {"kein", "weglassen", "-"}


def write_proposals(path: Path, proposals: Iterable[Proposal]) -> None:
    """One line for each proposal; the last column waits for `ja`, or `kein` for a row that is no area."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        for found in proposals:
            reason = found.reason + "".join(f" {code} {name}?" for code, name in found.candidates[1:])
            writer.writerow(
                [_safe(found.text), found.code or "", found.name, f"{found.percent} %", reason, ""]
            )


def read_answers(path: Path, codes: set[str]) -> dict[str, str]:
    """text → code, or LEFT_OUT; lines without an answer are left open. ImportRefused for a code that is none."""
    answers = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter=";"), start=2):
            text, code = (row.get("text") or "").removeprefix("'"), (row.get("code") or "").strip()
            answer = (row.get("uebernehmen") or "").strip().casefold()
            if answer in _NONE:
                answers[text] = LEFT_OUT
            elif answer in _YES and code in codes:
                answers[text] = code
            elif answer not in _NO:
                raise ImportRefused(
                    _("%(file)s, Zeile %(line)s: »%(code)s« ist keine Kennung dieser Räume, oder »%(answer)s« ist "
                      "keine Antwort (ja, nein, kein).", file=path.name, line=number, code=code, answer=answer)
                )  # fmt: skip
    return answers


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text
