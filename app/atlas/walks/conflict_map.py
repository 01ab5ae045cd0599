"""Where it is contested: stops by their ambivalence and the 100 m cells around them (D12), for the map of the page.

It is for the team only, so it is drawn by the page itself: the sandboxed frame of released maps has no cookies.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pandas as pd
import shapely
from flask_babel import gettext as _

from app.areas.grid import cell_polygon
from app.atlas.walks.comparing import Comparison
from app.base.tiles import tile_source
from app.indicators.compute.shares import moods_by_cell

LEAST_PERSONS = 3
"""Inside view: no cell below three persons (catalogue D1)."""
STEPS = (("contested", 0.67), ("divided", 0.34), ("agreed", 0.0))
"""Names of the steps of D12 with the least value of each; `step` of a feature, a colour on the map."""
MARGIN = 0.003
"""Degrees around the stops within which cells are shown."""


def step_of(value: float) -> str:
    """The step a D12 value of 0…1 belongs to."""
    return next(name for name, least in STEPS if value >= least)


def cells_of(marks: pd.DataFrame) -> pd.DataFrame:
    """D12 of each cell (`moods_by_cell`) in which three persons or more set one of these marks."""
    cells = moods_by_cell(marks[marks["cell_100m"].notna()], "person_key")
    return cells[cells["n_persons"] >= LEAST_PERSONS]


def map_data(comparison: Comparison, cells: pd.DataFrame) -> dict[str, Any] | None:
    """What the map needs, as JSON; None for a trail without a place on the map."""
    stops = [row for row in comparison.stops if row.stop.point is not None]
    if not stops:
        return None
    box = shapely.box(*shapely.MultiPoint([_point(row.stop.point) for row in stops]).buffer(MARGIN).bounds)
    west, south, east, north = box.bounds
    return {
        "tiles": asdict(tile_source()),
        "center": [(south + north) / 2, (west + east) / 2],
        "zoom": 15,
        "bounds": [[south, west], [north, east]],
        "cells": [found for found in map(_cell, cells.to_dict("records")) if _touches(found, box)],
        "stops": [
            {
                "number": row.stop.position,
                "name": row.stop.name,
                "lat": _point(row.stop.point).y,
                "lon": _point(row.stop.point).x,
                "step": "" if row.ambivalence is None else step_of(row.ambivalence),
            }
            for row in stops
        ],
        "route": shapely.geometry.mapping(comparison.trail.route) if comparison.trail.route else None,
        "zoomIn": _("Vergrößern"),
        "zoomOut": _("Verkleinern"),
    }


def _point(point: shapely.Geometry | None) -> shapely.Point:
    return shapely.Point(shapely.get_coordinates(point)[0])


def _cell(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {
            "step": step_of(row["value"]),
            "label": _(
                "%(positive)s gut, %(negative)s stört",
                positive=int(row["positive"]),
                negative=int(row["negative"]),
            ),
        },
        "geometry": shapely.geometry.mapping(cell_polygon(row["cell_100m"])),
    }


def _touches(feature: dict[str, Any], box: shapely.Polygon) -> bool:
    return bool(shapely.geometry.shape(feature["geometry"]).intersects(box))
