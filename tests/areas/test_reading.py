"""Files of every kind, encoding and coordinate system; what cannot be read is refused with a sentence."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import shapely

from app.areas.errors import ImportRefused
from app.areas.reading import Layer, read_layer
from tests.areas.files import EAST, WEST, feature, frame, two_areas, write_geojson, write_shapefile, zipped

pytestmark = pytest.mark.usefixtures("db_session")


def refusal(path: Path, **options: Any) -> str:
    with pytest.raises(ImportRefused) as caught:
        read_layer(path, **options)
    return str(caught.value)


def assert_the_two_areas(layer: Layer) -> None:
    assert layer.frame["name"].tolist() == ["Altstadt", "Grünau"]
    assert layer.frame["nr"].tolist() == ["01", "02"]
    for found, wanted in zip(layer.frame.geometry, (WEST, EAST), strict=True):
        assert found.symmetric_difference(wanted).area < 1e-9
        assert not found.has_z


@pytest.mark.parametrize("epsg", [25832, 25833, 3857, 31467, 4326])
@pytest.mark.parametrize("kind", ["geojson", "gpkg", "zip", "shp"])
def test_any_format_in_any_system(tmp_path: Path, epsg: int, kind: str) -> None:
    if kind in {"zip", "shp"}:
        path = write_shapefile(tmp_path / "shape", epsg)
        if kind == "zip":
            path = zipped(tmp_path / "a.zip", sorted((tmp_path / "shape").iterdir()), "Daten/")
    elif kind == "gpkg":
        path = tmp_path / "a.gpkg"
        frame(epsg).to_file(path, driver="GPKG", layer="ortsteile")
    else:
        shapes = frame(epsg).geometry
        features = [feature(shapes[0], nr="01", name="Altstadt"), feature(shapes[1], nr="02", name="Grünau")]
        crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
        path = write_geojson(tmp_path / "a.geojson", features, crs=crs)
    layer = read_layer(path)
    assert_the_two_areas(layer)
    assert layer.crs == f"EPSG:{epsg}"


def test_the_stated_system_goes_before_the_file(tmp_path: Path) -> None:
    features = [feature(row.geometry, nr=row.nr, name="x") for row in frame(25832).itertuples()]
    path = write_geojson(tmp_path / "a.geojson", features)
    assert "keine Grad" in refusal(path)
    for crs in ("25832", "EPSG:25832"):
        layer = read_layer(path, crs=crs)
        assert (layer.crs, layer.crs_source) == ("EPSG:25832", "given")
        assert layer.frame.geometry[0].centroid.distance(WEST.centroid) < 1e-6
    assert "unbekannt" in refusal(path, crs="99999")
    assert "unbekannt" in refusal(path, crs="Gauß")


def test_geojson_without_a_word_is_wgs84(tmp_path: Path) -> None:
    layer = read_layer(write_geojson(tmp_path / "a.geojson", two_areas()))
    assert (layer.crs, layer.crs_source) == ("EPSG:4326", "default")
    assert "52,02° Nord, 9,04° Ost" in layer.notes[-1]


def test_swapped_axes_are_noticed(tmp_path: Path) -> None:
    features = [feature(shapely.box(52.0, 9.0, 52.04, 9.04), nr="1", name="x")]
    assert "vertauscht" in refusal(write_geojson(tmp_path / "a.geojson", features))


def test_a_place_far_away_is_told(tmp_path: Path) -> None:
    features = [feature(shapely.box(-70.0, -33.0, -69.0, -32.0), nr="1", name="x")]
    layer = read_layer(write_geojson(tmp_path / "a.geojson", features))
    assert any("nicht in Deutschland" in note for note in layer.notes)


def test_across_half_the_earth_is_refused(tmp_path: Path) -> None:
    features = [feature(shapely.box(-179.0, 50.0, 179.0, 51.0), nr="1", name="x")]
    assert "halbe Erde" in refusal(write_geojson(tmp_path / "a.geojson", features))


def test_shapefile_without_prj_asks_for_the_system(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "shape")
    path.with_suffix(".prj").unlink()
    assert "25832" in refusal(path)
    assert_the_two_areas(read_layer(path, crs="25832"))


def test_prj_is_judged_by_its_parameters(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "shape", 25832)
    text = path.with_suffix(".prj").read_text()
    path.with_suffix(".prj").write_text(text.replace("ETRS_1989_UTM_Zone_32N", "ETRS_1989_UTM_Zone_33N"))
    assert_the_two_areas(read_layer(path))


@pytest.mark.parametrize("part", [".dbf", ".shx"])
def test_shapefile_with_a_missing_part_names_it(tmp_path: Path, part: str) -> None:
    path = write_shapefile(tmp_path / "shape")
    path.with_suffix(part).unlink()
    assert part in refusal(path)
    assert part in refusal(zipped(tmp_path / "a.zip", sorted((tmp_path / "shape").iterdir())))


@pytest.mark.parametrize(
    ("written", "cpg", "stated"),
    [
        ("utf-8", None, None),
        ("cp1252", None, None),
        ("cp1252", "1252", None),
        ("cp1252", "ANSI 1252", None),
        ("iso8859-1", "ISO-8859-1", None),
        ("cp1252", "UTF-8", None),
        ("cp1252", "kaputt", None),
        ("cp850", None, "cp850"),
        ("utf-8", "UTF-8", None),
    ],
)
def test_shapefile_encodings(tmp_path: Path, written: str, cpg: str | None, stated: str | None) -> None:
    path = write_shapefile(tmp_path / "shape", encoding=written)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg:
        path.with_suffix(".cpg").write_text(cpg)
    layer = read_layer(path, encoding=stated)
    assert layer.frame["name"].tolist() == ["Altstadt", "Grünau"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_geojson_encodings(tmp_path: Path, encoding: str) -> None:
    layer = read_layer(write_geojson(tmp_path / "a.geojson", two_areas(), encoding))
    assert layer.frame["name"].tolist() == ["Altstadt", "Grünau"]
    assert any("UTF-8" in note for note in layer.notes) == (encoding in {"cp1252", "latin-1"})


def test_a_wrong_stated_encoding_is_refused(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", two_areas(), "cp1252")
    assert "utf-8" in refusal(path, encoding="utf-8")
    assert "klingonisch" in refusal(path, encoding="klingonisch")


def test_several_layers_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame().to_file(path, driver="GPKG", layer="ortsteile")
    frame().to_file(path, driver="GPKG", layer="bezirke")
    assert "bezirke, ortsteile" in refusal(path)
    assert "bezirke, ortsteile" in refusal(path, layer="stadt")
    assert read_layer(path, layer="ortsteile").name == "ortsteile"


def test_a_view_is_no_layer(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame().to_file(path, driver="GPKG", layer="ortsteile")
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE VIEW falle AS SELECT * FROM ortsteile")
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
            "VALUES ('falle', 'features', 'f', 4326)"
        )
    connection.close()
    assert read_layer(path).name == "ortsteile"
    assert "falle" in refusal(path, layer="falle")


def test_kml(tmp_path: Path) -> None:
    def placemark(code: str, name: str, shape: shapely.Polygon) -> str:
        points = " ".join(f"{x},{y},0" for x, y in shape.exterior.coords)
        return (
            f"<Placemark><name>{name}</name><ExtendedData><Data name='nr'><value>{code}</value></Data></ExtendedData>"
            f"<MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>{points}</coordinates></LinearRing>"
            "</outerBoundaryIs></Polygon></MultiGeometry></Placemark>"
        )

    body = placemark("01", "Altstadt", WEST) + placemark("02", "Grünau", EAST)
    path = tmp_path / "a.kml"
    path.write_text(f"<kml xmlns='http://www.opengis.net/kml/2.2'><Document>{body}</Document></kml>", "utf-8")
    assert_the_two_areas(read_layer(path))
    path.write_text("<!DOCTYPE kml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><kml>&a;</kml>")
    assert "Dokumenttyp" in refusal(path)
    path.write_text("<kml><Placemark>")
    assert "XML" in refusal(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "kein gültiges JSON"),
        ("{", "kein gültiges JSON"),
        ("[1, NaN]", "kein gültiges JSON"),
        ("[" * 100_000, "kein gültiges JSON"),
        ("[]", "kein GeoJSON"),
        ('{"type": "FeatureCollection"}', "kein GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "keine Objekte"),
        ('{"type": "FeatureCollection", "features": [1]}', "kein GeoJSON"),
        ('{"type": "Topology"}', "TopoJSON"),
        ('{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon"}}]}', "Objekt Nr. 1"),
        (
            '{"type":"FeatureCollection","features":[{"geometry":{"type":"Kreis","coordinates":[]}}]}',
            "Objekt Nr. 1",
        ),
        (
            '{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[["a","b"]]]}}]}',
            "Nr. 1",
        ),
        ('{"type":"FeatureCollection","features":[{"properties":[1],"geometry":null}]}', "Eigenschaften"),
        ("<OGRVRTDataSource></OGRVRTDataSource>", "Internetseite oder XML"),
    ],
)
def test_broken_geojson_is_refused_in_words(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(content)
    assert words in refusal(path)


def test_deeply_nested_collections_are_refused(tmp_path: Path) -> None:
    geometry: dict[str, Any] = {"type": "Point", "coordinates": [9, 52]}
    for _ in range(300):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    text = json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": geometry}]})
    path = tmp_path / "a.geojson"
    path.write_text(text)
    layer = read_layer(path)
    assert len(layer.frame) == 1


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".zip"])
def test_content_in_disguise_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/http://127.0.0.1:9/x</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
    )
    for part in (".shx", ".dbf"):
        path.with_suffix(part).write_bytes(b"")
    assert refusal(path)


@pytest.mark.parametrize(
    "name", ["/vsicurl/http://127.0.0.1:9/a.geojson", "/vsizip/a.zip", "gibt-es-nicht.geojson", "."]
)
def test_what_is_no_file_is_refused(name: str) -> None:
    assert refusal(Path(name))


def test_a_damaged_geopackage_is_refused(tmp_path: Path) -> None:
    whole, cut = tmp_path / "a.gpkg", tmp_path / "b.gpkg"
    frame().to_file(whole, driver="GPKG")
    cut.write_bytes(whole.read_bytes()[:5000])
    assert refusal(cut)
    shutil.copy(whole, tmp_path / "c.shp")
    assert refusal(tmp_path / "c.shp")


def test_more_fields_than_anybody_needs_are_refused(tmp_path: Path) -> None:
    """Every object with a field of its own would make a table of their product, which fills the memory."""
    path = tmp_path / "wide.geojson"
    features = [feature(WEST, **{f"field_{number}": number}) for number in range(501)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert "501" in refusal(path)


@pytest.mark.parametrize(
    ("old", "new"), [('"Altstadt"', '"\\ud800"'), ('"features"', '"crs": {"properties": "x"}, "features"')]
)
def test_odd_json_is_no_error_of_ours(tmp_path: Path, old: str, new: str) -> None:
    """A half sign is refused; a reference that is none means the default."""
    path = write_geojson(tmp_path / "odd.geojson", two_areas())
    path.write_text(path.read_text().replace(old, new, 1))
    if "ud800" in new:
        assert "JSON" in refusal(path)
    else:
        assert_the_two_areas(read_layer(path))
