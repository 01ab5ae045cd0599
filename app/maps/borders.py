"""The planning border somebody is shown after drawing their own quarter, never before (B16)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import shapely
from flask_babel import gettext as _

from app.areas.queries import areas_of
from app.base.errors import NotFound
from app.contributions.own import OwnContribution, own, own_one
from app.maps.rules import COMMENT
from app.participants.models import Participant
from app.processes.models import Process
from app.processes.queries import area_sets_of

_WIDTH, _HEIGHT, _MARGIN = 320, 240, 12
_TOLERANCE = 0.00004
"""Degrees, some 4 m: the border stays crisp on a phone, the answer small."""


@dataclass(frozen=True)
class Border:
    """One Raum (geometry in degrees). `share` is the part of the drawing inside it, None without a drawn shape."""

    code: str
    name: str
    geometry: shapely.Geometry
    is_home: bool
    share: float | None

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "name": self.name,
            "isHome": self.is_home,
            "share": None if self.share is None else round(self.share * 100),
            "geometry": shapely.geometry.mapping(shapely.set_precision(self.geometry, 0.00001)),
        }


def drawing_of(person: Participant, drawing_id: UUID) -> OwnContribution:
    """The participant's own felt area; NotFound for anything else, so that no border is shown without a drawing."""
    found = own_one(person.id, drawing_id)
    if found.contribution.kind != "felt_area":
        raise NotFound(_("Diesen Beitrag gibt es nicht oder er ist nicht von dir."))
    return found


def comment_on(person: Participant, drawing_id: UUID, activity_id: UUID) -> OwnContribution | None:
    """What the participant said about the border beside this drawing, if anything."""
    said = own(person.id, activity_id)
    return next(
        (
            one
            for one in said
            if one.contribution.kind == COMMENT and one.attributes.get("about") == str(drawing_id)
        ),
        None,
    )


def borders_for(process: Process, person: Participant, drawing: shapely.Geometry | None) -> list[Border]:
    """The Raum the person lives in, and the one that holds most of the drawing when it is another; newest vintage."""
    area_sets = area_sets_of(process)
    if not area_sets:
        return []
    home_set = person.home_area_set or area_sets[0].name
    newest = next((found for found in area_sets if found.name == home_set), area_sets[0])
    shapes = _shapes(newest.id, newest.content_hash)
    home = person.home_area_code if newest.name == person.home_area_set else None
    shares = {code: _share(shape, drawing) for code, (_name, shape) in shapes.items()}
    chosen = [home] if home in shapes else []
    most = max(shares, key=lambda code: shares[code] or 0.0, default=None)
    if most is not None and shares[most] and most not in chosen:
        chosen.append(most)
    return [Border(code, *shapes[code], code == home, shares[code]) for code in chosen if code is not None]


def _share(area: shapely.Geometry, drawing: shapely.Geometry | None) -> float | None:
    """Which part of a drawn area lies in a Raum, 0…1; both are close together, so degrees do."""
    if drawing is None or drawing.area == 0:
        return None
    return float(shapely.intersection(area, drawing).area / drawing.area)


@lru_cache(maxsize=16)
def _shapes(area_set_id: UUID, _content_hash: str) -> dict[str, tuple[str, shapely.Geometry]]:
    found = areas_of(area_set_id)
    return {area.code: (area.name, shapely.simplify(area.geometry, _TOLERANCE)) for area in found}


@dataclass(frozen=True)
class Comparison:
    """Paths (SVG, in a box of `width` by `height`) of the borders and of the drawing, empty without one."""

    borders: list[str]
    drawing: str
    width: int = _WIDTH
    height: int = _HEIGHT


def comparison(borders: list[Border], drawing: shapely.Geometry | None) -> Comparison | None:
    """The picture for the page without a map; None when there is nothing to show."""
    shapes = [border.geometry for border in borders]
    everything = [*shapes, drawing] if drawing is not None else shapes
    if not everything:
        return None
    west, south, east, north = shapely.union_all([shape.envelope for shape in everything]).bounds
    narrow = math.cos(math.radians((south + north) / 2))
    scale = min((_WIDTH - 2 * _MARGIN) / ((east - west) * narrow), (_HEIGHT - 2 * _MARGIN) / (north - south))
    left = (_WIDTH - (east - west) * narrow * scale) / 2
    top = (_HEIGHT - (north - south) * scale) / 2

    def path(shape: shapely.Geometry) -> str:
        rings = [
            part.exterior.coords[:-1] for part in shapely.get_parts(shapely.simplify(shape, 0.5 / scale))
        ]
        return "".join(
            "M"
            + "L".join(
                f"{left + (x - west) * narrow * scale:.1f} {top + (north - y) * scale:.1f}" for x, y in ring
            )
            + "Z"
            for ring in rings
        )

    return Comparison([path(shape) for shape in shapes], "" if drawing is None else path(drawing))
