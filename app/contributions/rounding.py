"""What of a contribution's place everybody may see (E16-E18): which ones at all, and how coarsely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from pyproj import Transformer

from app.areas.grid import cell_center, coarsen
from app.contributions.flags import DANGER, HOME
from app.contributions.vocabulary import PUBLIC_STATES

GRID = 25
"""Metres between the points of the public grid in EPSG:25832 (E18: at least 25)."""
HOME_CELL = 500
"""Metres; what names a home is shown in the middle of this INSPIRE cell (E16)."""
VALENCES = ("pos", "zero", "idea")
"""Negative marks leave as counts of areas only (E18)."""
_TO_METRES = Transformer.from_crs(4326, 25832, always_xy=True)
_TO_DEGREES = Transformer.from_crs(25832, 4326, always_xy=True)
Degrees = npt.NDArray[np.float64]


def is_public(said: Mapping[str, Any]) -> bool:
    """Whether everybody may see this mark. `said` has the columns of a contribution; its geometry is a point."""
    return (
        said["kind"] == "mark"
        and said["state"] in PUBLIC_STATES
        and not said["is_secret"]
        and said["valence"] in VALENCES
        and DANGER not in said["flags"]
    )


def rounded(lons: Degrees, lats: Degrees) -> tuple[Degrees, Degrees]:
    """Degrees of the middle of each point's square of GRID metres; the same place always gives the same point."""
    eastings, northings = _TO_METRES.transform(lons, lats)
    middle_x = np.floor(np.asarray(eastings) / GRID) * GRID + GRID / 2
    middle_y = np.floor(np.asarray(northings) / GRID) * GRID + GRID / 2
    rounded_lons, rounded_lats = _TO_DEGREES.transform(middle_x, middle_y)
    return np.round(rounded_lons, 6), np.round(rounded_lats, 6)


def public_places(
    lons: Degrees, lats: Degrees, flags: Sequence[Sequence[str]], cells: Sequence[str | None]
) -> tuple[Degrees, Degrees]:
    """Where everybody sees these points (degrees, shape (n,)): on the grid, homes in the middle of a larger cell."""
    shown_lons, shown_lats = rounded(lons, lats)
    for index, raised in enumerate(flags):
        if HOME in raised:
            center = cell_center(coarsen(str(cells[index]), HOME_CELL))
            shown_lons[index], shown_lats[index] = (round(value, 6) for value in center)
    return shown_lons, shown_lats
