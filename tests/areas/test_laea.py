"""Our own projection of EPSG:3035 against PROJ's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from app.areas.laea import to_metres

PROJ = Transformer.from_crs(4326, 3035, always_xy=True)


@given(st.floats(-30, 50), st.floats(25, 75))
def test_it_says_what_proj_says_to_a_thousandth_of_a_millimetre(lon: float, lat: float) -> None:
    (east,), (north,) = to_metres([lon], [lat])
    assert (east, north) == pytest.approx(PROJ.transform(lon, lat), rel=0, abs=1e-6)


def test_the_example_of_the_guidance_note() -> None:
    """EPSG Guidance Note 7-2, method 9820: 50°N 5°E."""
    (east,), (north,) = to_metres([5.0], [50.0])
    assert (east, north) == pytest.approx((3962799.45, 2999718.85), abs=0.01)


def test_many_points_are_projected_as_each_alone() -> None:
    lons, lats = np.linspace(5, 16, 500), np.linspace(47, 56, 500)
    together = np.stack(to_metres(lons, lats))
    alone = np.stack([np.concatenate(to_metres([lon], [lat])) for lon, lat in zip(lons, lats, strict=True)])
    assert np.abs(together.T - alone).max() < 1e-8


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(9, 90.5), (9, -91), (float("nan"), 52), (float("inf"), 52), (9, float("nan")), (190, -52)],
)
def test_what_is_no_place_has_no_metres(lon: float, lat: float) -> None:
    (east,), (north,) = to_metres([lon], [lat])
    assert not (np.isfinite(east) and np.isfinite(north))
