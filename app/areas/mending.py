"""Mending invalid shapes: what is wrong in German words, what `make_valid` leaves, how many m² that changes."""

from __future__ import annotations

import re
from dataclasses import dataclass

import shapely
from flask_babel import format_decimal
from flask_babel import gettext as _

from app.areas.measuring import areas_m2, epsg_for

AREAL = {shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON}


@dataclass(frozen=True)
class Repair:
    """What mending an invalid shape does: why it is invalid and where (degrees), its parts before and after, m²."""

    name: str
    reason: str
    place: tuple[float, float] | None
    before: list[shapely.Geometry]
    after: list[shapely.Geometry]
    change_m2: float


def repaired_shapes(name: str, before: list[shapely.Geometry], invalid: shapely.Geometry) -> Repair:
    """What mending the parts of one area would do; `invalid` is the first of them that is not valid."""
    after = [polygon for shape in before for polygon in _mended(shape)]
    return Repair(name, _reason(invalid), _fault_place(invalid), before, after, _change(before, after))


def flat(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """The parts of collections at any depth; empty parts fall away."""
    if shape.is_empty:
        return []
    if shapely.get_type_id(shape) != shapely.GeometryType.GEOMETRYCOLLECTION:
        return [shape]
    return [part for member in shapely.get_parts(shape) for part in flat(member)]


def _mended(shape: shapely.Geometry) -> list[shapely.Geometry]:
    return [part for part in flat(shapely.make_valid(shape)) if shapely.get_type_id(part) in AREAL]


def _change(before: list[shapely.Geometry], after: list[shapely.Geometry]) -> float:
    epsg = epsg_for(before)
    return float(sum(areas_m2(after, epsg)) - sum(areas_m2(before, epsg)))


def signed_m2(change: float) -> str:
    """`+12,5 m²`, `−3 m²`, `±0 m²`."""
    return f"{'±' if abs(change) < 0.05 else '+' if change > 0 else '−'}{format_decimal(round(abs(change), 1))} m²"


def _fault_place(shape: shapely.Geometry) -> tuple[float, float] | None:
    """Where GEOS found the fault, in degrees."""
    found = re.search(r"\[(\S+) (\S+)\]", shapely.is_valid_reason(shape))
    return (float(found.group(1)), float(found.group(2))) if found else None


def _reason(shape: shapely.Geometry) -> str:
    """GEOS's reason in German words and where: latitude before longitude, as everywhere on the pages."""
    text = shapely.is_valid_reason(shape)
    known = {
        "Self-intersection": _("Selbstüberschneidung"),
        "Ring Self-intersection": _("Ring berührt sich selbst"),
        "Hole lies outside shell": _("Loch liegt außerhalb"),
        "Nested holes": _("Löcher ineinander"),
        "Nested shells": _("Teile ineinander"),
        "Duplicate Rings": _("doppelter Ring"),
        "Too few points in geometry component": _("zu wenige Punkte"),
        "Interior is disconnected": _("Inneres zerfällt"),
    }
    word = text.partition("[")[0].strip()
    if (place := _fault_place(shape)) is None:
        return known.get(word, word)
    lon, lat = place
    return _("%(reason)s bei %(lat).5f / %(lon).5f", reason=known.get(word, word), lat=lat, lon=lon)
