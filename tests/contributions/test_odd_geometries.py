"""R46: odd geometries by recording and importing are valid, mended or refused in plain German; never a crash."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.errors import DomainError
from app.contributions.geojson import parse
from app.contributions.importing.problems import FileRefused
from app.contributions.importing.reading import read_table
from app.contributions.importing.values import written_place
from app.contributions.shapes import LARGEST_LATITUDE, checked_shape
from tests.contributions.odd_geometries import odd_geometries

FULL = os.environ.get("STREIFZUG_FULL") == "1"
CASES = odd_geometries()
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(["type", "coordinates", "x"]), inner)
    ),
    max_leaves=25,
)
_NUMBER = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-180, 180)
_POSITIONS = st.lists(st.lists(_NUMBER, min_size=2, max_size=2), max_size=8)
_SHAPES = (
    st.builds(lambda c: {"type": "Point", "coordinates": c}, st.lists(_NUMBER, max_size=3))
    | st.builds(lambda c: {"type": "LineString", "coordinates": c}, _POSITIONS)
    | st.builds(lambda c: {"type": "Polygon", "coordinates": c}, st.lists(_POSITIONS, max_size=3))
)


@pytest.fixture(autouse=True)
def _context(app: Any) -> Any:
    with app.test_request_context():
        yield


def holds(shape: shapely.Geometry | None) -> None:
    """What is stored is a valid, flat shape on earth, and RFC 7946 without a NaN."""
    if shape is None:
        return
    assert shape.is_valid
    assert not shape.is_empty
    assert not shape.has_z
    west, south, east, north = shape.bounds
    assert -180 <= west <= east <= 180
    assert -LARGEST_LATITUDE <= south <= north <= LARGEST_LATITUDE
    json.dumps(shapely.geometry.mapping(shape), allow_nan=False)


def taken(value: Any) -> None:
    """Parsed and held to the above, or refused with a sentence."""
    try:
        holds(parse(value))
    except DomainError as error:
        assert str(error.message).endswith(".")  # noqa: PT017


def test_there_are_two_hundred() -> None:
    assert len(CASES) == len({name for name, _value in CASES}) == 200


@pytest.mark.parametrize(("name", "value"), CASES, ids=[name for name, _value in CASES])
def test_an_odd_geometry_is_valid_or_refused(name: str, value: Any) -> None:
    taken(value)


def deep_json(value: Any) -> str:
    """As JSON, however deep: Python's writer stops where hostile files go on."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        return json.dumps(value)
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.filterwarnings("ignore:invalid value encountered")
def test_a_map_file_with_an_odd_geometry_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "ort.geojson"
    for name, value in CASES:
        if name in ("a million vertices", "a thousand areas") and not FULL:
            continue
        feature = {"type": "Feature", "properties": {"text": "A"}, "geometry": value}
        path.write_text(deep_json({"type": "FeatureCollection", "features": [feature]}))
        try:
            shape = read_table(path).rows[0].shape
            holds(None if shape is None else checked_shape(shape))
        except DomainError as error:
            assert str(error.message), name  # noqa: PT017
            assert isinstance(error, FileRefused) or error.field == "geometry", name  # noqa: PT017


@settings(max_examples=10_000 if FULL else 150, deadline=None)
@given(_JSON | _SHAPES)
def test_any_json_is_taken_or_refused(value: Any) -> None:
    taken(value)


@settings(max_examples=10_000 if FULL else 150, deadline=None)
@given(st.text(alphabet="0123456789., ;-+eEPOINT()°'NOSWRID=ANLYG", max_size=40) | st.text(max_size=40))
def test_any_words_in_a_cell_are_a_place_or_none(cell: str) -> None:
    try:
        shape = written_place(cell).shape
    except ValueError:
        return
    try:
        holds(checked_shape(shape))
    except DomainError as error:
        assert error.field == "geometry"  # noqa: PT017
