"""Marks with a valence around the stops of a trail, by the groups that made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from uuid import UUID

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from app.areas.age_bands import ROLLUPS, YOUNG
from app.indicators.compute.groups import Side

RADIUS = 60
"""Metres around a stop that are the same place (the merge rule of D11)."""
GROUPS: Mapping[str, tuple[str, ...]] = {"young": YOUNG, "old": ROLLUPS["r65p"]}
"""The two groups of D13 on the comparison page: 6 to 21 and 65 and older."""


@cache
def _to_metres() -> Transformer:
    return Transformer.from_crs(4326, 25832, always_xy=True)


def marks_with_valence(frame: pd.DataFrame) -> pd.DataFrame:
    """Open places that somebody found good or bad, with `x` and `y` in EPSG:25832; secret ones never show (E17)."""
    is_mark = (frame["kind"] == "mark") & frame["valence"].isin(["pos", "neg"])
    marks = frame[is_mark & ~frame["is_secret"] & frame["lon"].notna()].copy()
    marks["x"], marks["y"] = _to_metres().transform(marks["lon"].to_numpy(), marks["lat"].to_numpy())
    return marks


def around(marks: pd.DataFrame, points: Mapping[UUID, shapely.Point]) -> dict[UUID, pd.DataFrame]:
    """The marks within RADIUS of each stop; between two stops a mark belongs to the nearer one."""
    if not points or marks.empty:
        return dict.fromkeys(points, marks.iloc[0:0])
    stops = list(points)
    x, y = _to_metres().transform([points[one].x for one in stops], [points[one].y for one in stops])
    far = np.hypot(
        marks["x"].to_numpy()[:, None] - np.array(x)[None, :],
        marks["y"].to_numpy()[:, None] - np.array(y)[None, :],
    )
    nearest = far.argmin(axis=1)
    is_near = far.min(axis=1) <= RADIUS
    return {stop: marks[is_near & (nearest == at)] for at, stop in enumerate(stops)}


def side_of(marks: pd.DataFrame, bands: Sequence[str] | None = None) -> Side:
    """How many of these marks are positive and negative, of the persons in `bands` or of everybody."""
    chosen = marks if bands is None else marks[marks["age_band"].isin(list(bands))]
    return Side(
        positive=int((chosen["valence"] == "pos").sum()),
        negative=int((chosen["valence"] == "neg").sum()),
        persons=int(chosen["person_key"].nunique()),
    )
