"""Imported values of one vintage estimated for another, by population or by area; stored only beside no real ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.areas.crosswalk.interpolating import carry_counts, carry_rates
from app.areas.crosswalk.queries import BASES, crosswalk
from app.areas.models import AreaSet
from app.base.database import db
from app.base.errors import Conflict, NotFound
from app.indicators.breaks import CARRIED
from app.indicators.catalogue import definition_of
from app.indicators.frames import ALL
from app.indicators.importing import Imported, importable, store_figures
from app.indicators.models import Observation, Source
from app.indicators.values import ADDITIVE, WITHHELD_NOTE, Period

PEOPLE, AREA = "people", "area"
BY = {PEOPLE: _l("nach Bevölkerung"), AREA: _l("nach Fläche")}


@dataclass(frozen=True)
class Series:
    """Values of one indicator and period that a vintage holds."""

    indicator_id: str
    start: date
    end: date

    @property
    def label(self) -> str:
        return f"{self.indicator_id} {definition_of(self.indicator_id).label}"


@dataclass(frozen=True)
class Estimate:
    """What would be stored for the new vintage: figures by area, and what the shares of people rest on."""

    series: Series
    by: str
    basis: str
    figures: dict[str, dict[str, Any]]


def series_of(area_set: AreaSet) -> list[Series]:
    """What can be carried from a vintage, newest period first: read from files, not itself carried to it."""
    query = (
        select(Observation.indicator_id, Observation.period_start, Observation.period_end)
        .where(*_vintage(area_set), Observation.area_id != ALL, ~Observation.quality_note.contains(CARRIED))
        .distinct()
    )
    found = [Series(*row) for row in db.session.execute(query)]
    return sorted(found, key=lambda one: (one.indicator_id, -one.end.toordinal(), one.start))


def estimated(*, series: Series, old: AreaSet, new: AreaSet, by: str) -> Estimate:
    """The values of the old vintage in the borders of the new one; NotFound when it has none.

    Counts keep their sum, shares are means weighted by people (`by` people) or ground (`by` area). What a source
    withholds is never computed back, and an area that would need it gets no value. The value of the whole town is not
    carried: nothing says that both vintages cover the same ground.
    """
    definition = importable(series.indicator_id)
    rows = [row for row in _rows(old, series) if row.area_id != ALL]
    if not rows:
        raise NotFound(_l("Zu dieser Kennzahl und diesem Zeitraum gibt es im alten Stand keine Werte."))
    walk = crosswalk(old.id, new.id)
    links = walk.links
    if by == AREA:
        links = [replace(one, persons=None, share_pop=None, share_pop_of_new=None) for one in links]
    carry = carry_counts if definition.unit in ADDITIVE else carry_rates
    carried = carry(
        {row.area_id: row.value for row in rows}, links, {row.area_id: row.obs_status for row in rows}
    )
    internal = any(row.conf_status == "N" for row in rows)
    note = f"{CARRIED} {old.vintage} {BY[by]!s}"
    figures = {
        one.code: {
            "value": None if one.value is None else round(one.value, 4),
            "numerator": None,
            "denominator": None,
            "obs_status": one.obs_status,
            "conf_status": "N" if internal else "A" if one.obs_status == "Q" else "F",
            "quality_note": f"{WITHHELD_NOTE}; {note}" if one.obs_status == "Q" else note,
        }
        for one in carried
    }
    return Estimate(series, by, str(BASES[walk.basis]) if by == PEOPLE else "", figures)


def store(*, estimate: Estimate, old: AreaSet, new: AreaSet, actor: UUID | str = "command") -> Imported:
    """Keep an estimate as imported values of the new vintage; Conflict when it has real ones for this period."""
    there = _rows(new, estimate.series)
    if any(CARRIED not in row.quality_note for row in there):
        raise Conflict(
            _(
                "Für %(indicator)s und diesen Zeitraum gibt es im Stand %(vintage)s schon eingelesene Werte. "
                "Sie bleiben, wie sie sind.",
                indicator=estimate.series.indicator_id,
                vintage=new.vintage,
            )
        )
    row = _rows(old, estimate.series)[0]
    source = db.session.get(Source, row.source_id)
    return store_figures(
        figures={(estimate.series.start, estimate.series.end): estimate.figures},
        notes=[next(iter(estimate.figures.values()))["quality_note"]],
        indicator_id=estimate.series.indicator_id,
        area_set=new,
        source=source.title if source else row.source_id,
        provider=source.provider if source else "-",
        licence=row.licence_id or "-",
        actor=actor,
    )


def _vintage(area_set: AreaSet) -> tuple[Any, ...]:
    return Observation.area_set == area_set.name, Observation.area_vintage == area_set.vintage


def _rows(area_set: AreaSet, series: Series) -> list[Observation]:
    period: Period = (series.start, series.end)
    query = select(Observation).where(
        *_vintage(area_set),
        Observation.indicator_id == series.indicator_id,
        Observation.period_start == period[0],
        Observation.period_end == period[1],
    )
    return list(db.session.scalars(query.order_by(Observation.area_id)))
