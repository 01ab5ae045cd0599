"""The crosswalk between two stored vintages, with everything a page, a file and a command say about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.areas.crosswalk.linking import CELLS, NEW, NONE, OLD, Cell, Link, link
from app.areas.crosswalk.naming import Unit, units
from app.areas.grid import cell_polygon, parse_cell
from app.areas.models import Area, AreaSet
from app.areas.queries import area_set_by_id, area_sets, areas_of, residents_by_area
from app.base.database import db
from app.base.i18n import current_language
from app.base.kept import Kept

BASES = {
    CELLS: _l("Einwohnerzahlen in Gitterzellen"),
    NEW: _l("Einwohnerzahlen der neuen Räume"),
    OLD: _l("Einwohnerzahlen der alten Räume"),
    NONE: _l("keine Einwohnerzahlen vorhanden, nur Flächen"),
}
COLUMNS = (
    "from_vintage",
    "from_id",
    "from_name",
    "to_vintage",
    "to_id",
    "to_name",
    "area_m2",
    "share_area",
    "share_area_of_new",
    "persons",
    "share_pop",
    "share_pop_of_new",
    "population_basis",
)
"""`area_links.csv` (D4): one row a pair of areas that share ground; shares without a name are of the old area."""

_Walk = tuple[list[Link], list[Unit], str, dict[str, str], dict[str, str]]
_walks: Kept[_Walk] = Kept(16)


@dataclass(frozen=True)
class Crosswalk:
    """Two vintages and how they hang together."""

    old: AreaSet
    new: AreaSet
    links: list[Link]
    units: list[Unit]
    basis: str
    old_names: dict[str, str]
    new_names: dict[str, str]

    def counts(self) -> dict[str, int]:
        """How often each kind of change happened."""
        found: dict[str, int] = {}
        for unit in self.units:
            found[unit.kind] = found.get(unit.kind, 0) + 1
        return found

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Rows in the order of COLUMNS; shares with six decimals."""
        for one in self.links:
            yield (
                self.old.vintage,
                one.old,
                self.old_names[one.old],
                self.new.vintage,
                one.new,
                self.new_names[one.new],
                round(one.m2, 1),
                *(round(share, 6) for share in (one.share_area, one.share_area_of_new)),
                *(
                    "" if value is None else round(value, 6)
                    for value in (one.persons, one.share_pop, one.share_pop_of_new)
                ),
                self.basis,
            )


def crosswalk(old_id: UUID, new_id: UUID) -> Crosswalk:
    """From one vintage to another, in either direction of time.

    The sets are read at every call; what follows from their shapes, names and people is worked out once.
    """
    old, new = area_set_by_id(old_id), area_set_by_id(new_id)
    people = residents_by_area(old_id), residents_by_area(new_id)
    cells = people_of_cells()
    said = hashlib.sha256(repr((*people, cells)).encode()).digest()
    key = (old_id, old.content_hash, new_id, new.content_hash, said, current_language())
    return Crosswalk(old, new, *_walks.get(key, lambda: _walk(old_id, new_id, *people, cells)))


def _walk(
    old_id: UUID, new_id: UUID, old_people: dict[str, int], new_people: dict[str, int], cells: dict[str, int]
) -> _Walk:
    old, new = areas_of(old_id), areas_of(new_id)
    shapes = [Cell(cell_polygon(code), float(count)) for code, count in sorted(cells.items())]
    links, basis = link(old, new, old_people=old_people, new_people=new_people, cells=shapes)
    names = _names(old), _names(new)
    return links, units(links, *names), basis, *names


def people_of_cells() -> dict[str, int]:
    """Residents by INSPIRE cell: a Raumgliederung whose codes are cell ids, the newest one with residents."""
    first_codes = dict(
        db.session.execute(select(Area.area_set_id, func.min(Area.code)).group_by(Area.area_set_id))
        .tuples()
        .all()
    )
    looks_like_cells = {area_set_id for area_set_id, code in first_codes.items() if _is_cell(code)}
    if not looks_like_cells:
        return {}
    for area_set in sorted(area_sets(), key=lambda found: found.valid_from, reverse=True):
        people = residents_by_area(area_set.id) if area_set.id in looks_like_cells else {}
        if people and all(_is_cell(code) for code in people):
            return people
    return {}


def _is_cell(code: str) -> bool:
    try:
        parse_cell(code)
    except ValueError:
        return False
    return True


def _names(areas: list[Area]) -> dict[str, str]:
    return {area.code: area.name for area in areas}
