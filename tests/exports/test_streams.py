"""Contributions as files: every format opens again with the same values, whole or not at all, while others write."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, transaction
from app.contributions.extracts import Wish
from app.contributions.extracts.internal import InternalExtract
from app.contributions.extracts.released import ReleasedExtract
from app.contributions.models import Contribution
from app.exports.streams import STREAM_FORMATS, TooManyRows, workbook, write_file
from tests.contributions.conftest import Town
from tests.exports.conftest import HARD_TEXTS

NEW, OLD = "area_id_Viertel_2024_01_01", "area_id_Viertel_2020_01_01"


def exported(app: APIFlask, town: Town, path: Path, name: str, **wish: Any) -> int:
    with app.app_context():
        extract = InternalExtract(Wish(process_id=town.process_id, internal=True, **wish))
        return write_file(extract, name, path)


def read_csv(path: Path, **options: Any) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True, **options))


def by_text(rows: list[dict[str, Any]], head: str = "text") -> dict[str, dict[str, Any]]:
    return {row[head]: row for row in rows}


def test_machine_csv_has_every_text_as_it_was_said(app: APIFlask, full_town: Town, tmp_path: Path) -> None:
    assert exported(app, full_town, tmp_path / "b.csv", "csv") == len(HARD_TEXTS) + 5

    rows = read_csv(tmp_path / "b.csv")
    said = {
        row["text"].removeprefix("'") if row["text"][:2] in ("'=", "'\t") else row["text"] for row in rows
    }
    assert {text for text in HARD_TEXTS if text != "Süd;=1+1"} <= said
    assert {"Süd;'=1+1", "Schulweg", "Mein Viertel", "Irgendwo", "Weit weg"} <= said
    found = by_text(rows)["007"]
    assert (found["quality"], found["quality_label"], found["state"]) == ("fav", "Lieblingsort", "submitted")
    assert (found["lon"], found["lat"]) == ("9.01", "52.01")
    assert (found["time_of_day"], found["time_of_day_label"], found["question"]) == (
        "dark",
        "bei Dunkelheit",
        "q1",
    )
    assert found["said_at"].endswith("Z")
    assert list(tmp_path.iterdir()) == [tmp_path / "b.csv"]


def test_no_text_is_run_by_a_spreadsheet(app: APIFlask, full_town: Town, tmp_path: Path) -> None:
    for name, sign in (("csv", ","), ("csv-de", ";")):
        exported(app, full_town, tmp_path / name, name)
        for row in read_csv(tmp_path / name, delimiter=sign):
            text = row["text" if name == "csv" else "Text"]
            assert text == "-5" or not text.startswith(("=", "+", "-", "@", "\t")), text
            assert ";=" not in text


def test_places_stand_in_every_vintage_by_number_and_name(
    app: APIFlask, full_town: Town, tmp_path: Path
) -> None:
    exported(app, full_town, tmp_path / "b.csv", "csv")
    found = by_text(read_csv(tmp_path / "b.csv"))

    assert (found["007"][OLD], found["007"][NEW]) == ("A", "07")
    assert found["007"]["area_name_Viertel_2024_01_01"] == "Raum 07"
    assert (found["Mein Viertel"][OLD], found["Mein Viertel"][NEW]) == ("B", "")
    assert found["Mein Viertel"]["area_name_Viertel_2024_01_01"] == "außerhalb"
    assert (found["Irgendwo"][OLD], found["Irgendwo"]["area_name_Viertel_2020_01_01"]) == ("", "")
    assert found["Weit weg"]["area_name_Viertel_2020_01_01"] == "außerhalb"


def test_secret_places_leave_as_a_count_of_their_area_and_danger_not_at_all(
    app: APIFlask, full_town: Town, tmp_path: Path
) -> None:
    for name, format_ in STREAM_FORMATS.items():
        path = tmp_path / f"{name}{format_.ending}"
        exported(app, full_town, path, name)
        raw = path.read_bytes()
        for word in ("Bude", "Schuppen", "Gefahr"):
            assert word.encode() not in raw, (name, word)

    drawn = json.loads((tmp_path / "geojson.geojson").read_text(encoding="utf-8"))["features"]
    hidden = [feature for feature in drawn if feature["properties"]["is_secret"]]
    assert [feature["geometry"] for feature in hidden] == [None]
    assert all(feature["properties"]["cell_100m"] is None for feature in hidden)
    secret = [row for row in read_csv(tmp_path / "csv.csv") if row["is_secret"] == "true"]
    assert [(row[OLD], row["lon"], row["easting"], row["cell_100m"], row["text"]) for row in secret] == [
        ("A", "", "", "", "")
    ]


def test_nothing_that_leads_to_a_person_is_in_any_file(
    app: APIFlask, full_town: Town, tmp_path: Path
) -> None:
    person = str(full_town.participant_id)
    for name, format_ in STREAM_FORMATS.items():
        path = tmp_path / f"{name}{format_.ending}"
        exported(app, full_town, path, name)
        for word in (person, person.replace("-", ""), full_town.session_token, "a14_15"):
            assert word.encode() not in path.read_bytes()


def test_german_csv_opens_in_excel_as_meant(app: APIFlask, full_town: Town, tmp_path: Path) -> None:
    exported(app, full_town, tmp_path / "b.csv", "csv-de")

    raw = (tmp_path / "b.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfNummer des Beitrags;")
    assert raw.endswith(b"\r\n")
    found = by_text(read_csv(tmp_path / "b.csv", delimiter=";"), "Text")
    assert found["007"]["Länge (Grad)"] == "9,01"
    assert found["007"]["Art"] == "Lieblingsort"
    assert found["007"]["Raum-Nr. (Viertel, Stand 01.01.2024)"] == "07"
    assert found["007"]["Zeitpunkt"][2] == "."
    assert found[HARD_TEXTS[1]]["Geheimer Ort"] == "nein"


def test_geojson_is_flat_and_whole(app: APIFlask, full_town: Town, tmp_path: Path) -> None:
    exported(app, full_town, tmp_path / "b.geojson", "geojson")

    features = json.loads((tmp_path / "b.geojson").read_text(encoding="utf-8"))["features"]
    found = {feature["properties"]["text"]: feature for feature in features}
    assert set(HARD_TEXTS) <= set(found)
    assert found["007"]["geometry"] == {"type": "Point", "coordinates": [9.01, 52.01]}
    assert found["Irgendwo"]["geometry"] is None
    assert found["Schulweg"]["geometry"]["type"] == "LineString"
    assert shapely.LinearRing(found["Mein Viertel"]["geometry"]["coordinates"][0]).is_ccw
    assert found["007"]["properties"]["is_secret"] is False
    assert found["007"]["properties"]["title"] == ""
    assert len(gpd.read_file(tmp_path / "b.geojson")) == len(features)


def test_geopackage_has_a_layer_for_each_shape(app: APIFlask, full_town: Town, tmp_path: Path) -> None:
    path = tmp_path / "b.gpkg"
    exported(app, full_town, path, "gpkg")

    assert {name for name, _ in pyogrio.list_layers(path)} == {"punkte", "wege", "flaechen", "ohne_ort"}
    points = gpd.read_file(path, layer="punkte")
    assert points.crs.to_epsg() == 25832
    assert set(HARD_TEXTS) <= set(points["text"])
    one = points[points["text"] == "007"].iloc[0]
    assert one.geometry.distance(shapely.Point(one.easting, one.northing)) < 0.01
    assert one[NEW] == "07"
    assert pyogrio.read_info(path, layer="punkte")["geometry_type"] == "Point"
    assert gpd.read_file(path, layer="flaechen")["text"].tolist() == ["Mein Viertel"]
    assert set(pyogrio.read_dataframe(path, layer="ohne_ort")["text"].fillna("")) == {"Irgendwo", ""}
    assert list(tmp_path.iterdir()) == [path]


def test_parquet_keeps_types_and_shapes(app: APIFlask, full_town: Town, tmp_path: Path) -> None:
    exported(app, full_town, tmp_path / "b.parquet", "parquet")

    table = gpd.read_parquet(tmp_path / "b.parquet")
    assert set(HARD_TEXTS) <= set(table["text"])
    assert str(table["said_at"].dtype).endswith("UTC]")
    assert table.crs.to_epsg() == 4326 or table.crs.to_authority() == ("OGC", "CRS84")
    assert table.loc[table["text"] == "007", NEW].tolist() == ["07"]


def test_workbook_is_for_people(app: APIFlask, full_town: Town, tmp_path: Path) -> None:
    exported(app, full_town, tmp_path / "b.xlsx", "xlsx")

    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    head, *lines = book["Beiträge"].iter_rows()
    titles = [cell.value for cell in head]
    texts = {line[titles.index("Text")].value: line for line in lines}
    assert texts["=1+1"][titles.index("Text")].data_type == "s"
    assert texts["007"][titles.index("Zeitpunkt")].is_date
    assert texts["007"][titles.index("Länge (Grad)")].value == 9.01
    assert book["Beiträge"].freeze_panes == "A2"
    explained = {row[0]: row[1] for row in book["Spalten"].iter_rows(min_row=2, values_only=True)}
    assert explained["Art"] == "quality_label"
    assert list(explained) == titles


def test_a_workbook_that_excel_cannot_hold_is_refused(
    app: APIFlask, full_town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = STREAM_FORMATS["xlsx"].__class__(**{**STREAM_FORMATS["xlsx"].__dict__, "most": 3})
    monkeypatch.setitem(STREAM_FORMATS, "xlsx", few)

    with pytest.raises(TooManyRows) as refused:
        exported(app, full_town, tmp_path / "b.xlsx", "xlsx")
    assert workbook.MOST_ROWS == 1_048_575
    with app.test_request_context():
        message = str(refused.value.message)
    assert "CSV oder GeoPackage" in message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", STREAM_FORMATS)
def test_an_interruption_leaves_neither_half_a_file_nor_takes_the_old_one(
    app: APIFlask, full_town: Town, tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"b{STREAM_FORMATS[name].ending}"
    path.write_bytes(b"as it was")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with app.app_context(), pytest.raises(KeyboardInterrupt):
        write_file(InternalExtract(Wish(process_id=full_town.process_id)), name, path, interrupted)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"as it was"


@pytest.mark.parametrize("name", STREAM_FORMATS)
def test_an_empty_extract_is_a_file_with_headings(
    app: APIFlask, town: Town, tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"b{STREAM_FORMATS[name].ending}"
    assert exported(app, town, path, name) == 0
    reader: dict[str, Callable[[Path], Any]] = {
        "csv": pd.read_csv,
        "csv-de": lambda file: pd.read_csv(file, sep=";"),
        "xlsx": pd.read_excel,
        "parquet": pd.read_parquet,
    }
    assert len(reader.get(name, gpd.read_file)(path)) == 0


def test_filters_and_columns(app: APIFlask, full_town: Town, tmp_path: Path) -> None:
    def texts(**wish: Any) -> set[str]:
        exported(app, full_town, tmp_path / "b.csv", "csv", **wish)
        return {row["text"] for row in read_csv(tmp_path / "b.csv")}

    assert texts(qualities=("way",)) == {"Schulweg"}
    assert texts(states=("released",)) == set()
    assert texts(area="B", area_set_id=full_town.area_set_id) == {"Mein Viertel"}
    assert texts(code="gibt es nicht") == set()
    exported(app, full_town, tmp_path / "b.csv", "csv", groups=("what",))
    assert list(read_csv(tmp_path / "b.csv")[0]) == [
        "contribution_id", "kind", "kind_label", "quality", "quality_label", "valence", "valence_label",
    ]  # fmt: skip


def test_the_outer_door_gives_what_is_public_and_nothing_else(
    app: APIFlask, full_town: Town, tmp_path: Path
) -> None:
    with app.app_context():
        with transaction():
            for said in db.session.scalars(
                select(Contribution).where(Contribution.text.in_(["007", "=1+1"]))
            ):
                said.state, said.released_text = "released", f"frei {said.text}"
        extract = ReleasedExtract(Wish(process_id=full_town.process_id))
        assert write_file(extract, "csv", tmp_path / "b.csv") == 2

    rows = read_csv(tmp_path / "b.csv")
    assert list(rows[0]) == ["quality", "quality_label", "text", "month", "lon", "lat", "easting", "northing"]
    assert {row["text"] for row in rows} == {"frei 007", "frei =1+1"}
    middle = pytest.approx((12.5, 12.5), abs=0.2)
    assert (float(rows[0]["easting"]) % 25, float(rows[0]["northing"]) % 25) == middle
