"""Rows of sums in a table are not imported: they check what was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_decimal
from flask_babel import gettext as _

from app.areas.folding import Stated


@dataclass(frozen=True)
class SumCheck:
    """A printed sum (line, column) against the sum of the areas; `withheld` cells are missing in the latter."""

    line: int
    head: str
    printed: float
    computed: float
    withheld: int = 0

    @property
    def difference(self) -> float:
        return round(self.computed - self.printed, 6)

    @property
    def fits(self) -> bool:
        return self.difference == 0

    @property
    def sentence(self) -> str:
        return str(
            _(
                "Zeile %(line)s, %(head)s: Die Tabelle nennt als Summe %(printed)s, die Räume ergeben %(computed)s "
                "(%(difference)s).",
                line=self.line,
                head=self.head,
                printed=format_decimal(self.printed),
                computed=format_decimal(self.computed),
                difference=f"{'+' if self.difference > 0 else '−'}{format_decimal(abs(self.difference))}",
            )
        )


def check_sums(values: Sequence[Stated], sums: Sequence[Stated]) -> list[SumCheck]:
    """One check for each printed sum. A sum fits the whole table or the rows since the sum before it."""
    groups: dict[object, list[Stated]] = defaultdict(list)
    for value in values:
        groups[value.day, value.ages, value.sex].append(value)
    checks = []
    before: dict[object, int] = defaultdict(int)
    for printed in sums:
        if printed.count is None:
            continue
        key = (printed.day, printed.ages, printed.sex)
        everything = groups.get(key, [])
        section = [value for value in everything if before[key] < value.line < printed.line]
        before[key] = printed.line
        part = section if _total(section) == printed.count else everything
        if everything:
            withheld = sum(value.count is None for value in part)
            checks.append(SumCheck(printed.line, printed.head, printed.count, _total(part), withheld))
    return checks


def _total(values: Sequence[Stated]) -> int:
    return sum(value.count or 0 for value in values)
