"""A system that is stated but wrong is noticed where it lands, and asked for with all places it could be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from apiflask import APIFlask
from click.testing import Result

from app.areas import queries
from app.areas.inspecting import Inspected, Options, inspect_paths
from app.areas.landing import KnownPlace, doubt
from app.areas.reading.cities import named_in
from tests.areas.files import feature, two_areas, write_geojson
from tests.areas.test_wizard import admin, send, take_over, token
from tests.page_client import PageClient

__all__ = ["admin"]
BONN, BERLIN, AUGSBURG = (7.10, 50.72), (13.40, 52.50), (10.90, 48.36)
TOWNS = {"Bonn": BONN, "Berlin": BERLIN, "Augsburg": AUGSBURG}


def stated_wrongly(
    folder: Path, place: tuple[float, float], real: int, stated: int, suffix: str = "gpkg"
) -> Path:
    """Two squares of a town in the numbers of one system, labelled with another."""
    lon, lat = place
    shapes = [shapely.box(lon + at, lat, lon + at + 0.04, lat + 0.04) for at in (-0.04, 0.0)]
    frame = gpd.GeoDataFrame({"nr": ["01", "02"], "name": ["Altstadt", "Grünau"]}, geometry=shapes, crs=4326)
    path = folder / f"raeume.{suffix}"
    frame.to_crs(real).set_crs(stated, allow_override=True).to_file(path)
    return path


def inspected(path: Path, crs: str = "") -> Inspected:
    found = inspect_paths([path], Options(crs=crs, code_field="nr", name_field="name"))
    assert found.problems == []
    return found


@pytest.mark.parametrize(
    ("town", "real", "stated", "evidence"),
    [
        ("Bonn", 31466, 31467, "numbers"),
        ("Bonn", 31466, 31468, "numbers"),
        ("Augsburg", 31468, 31467, "numbers"),
        ("Berlin", 31468, 31466, "numbers"),
        ("Berlin", 4326, 3857, "numbers"),
        ("Bonn", 4326, 25832, "numbers"),
        ("Bonn", 25832, 3857, "numbers"),
        ("Berlin", 3857, 25832, "numbers"),
        ("Bonn", 25832, 25833, "sets"),
        ("Berlin", 25833, 25832, "sets"),
        ("Bonn", 25832, 25833, "name"),
        ("Berlin", 25833, 25832, "name"),
    ],
)
def test_a_wrong_system_is_noticed_and_the_right_one_offered(
    app: APIFlask, tmp_path: Path, town: str, real: int, stated: int, evidence: str
) -> None:
    path = stated_wrongly(tmp_path, TOWNS[town], real, stated)
    known = [KnownPlace("Stadtgrenze", *TOWNS[town])] if evidence == "sets" else []
    words = [f"sozialräume_{town.lower()}.gpkg"] if evidence == "name" else ["raeume.gpkg"]
    with app.test_request_context():
        found = inspected(path)
        assert doubt(found, known, words) != ""
        offered = {other["crs"]: other["place"] for other in found.others}
        assert f"bei {town}" in offered[str(real)]
        right = inspected(path, str(real))
        assert doubt(right, known, words) == ""


@pytest.mark.parametrize("epsg", [25832, 25833, 31466, 31467, 31468, 3857, 4326])
def test_the_right_system_is_not_doubted(app: APIFlask, tmp_path: Path, epsg: int) -> None:
    """Also far in the next zone, as all of Bavaria uses zone 32."""
    place = {31466: BONN, 31467: (9.7, 52.3), 31468: AUGSBURG, 25833: BERLIN}.get(epsg, (13.4, 48.6))
    path = stated_wrongly(tmp_path, place, epsg, epsg)
    with app.test_request_context():
        found = inspected(path)
        assert doubt(found, [], ["raeume.gpkg"]) == ""
        assert doubt(found, [KnownPlace("Ortsteile", *place)], []) == ""


def test_the_page_asks_and_a_click_answers(app: APIFlask, admin: PageClient, tmp_path: Path) -> None:
    here = [feature(shapely.box(7.06, 50.72, 7.14, 50.76), nr="1", name="Bonn")]
    with app.app_context():
        first = send(admin, ("stadt.geojson", write_geojson(tmp_path / "a.geojson", here).read_bytes()))
        assert take_over(admin, first, name="Stadtgrenze").status_code == 302
    path = stated_wrongly(tmp_path, BONN, 25832, 25833)
    address = send(admin, ("raeume.gpkg", path.read_bytes()))
    page = admin.get(address).page  # type: ignore[attr-defined]
    assert "von Ihren Räumen »Stadtgrenze« entfernt" in page.text
    assert "bei Ihren Räumen »Stadtgrenze«" in page.text
    assert [b.get("name") for b in page.all("button") if b.get("name") in {"take_crs", "keep_place"}] == [
        "keep_place",
        "take_crs",
    ]
    assert take_over(admin, address).status_code == 422, "nothing is taken over while the place is doubtful"
    kept = admin.post(address, data={**token(admin, address), "keep_place": "1"}).page  # type: ignore[attr-defined]
    assert "2 Räume können übernommen werden" in kept.text
    mark = next(f.get("value") for f in kept.all("input") if f.get("name") == "confirmed_place")
    assert mark == "="
    assert take_over(admin, address, confirmed_place=mark, crs="25834").status_code == 422
    taken = admin.post(address, data={**token(admin, address), "take_crs": "25832"}).page  # type: ignore[attr-defined]
    assert "Liegen die Räume woanders?" in taken.text
    assert take_over(admin, address, crs="25832").status_code == 302
    with app.app_context():
        area = queries.areas_of(queries.set_at("Ortsteile").id)[0]
        assert area.geometry.centroid.x == pytest.approx(7.08, abs=0.001)


@pytest.fixture
def run(app: APIFlask) -> Any:
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["areas", *map(str, arguments)])


def test_the_command_asks_in_one_sentence_and_ends_with_one(app: APIFlask, run: Any, tmp_path: Path) -> None:
    fields = ("--code-field", "nr", "--name-field", "name", "--valid-from", "2024-01-01")
    path = stated_wrongly(tmp_path, BONN, 31466, 31467)
    asked: Result = run("import", path, "--set", "Ortsteile", *fields)
    assert asked.exit_code == 1
    assert "Mit EPSG:31467 lägen die Räume nicht in Deutschland" in asked.output
    assert "31466: bei Bonn (50,74° Nord, 7,1° Ost)" in asked.output
    assert "--confirm-place" in asked.output
    with app.app_context():
        assert queries.area_sets() == []
    assert run("import", path, "--set", "Ortsteile", *fields, "--crs", "31466").exit_code == 0
    zone = stated_wrongly(tmp_path, BERLIN, 25833, 25832)
    asked = run("import", zone, "--set", "Bezirke", *fields)
    assert asked.exit_code == 1
    assert "von Ihren Räumen »Ortsteile« entfernt" in asked.output
    sure = run("import", zone, "--set", "Bezirke", *fields, "--confirm-place")
    assert (sure.exit_code, "2 Räume" in sure.output) == (0, True), sure.output
    assert run("import", zone, "--set", "Bezirke", *fields).exit_code == 0, (
        "what is there already is not asked"
    )


def test_degrees_in_germany_are_never_asked(run: Any, tmp_path: Path) -> None:
    fields = ("--code-field", "nr", "--name-field", "name", "--valid-from", "2024-01-01")
    assert (
        run("import", write_geojson(tmp_path / "a.geojson", two_areas()), "--set", "A", *fields).exit_code
        == 0
    )
    there = [feature(shapely.box(13.3, 52.4, 13.5, 52.6), nr="1", name="Berlin")]
    assert run("import", write_geojson(tmp_path / "b.geojson", there), "--set", "B", *fields).exit_code == 0


def test_towns_are_found_in_names() -> None:
    assert [name for name, _lon, _lat in named_in(["sozialräume_koeln_2024.zip", "Stadt München"])] == [
        "München",
        "Köln",
    ]
    assert named_in(["Bonner Straßen"]) == []
