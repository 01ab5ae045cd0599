"""What is fit to be stored: fields, codes, names and shapes, each refusal with the names it is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from app.areas.errors import ImportRefused
from app.areas.preparing import Preparation, content_hash, prepare
from app.areas.reading import read_layer
from tests.areas.files import EAST, WEST, feature, two_areas, write_geojson

pytestmark = pytest.mark.usefixtures("db_session")
BOW_TIE = {"type": "Polygon", "coordinates": [[[9, 52], [9.1, 52.1], [9.1, 52], [9, 52.1], [9, 52]]]}


def prepared(tmp_path: Path, features: list[dict[str, Any]], **options: Any) -> Preparation:
    layer = read_layer(write_geojson(tmp_path / "a.geojson", features))
    return prepare(layer, **{"code_field": "nr", "name_field": "name", **options})


def test_two_areas(tmp_path: Path) -> None:
    found = prepared(tmp_path, two_areas())
    assert [(area.code, area.name) for area in found.areas] == [("01", "Altstadt"), ("02", "Grünau")]
    assert found.problems == []
    # 0.04 by 0.04 degrees at 52° north are about 2.74 by 4.45 km.
    assert found.areas[0].area_m2 == pytest.approx(12.2e6, rel=0.01)


def test_a_missing_field_lists_the_fields(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="Vorhanden: nr, name") as caught:
        prepared(tmp_path, two_areas(), code_field="schluessel")
    assert caught.value.field == "code_field"
    assert len(prepared(tmp_path, two_areas(), name_field="NAME").areas) == 2


@pytest.mark.parametrize(
    ("value", "code"),
    [(7, "7"), (7.0, "7"), ("007", "007"), (" 7 ", "7"), ("Gru\u0308n", "Grün"), (7.5, "7.5")],
)
def test_codes_as_text(tmp_path: Path, value: object, code: str) -> None:
    assert prepared(tmp_path, [feature(WEST, nr=value, name="x")]).areas[0].code == code


def test_double_codes_are_listed_and_joined_only_with_consent(tmp_path: Path) -> None:
    features = [*two_areas(), feature(shapely.box(9.2, 52, 9.3, 52.1), nr="02", name="Grünau")]
    refused = prepared(tmp_path, features)
    assert refused.areas == []
    assert refused.duplicates == ["02 Grünau (2×)"]
    assert "02 Grünau (2×)" in refused.problems[0]
    joined = prepared(tmp_path, features, dissolve=True)
    assert len(joined.areas) == 2
    assert joined.areas[1].geometry.geom_type == "MultiPolygon"
    assert any("Zusammengefasst: 02 Grünau" in note for note in joined.notes)


def test_one_code_with_two_names_is_never_joined(tmp_path: Path) -> None:
    features = [feature(WEST, nr="1", name="Nord"), feature(EAST, nr="1", name="Süd")]
    refused = prepared(tmp_path, features, dissolve=True)
    assert refused.areas == []
    assert "1 (Nord, Süd)" in refused.problems[0]


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (None, "Ohne Form: 9 Loch"),
        (shapely.Polygon(), "Ohne Form: 9 Loch"),
        (shapely.LineString([(9, 52), (9.1, 52)]), "Keine Fläche, sondern Linie oder Punkt: 9 Loch"),
        (shapely.Point(9, 52), "Keine Fläche"),
        (shapely.GeometryCollection([WEST, shapely.Point(9, 52)]), "Keine Fläche"),
        (shapely.GeometryCollection(), "Ohne Form"),
    ],
)
def test_what_is_no_area_is_refused_by_name(tmp_path: Path, shape: Any, words: str) -> None:
    refused = prepared(tmp_path, [*two_areas(), feature(shape, nr="9", name="Loch")])
    assert refused.areas == []
    assert any(words in problem for problem in refused.problems)


def test_infinite_coordinates_are_refused(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", two_areas())
    path.write_text(path.read_text().replace("9.04", "1e999"))
    with pytest.raises(ImportRefused, match="Koordinaten"):
        prepare(read_layer(path), code_field="nr", name_field="name")


def test_collections_of_areas_and_heights_are_flattened(tmp_path: Path) -> None:
    high = {"type": "Polygon", "coordinates": [[[9, 52, 7], [9.1, 52, 7], [9.1, 52.1, 7], [9, 52, 7]]]}
    found = prepared(
        tmp_path,
        [
            feature(shapely.GeometryCollection([WEST, EAST]), nr="1", name="a"),
            feature(high, nr="2", name="b"),
        ],
    )
    assert [area.geometry.has_z for area in found.areas] == [False, False]
    assert found.areas[0].geometry.equals(WEST.union(EAST))


def test_invalid_shapes_are_repaired_only_with_consent(tmp_path: Path) -> None:
    features = [*two_areas(), feature(BOW_TIE, nr="3", name="Schleife")]
    refused = prepared(tmp_path, features)
    assert refused.areas == []
    assert (
        "1 Form ist ungültig: 3 Schleife (Selbstüberschneidung bei 52.05000 / 9.05000)" in refused.problems[0]
    )
    mended = prepared(tmp_path, features, repair=True)
    assert all(area.geometry.is_valid for area in mended.areas)
    assert mended.areas[2].geometry.geom_type == "MultiPolygon"
    assert any("Repariert: 3 Schleife" in note and "m²" in note for note in mended.notes)


def test_missing_codes_and_endless_names_are_refused(tmp_path: Path) -> None:
    refused = prepared(tmp_path, [feature(WEST, nr=None, name="x"), feature(EAST, nr="1", name="n" * 201)])
    assert "Die Kennung fehlt bei Objekt Nr. 1." in refused.problems
    assert any("200 Zeichen" in problem for problem in refused.problems)


def test_broken_and_missing_names_are_told(tmp_path: Path) -> None:
    features = [
        feature(WEST, nr="1", name="Gr\ufffdnau"),
        feature(EAST, nr="2", name=""),
        feature(shapely.box(9.1, 52, 9.2, 52.1), nr="3", name="StraÃŸe"),
    ]
    found = prepared(tmp_path, features)
    assert len(found.areas) == 3
    assert found.areas[1].name == "2"
    assert any(
        "zerstörte Zeichen: Nr. " in note and "Gr\ufffdnau" in note and "StraÃŸe" in note
        for note in found.notes
    )
    assert any("Ohne Namen" in note for note in found.notes)


def test_the_hash_sees_codes_names_and_shapes_but_no_order(tmp_path: Path) -> None:
    one = prepared(tmp_path, two_areas()).areas
    other = prepared(tmp_path, two_areas()[::-1]).areas
    assert content_hash(one) == content_hash(other[::-1]) == content_hash(other)
    renamed = prepared(
        tmp_path, [feature(WEST, nr="01", name="Altstadt"), feature(EAST, nr="02", name="Grünhof")]
    ).areas
    moved = prepared(
        tmp_path,
        [
            feature(WEST, nr="01", name="Altstadt"),
            feature(shapely.box(9.04, 52, 9.08, 52.05), nr="02", name="Grünau"),
        ],
    ).areas
    assert len({content_hash(areas) for areas in (one, renamed, moved)}) == 3
