"""R46: odd geometries through every door are valid, mended with a notice, or refused in plain German; never a crash.

Doors: the recording API (new and corrected), map files and cells of the import, boundary files. What was stored leaves
as RFC 7946 without a NaN. STREIFZUG_FULL=1 sends all cases through all of them, a body of 50 MB, and 10,000 examples
of Hypothesis.
"""

from __future__ import annotations

import json
import math
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import shapely
from apiflask import APIFlask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.areas.errors import ImportRefused
from app.areas.preparing import prepare
from app.areas.reading import read_layer
from app.base.database import db, new_id, transaction
from app.base.errors import DomainError
from app.contributions.geojson import parse
from app.contributions.importing.problems import FileRefused
from app.contributions.importing.reading import read_table
from app.contributions.importing.values import written_place
from app.contributions.models import Contribution
from app.contributions.public import feature_collection
from app.contributions.review import release
from app.contributions.shapes import LARGEST_LATITUDE, checked_shape
from tests.contributions.conftest import Town
from tests.contributions.conftest import quiet_channel as quiet_channel
from tests.contributions.conftest import town as town
from tests.contributions.odd_geometries import odd_geometries
from tests.contributions.phones import Phone, body, said
from tests.faults.forked import FULL

CASES = odd_geometries()
LARGE = {"a million vertices", "a thousand areas"}
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


@pytest.fixture
def _context(app: APIFlask) -> Any:
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


def deep_json(value: Any) -> str:
    """As JSON, however deep: Python's writer stops where hostile files go on."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        return json.dumps(value)
    finally:
        sys.setrecursionlimit(limit)


def refuse(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def read_strictly(text: str) -> Any:
    """JSON as RFC 8259 has it: no NaN, no Infinity."""
    return json.loads(text, parse_constant=refuse)


def rfc_7946(collection: Any) -> int:
    """Number of features; AssertionError where a feature collection is none (RFC 7946, 3.1 to 3.3)."""
    assert collection["type"] == "FeatureCollection"
    for feature in collection["features"]:
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        shape = shapely.from_geojson(json.dumps(feature["geometry"], allow_nan=False))
        holds(shape)
        for part in shapely.get_parts(shapely.get_parts([shape])):
            assert part.geom_type != "Polygon" or part.exterior.is_closed
    return len(collection["features"])


def test_there_are_two_hundred() -> None:
    assert len(CASES) == len({name for name, _value in CASES}) == 200


def test_the_api_answers_every_odd_geometry(app: APIFlask, town: Town) -> None:
    """Put and corrected: never an error of ours, a sentence for each refusal; what is stored leaves as GeoJSON."""
    phone, faults, times = Phone(app, town.session_token), list[str](), list[tuple[float, str]]()
    stored = 0
    first = said()
    assert phone.put(new_id(), body(town, first)).status_code == 201
    for name, value in CASES:
        given, sitting = said(geometry=value, is_secret=False), new_id()
        sent = deep_json(body(town, given))
        begin = time.monotonic()
        answers = [phone.put_raw(sitting, sent)]
        times.append((time.monotonic() - begin, name))
        if name not in LARGE:
            changed = {"data": deep_json({"geometry": value}), "content_type": "application/json"}
            answers.append(phone.send("PATCH", f"/contributions/{first['id']}", **changed))
        stored += answers[0].status_code == 201
        for answer in answers:
            words = read_strictly(answer.get_data(as_text=True))
            if answer.status_code not in {200, 201, 422}:
                faults.append(f"{name}: {answer.status_code} {words}")
            elif answer.status_code == 422 and not words["message"].endswith("."):
                faults.append(f"{name}: {words}")
    own = read_strictly(phone.send("GET", f"/own/{town.activity_id}").get_data(as_text=True))
    for one in own["contributions"]:
        holds(None if one["geometry"] is None else shapely.from_geojson(json.dumps(one["geometry"])))
    with app.app_context():
        ids = list(db.session.scalars(db.select(Contribution.id)))
        with transaction():
            release(process_id=town.process_id, versions=dict.fromkeys(ids), user_id=None)
        shown = rfc_7946(feature_collection(town.process_id))
        for geometry in db.session.scalars(db.select(Contribution.geometry)):
            holds(geometry)
    print(f"{2 * len(CASES) - len(LARGE)} answers, {stored} stored, {shown} public, longest {max(times)}")
    assert faults == []
    assert stored >= 20


@pytest.mark.parametrize("megabytes", [3, 50] if FULL else [3])
def test_a_body_that_is_too_large_is_refused_in_words(app: APIFlask, town: Town, megabytes: int) -> None:
    line = {"type": "LineString", "coordinates": [[9.012345, 52.012345]] * (megabytes * 1024 * 1024 // 20)}
    sent = json.dumps(body(town, said(geometry=line)))
    begin = time.monotonic()
    answer = Phone(app, town.session_token).put_raw(new_id(), sent)
    print(f"{len(sent) >> 20} MB: {answer.status_code} after {time.monotonic() - begin:.2f} s")
    assert answer.status_code in {413, 422}
    assert answer.get_json()["message"].endswith(".")


@pytest.mark.usefixtures("_context")
@pytest.mark.filterwarnings("ignore:invalid value encountered")
@pytest.mark.parametrize("door", ["contributions", "boundaries"])
def test_a_map_file_with_an_odd_geometry_is_read_or_refused(tmp_path: Path, door: str) -> None:
    path, longest, count = tmp_path / "ort.geojson", (0.0, ""), 0
    every = 1 if FULL else 2 if door == "contributions" else 6
    for name, value in CASES[::every]:
        if name in LARGE and not FULL:
            continue
        feature = {"type": "Feature", "properties": {"text": "A"}, "geometry": value}
        path.write_text(deep_json({"type": "FeatureCollection", "features": [feature]}))
        begin, count = time.monotonic(), count + 1
        try:
            if door == "contributions":
                shape = read_table(path).rows[0].shape
                holds(None if shape is None else checked_shape(shape))
            else:
                areas = prepare(read_layer(path), code_field="text", name_field="text", repair=True).checked()
                assert all(area.geometry.is_valid and math.isfinite(area.area_m2) for area in areas)
        except DomainError as error:
            assert len(str(error.message)) > 20, name  # noqa: PT017
            assert isinstance(error, FileRefused | ImportRefused) or error.field == "geometry", name  # noqa: PT017
        longest = max(longest, (time.monotonic() - begin, name))
    print(f"{count} map files as {door}, longest {longest}")


@pytest.mark.usefixtures("_context")
@settings(max_examples=10_000 if FULL else 150, deadline=None)
@given(_JSON | _SHAPES)
def test_any_json_is_taken_or_refused(value: Any) -> None:
    taken(value)


@pytest.mark.usefixtures("_context")
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
