"""Every format becomes the one internal table: sheets, map files, places in one cell; by content, not by name."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely

from app.contributions.importing.answers import age_band_of, gender_of, quality_of, time_of_day_of
from app.contributions.importing.problems import FileRefused
from app.contributions.importing.reading import Table, read_table
from app.contributions.importing.values import written_place


@pytest.fixture(autouse=True)
def _context(app: Any) -> Any:
    with app.test_request_context():
        yield


def workbook(path: Path, *sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Blatt {number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def cells(table: Table) -> list[list[str]]:
    return [row.cells for row in table.rows]


def test_a_workbook_gives_values_with_the_numbers_of_its_rows(tmp_path: Path) -> None:
    moment = datetime(2024, 5, 3, 14, 30)  # noqa: DTZ001 - sheets know no zones
    rows = [
        ["Text", "Ost", "Wann", "Ja", "Nr"],
        ["Grün", 7.098, moment, True, 12.0],
        [None] * 5,
        ["B", "7,1", datetime(2024, 5, 3), None, 13],  # noqa: DTZ001
    ]
    table = read_table(workbook(tmp_path / "a.xlsx", rows))
    assert table.header == rows[0]
    assert cells(table) == [
        ["Grün", "7.098", "2024-05-03 14:30:00", "ja", "12"],
        ["B", "7,1", "2024-05-03", "", "13"],
    ]
    assert [row.line for row in table.rows] == [2, 4]


def test_titles_above_the_headings_are_passed_over_and_merged_cells_filled(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Rückmeldungen 2024"],
        [],
        ["Thema", "Text", "Ost"],
        ["Rad", "A", 1],
        [None, "B", 2],
        ["Bus", "C", 3],
    ]
    path = workbook(tmp_path / "a.xlsx", rows)
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("A4:A5")
    book.save(path)
    table = read_table(path)
    assert table.header == ["Thema", "Text", "Ost"]
    assert cells(table) == [["Rad", "A", "1"], ["Rad", "B", "2"], ["Bus", "C", "3"]]
    assert "Zeile 3" in table.notes[0]


def test_the_first_sheet_with_a_table_is_taken_unless_another_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["nur ein Hinweis"]], [["Text"], ["A"]], [["Text"], ["B"]])
    table = read_table(path)
    assert (table.sheet, table.sheets, cells(table)) == (
        "Blatt 2",
        ("Blatt 1", "Blatt 2", "Blatt 3"),
        [["A"]],
    )
    assert cells(read_table(path, sheet="Blatt 3")) == [["B"]]
    with pytest.raises(FileRefused, match="Vorhanden: Blatt 1"):
        read_table(path, sheet="Blatt 9")


def frame(crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    shapes = [
        shapely.Point(9.01, 52.01),
        shapely.LineString([(9, 52), (9.01, 52.02)]),
        shapely.box(9, 52, 9.01, 52.01),
    ]
    return gpd.GeoDataFrame({"text": ["Ä", "B", "C"]}, geometry=shapes, crs="EPSG:4326").to_crs(crs)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:25832", "EPSG:31467", "EPSG:3857"])
def test_map_files_come_with_their_shapes_in_degrees(tmp_path: Path, crs: str) -> None:
    wanted = frame().geometry
    frame(crs).to_file(tmp_path / "a.gpkg", layer="punkte")
    (tmp_path / "a.bin").write_bytes((tmp_path / "a.gpkg").read_bytes())
    table = read_table(tmp_path / "a.bin")
    assert (table.header, cells(table), table.has_shapes) == (["text"], [["Ä"], ["B"], ["C"]], True)
    found = [row.shape for row in table.rows]
    assert all(shapely.hausdorff_distance(a, b) < 1e-6 for a, b in zip(found, wanted, strict=True))


def test_a_zipped_shapefile_and_kml_and_geojson_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "shape"
    folder.mkdir()
    frame("EPSG:25832").iloc[:1].to_file(folder / "p.shp")
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        for part in folder.iterdir():
            archive.write(part, part.name)
    assert cells(read_table(tmp_path / "p.zip")) == [["Ä"]]
    kml = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Bank</name>'
        "<description><![CDATA[<b>Hier</b> fehlt<br>eine Bank<script>x()</script>]]></description>"
        "<Point><coordinates>9.01,52.01,0</coordinates></Point></Placemark></kml>"
    )
    (tmp_path / "a.txt").write_text(kml)
    table = read_table(tmp_path / "a.txt")
    assert cells(table)[0][0] == "Bank"
    assert cells(table)[0][1].split() == ["Hier", "fehlt", "eine", "Bank"]
    feature = {"type": "Feature", "id": 7, "properties": {"t": "A"}, "geometry": None}
    (tmp_path / "a.json").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert read_table(tmp_path / "a.json").rows[0].shape is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "alte Excel-Format"),
        (b"%PDF-1.7", "keine Tabelle"),
        (b"<gpx version='1.1'></gpx>", "GPX"),
        (b"<html><body>x</body></html>", "keine Tabelle"),
        (b"\x00\x00\x27\x0a" + b"\x00" * 100, "Zip-Datei"),
        (b"[1, 2]", "GeoJSON"),
        (b"", "leer"),
    ],
)
def test_what_is_none_of_them_is_refused_with_what_helps(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "datei.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=message):
        read_table(path)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_noticed(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes("Text;Ort\nGrün;Bär\n".encode(encoding))
    assert cells(read_table(tmp_path / "a.csv")) == [["Grün", "Bär"]]


def test_the_line_with_which_excel_names_its_separator_is_obeyed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=;\nText;Zahl\nA,B;1\n")
    table = read_table(tmp_path / "a.csv")
    assert (cells(table), table.rows[0].line) == ([["A,B", "1"]], 3)


@pytest.mark.parametrize(
    "cell",
    [
        "50.7, 7.1", "50,7; 7,1", "50,7 7,1", "7.1, 50.7", "(50.7 7.1)", "POINT(7.1 50.7)", "50.7,7.1", "50,7,7,1",
        "SRID=4326;POINT (7.1 50.7)", "50°42' N, 7°6'0\" O",
    ],
)  # fmt: skip
def test_a_place_in_one_cell(cell: str) -> None:
    found = written_place(cell).shape
    assert (found.x, found.y) == (pytest.approx(7.1), pytest.approx(50.7))


@pytest.mark.parametrize(
    "cell", ["Marktplatz", "50,7", "1 2 3", "POINT(1)", "POINT(a b)", "GEOMETRYCOLLECTION EMPTY"]
)
def test_what_is_no_place_in_one_cell(cell: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        written_place(cell)


def test_words_people_use_become_codes() -> None:
    ages = {
        "14": "a14_15",
        "14 Jahre": "a14_15",
        "16-17": "a16_17",
        "12 bis 13": "a12_13",
        "80+": "a80p",
        "65 bis unter 80": "a65_79",
        "k. A.": "na",
        "a18_21": "a18_21",
    }
    assert {given: age_band_of(given) for given in ages} == ages
    assert [age_band_of(given) for given in ("14-17", "alt", "130", "1-2-3")] == [None] * 4
    assert [gender_of(given) for given in ("Mädchen", "m", "DIVERS", "k. A.", "blau")] == [
        "f",
        "m",
        "d",
        "na",
        None,
    ]
    assert [quality_of(given) for given in ("Lieblingsort", "Angstort", "Idee ", "fav", "toll")] == [
        "fav",
        "uneasy",
        "idea",
        "fav",
        None,
    ]
    assert [time_of_day_of(given) for given in ("nachts", "bei Dunkelheit", "gestern")] == [
        "night",
        "dark",
        None,
    ]
