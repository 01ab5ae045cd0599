"""Where a file would land: far from the areas that are there already or among them, in words, doubts and a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from flask_babel import gettext as _

from app.areas import queries
from app.areas.errors import ImportRefused
from app.areas.inspecting import Inspected
from app.areas.reading.cities import CITIES, kilometres, named_in
from app.areas.reading.references import is_near

FAR_KM = 60
_WEST, _NORTH, _EAST, _SOUTH = 4.6, 55.9, 17.4, 46.6
_SHORT = 0.63
"""Cosine of 51°: a degree of longitude is so much shorter in the drawing."""
_NAMED = {
    "Berlin",
    "Hamburg",
    "München",
    "Köln",
    "Frankfurt am Main",
    "Stuttgart",
    "Leipzig",
    "Zürich",
    "Wien",
}


@dataclass(frozen=True)
class KnownPlace:
    """A Raumgliederung that is there, with the centre of its extent in degrees."""

    name: str
    lon: float
    lat: float


def known_places() -> list[KnownPlace]:
    """The newest vintage of each Raumgliederung."""
    found = []
    for name in sorted({area_set.name for area_set in queries.area_sets()}):
        areas = queries.areas_of(queries.set_at(name).id)
        if areas:
            west, south, east, north = shapely.total_bounds([area.geometry for area in areas])
            found.append(KnownPlace(name, float(west + east) / 2, float(south + north) / 2))
    return found


def distance(lon: float, lat: float, known: list[KnownPlace]) -> tuple[float, str] | None:
    """Kilometres to the nearest known Raumgliederung and its name; None when there is none."""
    if not known:
        return None
    away = kilometres(lon, lat, np.array([(place.lon, place.lat) for place in known]))
    nearest = int(np.argmin(away))
    return float(away[nearest]), known[nearest].name


def distance_words(lon: float, lat: float, known: list[KnownPlace]) -> str:
    """`bei Ihren Räumen »Ortsteile«` or how far away; "" when there are none to compare with."""
    found = distance(lon, lat, known)
    if found is None:
        return ""
    away, name = found
    if away < FAR_KM:
        return str(_("bei Ihren Räumen »%(name)s«", name=name))
    return str(_("%(km)s km von Ihren Räumen »%(name)s« entfernt", km=round(away), name=name))


def doubt(found: Inspected, known: list[KnownPlace], words: Sequence[str] = ()) -> str:
    """Why the system of a file is doubtful though it can be read with it; "" when nothing speaks against it.

    There is no doubt without another system in which the same numbers lie in Germany. `words` are what the file, the
    Raumgliederung and its source are called: a town named there is where the areas should be.
    """
    if found.lands is None or not found.others:
        return ""
    lon, lat, place = (found.lands[name] for name in ("lon", "lat", "place"))
    if not is_near(lon, lat):
        return str(
            _("Mit %(crs)s lägen die Räume nicht in Deutschland: %(place)s.", crs=found.crs, place=place)
        )
    if not found.lands["is_at_home"] and any(other["is_at_home"] for other in found.others):
        return str(
            _("%(crs)s ist für eine andere Gegend gemacht als die, in der die Räume damit lägen: %(place)s.",
              crs=found.crs, place=place)
        )  # fmt: skip
    if known:
        away = distance(lon, lat, known)
        if away is None or away[0] < FAR_KM:
            return ""
        return str(
            _("Mit %(crs)s lägen die Räume %(place)s, %(distance)s.",
              crs=found.crs, place=place, distance=distance_words(lon, lat, known))
        )  # fmt: skip
    for city, *there in named_in(words):
        target = np.array([there])
        nearest = min(float(kilometres(other["lon"], other["lat"], target)[0]) for other in found.others)
        if nearest < FAR_KM <= float(kilometres(lon, lat, target)[0]):
            return str(
                _("Mit %(crs)s lägen die Räume %(place)s; genannt ist aber %(city)s.",
                  crs=found.crs, place=place, city=city)
            )  # fmt: skip
    return ""


def refuse_doubtful(found: Inspected, words: Sequence[str]) -> None:
    """ImportRefused with all places a file could be at when its system is doubtful, for a command."""
    known = known_places() if found.others else []
    if not (reason := doubt(found, known, words)):
        return
    places = "; ".join(
        ", ".join(filter(None, [f"{one['crs']}: {one['place']}", one["distance"]]))
        for one in candidates(found.others, known)
    )
    raise ImportRefused(
        [
            reason,
            _("Möglich wären auch: %(places)s.", places=places),
            _("Geben Sie das richtige System mit --crs an. Ist die Lage doch richtig: --confirm-place."),
        ],
        field="crs",
    )


def choices(found: Inspected, known: list[KnownPlace]) -> list[dict[str, Any]]:
    """Everything a page offers: where the file lies now (`is_current`), then where else it could lie."""
    if found.candidates or found.lands is None:
        return candidates(found.candidates, known)
    here = candidates([found.lands], known)[0]
    return [{**here, "is_current": True}, *candidates(found.others, known)]


def candidates(found: list[dict[str, Any]], known: list[KnownPlace]) -> list[dict[str, Any]]:
    """The systems a file could be in with their distance in words and their dot; those near known areas first."""
    told = [
        {
            **candidate,
            "distance": distance_words(candidate["lon"], candidate["lat"], known),
            "dot": _dot(candidate["lon"], candidate["lat"]),
        }
        for candidate in found
    ]
    return sorted(told, key=lambda one: (distance(one["lon"], one["lat"], known) or (0.0, ""))[0] // FAR_KM)


def drawing(known: list[KnownPlace]) -> dict[str, Any]:
    """Box, towns (x, y, name or "") and known areas of the drawing on which a candidate is a dot."""
    return {
        "box": f"0 0 {(_EAST - _WEST) * _SHORT:.2f} {_NORTH - _SOUTH:.2f}",
        "towns": [(*_dot(lon, lat), name if name in _NAMED else "") for name, lon, lat in CITIES],
        "known": [_dot(place.lon, place.lat) for place in known],
    }


def _dot(lon: float, lat: float) -> tuple[float, float]:
    return round((lon - _WEST) * _SHORT, 3), round(_NORTH - lat, 3)
