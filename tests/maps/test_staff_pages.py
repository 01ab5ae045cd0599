"""Staff set up a needle map and hand out codes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from app.base.database import db, transaction
from app.maps.queries import campaign_by_slug
from app.participants.queries import codes_of
from app.processes.queries import process_by_slug
from tests.page_client import PageClient, values_of
from tests.participants.factories import make_process
from tests.staff import give_role, make_user, sign_in

EMAIL = "koordination@stadt.example"
BASE = "/verwaltung/verfahren/zeig-dein-viertel"


@pytest.fixture
def staff(app: APIFlask) -> Iterator[PageClient]:
    """A coordinator of the process, signed in."""
    with app.app_context():
        with transaction():
            process_id = make_process().id
        give_role(process_id, make_user(EMAIL), "coordinator")
        yield sign_in(app, EMAIL)
        db.session.remove()


def test_a_new_map_starts_with_five_questions_and_is_opened(staff: PageClient) -> None:
    page = staff.get(f"{BASE}/karte/neu").page
    assert len([e for e in page.all("fieldset") if e.get("class") == "edit-question"]) == 5
    answer = staff.submit(f"{BASE}/karte/neu", {"title": "Unsere Orte"}, action=f"{BASE}/karte/neu")
    assert answer.location == f"{BASE}/karte/nadelkarte"
    assert staff.submit(answer.location, action=f"{BASE}/aktivitaeten/nadelkarte/oeffnen").status_code == 302
    db.session.rollback()
    campaign = campaign_by_slug(process_by_slug("zeig-dein-viertel").id, "nadelkarte")
    assert campaign.activity.status == "open"
    assert campaign.questions[1].qualities == ["avoid", "uneasy"]
    assert "Wo fehlt etwas?" in staff.get(f"{answer.location}/vorschau").page.text


def test_questions_move_and_go_without_losing_what_was_typed(staff: PageClient) -> None:
    url = f"{BASE}/karte/neu"
    moved = {"title": "Mit Tippfehlr", "move": "down:0"}
    page = staff.submit(url, moved, action=url).page
    texts = [e.get("value") for e in page.all("input") if (e.get("name") or "").endswith("-text")]
    assert texts[:2] == [
        "Wo fühlst du dich unwohl? Wo gehst du nicht hin?",
        "Wo bist du gern? Wo triffst du andere?",
    ]
    assert "Mit Tippfehlr" in [e.get("value") for e in page.all("input")]
    page = staff.submit(url, {"move": "remove:4"}, action=url).page
    assert len([e for e in page.all("input") if (e.get("name") or "").endswith("-text")]) == 4
    page = staff.submit(url, {"move": "add"}, action=url).page
    assert len([e for e in page.all("input") if (e.get("name") or "").endswith("-text")]) == 6


def test_the_edge_of_a_draft_is_shown_to_its_team_only(
    app: APIFlask, staff: PageClient, client: PageClient
) -> None:
    with app.app_context():
        with transaction():
            draft = make_process("entwurf", is_open=False)
        give_role(draft.id, make_user("pia@example.org"), "coordinator")
        team = sign_in(app, "pia@example.org")
    made = team.submit("/verwaltung/verfahren/entwurf/karte/neu", {})
    assert made.status_code == 302, made.page.text  # type: ignore[attr-defined]
    page = "/verfahren/entwurf/karte/nadelkarte"
    assert client.get(page).status_code != 200
    assert '"Polygon"' in team.get(made.location).get_data(as_text=True).replace("&#34;", '"')
    assert team.get(f"{made.location}/vorschau").status_code == 200


def test_ready_made_drawing_questions_are_added_and_keep_their_task(staff: PageClient) -> None:
    url = staff.submit(f"{BASE}/karte/neu", {}, action=f"{BASE}/karte/neu").location
    for task in ("felt_area", "way"):
        page = staff.post(url, data={**values_of(staff.get(url).page.form(url)), "move": f"add:{task}"}).page
        assert staff.post(url, data=values_of(page.form(url))).status_code == 302
    process = process_by_slug("zeig-dein-viertel")
    questions = campaign_by_slug(process.id, "nadelkarte").questions
    assert [(one.task, one.qualities, one.max_pins) for one in questions[-2:]] == [
        ("felt_area", [], 1),
        ("way", ["way"], 3),
    ]
    preview = staff.get(f"{url}/vorschau").page.text
    assert "Das eigene Viertel zeichnen" in preview
    assert "3 Zeichnungen je Person" in preview
    without = {**values_of(staff.get(url).page.form(url)), "questions-6-task": "needle"}
    without.pop("questions-6-qualities", None)
    answer = staff.post(url, data=without)
    assert answer.status_code == 422
    assert "Bitte wählen Sie mindestens eine Nadelart." in answer.page.text


def test_a_stale_form_does_not_overwrite(staff: PageClient) -> None:
    url = staff.submit(f"{BASE}/karte/neu", {}, action=f"{BASE}/karte/neu").location
    fields = values_of(staff.get(url).page.form(url))
    assert staff.post(url, data={**fields, "title": "Von Kim"}).status_code == 302
    answer = staff.post(url, data={**fields, "title": "Von Noor"})
    assert answer.status_code == 409
    assert "Von Noor" in [field.get("value") for field in answer.page.all("input")], (
        "both texts stay readable"
    )
    db.session.rollback()
    process = process_by_slug("zeig-dein-viertel")
    assert campaign_by_slug(process.id, "nadelkarte").activity.title == "Von Kim"


def test_codes_are_made_printed_renewed_and_revoked(staff: PageClient) -> None:
    url = f"{BASE}/zugang"
    assert staff.submit(url, {"label": ""}, action=url).status_code == 422
    assert staff.submit(url, {"label": "Klasse 8b", "valid_to": "2099-01-31"}, action=url).location == url
    process = process_by_slug("zeig-dein-viertel")
    code = codes_of(process.id)[0].code
    first, identity = code.code, code.id
    poster = staff.get(f"{url}/{identity}/plakat").page
    assert f"{first[:4]} {first[4:]}" in poster.text
    assert "http" not in poster.text, "an address to type has no http://"
    assert "31.01.2099" in poster.text
    assert len(staff.get(f"{url}/{identity}/karten").page.all("img")) == 8
    assert staff.submit(url, action=f"{url}/{identity}/erneuern").location == url
    assert staff.submit(url, action=f"{url}/{identity}/sperren").location == url
    db.session.rollback()
    summary = codes_of(process.id)[0]
    assert summary.state == "revoked"
    assert summary.code.code != first
