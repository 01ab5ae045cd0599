"""What is wrong in a table, by line and column, so that somebody can mend it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.errors import DomainError

SHOWN = 20
SHOWN_LINES = 5
SWAPPED = "swapped"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Problem:
    """One fault; `line` counts from 1 as text editors do, `column` is the heading (empty: the whole line).

    `kind` is set where a page offers to mend it.
    """

    line: int
    column: str
    message: str
    kind: str = ""

    def __str__(self) -> str:
        if self.column:
            return _(
                "Zeile %(line)s, Spalte »%(column)s«: %(message)s",
                line=self.line,
                column=self.column,
                message=self.message,
            )
        return _("Zeile %(line)s: %(message)s", line=self.line, message=self.message)


class FileRefused(DomainError):
    """The file was not imported, nothing was changed; `problems` lists what to mend, the same fault in one line.

    `choices` are the layers or sheets a person can choose from when that is the reason.
    """

    choices: tuple[str, ...] = ()

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        alike: dict[tuple[str, str], list[int]] = {}
        for problem in self.problems:
            alike.setdefault((problem.column, problem.message), []).append(problem.line)
        self.told = [_one_line(lines, *fault) for fault, lines in alike.items()]
        told = self.told
        shown = [message, *(f"  {line}" for line in told[:SHOWN])]
        if rest := sum(len(lines) for lines in list(alike.values())[SHOWN:]):
            shown.append("  " + ngettext("und ein weiterer Fehler", "und %(num)s weitere Fehler", rest))
        super().__init__("\n".join(shown))


def _one_line(lines: Sequence[int], column: str, message: str) -> str:
    """The fault with the first lines it is in."""
    if len(lines) == 1:
        return str(Problem(lines[0], column, message))
    numbers = ", ".join(map(str, lines[:SHOWN_LINES])) + (" …" if len(lines) > SHOWN_LINES else "")
    where = ngettext("%(num)s Zeile (%(lines)s)", "%(num)s Zeilen (%(lines)s)", len(lines), lines=numbers)
    if column:
        return _("%(where)s, Spalte »%(column)s«: %(message)s", where=where, column=column, message=message)
    return f"{where}: {message}"


def refuse(problems: Sequence[Problem]) -> None:
    """Raise FileRefused when there is any problem."""
    if problems:
        count = len(problems)
        message = ngettext(
            "Ein Fehler in der Datei, nichts wurde übernommen:",
            "%(num)s Fehler in der Datei, nichts wurde übernommen:",
            count,
        )
        raise FileRefused(message, problems)


def sorted_problems(problems: Sequence[Problem]) -> list[Problem]:
    """By line, as somebody goes through the file."""
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


def problems_csv(problems: Sequence[Problem]) -> str:
    """All problems as a table for Excel (semicolons, with a mark for UTF-8); cells of others start no formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Zeile"), _("Spalte"), _("Grund")])
    for problem in sorted_problems(problems):
        column = f"'{problem.column}" if problem.column[:1] in _FORMULA else problem.column
        writer.writerow([problem.line, column, problem.message])
    return "\ufeff" + file.getvalue()
