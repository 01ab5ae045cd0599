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
from app.areas.population import PopulationRow
from app.areas.splitting import TOTAL, Method, shares, split

_Cells = dict[tuple[str, str], int]
_Bands = dict[Ages | str, dict[str, float]]


@dataclass(frozen=True)
class Stated:
    """One number of a table: where it stands, whom it counts (`ages` exact, a C2 code or `all`); None = withheld."""

    line: int
    area: str
    day: date
    ages: Ages | str
    sex: str
    count: int | None
    head: str


class BandsCross(ImportRefused):
    """Age groups that lie across the bands; a person chooses what to do with them."""

    def __init__(self, heads: Sequence[str]) -> None:
        self.heads = list(heads)
        super().__init__(
            _(
                "Diese Altersgruppen passen nicht zu den Altersgruppen der Auswertung (%(known)s): %(heads)s. "
                "Bitte liefern Sie einzelne Altersjahre oder passende Gruppen, übernehmen Sie nur die Gesamtzahl, oder "
                "lassen Sie die Zahlen verteilen. Verteilte Zahlen sind geschätzt und so gekennzeichnet.",
                known=", ".join(str(text) for code, text in AGE_BANDS.items() if code != "na"),
                heads=listed(heads),
            ),
            field="method",
        )


def fold(values: Sequence[Stated], notes: list[str], method: Method | None = None) -> list[PopulationRow]:
    """Rows by area, day, band and sex; ImportRefused when a part is larger than its total. Adds to `notes`.

    Where the source withholds a number, the total of the area takes it in (`na`); an area without total is left out.
    """
    values = _complete(_settled(values, notes), notes)
    bands = _bands(values, method)
    cells: dict[tuple[str, date], _Cells] = defaultdict(lambda: defaultdict(int))
    remarks: dict[tuple[str, date, str, str], str] = {}
    seen: dict[tuple[str, date, object, str], int] = {}
    for value in values:
        key = (value.area, value.day, value.ages, value.sex)
        _refuse_repeated(value, seen.get(key))
        seen[key] = value.line
        parts = bands[value.ages]
        for band, count in (
            split(value.count or 0, parts) if len(parts) > 1 else dict.fromkeys(parts, value.count)
        ).items():
            cells[value.area, value.day][band, value.sex] += count or 0
            if len(parts) > 1 and method is not None:
                remarks.setdefault((value.area, value.day, band, value.sex), method.note(value.head))
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
        PopulationRow(area, band, sex, count, day, *_remark(remarks.get((area, day, band, sex))))
        for (area, day), found in sorted(cells.items())
        for (band, sex), count in sorted(found.items())
    ]


def _remark(note: str | None) -> tuple[str, str]:
    return ("E", note) if note else ("A", "")


def _refuse_repeated(value: Stated, first: int | None) -> None:
    if first is not None:
        raise ImportRefused(
            _(
                "Zeile %(line)s wiederholt die Angabe aus Zeile %(first)s (%(area)s, %(head)s).",
                line=value.line,
                first=first,
                area=value.area,
                head=value.head,
            )
        )


def _complete(values: Sequence[Stated], notes: list[str]) -> list[Stated]:
    """Only numbers; areas in which a withheld number is in no total are left out and named."""
    whole: dict[tuple[str, date], bool] = defaultdict(bool)
    broken: dict[tuple[str, date], bool] = defaultdict(bool)
    covered = {(v.area, v.day, v.ages) for v in values if v.sex == ALL and v.count is not None}
    for value in values:
        place = (value.area, value.day)
        whole[place] |= value.ages == ALL and value.sex == ALL and value.count is not None
        if value.count is None and not (value.sex != ALL and (*place, value.ages) in covered):
            broken[place] |= value.ages != ALL or value.sex != ALL
    given = {(value.area, value.day) for value in values if value.count is not None}
    lost = {place for place in whole if (broken[place] and not whole[place]) or place not in given}
    if lost:
        notes.append(
            _(
                "Ohne Zahlen bleiben Räume, in denen die Quelle Zahlen zurückhält und keine Summe nennt: %(areas)s",
                areas=listed(sorted({area for area, _day in lost})),
            )
        )
    return [value for value in values if value.count is not None and (value.area, value.day) not in lost]


def _settled(values: Sequence[Stated], notes: list[str]) -> list[Stated]:
    """The same numbers with exact ages, without groups that finer ones repeat; ImportRefused when two overlap."""
    meant = labels.settle({value.ages: 0 for value in values if isinstance(value.ages, Ages)})
    settled = [
        replace(value, ages=meant[value.ages]) if isinstance(value.ages, Ages) else value for value in values
    ]
    heads = {value.ages: value.head for value in settled if isinstance(value.ages, Ages)}
    repeated = {found for found in heads if _is_tiled(found, [other for other in heads if other != found])}
    if repeated:
        names = listed([heads[found] for found in sorted(repeated, key=lambda one: one.low)])
        notes.append(_("Summen über Altersgruppen, nicht doppelt gezählt: %(heads)s", heads=names))
    ordered = sorted(heads.keys() - repeated, key=lambda found: (found.low, found.high or labels.OLDEST))
    for younger, older in pairwise(ordered):
        if younger.high is None or older.low < younger.high:
            raise ImportRefused(
                _(
                    "Die Altersgruppen »%(a)s« und »%(b)s« überschneiden sich, so würde doppelt gezählt.",
                    a=heads[younger],
                    b=heads[older],
                )
            )
    return [value for value in settled if value.ages not in repeated]


def _is_tiled(group: Ages, others: Sequence[Ages]) -> bool:
    """True when at least two other groups follow each other from the beginning to the end of this one."""
    end, at, tiles = group.high or labels.OLDEST, group.low, 0
    by_low: dict[int, list[int]] = defaultdict(list)
    for other in others:
        if other.low >= group.low and (other.high or labels.OLDEST) <= end:
            by_low[other.low].append(other.high or labels.OLDEST)
    while at < end and by_low[at]:
        at, tiles = min(by_low[at]), tiles + 1
    return at == end and tiles > 1


def _bands(values: Sequence[Stated], method: Method | None) -> _Bands:
    """For each group the bands it belongs to and with which share."""
    heads = {value.ages: value.head for value in values}
    bands: _Bands = {}
    across = []
    for age, head in heads.items():
        band = age if isinstance(age, str) else labels.band_of(age)
        if band is not None:
            bands[age] = {band: 1.0}
        elif method is None or method.kind == TOTAL or isinstance(age, str):
            across.append(head)
        else:
            bands[age] = shares(age, method)
    if across:
        raise BandsCross(across)
    return bands


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
