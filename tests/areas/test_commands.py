"""`flask areas …` as an administrator types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from apiflask import APIFlask
from click.testing import Result

from app.areas import queries
from tests.areas.files import EAST, feature, two_areas, write_geojson, write_shapefile


@pytest.fixture
def run(app: APIFlask) -> Any:
    runner = app.test_cli_runner()

    def command(*arguments: object) -> Result:
        return runner.invoke(args=["areas", *map(str, arguments)])

    return command


def bring(run: Any, path: Path, *more: object, day: str = "2024-01-01") -> Result:
    fields = ("--code-field", "nr", "--name-field", "name")
    result: Result = run("import", path, "--set", "Ortsteile", "--valid-from", day, *fields, *more)
    return result


def test_import_twice_and_list(run: Any, tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "shape", 25833)
    first = bring(run, path, "--crs", "EPSG:25833")
    assert (first.exit_code, "Übernommen: Ortsteile, Stand 01.01.2024, 2 Räume" in first.output) == (
        0,
        True,
    ), first.output
    again = bring(run, path)
    assert (again.exit_code, "Unverändert" in again.output) == (0, True)
    assert "Ortsteile, Stand 01.01.2024; 2 Räume; 24,4 km²" in run("list").output


def test_a_later_vintage_is_told_to_close_the_earlier(run: Any, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", two_areas())
    bring(run, path, day="2015-01-01")
    result = bring(run, path, day="01.01.2024")
    assert "Der frühere Stand gilt jetzt bis 31.12.2023." in result.output


def test_refusals_end_with_one_and_change_nothing(app: APIFlask, run: Any, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", two_areas())
    bring(run, path)
    other = write_geojson(tmp_path / "b.geojson", two_areas()[:1])
    for arguments, words in (
        ((other,), "--replace"),
        ((other, "--code-field", "id"), "Vorhanden: nr, name"),
        ((tmp_path / "c.txt",), "c.txt"),
    ):
        result = bring(run, *arguments)
        assert result.exit_code != 0
        assert words in result.output
    with app.app_context():
        assert len(queries.areas_of(queries.set_at("Ortsteile").id)) == 2
    assert "Ausgetauscht" in bring(run, other, "--replace").output


def test_validate_lists_every_fault_and_ends_with_one(app: APIFlask, run: Any, tmp_path: Path) -> None:
    full = write_geojson(tmp_path / "a.geojson", two_areas())
    bring(run, full)
    result = run("validate", "Ortsteile")
    assert (result.exit_code, result.output) == (0, "Vollständig: keine Lücken, keine Überlappungen.\n")
    features = [*two_areas(), feature(shapely.box(9.07, 52.01, 9.1, 52.03), nr="03", name="Ecke")]
    bring(run, write_geojson(tmp_path / "b.geojson", features), day="2025-01-01")
    out = tmp_path / "stellen.geojson"
    result = run("validate", "Ortsteile", "--geojson", out)
    assert result.exit_code == 1
    assert "m²: Grünau, Ecke (" in result.output
    (fault,) = json.loads(out.read_text())["features"]
    shape = shapely.from_geojson(json.dumps(fault["geometry"]))
    assert shape.symmetric_difference(EAST.intersection(shapely.box(9.07, 52.01, 9.1, 52.03))).area < 1e-9
    assert run("validate", "Ortsteile", "--valid-from", "2024-01-01").exit_code == 0
    assert run("validate", "Ortsteile", "--tolerance", "1e9").exit_code == 0
    assert "keinen Stand" in run("validate", "Ortsteile", "--valid-from", "2020-01-01").output
    with app.app_context():
        assert queries.set_at("Ortsteile").overlap_count == 1


def test_population(app: APIFlask, run: Any, tmp_path: Path) -> None:
    bring(run, write_geojson(tmp_path / "a.geojson", two_areas()))
    table = tmp_path / "zahlen.csv"
    table.write_bytes("Ortsteil;6-9;10-11\nGrünau;1.000;7\n".encode("cp1252"))
    assert "Stichtag" in run("population", table, "--set", "Ortsteile").output
    arguments = ("population", table, "--set", "Ortsteile", "--reference-date", "31.12.2025")
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert "Ortsteile, Stand 01.01.2024, 31.12.2025: 1.007 Personen" in result.output
    assert "Ohne Zahlen: 01" in result.output
    assert "Unverändert" in run(*arguments).output
    assert "1.007 Personen" in run("list").output
    assert run("population", table, "--set", "Bezirke", "--reference-date", "2025-12-31").exit_code == 1
