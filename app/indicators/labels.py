"""Words for staff pages: names of figures, values with their marks, and why a cell is withheld."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from flask_babel import format_date, format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.areas.age_bands import AGE_BANDS, ROLLUP_LABELS
from app.contributions.vocabulary import QUALITIES
from app.indicators.catalogue import definition_of
from app.indicators.disclosure.differencing import REASON as CLOSE
from app.indicators.disclosure.primary import DOMINATED, SMALL, UNSAFE
from app.indicators.disclosure.secondary import TOTAL_WORD, covered
from app.indicators.frames import ALL
from app.indicators.surveys.words import named
from app.indicators.tidy import DATES
from app.indicators.values import WITHHELD_NOTE as WITHHELD

MARKS = {"Q": "•", "M": "x", "O": "…"}
STATUSES = {
    "A": "",
    "B": _l("Bruch in der Reihe"),
    "E": _l("geschätzt"),
    "P": _l("vorläufig"),
    "U": _l("eingeschränkt aussagekräftig"),
    "M": _l("nicht sinnvoll"),
    "O": _l("liegt nicht vor"),
    "Q": _l("gesperrt"),
}
REASONS = {
    SMALL: _l("gesperrt, weil zu wenige Personen dahinterstehen"),
    DOMINATED: _l("gesperrt, weil wenige Personen den Wert prägen"),
    UNSAFE: _l("gesperrt, weil es für diesen Wert zu wenige Angaben gibt"),
    CLOSE: _l("gesperrt, weil der Unterschied zu einer früheren Veröffentlichung zu klein ist"),
    WITHHELD: _l("gesperrt von der Quelle"),
}
"""The notes of the dataset, which is German, in the words of the page."""
CHANGES = {
    "new": _l("neu"),
    "gone": _l("entfallen"),
    "hidden": _l("jetzt gesperrt"),
    "shown": _l("jetzt sichtbar"),
    "changed": _l("geändert"),
}
UNITS = {
    "%": "%",
    "contributions": _l("Beiträge"),
    "persons": _l("Personen"),
    "households": _l("Haushalte"),
    "count": _l("Anzahl"),
    "per_1000": _l("je 1.000"),
    "years": _l("Jahre"),
    "m²": "m²",
    "euro": _l("Euro"),
    "index": _l("Wert"),
}


@dataclass(frozen=True)
class Figure:
    """One choice in a list: an indicator_id with an age group, and its `period` where there are several.

    Each period is read for itself: a series may break between two of them, and other people are counted.
    """

    indicator_id: str
    age_group: str
    period: tuple[date, date] | None = None

    @property
    def key(self) -> str:
        day = f"|{self.period[0].isoformat()}" if self.period else ""
        return f"{self.indicator_id}|{self.age_group}{day}"

    @property
    def label(self) -> str:
        """`Beiträge: Lieblingsort`, `Beteiligungsquote, jung (6–21)`, `SGB-II-Quote, 2025`, `Fährst du Bus?: ja`."""
        words = named(self.indicator_id)
        text = words.label if words else str(definition_of(self.indicator_id).label)
        if words is None and "=" in self.indicator_id:
            code = self.indicator_id.partition("=")[2]
            text = f"{text}: {QUALITIES[code].label if code in QUALITIES else code}"
        if self.age_group != ALL:
            group = ROLLUP_LABELS.get(self.age_group) or AGE_BANDS.get(self.age_group, self.age_group)
            text = f"{text}, {group}"
        return f"{text}, {period_name(*self.period)}" if self.period else text


@dataclass(frozen=True)
class Line:
    """One area in a table, ready to print."""

    area_id: str
    name: str
    value: str
    interval: str
    persons: str
    reach: str
    remark: str


def figures(rows: pd.DataFrame) -> list[Figure]:
    """The figures in a table, in its order; of one with several periods the newest first."""
    pairs = rows[["indicator_id", "age_group", *DATES]].drop_duplicates()
    periods: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for indicator_id, age_group, start, end in pairs.itertuples(index=False):
        periods.setdefault((indicator_id, age_group), []).append((start, end))
    return [
        Figure(*pair, period if len(found) > 1 else None)
        for pair, found in periods.items()
        for period in sorted(found, reverse=True)
    ]


def period_name(start: date, end: date) -> str:
    """`2025` for a whole year, else both days."""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    return f"{format_date(start, 'short')}–{format_date(end, 'short')}"


def lines(rows: pd.DataFrame, figure: Figure, names: dict[str, str]) -> list[Line]:
    """The rows of a figure by area name, the town last, each with the reach (D01, 6–21) of its area."""
    mine = rows_of(rows, figure)
    reach = rows_of(rows, Figure("D01", "r06_21")).set_index("area_id")
    found = []
    for record in mine.to_dict("records"):
        area = record["area_id"]
        beside = printed(reach.loc[area].to_dict()) if area in reach.index else "–"
        found.append(
            Line(
                area_id=area,
                name=names.get(area, _("gesamt") if area == ALL else area),
                value=printed(record),
                interval=interval(record),
                persons=number(record["n_persons"], "#,##0"),
                reach=beside,
                remark=remark(record, names),
            )
        )
    return sorted(found, key=lambda line: (line.area_id == ALL, line.name))


def printed(record: dict[str, Any]) -> str:
    """The value with its sign: `5,3 %`, `(12,0 %)` when limited, `•` secret, `x` not meaningful, `…` not there yet."""
    if pd.isna(record["value"]):
        return MARKS.get(record["obs_status"], "–")
    digits = {"%": "#,##0.0", "index": "0.00"}.get(record["unit"], "#,##0")
    text = number(record["value"], digits) + (" %" if record["unit"] == "%" else "")
    return f"({text})" if record["obs_status"] == "U" else text


def remark(record: dict[str, Any], names: dict[str, str]) -> str:
    """Why a cell is withheld, in words; else its status and its note."""
    note = str(record["quality_note"] or "")
    if record["obs_status"] == "Q":
        if record["conf_status"] == "D" and (cell := covered(note)):
            area, space, detail = cell.partition(" ")
            named = _("gesamt") if area == TOTAL_WORD else names.get(area, area)
            return _("gesperrt, weil sich sonst %(cell)s berechnen ließe", cell=named + space + detail)
        reason = next((words for key, words in REASONS.items() if key in note), STATUSES["Q"])
        return str(reason)
    words = [str(STATUSES.get(record["obs_status"], "")), note]
    return "; ".join(word for word in words if word)


def withheld(rows: pd.DataFrame, names: dict[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """For each figure its withheld areas and the reason in words."""
    of_period = {(one.indicator_id, one.age_group, *one.period): one for one in figures(rows) if one.period}
    found: dict[Figure, list[tuple[str, str]]] = {}
    for record in rows[rows["obs_status"] == "Q"].to_dict("records"):
        pair, area = (record["indicator_id"], record["age_group"]), record["area_id"]
        figure = of_period.get((*pair, *(record[name] for name in DATES))) or Figure(*pair)
        place = names.get(area, _("gesamt") if area == ALL else area)
        found.setdefault(figure, []).append((place, remark(record, names)))
    return [(figure.label, places) for figure, places in found.items()]


def rows_of(rows: pd.DataFrame, figure: Figure) -> pd.DataFrame:
    """The rows of a figure, one for each area."""
    mine = (rows["indicator_id"] == figure.indicator_id) & (rows["age_group"] == figure.age_group)
    if figure.period:
        mine &= (rows["period_start"] == figure.period[0]) & (rows["period_end"] == figure.period[1])
    return rows[mine]


def interval(record: dict[str, Any]) -> str:
    """Both ends, `61,2–82,4`; empty where there is none."""
    if pd.isna(record["ci_low"]):
        return ""
    return f"{number(record['ci_low'], '#,##0.0')}–{number(record['ci_high'], '#,##0.0')}"


def number(value: Any, digits: str) -> str:
    """A number in the language of the page; empty for none."""
    return "" if pd.isna(value) else str(format_decimal(round(float(value), 6), format=digits))
