"""What the demo town's young people drew: plausible, the same every time, and outside of all counts of places."""

from __future__ import annotations

from collections import Counter

import pytest
import shapely
from apiflask import APIFlask

from app.areas.queries import set_at
from app.base.database import transaction
from app.base.tokens import CODE_ALPHABET
from app.contributions import public
from app.contributions.checks import checked_contribution
from app.contributions.drafts import ContributionDraft
from app.contributions.queries import frame
from app.demo.drawings import QUARTERS, WAYS, drawings
from app.demo.load_drawings import load_drawings
from app.demo.process import AREA_SET, CODE, DRAWING_CODE
from app.demo.town_ground import from_wgs84
from app.demo.voices_spots import area_shapes
from app.indicators import preview
from app.maps.rules import LEAST_AREA, square_metres
from app.participants.queries import normalised_code
from tests.demo.factories import ellerbrueck, voices


def test_drawings_are_valid_the_same_and_of_a_sensible_size() -> None:
    found = drawings()
    assert found == drawings()
    assert Counter(one.kind for one in found) == {"felt_area": sum(QUARTERS.values()), "way": WAYS}
    assert len({(one.participant, one.kind) for one in found}) == len(found)
    for one in found:
        assert checked_contribution(ContributionDraft(id=None, geometry=one.shape)).geometry.equals(one.shape)  # type: ignore[arg-type, union-attr]
        assert shapely.get_num_coordinates(one.shape) < 200
        if one.kind == "felt_area":
            assert LEAST_AREA < square_metres(one.shape) < 4e6
        else:
            assert 200 < from_wgs84(one.shape).length < 6000


def test_the_codes_of_the_demo_town_can_be_typed() -> None:
    for code in (CODE, DRAWING_CODE):
        assert len(code) == 8
        assert set(code) <= set(CODE_ALPHABET)


def test_most_of_those_who_live_there_drew_around_the_middle_of_lindenhof() -> None:
    area = area_shapes()["SR07"]
    mine = [from_wgs84(one.shape) for one in drawings() if one.area_id == "SR07"]
    assert len(mine) >= 15, "D23 needs fifteen drawings"
    assert sum(shape.intersects(area.centroid.buffer(200)) for shape in mine) > len(mine) / 2


@pytest.fixture(scope="module")
def counted(built_app: APIFlask) -> object:
    """Plain counts of the town before and after the drawings are loaded, and how many there are."""
    with ellerbrueck(built_app, voices) as process:
        before = preview.unprotected(process, set_at(AREA_SET))
        with transaction():
            count = load_drawings(process)
        after = preview.unprotected(process, set_at(AREA_SET))
        shown = len(public.points(process.id))
        yield before, after, count, frame(process.id), shown


def test_drawings_change_no_count_of_places_and_no_reach(counted: tuple) -> None:  # type: ignore[type-arg]
    before, after, count, said, shown = counted
    keys = ["indicator_id", "area_id", "age_group"]
    values = ["value", "numerator", "denominator", "n_persons"]
    assert len(said) > 2140 + count
    assert before[keys + values].equals(after[keys + values])
    assert shown > 0
    assert said["kind"].value_counts().to_dict()["felt_area"] == sum(QUARTERS.values())


def test_the_codes_of_the_town_are_read_as_they_are_written() -> None:
    """A code with a sign that no code has would be taken for its look-alike and open nothing."""
    assert {normalised_code(code) for code in (CODE, DRAWING_CODE)} == {CODE, DRAWING_CODE}
