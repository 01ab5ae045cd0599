"""Levels: squares by hand, and Bonn's Ortsteile in its Stadtbezirke in its border."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pytest
import shapely
from apiflask import APIFlask

from app.areas.hierarchy import nest, nested_sets, store_parents
from app.areas.preparing import PreparedArea, measured, prepare
from app.areas.queries import area_set_by_id, areas_of
from app.areas.reading import read_layer
from app.areas.services import import_area_set
from app.base.database import transaction
from app.base.errors import Conflict
from tests.page_client import PageClient
from tests.shared_data import shared_file
from tests.staff import make_user, sign_in

UPPER = measured(
    [("N", "Nord", shapely.box(9, 52.05, 9.1, 52.1)), ("S", "Süd", shapely.box(9, 52, 9.1, 52.05))]
)
LOWER = measured(
    [
        ("1", "Eins", shapely.box(9, 52, 9.05, 52.05)),
        ("2", "Zwei", shapely.box(9.05, 52, 9.1, 52.06)),
        ("3", "Drei", shapely.box(9, 52.05, 9.05, 52.1002)),
        ("4", "Fern", shapely.box(9.5, 52, 9.6, 52.05)),
    ]
)
DAY = date(2024, 1, 1)


def test_what_does_not_fit_is_named_with_its_rest() -> None:
    found = {one.code: one for one in nest(LOWER, UPPER)}
    assert [one.code for one in nest(LOWER, UPPER)] == ["4", "2", "3", "1"]
    assert (found["1"].parent, found["1"].fits) == ("S", True)
    assert (found["2"].parent, found["2"].fits) == ("S", False)
    assert found["2"].outside_share == pytest.approx(1 / 6, rel=1e-3)
    assert found["2"].elsewhere[0][0] == "Nord"
    assert found["2"].elsewhere[0][1] == pytest.approx(found["2"].outside_m2, rel=1e-3)
    assert (found["3"].parent, found["3"].fits) == ("N", True)
    assert 0 < found["3"].outside_share < 0.01
    assert (found["4"].parent, found["4"].fits) == (None, False)


def test_by_page_and_by_command(app: APIFlask) -> None:
    with app.app_context():
        make_user("admin@example.org", is_admin=True)
        with transaction():
            low = import_area_set(name="Viertel", valid_from=DAY, areas=LOWER).area_set.id
            up = import_area_set(name="Bezirke", valid_from=DAY, areas=UPPER).area_set.id
    client: PageClient = sign_in(app, "admin@example.org")
    address = f"/verwaltung/raeume/{low}/ebenen"
    page = client.get(f"{address}?ueber={up}").page  # type: ignore[attr-defined]
    assert "2 Räume passen nicht" in page.text
    hidden = {one.get("name"): one.get("value") for one in page.all("input") if one.get("type") == "hidden"}
    assert client.post(address, data=hidden).status_code == 302
    with app.app_context():
        assert {area.code: area.parent_code for area in areas_of(low)} == {
            "1": "S",
            "2": None,
            "3": "N",
            "4": None,
        }
        assert area_set_by_id(low).parent_set == "Bezirke"
    assert client.post(address, data={**hidden, "seen": "0"}).status_code == 409
    result = app.test_cli_runner().invoke(args=["areas", "hierarchy", "Viertel", "Bezirke"])
    assert result.exit_code == 1
    assert "2 von 4 Räumen passen." in result.output
    filled = app.test_cli_runner().invoke(
        args=["areas", "hierarchy", "Viertel", "Bezirke", "--fill", "--tolerance", "20"]
    )
    assert "3 von 4" in filled.output
    with app.app_context():
        assert areas_of(low)[1].parent_code == "S"


@pytest.mark.usefixtures("db_session")
def test_what_changed_meanwhile_is_not_entered() -> None:
    with transaction():
        low = import_area_set(name="Viertel", valid_from=DAY, areas=LOWER).area_set.id
        up = import_area_set(name="Bezirke", valid_from=DAY, areas=UPPER).area_set.id
    with pytest.raises(Conflict), transaction():
        store_parents(lower_id=low, upper_id=up, seen_hashes=("a", "b"), actor="command")


def bonn(name: str, code: str, title: str) -> list[PreparedArea]:
    layer = read_layer(shared_file(f"boundaries/bonn/{name}.geojson"))
    return prepare(layer, code_field=code, name_field=title).checked()


@pytest.mark.shared_data
@pytest.mark.usefixtures("db_session")
def test_bonn_is_nested_twice() -> None:
    with transaction():
        parts, districts, town = (
            import_area_set(name=name, valid_from=DAY, areas=bonn(name, code, title)).area_set.id
            for name, code, title in (
                ("ortsteile_offiziell_utf8_repariert", "ortsteil", "ortsteil_bez"),
                ("stadtbezirke", "bezirk", "bezirk_bez"),
                ("stadtgrenze", "gid", "gebiet_bez"),
            )
        )
    found = nested_sets(parts, districts)
    assert len(found) == 51
    assert all(one.fits for one in found), [one for one in found if not one.fits]
    by_name = {one.name: one.parent_name for one in found}
    assert (by_name["Poppelsdorf"], by_name["Oberkassel"]) == ("Bonn", "Beuel")
    # The file says itself which Bezirk each Ortsteil belongs to.
    said = gpd.read_file(shared_file("boundaries/bonn/ortsteile_offiziell_utf8_repariert.geojson"))
    assert dict(zip(said["ortsteil_bez"], said["bezirk_bez"], strict=True)) == by_name
    assert all(one.fits for one in nested_sets(districts, town))
    assert max(one.outside_m2 for one in nested_sets(districts, town)) < 1e4
