"""What is wrong in a table, by line and column, so that somebody can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.errors import DomainError

SHOWN = 20


@dataclass(frozen=True)
class Problem:
    """One fault; `line` counts from 1 as text editors do, `column` is the heading (empty: the whole line)."""

    line: int
    column: str
    message: str

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
    """The file was not imported, nothing was changed; `problems` lists what to mend."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        lines = [message, *(f"  {problem}" for problem in self.problems[:SHOWN])]
        if len(self.problems) > SHOWN:
            more = len(self.problems) - SHOWN
            lines.append("  " + ngettext("und ein weiterer Fehler", "und %(num)s weitere Fehler", more))
        super().__init__("\n".join(lines))


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
