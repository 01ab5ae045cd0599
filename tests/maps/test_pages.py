"""The needle map without a script, and its page of thanks; the staff pages of a campaign."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from app.base.database import db, transaction
from app.maps.queries import campaign_of
from app.maps.services import update_campaign
from app.maps.template import DEFAULT_QUESTIONS, CampaignDraft
from app.participants.services import join_direct
from tests.maps.factories import make_campaign, make_open_map
from tests.page_checks import Page
from tests.page_client import PageClient

URL = "/verfahren/zeig-dein-viertel/karte/nadelkarte"


@pytest.fixture
def joined(app: APIFlask, client: PageClient) -> Iterator[PageClient]:
    """A phone whose person has joined by the code of an open map."""
    with app.app_context():
        with transaction():
            code = make_open_map()
        client.submit("/mitmachen", {"code": code["typed"]})
        client.submit("/mitmachen/angaben", {"age_band": "a14_15"})
        client.submit("/mitmachen/beleg")
        yield client
        db.session.remove()


def test_a_code_with_an_activity_leads_straight_to_its_map(joined: PageClient) -> None:
    assert joined.get("/mitmachen/los").location == URL


def test_the_whole_way_works_without_a_script(joined: PageClient) -> None:
    page = joined.get(URL).page
    assert page.h1 == "Wo bist du gern? Wo triffst du andere?"
    assert "Frage 1 von 5" in page.text
    said = {
        "quality": "meet",
        "place_text": "Bank am Fluss",
        "pin.gern_pin_text": "Da sind alle",
        "pin.gern_time_of_day": "evening",
    }
    answer = joined.submit(f"{URL}?ansicht=liste", said)
    assert answer.location == f"{URL}?frage=1&ansicht=liste"
    page = joined.get(answer.location).page
    assert "Angekommen!" in page.text
    assert "Bank am Fluss – Da sind alle" in page.text
    assert "1 von 3 Nadeln" in page.text
    for number in range(2, 6):
        assert f"Frage {number} von 5" in joined.get(f"{URL}?frage={number}&ansicht=liste").page.text
    assert "Du hast uns 1 Ort gezeigt." in joined.get(f"{URL}/fertig").page.text
    remove = next(
        form.get("action") for form in page.all("form") if "/loeschen/" in (form.get("action") or "")
    )
    assert joined.submit(f"{URL}?ansicht=liste", action=remove).status_code == 302
    assert "0 von 3 Nadeln" in joined.get(f"{URL}?ansicht=liste").page.text


def test_without_a_script_words_of_danger_are_answered_with_help_at_once(joined: PageClient) -> None:
    said = {"quality": "meet", "place_text": "Bank am Fluss", "pin.gern_pin_text": "Mein Vater schlägt mich."}
    page = joined.get(joined.submit(f"{URL}?ansicht=liste", said).location).page
    assert "116 111" in page.text
    harmless = {"quality": "meet", "place_text": "Bank am Fluss", "pin.gern_pin_text": "Schön."}
    page = joined.get(joined.submit(f"{URL}?ansicht=liste", harmless, action=URL).location).page
    assert "116 111" not in page.text


def test_thanks_are_not_given_for_nothing(joined: PageClient) -> None:
    page = joined.get(f"{URL}/fertig").page
    assert page.h1 == "Danke!"
    assert "Hier steht noch nichts von dir." in page.text
    assert "Weitermachen" in page.text
    assert "Meine Orte ansehen" not in page.text


def test_the_page_of_thanks_knows_the_own_places(joined: PageClient) -> None:
    joined.submit(f"{URL}?ansicht=liste", {"quality": "meet", "place_text": "Bank am Fluss"})
    page = joined.get(f"{URL}/fertig").page
    (others,) = (one for one in page.all("section") if one.get("id") == "others")
    given = json.loads(others.get("data-config"))
    assert [(mark["quality"], mark["place_text"]) for mark in given["marks"]] == [("meet", "Bank am Fluss")]
    assert given["valences"]["meet"] == "pos"


def test_a_copy_for_later_is_the_same_rendering(joined: PageClient) -> None:
    """Else a phone would take what arrived after the copy for older than it, and not show it without a line."""

    def rendering(**headers: str) -> str:
        page = joined.get(URL, headers=headers).page
        (needle,) = (one for one in page.all("div") if one.get("id") == "needle")
        return str(needle.get("data-rendering"))

    first = rendering()
    assert rendering() != first
    assert rendering(**{"X-Rendering": first}) == first
    assert rendering(**{"X-Rendering": "<b>"}) not in (first, "<b>")


def test_sending_the_same_form_twice_is_one_place(joined: PageClient) -> None:
    page = joined.get(f"{URL}?ansicht=liste").page
    fields = {
        field.get("name"): field.get("value") for field in page.all("input") if field.get("type") == "hidden"
    }
    said = {**fields, "quality": "fav", "place_text": "Skatepark"}
    for _ in range(2):
        assert joined.post(f"{URL}?frage=1", data=said).status_code == 302
    assert "1 von 3 Nadeln" in joined.get(f"{URL}?ansicht=liste").page.text


def test_a_page_sent_again_with_other_words_asks_once_and_keeps_both(joined: PageClient) -> None:
    """Somebody goes back to a page that was sent, or has it open twice, and sends it with another place."""

    def hidden(page: Page) -> dict[str | None, str | None]:
        fields = page.all("input")
        return {one.get("name"): one.get("value") for one in fields if one.get("type") == "hidden"}

    sent = hidden(joined.get(f"{URL}?ansicht=liste").page)
    assert (
        joined.post(f"{URL}?frage=1", data={**sent, "quality": "fav", "place_text": "Skatepark"}).status_code
        == 302
    )
    answer = joined.post(f"{URL}?frage=1", data={**sent, "quality": "fav", "place_text": "Bolzplatz"})
    assert answer.status_code == 422
    assert "schon ein Ort angekommen" in answer.page.text
    again = {**hidden(answer.page), "quality": "fav", "place_text": "Bolzplatz"}
    assert joined.post(f"{URL}?frage=1", data=again).status_code == 302
    assert "2 von 3 Nadeln" in joined.get(f"{URL}?ansicht=liste").page.text


def test_what_is_missing_is_named_and_nothing_typed_is_lost(joined: PageClient) -> None:
    answer = joined.submit(
        f"{URL}?ansicht=liste", {"quality": "fav", "pin.gern_pin_text": "Weil es ruhig ist"}
    )
    assert answer.status_code == 422
    assert "Bitte zeige oder beschreibe den Ort." in answer.page.text
    assert "Weil es ruhig ist" in answer.page.text


def test_own_places_only_and_only_of_ones_own_process(app: APIFlask, joined: PageClient) -> None:
    with app.app_context(), transaction():
        make_campaign("anderes")
    assert joined.get("/verfahren/anderes/karte/nadelkarte").location == "/mitmachen/los"
    joined.submit(f"{URL}?ansicht=liste", {"quality": "fav", "place_text": "Geheime Bucht"})
    assert joined.get(f"{URL}/andere.json").get_json() == [], "nothing of others before release"
    assert PageClient(app).get(URL).location == "/mitmachen"


def test_a_closed_map_says_so(app: APIFlask, client: PageClient) -> None:
    with app.app_context(), transaction():
        campaign = make_campaign(is_open=False)
        token = join_direct(process_id=campaign.activity.process_id).session_token
    client.set_cookie("teilnahme", token)
    assert "gerade nicht mitmachen" in client.get(URL).page.text


def test_campaigns_are_matched_by_key_when_questions_move(db_session: object) -> None:
    with transaction():
        campaign = make_campaign()
    before = {question.key: question.asked for question in campaign.questions}
    draft = CampaignDraft(
        title="Neu",
        center_lon=9.3,
        center_lat=52.7,
        zoom=14,
        questions=(DEFAULT_QUESTIONS[1], DEFAULT_QUESTIONS[0]),
    )
    with transaction():
        update_campaign(activity_id=campaign.activity_id, draft=draft, version=1)
    db.session.expire_all()
    found = campaign_of(campaign.activity_id)
    assert found is not None
    assert [question.key for question in found.questions] == ["unwohl", "gern"]
    assert [before[question.key] for question in found.questions] == [
        question.asked for question in found.questions
    ]
    assert found.answered.number == 2, "what was answered before keeps the version it answered"
