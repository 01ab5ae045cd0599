"""Geometry input (R46): whatever a phone or a stranger sends is a valid shape or a refusal in plain words."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
import shapely
from apiflask import APIFlask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.base.database import new_id
from app.contributions.geojson import parse
from app.contributions.shapes import InvalidPlace
from tests.contributions.conftest import Town
from tests.contributions.phones import Phone, body, said

SQUARE = [[9.0, 52.0], [9.1, 52.0], [9.1, 52.1], [9.0, 52.1], [9.0, 52.0]]
BOW_TIE = [[9, 52], [9.1, 52.1], [9.1, 52], [9, 52.1], [9, 52]]
HOLE_OUTSIDE = [[8.0, 52.0], [8.1, 52.0], [8.1, 52.1], [8.0, 52.0]]
REFUSED: dict[str, Any] = {
    "text": "POINT(9 52)",
    "number": 7,
    "list": [9, 52],
    "empty": {},
    "no type": {"coordinates": [9, 52]},
    "crs is a list": {"type": "Point", "coordinates": [9, 52], "crs": {"properties": {"name": ["x"]}}},
    "type is a list": {"type": ["Point"], "coordinates": [9, 52]},
    "feature": {"type": "Feature", "geometry": {"type": "Point", "coordinates": [9, 52]}},
    "collection": {"type": "GeometryCollection", "geometries": []},
    "multipoint": {"type": "MultiPoint", "coordinates": [[9, 52]]},
    "no coordinates": {"type": "Point"},
    "null coordinates": {"type": "Point", "coordinates": None},
    "one number": {"type": "Point", "coordinates": [9]},
    "text numbers": {"type": "Point", "coordinates": ["9", "52"]},
    "booleans": {"type": "Point", "coordinates": [True, False]},
    "null numbers": {"type": "Point", "coordinates": [None, None]},
    "nested": {"type": "Point", "coordinates": [[9, 52]]},
    "nan": {"type": "Point", "coordinates": [math.nan, 52]},
    "inf": {"type": "Point", "coordinates": [math.inf, 52]},
    "1e308": {"type": "Point", "coordinates": [1e308, 52]},
    "long integer": {"type": "Point", "coordinates": [10**400, 52]},
    "height": {"type": "Point", "coordinates": [9, 52, 100]},
    "four": {"type": "Point", "coordinates": [9, 52, 100, 4]},
    "beyond": {"type": "Point", "coordinates": [181, 52]},
    "pole": {"type": "Point", "coordinates": [9, 90]},
    "metres": {"type": "Point", "coordinates": [550000, 5800000]},
    "foreign crs": {"type": "Point", "coordinates": [9, 52], "crs": {"properties": {"name": "EPSG:25832"}}},
    "odd crs": {"type": "Point", "coordinates": [9, 52], "crs": 7},
    "line of one": {"type": "LineString", "coordinates": [[9, 52]]},
    "line without length": {"type": "LineString", "coordinates": [[9, 52], [9, 52]]},
    "empty line": {"type": "LineString", "coordinates": []},
    "flat ring": {"type": "Polygon", "coordinates": [[[9, 52], [9.1, 52], [9.2, 52], [9, 52]]]},
    "ring of two": {"type": "Polygon", "coordinates": [[[9, 52], [9.1, 52], [9, 52]]]},
    "no rings": {"type": "Polygon", "coordinates": []},
    "ring of dicts": {"type": "Polygon", "coordinates": [{"a": 1}]},
    "too deep": {"type": "Polygon", "coordinates": [[SQUARE]]},
    "too many": {"type": "LineString", "coordinates": [[9 + i * 1e-6, 52] for i in range(10_001)]},
    "many rings": {"type": "Polygon", "coordinates": [SQUARE] * 3000},
}  # fmt: skip
ACCEPTED: dict[str, tuple[Any, str]] = {
    "point": ({"type": "Point", "coordinates": [9, 52]}, "Point"),
    "wgs84": (
        {"type": "Point", "coordinates": [9, 52], "crs": {"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}},
        "Point",
    ),
    "bow-tie": ({"type": "Polygon", "coordinates": [BOW_TIE]}, "MultiPolygon"),
    "open ring": ({"type": "Polygon", "coordinates": [SQUARE[:-1]]}, "Polygon"),
    "wrong winding": ({"type": "Polygon", "coordinates": [SQUARE[::-1]]}, "Polygon"),
    "hole outside": ({"type": "Polygon", "coordinates": [SQUARE, HOLE_OUTSIDE]}, "MultiPolygon"),
    "line": ({"type": "LineString", "coordinates": SQUARE[:3]}, "LineString"),
    "lines": ({"type": "MultiLineString", "coordinates": [SQUARE[:2], SQUARE[2:4]]}, "MultiLineString"),
    "areas that overlap": ({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}, "Polygon"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_odd_geometries_are_refused_in_words(app: APIFlask, name: str) -> None:
    with app.app_context(), pytest.raises(InvalidPlace) as caught:
        parse(REFUSED[name])
    assert (caught.value.field, caught.value.status) == ("geometry", 422)
    assert len(str(caught.value)) > 10


@pytest.mark.parametrize("name", ACCEPTED)
def test_drawn_shapes_become_valid_ones(app: APIFlask, name: str) -> None:
    value, kind = ACCEPTED[name]
    with app.app_context():
        shape = parse(value)
    assert shape is not None
    assert (shape.geom_type, shape.is_valid, shape.has_z) == (kind, True, False)


@pytest.mark.parametrize("name", REFUSED)
def test_the_api_answers_422_and_never_an_error_page(app: APIFlask, town: Town, name: str) -> None:
    phone = Phone(app, town.session_token)
    answer = phone.put_raw(new_id(), json.dumps(body(town, said(geometry=REFUSED[name]))))
    assert answer.status_code == 422
    assert answer.get_json()["message"]


def test_exchanged_axes_are_noticed(app: APIFlask, town: Town) -> None:
    turned = said(geometry={"type": "Point", "coordinates": [52.01, 9.01]})
    answer = Phone(app, town.session_token).put(new_id(), body(town, turned))
    assert answer.status_code == 422
    assert "vertauscht" in answer.get_json()["message"]


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.floats(-90, 90),
    st.just(1e308),
)
positions = st.lists(st.one_of(st.floats(8.9, 9.1), st.floats(51.9, 52.1), scalars), max_size=4)
coordinates = st.recursive(
    st.one_of(
        scalars, positions, st.lists(st.tuples(st.floats(9, 9.1), st.floats(52, 52.1)).map(list), max_size=8)
    ),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=30,
)
geometries = st.one_of(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(
                ["Point", "LineString", "Polygon", "MultiPolygon", "MultiLineString", "MultiPoint", "x"]
            ),
            "coordinates": coordinates,
        }
    ),
    coordinates,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=geometries)
def test_any_value_is_a_valid_shape_or_a_refusal(app: APIFlask, value: Any) -> None:
    with app.app_context():
        try:
            shape = parse(value)
        except InvalidPlace:
            return
    if value is None:
        assert shape is None
        return
    assert shape is not None
    assert shape.is_valid
    assert not shape.is_empty
    assert all(math.isfinite(number) for number in shapely.get_coordinates(shape).ravel())
