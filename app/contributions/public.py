"""The one way out for single contributions: released points without anything that leads to a person (E17, E18)."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import shapely
from flask import current_app
from pyproj import Transformer
from sqlalchemy import String, select, type_coerce

from app.areas.grid import cell_center, coarsen
from app.base.database import db
from app.contributions.flags import DANGER, HOME
from app.contributions.models import Contribution
from app.contributions.vocabulary import PUBLIC_STATES

GRID = 25
"""Metres between the points of the public grid in EPSG:25832 (E18: at least 25)."""
HOME_CELL = 500
"""Metres; what names a home is shown in the middle of this INSPIRE cell (E16)."""
_VALENCES = ("pos", "zero", "idea")
_TO_METRES = Transformer.from_crs(4326, 25832, always_xy=True)
_TO_DEGREES = Transformer.from_crs(25832, 4326, always_xy=True)


def points(process_id: UUID) -> list[dict[str, Any]]:
    """Released marks: `lon`, `lat` (degrees on the public grid), `quality`, `text` and `month` (YYYY-MM), nothing else.

    No secret places, no negative marks (those leave as counts of areas only), no lines or areas. The order follows
    the place, not the time, so that marks of one person do not stand together.
    """
    query = select(
        type_coerce(Contribution.geometry, String).label("shape"),
        Contribution.quality,
        Contribution.released_text,
        Contribution.cell_100m,
        Contribution.flags,
        Contribution.said_at,
    ).where(
        Contribution.process_id == process_id,
        Contribution.kind == "mark",
        Contribution.state.in_(PUBLIC_STATES),
        Contribution.is_secret.is_(False),
        Contribution.valence.in_(_VALENCES),
        Contribution.geometry.is_not(None),
    )
    rows = [row for row in db.session.execute(query) if DANGER not in row.flags]
    shapes = shapely.from_wkb([row.shape for row in rows])
    kept = [index for index, kind in enumerate(shapely.get_type_id(shapes).tolist()) if kind == 0]
    lons, lats = rounded(shapely.get_x(shapes[kept]), shapely.get_y(shapes[kept]))
    zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    found = []
    for index, lon, lat in zip(kept, lons.tolist(), lats.tolist(), strict=True):
        row = rows[index]
        if HOME in row.flags:
            lon, lat = (round(value, 6) for value in cell_center(coarsen(row.cell_100m, HOME_CELL)))
        month = row.said_at.astimezone(zone).strftime("%Y-%m")
        text = row.released_text or ""
        found.append({"lon": lon, "lat": lat, "quality": row.quality, "text": text, "month": month})
    return sorted(found, key=lambda point: tuple(str(value) for value in point.values()))


def rounded(
    lons: npt.NDArray[np.float64], lats: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Degrees of the middle of each point's square of GRID metres; the same place always gives the same point."""
    eastings, northings = _TO_METRES.transform(lons, lats)
    middle_x = np.floor(np.asarray(eastings) / GRID) * GRID + GRID / 2
    middle_y = np.floor(np.asarray(northings) / GRID) * GRID + GRID / 2
    rounded_lons, rounded_lats = _TO_DEGREES.transform(middle_x, middle_y)
    return np.round(rounded_lons, 6), np.round(rounded_lats, 6)


def feature_collection(process_id: UUID) -> dict[str, Any]:
    """The same points as GeoJSON (RFC 7946)."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [point["lon"], point["lat"]]},
            "properties": {name: point[name] for name in ("quality", "text", "month")},
        }
        for point in points(process_id)
    ]
    return {"type": "FeatureCollection", "features": features}
