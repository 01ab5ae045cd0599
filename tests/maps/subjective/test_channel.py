"""The rules of the drawing channel hold inside the recording: nothing is laid onto the town, homes are coarse."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from app.base.database import transaction
from app.base.errors import Conflict, DomainError
from app.contributions.drafts import ContributionDraft
from app.contributions.homes import coarsened
from app.contributions.own import own
from app.contributions.services import correct, record, withdraw
from app.maps.subjective.channel import MOST_MAPS, MOST_PLACES
from app.maps.subjective.models import DrawingTask
from app.maps.subjective.queries import own_maps
from app.participants.models import Participant
from app.participants.services import join_direct
from tests.maps.subjective.factories import a_map, make_task, place, sitting, telling

EXACT = shapely.Point(9.301234, 52.701234)


@pytest.fixture
def there(db_session: object) -> tuple[DrawingTask, Participant]:
    """An open activity and somebody in it."""
    with transaction():
        task = make_task()
        joined = join_direct(process_id=task.activity.process_id, age_band="a14_15")
    return task, joined.participant


def send(there: tuple[DrawingTask, Participant], *contributions: ContributionDraft) -> None:
    with transaction():
        record(sitting(*there, *contributions))


def test_a_map_its_telling_and_its_places_are_one_sitting(there: tuple[DrawingTask, Participant]) -> None:
    drawn = a_map(attributes={"made": "drawn", "start_point": "home"})
    located = place(
        drawn.id, geometry=EXACT, quality="fav", attributes={"about": str(drawn.id), "rating": "like"}
    )
    nowhere = place(drawn.id, "Omas Garten", geometry=None, precision="described")
    send(there, drawn, telling(drawn.id), located, nowhere)

    said = {one.title or one.text: one for one in own(there[1].id)}
    assert said["Mein Viertel"].attributes == {"made": "drawn", "start_point": "home"}
    assert said["Mein Viertel"].contribution.geometry is None
    assert said["Skatepark"].contribution.precision == "exact"
    assert said["Omas Garten"].contribution.precision == "described"
    assert said["Omas Garten"].attributes == {"about": str(drawn.id)}
    assert len(own_maps(activity_id=there[0].activity_id, participant_id=there[1].id)) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "felt_area"}, "kind"),
        ({"geometry": EXACT}, "geometry"),
        ({"attributes": {"start_point": "Gartenstraße 5"}}, "attributes.start_point"),
        ({"attributes": {"made": "geraten"}}, "attributes.made"),
    ],
)
def test_a_map_that_breaks_a_rule_names_its_field(
    there: tuple[DrawingTask, Participant], values: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        send(there, a_map(**values))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"geometry": shapely.LineString([(9.3, 52.7), (9.31, 52.7)])}, "geometry"),
        ({"attributes": {}}, "attributes.about"),
        ({"attributes": {"about": "eine andere"}}, "attributes.about"),
        ({"title": "zu Hause", "geometry": EXACT}, "text"),
        ({"place_text": "bei mir", "geometry": EXACT}, "text"),
    ],
)
def test_a_place_that_breaks_a_rule_names_its_field(
    there: tuple[DrawingTask, Participant], values: dict[str, Any], field: str
) -> None:
    drawn = a_map()
    with pytest.raises(DomainError) as refused:
        send(there, drawn, place(drawn.id, **values))
    assert refused.value.field == field


def test_a_home_comes_as_the_middle_of_its_cell(there: tuple[DrawingTask, Participant]) -> None:
    drawn = a_map()
    send(there, drawn, place(drawn.id, "zu Hause", geometry=coarsened(EXACT), precision="approximate"))
    home = next(one for one in own(there[1].id) if one.title == "zu Hause")
    assert home.contribution.geometry.distance(coarsened(EXACT)) < 1e-9


def test_a_place_may_be_corrected_alone_but_not_into_an_exact_home(
    there: tuple[DrawingTask, Participant],
) -> None:
    drawn, person = a_map(), there[1]
    spot = place(drawn.id, geometry=EXACT)
    send(there, drawn, spot)
    with transaction():
        correct(contribution_id=spot.id, participant_id=person.id, changes={"text": "Hier ist es laut."})
    with pytest.raises(DomainError), transaction():
        correct(contribution_id=spot.id, participant_id=person.id, changes={"text": "Da wohne ich."})


def test_one_map_in_a_sitting_and_not_more_than_a_person_can_draw(
    there: tuple[DrawingTask, Participant],
) -> None:
    with pytest.raises(DomainError):
        send(there, a_map(), a_map())
    drawn = a_map()
    with pytest.raises(DomainError):
        send(there, drawn, telling(drawn.id), telling(drawn.id))
    with pytest.raises(DomainError):
        send(there, drawn, *(place(drawn.id) for _ in range(MOST_PLACES + 1)))
    for _ in range(MOST_MAPS):
        send(there, a_map())
    with pytest.raises(Conflict):
        send(there, a_map())
    mine = own_maps(activity_id=there[0].activity_id, participant_id=there[1].id)
    with transaction():
        withdraw(contribution_id=mine[0].id, participant_id=there[1].id)
    send(there, a_map())
