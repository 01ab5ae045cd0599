"""INSPIRE cells against the ids and midpoints of the Zensus."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from app.areas import grid
from tests.shared_data import shared_file

BACK = Transformer.from_crs(3035, 4326, always_xy=True)


@pytest.mark.shared_data
def test_known_zensus_cells_are_named_as_the_zensus_names_them() -> None:
    cells = pd.read_csv(shared_file("indicators/zensus/bonn_100m_unter10.csv"), sep=";")
    lons, lats = BACK.transform(cells["x_mp_100m"].to_numpy(), cells["y_mp_100m"].to_numpy())
    assert grid.cell_ids(lons, lats).tolist() == cells["Gitter_ID_100m_neu"].tolist()
    for row in cells.head(20).itertuples():
        lon, lat = BACK.transform(row.x_mp_100m, row.y_mp_100m)
        assert grid.cell_id(lon, lat) == row.Gitter_ID_100m_neu
        assert grid.normalise_cell(row.Gitter_ID_100m) == row.Gitter_ID_100m_neu
        assert grid.cell_center(row.Gitter_ID_100m_neu) == pytest.approx((lon, lat), abs=1e-9)


@pytest.mark.shared_data
def test_zensus_kilometre_cells_hold_their_midpoints() -> None:
    cells = pd.read_csv(shared_file("indicators/zensus/bonn_1km_spitz.csv"), sep=";")
    lons, lats = BACK.transform(cells["x_mp_1km"].to_numpy(), cells["y_mp_1km"].to_numpy())
    assert grid.cell_ids(lons, lats, 1000).tolist() == [
        grid.normalise_cell(c) for c in cells["Gitter_ID_1km"]
    ]


def test_northing_stands_before_easting() -> None:
    lon, lat = BACK.transform(4337050, 2689050)
    assert grid.cell_id(lon, lat) == "CRS3035RES100mN2689000E4337000"
    assert grid.normalise_cell("DE_CRS3035RES1000mN2689000E4337000") == "CRS3035RES1000mN2689000E4337000"


def test_a_missing_coordinate_has_no_cell() -> None:
    assert grid.cell_ids([np.nan, 9.0], [52.0, 52.0])[0] == ""
    with pytest.raises(ValueError, match="no grid cell"):
        grid.cell_id(float("inf"), 52)


@given(st.floats(5.5, 15.5), st.floats(47, 55), st.sampled_from([500, 1000, 10_000]))
def test_a_point_lies_in_its_cell_and_coarse_cells_hold_fine_ones(lon: float, lat: float, size: int) -> None:
    cell = grid.cell_id(lon, lat)
    assert grid.cell_polygon(cell).buffer(1e-9).contains(grid.cell_polygon(cell).representative_point())
    assert grid.cell_polygon(cell).distance(grid.cell_polygon(cell).centroid) == 0
    assert grid.coarsen(cell, size) == grid.cell_id(*grid.cell_center(cell), size=size)
    west, south, east, north = grid.cell_polygon(cell).bounds
    assert west <= lon <= east
    assert south <= lat <= north


@pytest.mark.parametrize("text", ["", "100m", "CRS3035RES100mE1N1", "CRS3035RES100mN1E1; DROP", "N1E1"])
def test_what_is_no_cell_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an INSPIRE"):
        grid.parse_cell(text)


def test_grids_that_do_not_nest_are_refused() -> None:
    with pytest.raises(ValueError, match="not made of"):
        grid.coarsen("CRS3035RES100mN2689000E4337000", 250)
