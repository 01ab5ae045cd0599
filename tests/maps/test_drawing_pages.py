"""Drawing questions without a script: one's quarter and ways in words, the border afterwards, what does not fit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shapely
from apiflask import APIFlask

from app.base.database import db, new_id, transaction
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.own import own
from app.contributions.services import record
from app.maps.models import NeedleCampaign
from app.maps.queries import campaign_of
from app.maps.services import update_campaign
from app.maps.simple import draft_of
from app.maps.template import CampaignDraft
from app.participants.models import Participant
from app.participants.vocabulary import CONSENT_TEXTS
from tests.maps.factories import make_drawing_map
from tests.page_client import PageClient

URL = "/verfahren/mein-viertel-zeichnen/karte/viertel"


@pytest.fixture
def joined(app: APIFlask, client: PageClient) -> Iterator[PageClient]:
    """A phone of somebody between 12 and 13 who has joined by the code of a map with drawing questions."""
    with app.app_context():
        with transaction():
            code = make_drawing_map()
        client.submit("/mitmachen", {"code": code["typed"]})
        client.submit("/mitmachen/angaben", {"age_band": "a12_13", "home_area_code": "SR01"})
        client.submit("/mitmachen/beleg")
        yield client
        db.session.remove()


def stored() -> list[dict[str, object]]:
    person = db.session.query(Participant.id).one()[0]
    return [found.as_json() for found in reversed(own(person))]


def test_a_quarter_in_words_then_the_border_then_what_does_not_fit(joined: PageClient) -> None:
    page = joined.get(f"{URL}?ansicht=liste").page
    assert page.h1 == "Was ist für dich dein Viertel? Zeichne es ein."
    assert "Altstadt" not in page.text, "no border before the drawing"
    told = {
        "pin.viertel_pin_title": "Kiez",
        "place_text": "vom Fluss bis zur Bahn",
        "pin.viertel_home_inside": "yes",
    }
    answer = joined.submit(f"{URL}?ansicht=liste", told)
    assert answer.status_code == 302
    border = answer.location
    assert "/grenze/" in border
    page = joined.get(border).page
    assert "Altstadt" in page.text
    assert "hier wohnst du" in page.text
    empty = joined.submit(border, {})
    assert empty.status_code == 422
    assert "Bitte tippe etwas an oder schreib etwas." in empty.page.text
    assert joined.submit(border, {"fits": "border_missing", "text": "Der Park"}).status_code == 302
    assert joined.submit(border, {"fits": "border_extra", "text": "Der große Park"}).status_code == 302
    drawing, comment = stored()
    assert (drawing["kind"], drawing["precision"]) == ("felt_area", "described")
    assert comment["text"] == "Der große Park"
    assert comment["place_text"] == "Altstadt"
    assert comment["attributes"] == {
        "question": "viertel",
        "about": drawing["id"],
        "border_area": "SR01",
        "border_extra": "yes",
    }
    assert "Du hast 1 Zeichnung gemacht." in joined.get(f"{URL}/fertig").page.text
    assert "gefühltes Viertel" in joined.get("/mein").page.text


def test_a_comment_on_the_border_goes_with_its_drawing(joined: PageClient) -> None:
    told = {
        "pin.viertel_pin_title": "Kiez",
        "place_text": "vom Fluss bis zur Bahn",
        "pin.viertel_home_inside": "yes",
    }
    border = joined.submit(f"{URL}?ansicht=liste", told).location
    assert joined.submit(border, {"text": "Der Park", "quote": True}).status_code == 302
    drawing, comment = stored()
    assert (comment["quote"], drawing["quote"]) == (CONSENT_TEXTS["quote"].version, "")
    assert joined.submit(f"/mein/{drawing['id']}/zuruecknehmen").location == "/mein"
    assert "2 Beiträge hast du zurückgenommen." in joined.get("/mein").page.text


def test_a_way_in_words(joined: PageClient) -> None:
    missing = joined.submit(f"{URL}?frage=2&ansicht=liste", {"goal": "Schule"})
    assert missing.status_code == 422
    assert "Bitte schreib, wo dein Weg anfängt." in missing.page.text
    told = {"start": "Nordstadt", "goal": "Schule", "place_text": "die Brücke"}
    told |= {"pin.wege_travel_mode": "bike", "pin.wege_alone_allowed": "sometimes"}
    told |= {"pin.wege_pin_text": "Die Kreuzung"}
    assert joined.submit(f"{URL}?frage=2&ansicht=liste", told).status_code == 302
    (way,) = stored()
    assert (way["kind"], way["quality"], way["place_text"]) == (
        "mark",
        "way",
        "von Nordstadt nach Schule über die Brücke",
    )
    assert way["attributes"] == {
        "question": "wege",
        "travel_mode": "bike",
        "alone_allowed": "sometimes",
        "_version": "1",
    }


def test_the_border_of_somebody_elses_drawing_is_not_shown(joined: PageClient) -> None:
    unknown = "00000000-0000-7000-8000-000000000000"
    assert joined.get(f"{URL}/grenze/{unknown}").status_code == 404
    assert joined.get(f"{URL}/grenze/{unknown}/raeume.json").status_code == 404


def test_a_map_of_needles_alone_loads_nothing_for_drawing(joined: PageClient) -> None:
    assert "drawing_page" in joined.get(URL).get_data(as_text=True)
    with transaction():
        campaign = campaign_of(db.session.query(NeedleCampaign.activity_id).one()[0])
        assert campaign
        needles = tuple(draft_of(question) for question in campaign.questions if question.task == "needle")
        update_campaign(
            activity_id=campaign.activity_id,
            draft=CampaignDraft("Nur Nadeln", center_lon=9.3, center_lat=52.7, questions=needles),
        )
    page = joined.get(URL).get_data(as_text=True)
    assert "drawing_page" not in page
    assert "data-drawing" not in page


def test_the_own_list_shows_the_drawing(joined: PageClient) -> None:
    person = db.session.query(Participant).one()
    activity_id = db.session.query(NeedleCampaign.activity_id).one()[0]
    identity = new_id()
    drawn = ContributionDraft(
        id=identity,
        kind="felt_area",
        geometry=shapely.box(9.295, 52.695, 9.305, 52.705),
        attributes={"question": "viertel", "home_inside": "unsure"},
    )
    with transaction():
        record(
            SubmissionDraft(
                id=identity,
                process_id=person.process_id,
                activity_id=activity_id,
                participant_id=person.id,
                person_key=str(person.id),
                channel="maps",
                contributions=[drawn],
            )
        )
    answer = joined.get("/mein")
    assert '<path class="drawn drawn--area" d="M' in answer.get_data(as_text=True)
    assert "weiß nicht, ob das Zuhause dazugehört" in answer.page.text
    found = joined.get(f"{URL}/grenze/{identity}/raeume.json").get_json()
    assert [(border["code"], border["isHome"], border["share"]) for border in found] == [("SR01", True, 50)]
    assert "deine Zeichnung" in joined.get(f"{URL}/grenze/{identity}").page.text
