"""Marks with a valence around the stops of a trail, by the groups that made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np
import pandas as pd
import shapely

from app.areas.age_bands import ROLLUPS, YOUNG
from app.areas.measuring import to_metres
from app.indicators.compute.groups import Side

EPSG = 25832
RADIUS = 60
"""Metres around a stop that are the same place (the merge rule of D11)."""
GROUPS: Mapping[str, tuple[str, ...]] = {"young": YOUNG, "old": ROLLUPS["r65p"]}
"""The two groups of D13 on the comparison page: 6 to 21 and 65 and older."""


def marks_with_valence(frame: pd.DataFrame) -> pd.DataFrame:
    """Open places that somebody found good or bad, with `x` and `y` in EPSG:25832; secret ones never show (E17)."""
    is_mark = (frame["kind"] == "mark") & frame["valence"].isin(["pos", "neg"])
    marks = frame[is_mark & ~frame["is_secret"] & frame["lon"].notna()].copy()
    spots = shapely.points(marks["lon"].to_numpy(dtype=float), marks["lat"].to_numpy(dtype=float))
    metric = shapely.get_coordinates(to_metres(spots, EPSG))
    marks["x"], marks["y"] = metric[:, 0], metric[:, 1]
    return marks


def around(marks: pd.DataFrame, points: Mapping[UUID, shapely.Point]) -> dict[UUID, pd.DataFrame]:
    """The marks within RADIUS of each stop; between two stops a mark belongs to the nearer one."""
    if not points or marks.empty:
        return dict.fromkeys(points, marks.iloc[0:0])
    stops = list(points)
    x, y = shapely.get_coordinates(to_metres([points[one] for one in stops], EPSG)).T
    far = np.hypot(
        marks["x"].to_numpy()[:, None] - x[None, :],
        marks["y"].to_numpy()[:, None] - y[None, :],
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
