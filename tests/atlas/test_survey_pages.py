"""Results of a survey: staff see three persons and more, everybody sees what was released and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.areas.models import Area, PopulationCount
from app.base.database import db, transaction
from app.indicators import releases
from tests.atlas.test_outcomes import person_in, phone_of
from tests.indicators.conftest import Town
from tests.indicators.conftest import town as town
from tests.indicators.surveys.answering import answer, answered_survey, open_survey
from tests.page_client import PageClient
from tests.staff import give_role, make_user, sign_in

SHEET = "/verwaltung/verfahren/stadt/umfragen/mein-viertel/ergebnisse"
TOLD = "/verfahren/stadt/ergebnisse/umfragen"


def add_bands() -> None:
    """Residents by age band and sex, so that weighting is possible."""
    with transaction():
        areas = db.session.scalars(select(Area).where(Area.code.startswith("A"))).all()
        db.session.add_all(
            PopulationCount(
                area_id=area.id, reference_date=date(2025, 12, 31), age_band=band, sex=sex, count=100
            )
            for area in areas
            for band in ("a14_15", "a16_17", "a27_44")
            for sex in "fm"
        )


def text_of(client: PageClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return str(answer.page.text)


def test_staff_see_shares_intervals_and_gaps(app: APIFlask, town: Town) -> None:
    with app.app_context():
        answered_survey(town, way="sample")
    client = sign_in(app, town.planner)
    page = text_of(client, SHEET)
    assert "83 Personen haben geantwortet." in page
    assert "Gültige Antworten: 81 · keine Angabe: unter 3" in page
    assert "nur unter einer Bedingung gefragt" in page
    assert "49,4 %" in page
    assert "Abweichungsindex und Gewichte brauchen" in page
    assert "Noch etwas?" in page
    svg = client.get(SHEET).get_data(as_text=True)
    assert svg.count('<rect class="chart__bar"') >= 5
    assert "style=" not in svg


def test_by_area_and_age(app: APIFlask, town: Town) -> None:
    with app.app_context():
        answered_survey(town)
    client = sign_in(app, town.planner)
    areas = text_of(client, f"{SHEET}?nach=raum")
    assert "Raum A1" in areas
    assert "Raum A4" in areas
    assert "Jugendliche (14–17)" in text_of(client, f"{SHEET}?nach=alter")
    assert client.get(f"{SHEET}?nach=schuhe").status_code == 404


def test_weighted_with_d03_and_d06(app: APIFlask, town: Town) -> None:
    with app.app_context():
        activity_id = answered_survey(town, way="sample").id
        for area, band in (
            ("A1", "a27_44"),
            ("A2", "a27_44"),
            ("A3", "a14_15"),
            ("A3", "a16_17"),
            ("A1", "a16_17"),
        ):
            for sex in "fm":
                answer(town, activity_id, area, 5, {"bus": "ja"}, way="sample", age_band=band, gender=sex)
        add_bands()
    page = text_of(sign_in(app, town.planner), f"{SHEET}?gewichtet=1")
    assert "Effektive Fallzahl (D06)" in page
    assert "Abweichungsindex (D03)" in page
    assert "Designeffekt" in page
    assert "Personen, gewichtet" in page


def test_nobody_answered_yet(app: APIFlask, town: Town) -> None:
    with app.app_context():
        open_survey(town.process_id)
    assert "Noch hat niemand geantwortet." in text_of(sign_in(app, town.planner), SHEET)


@pytest.mark.parametrize("role", ["editor", "facilitator", "viewer", "recorder"])
def test_others_do_not_see_it(app: APIFlask, town: Town, role: str) -> None:
    with app.app_context():
        answered_survey(town)
        give_role(town.process_id, make_user(f"{role}@example.org"), role)
    assert sign_in(app, f"{role}@example.org").get(SHEET).status_code == 403


def test_an_activity_without_questions_has_no_sheet(app: APIFlask, town: Town) -> None:
    assert sign_in(app, town.planner).get(SHEET).status_code == 404


def test_everybody_reads_the_release_only(app: APIFlask, town: Town) -> None:
    with app.app_context():
        answered_survey(town)
        person_id = person_in(town, "A1").id
    client = PageClient(app)
    assert "Noch gibt es keine geprüften Ergebnisse" in text_of(client, TOLD)
    with app.app_context(), transaction():
        releases.freeze(process_id=town.process_id, approvals=town.approvals)
    page = text_of(client, TOLD)
    assert "Fährst du Bus?" in page
    assert "Antworten von Menschen: 81" in page
    assert "Raum A4" not in page
    assert "nicht gezeigt" in page
    assert client.get(f"{TOLD}?nummer=99").status_code == 404
    assert "Umfragen: Das habt ihr gesagt" in text_of(client, "/verfahren/stadt/ergebnisse")
    assert "Das habt ihr gesagt" in text_of(phone_of(app, person_id), "/mein/was-wurde-daraus")


def test_the_results_page_maps_an_answer(app: APIFlask, town: Town) -> None:
    with app.app_context():
        answered_survey(town)
        with transaction():
            releases.freeze(process_id=town.process_id, approvals=town.approvals)
    page = PageClient(app).get("/verfahren/stadt/ergebnisse").page
    assert "Fährst du Bus?: Ja" in page.text


def mixed_survey(town: Town) -> None:
    """83 drawn people and twelve who came by the open link, two by a class."""
    activity_id = answered_survey(town, way="sample").id
    answer(town, activity_id, "A1", 12, {"bus": "ja"})
    answer(town, activity_id, "A2", 2, {"bus": "ja"}, way="school")


def test_each_way_apart_and_together(app: APIFlask, town: Town) -> None:
    with app.app_context():
        mixed_survey(town)
    client = sign_in(app, town.planner)
    together = text_of(client, SHEET)
    assert "97 Personen haben geantwortet." in together
    assert "Stichprobe: 83 · offener Link oder Code: 12 · Klasse: unter 3" in together
    assert "gezogene Stichprobe und Menschen zusammen" in together
    assert "95-%-Bereich" not in client.get(SHEET).page.text.replace("der 95-%-Bereich", "")
    drawn = client.get(f"{SHEET}?weg=stichprobe").get_data(as_text=True)
    assert "83 Personen haben geantwortet." in drawn
    assert "selbst entschieden" not in drawn
    assert "chart__whisker" in drawn
    came = client.get(f"{SHEET}?weg=offen").get_data(as_text=True)
    assert "12 Personen haben geantwortet." in came
    assert "lassen sich nicht auf die Stadt übertragen" in came
    assert "chart__whisker" not in came
    assert "gewichtet nach" not in came
    assert client.get(f"{SHEET}?weg=brieftaube").status_code == 404
    assert client.get(f"{SHEET}?weg=papier").status_code == 200


def test_everybody_is_told_who_was_drawn(app: APIFlask, town: Town) -> None:
    with app.app_context():
        mixed_survey(town)
        with transaction():
            releases.freeze(process_id=town.process_id, approvals=town.approvals)
    page = text_of(PageClient(app), TOLD)
    assert "Mein Viertel, Stichprobe" in page
    assert "ausgelost und mit einem Brief eingeladen" in page
    assert "selbst entschieden, dass sie mitmachen" in page
