"""Rules for felt areas, ways and words about a border hold inside the recording; a way from home arrives cut."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import shapely

from app.base.database import new_id, transaction
from app.base.errors import Conflict, DomainError
from app.contributions import public
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.homes import STEP_LAT, STEP_LON, open_ends
from app.contributions.own import own
from app.contributions.services import record, withdraw
from app.maps.borders import borders_for, comparison
from app.maps.models import NeedleCampaign
from app.maps.queries import campaign_of
from app.participants.models import Participant
from app.participants.services import join_direct
from app.processes.queries import process_by_id
from tests.maps.factories import make_drawing_map

SQUARE = shapely.box(9.295, 52.695, 9.305, 52.705)
WAY = shapely.LineString([(9.2951, 52.6963), (9.2987, 52.6991), (9.3041, 52.7029)])


@pytest.fixture
def drawn(db_session: object) -> tuple[NeedleCampaign, Participant]:
    """A map with drawing questions, and somebody who lives in its first Raum."""
    with transaction():
        activity_id = UUID(make_drawing_map()["activity"])
        campaign = campaign_of(activity_id)
        assert campaign
        person = join_direct(process_id=campaign.activity.process_id, age_band="a12_13").participant
        person.home_area_set, person.home_area_code = "raum-mein-viertel-zeichnen", "SR01"
    return campaign, person


def said(drawn: tuple[NeedleCampaign, Participant], **values: Any) -> SubmissionDraft:
    """One answer as the phone sends it; a felt area unless told otherwise."""
    campaign, person = drawn
    given: dict[str, Any] = {"kind": "felt_area", "geometry": SQUARE, "title": "Kiez", **values}
    answers = {"question": "viertel", **given.pop("answers", {})}
    contribution = ContributionDraft(id=given.pop("id", None) or new_id(), attributes=answers, **given)
    return SubmissionDraft(
        id=contribution.id,
        process_id=campaign.activity.process_id,
        activity_id=campaign.activity_id,
        participant_id=person.id,
        person_key=str(person.id),
        channel="maps",
        contributions=[contribution],
    )


def way(drawn: tuple[NeedleCampaign, Participant], **values: Any) -> SubmissionDraft:
    answers = {"question": "wege", **values.pop("answers", {})}
    given = {"kind": "mark", "quality": "way", "geometry": WAY, "title": "", **values}
    return said(drawn, answers=answers, **given)


def tell(draft: SubmissionDraft) -> UUID:
    with transaction():
        return record(draft).submission_id


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"geometry": shapely.Point(9.3, 52.7)}, "geometry"),
        ({"geometry": WAY}, "geometry"),
        ({"geometry": shapely.box(9.3, 52.7, 9.3002, 52.7002)}, "geometry"),
        ({"geometry": shapely.box(11.3, 50.7, 11.4, 50.8)}, "geometry"),
        ({"geometry": shapely.box(5.0, 48.0, 14.0, 55.0)}, "geometry"),
        ({"geometry": None, "text": "irgendwo"}, "place_text"),
        ({"kind": "mark", "quality": "fav"}, "question"),
        ({"quality": "fav"}, "quality"),
        ({"title": "x" * 81}, "title"),
        ({"answers": {"home_inside": "maybe"}}, "attributes.home_inside"),
        ({"kind": "online_comment", "geometry": None, "text": "passt"}, "attributes.about"),
    ],
)
def test_what_breaks_a_rule_of_felt_areas_names_its_field(
    drawn: tuple[NeedleCampaign, Participant], values: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        tell(said(drawn, **values))
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"geometry": SQUARE}, "geometry"),
        ({"geometry": shapely.Point(9.3, 52.7)}, "geometry"),
        ({"quality": "fav"}, "quality"),
        ({"answers": {"travel_mode": "horse"}}, "attributes.travel_mode"),
        ({"answers": {"home_end": "start"}}, "geometry"),
        ({"text": "von zu Hause zur Schule"}, "geometry"),
    ],
)
def test_what_breaks_a_rule_of_ways_names_its_field(
    drawn: tuple[NeedleCampaign, Participant], values: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        tell(way(drawn, **values))
    assert caught.value.field == field


def test_a_way_that_was_cut_at_the_edge_of_the_cell_arrives(
    drawn: tuple[NeedleCampaign, Participant],
) -> None:
    start = (1240 * STEP_LON, 52.6987)
    end = (9.3041, 10541 * STEP_LAT)
    cut = shapely.LineString([start, (9.3021, 52.7011), end])
    assert open_ends(WAY) == {"start", "end"}
    assert open_ends(cut) == set()
    tell(way(drawn, geometry=cut, text="von zu Hause zur Schule"))
    half = shapely.LineString([start, (9.3021, 52.7011), (9.3041, 52.7029)])
    tell(way(drawn, geometry=half, answers={"home_end": "start", "alone_allowed": "no"}))
    tell(way(drawn, geometry=None, place_text="von A nach B", text="von zu Hause", precision="described"))


def test_one_quarter_each_and_as_many_comments_as_drawings(drawn: tuple[NeedleCampaign, Participant]) -> None:
    first = tell(said(drawn))
    with pytest.raises(Conflict):
        tell(said(drawn))
    comment = {"kind": "online_comment", "geometry": None, "title": ""}
    fits = {"about": str(first), "border_fits": "yes"}
    tell(said(drawn, **comment, place_text="Altstadt", answers=fits))
    with pytest.raises(Conflict):
        tell(said(drawn, **comment, text="noch etwas", answers=fits))
    with pytest.raises(DomainError) as caught:
        tell(said(drawn, **comment, text="fremd", answers={**fits, "about": str(new_id())}))
    assert caught.value.field == "attributes.about"
    with transaction():
        withdraw(contribution_id=first, participant_id=drawn[1].id)
    tell(said(drawn))


def test_drawings_never_leave_as_public_points(drawn: tuple[NeedleCampaign, Participant]) -> None:
    campaign, person = drawn
    tell(said(drawn))
    tell(way(drawn))
    for found in own(person.id):
        with transaction():
            found.contribution.state = "released"
    assert public.points(campaign.activity.process_id) == []


def test_the_home_comes_first_then_where_most_of_the_drawing_lies(
    drawn: tuple[NeedleCampaign, Participant],
) -> None:
    campaign, person = drawn
    process = process_by_id(campaign.activity.process_id)
    shown = borders_for(process, person, shapely.box(9.304, 52.695, 9.31, 52.705))
    assert [(border.code, border.is_home, border.share) for border in shown] == [
        ("SR01", True, 0.0),
        ("SR02", False, 1.0),
    ]
    assert [border.code for border in borders_for(process, person, None)] == ["SR01"]
    assert comparison([], None) is None
    picture = comparison(shown, SQUARE)
    assert picture
    assert len(picture.borders) == 2
    assert picture.drawing.startswith("M")
