"""Folds stated counts into age bands and leaves only rows that count nobody twice: totals are checked against parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from flask_babel import gettext as _

from app.areas import labels
from app.areas.age_bands import AGE_BANDS
from app.areas.errors import ImportRefused, listed
from app.areas.labels import ALL, Ages
from app.areas.services import PopulationRow

_Cells = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Stated:
    """One number of a table: where it stands, whom it counts (`ages` exact, a C2 code or `all`)."""

    line: int
    area: str
    day: date
    ages: Ages | str
    sex: str
    count: int
    head: str


def fold(values: Sequence[Stated], notes: list[str]) -> list[PopulationRow]:
    """Rows by area, day, band and sex; ImportRefused when a part is larger than its total. Adds to `notes`."""
    values = _settled(values)
    bands = _bands(values)
    cells: dict[tuple[str, date], _Cells] = defaultdict(lambda: defaultdict(int))
    seen: dict[tuple[str, date, object, str], int] = {}
    for value in values:
        key = (value.area, value.day, value.ages, value.sex)
        if key in seen:
            raise ImportRefused(
                _(
                    "Zeile %(line)s wiederholt die Angabe aus Zeile %(first)s (%(area)s, %(head)s).",
                    line=value.line,
                    first=seen[key],
                    area=value.area,
                    head=value.head,
                )
            )
        seen[key] = value.line
        cells[value.area, value.day][bands[value.ages], value.sex] += value.count
    rest = 0
    for (area, _day), found in cells.items():
        rest += _settle_sexes(found, area) + _settle_ages(found, area)
    if rest:
        notes.append(
            _(
                "Die Summen enthalten %(n)s Personen mehr als ihre Teile; sie zählen als »keine Angabe«.",
                n=rest,
            )
        )
    return [
        PopulationRow(area, band, sex, count, day)
        for (area, day), found in sorted(cells.items())
        for (band, sex), count in sorted(found.items())
    ]


def _settled(values: Sequence[Stated]) -> list[Stated]:
    """The same numbers with exact ages; ImportRefused when two groups share an age, which would count twice."""
    meant = labels.settle(value.ages for value in values if isinstance(value.ages, Ages))
    settled = [
        replace(value, ages=meant[value.ages]) if isinstance(value.ages, Ages) else value for value in values
    ]
    heads = {value.ages: value.head for value in settled if isinstance(value.ages, Ages)}
    ordered = sorted(heads, key=lambda found: (found.low, found.high or labels.OLDEST))
    for younger, older in pairwise(ordered):
        if younger.high is None or older.low < younger.high:
            raise ImportRefused(
                _(
                    "Die Altersgruppen »%(a)s« und »%(b)s« überschneiden sich, so würde doppelt gezählt.",
                    a=heads[younger],
                    b=heads[older],
                )
            )
    return settled


def _bands(values: Sequence[Stated]) -> dict[Ages | str, str]:
    heads = {value.ages: value.head for value in values}
    bands = {age: age if isinstance(age, str) else labels.band_of(age) for age in heads}
    if across := [heads[age] for age, band in bands.items() if band is None]:
        raise ImportRefused(
            _(
                "Diese Altersgruppen passen nicht zu den Altersgruppen der Auswertung (%(known)s): %(heads)s. "
                "Bitte liefern Sie einzelne Altersjahre oder passende Gruppen, oder übernehmen Sie nur die Gesamtzahl.",
                known=", ".join(str(text) for code, text in AGE_BANDS.items() if code != "na"),
                heads=listed(across),
            )
        )
    return {age: band for age, band in bands.items() if band is not None}


def _settle_sexes(cells: _Cells, area: str) -> int:
    rest = 0
    for band in {band for band, sex in cells if sex == ALL}:
        parts = [count for (b, sex), count in cells.items() if b == band and sex != ALL]
        if parts:
            more = cells.pop((band, ALL)) - sum(parts)
            _refuse_less(more, area)
            cells[band, "na"] = cells.get((band, "na"), 0) + more
            rest += more
            if not cells[band, "na"]:
                del cells[band, "na"]
    return rest


def _settle_ages(cells: _Cells, area: str) -> int:
    totals = {sex: count for (band, sex), count in cells.items() if band == ALL}
    if not totals or len(totals) == len(cells):
        return 0
    for sex in totals:
        del cells[ALL, sex]
    more = sum(totals.values()) - sum(cells.values())
    _refuse_less(more, area)
    if more:
        sex = ALL if any(s == ALL for _band, s in cells) else "na"
        cells["na", sex] = cells.get(("na", sex), 0) + more
    return more


def _refuse_less(more: int, area: str) -> None:
    if more < 0:
        raise ImportRefused(
            _("Im Raum %(area)s ist die Summe um %(n)s kleiner als ihre Teile.", area=area, n=-more)
        )
