"""Both vintages of Berlin's planning areas, duplicate id and all, against facts from GeoPandas alone."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pytest
from apiflask import APIFlask

from app.areas.crosswalk.queries import Crosswalk, crosswalk
from app.areas.preparing import PreparedArea, prepare
from app.areas.reading import read_layer
from app.areas.services import import_area_set
from app.base.database import transaction
from tests.shared_data import shared_file

pytestmark = pytest.mark.shared_data
OLD, NEW = "boundaries/berlin_hand/plr_bis2020_bez01-06.shp", "boundaries/berlin_hand/plr_2021_bez01-06.gpkg"


def prepared(name: str, code: str, title: str) -> list[PreparedArea]:
    return prepare(read_layer(shared_file(name)), code_field=code, name_field=title, dissolve=True).checked()


@pytest.fixture
def berlin(app: APIFlask) -> Crosswalk:
    with app.app_context(), app.test_request_context():
        with transaction():
            old = import_area_set(
                name="PLR", valid_from=date(2006, 1, 1), areas=prepared(OLD, "broker Dow", "PLANUNGSRA")
            ).area_set.id
            new = import_area_set(
                name="PLR", valid_from=date(2021, 1, 1), areas=prepared(NEW, "PLR_ID", "PLR_NAME")
            ).area_set.id
        found = crosswalk(old, new)
        assert [one.vintage for one in (found.old, found.new)] == ["2006-01-01", "2021-01-01"]
        return found


def facts() -> gpd.GeoDataFrame:
    """The overlay as GeoPandas makes it, in the layers' own metres; the double row is one area of two parts."""
    old = gpd.read_file(shared_file(OLD), encoding="utf-8").set_crs(25833, allow_override=True)
    new = gpd.read_file(shared_file(NEW))
    assert old["broker Dow"].duplicated().sum() == 1
    old = old.dissolve("broker Dow").reset_index()[["broker Dow", "PLANUNGSRA", "geometry"]]
    old["old_m2"], new["new_m2"] = old.area, new.area
    pairs = gpd.overlay(old, new, how="intersection")
    pairs["m2"] = pairs.area
    return pairs[pairs["m2"] > 1]


def test_every_pair_and_every_named_change_agrees_with_geopandas(berlin: Crosswalk) -> None:
    pairs = facts()
    theirs = {(row["broker Dow"], row["PLR_ID"]): row["m2"] for _at, row in pairs.iterrows()}
    ours = {(one.old, one.new): one.m2 for one in berlin.links}
    large = {pair for pair, m2 in theirs.items() if m2 > 100}
    assert large <= set(ours)
    # Two ways to come from one projection to the other: a hair's breadth along each border.
    assert all(ours[pair] == pytest.approx(theirs[pair], rel=1e-4, abs=50) for pair in large)

    pairs["of_old"], pairs["of_new"] = pairs["m2"] / pairs["old_m2"], pairs["m2"] / pairs["new_m2"]
    pieces = pairs[pairs["of_new"] > 0.99].groupby("broker Dow")
    cleanly_split = {
        (code, tuple(sorted(found["PLR_ID"])))
        for code, found in pieces
        if len(found) > 1 and found["of_old"].sum() > 0.99
    }
    split = {(unit.old[0], unit.new) for unit in berlin.units if unit.kind == "split"}
    assert len(cleanly_split) > 20
    assert cleanly_split <= split
    whole = pairs[pairs["of_old"] > 0.99].groupby("PLR_ID")
    merged = {(tuple(sorted(found["broker Dow"])), code) for code, found in whole if len(found) > 1}
    assert merged == {
        (unit.old, unit.new[0])
        for unit in berlin.units
        if unit.kind == "merged" and (unit.old, unit.new[0]) in merged
    }
    same = pairs[(pairs["of_old"] > 0.99) & (pairs["of_new"] > 0.99)]
    kept = {unit.old[0] for unit in berlin.units if unit.kind in ("unchanged", "renamed")}
    assert kept == set(same["broker Dow"])


def test_every_area_is_named_once_and_nothing_is_lost(berlin: Crosswalk) -> None:
    assert sorted(code for unit in berlin.units for code in unit.old) == sorted(berlin.old_names)
    assert sorted(code for unit in berlin.units for code in unit.new) == sorted(berlin.new_names)
    assert (len(berlin.old_names), len(berlin.new_names)) == (243, 287)
    sums = dict.fromkeys(berlin.old_names, 0.0)
    for one in berlin.links:
        sums[one.old] += one.share_area
    assert min(sums.values()) > 0.99
    # The area whose number stands twice in the file is one area here.
    [unit] = [unit for unit in berlin.units if "06010102" in unit.old]
    assert "Schloßstraße" in unit.text
