"""A file from LimeSurvey becomes a survey, by command and by page; what is lost is told, what is hostile refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from apiflask import APIFlask

from app.processes.queries import process_by_slug
from app.questions.queries import content_of, versions_of
from app.surveys.importing import free_slug
from app.surveys.queries import survey_by_slug
from tests.page_client import PageClient
from tests.questions.limesurvey.files import G, Q, lss, write
from tests.staff import give_role, make_process, make_user, sign_in

PAGE = "/verwaltung/verfahren/mein-viertel/umfrage/einlesen"
WHOLE = lss([G("Seite", [Q("name", "S", "Wie heißt du?"), Q("sum", "*", "{name}")])])


@pytest.fixture
def staff(app: APIFlask) -> PageClient:
    with app.app_context():
        process_id = make_process("mein-viertel")
        give_role(process_id, make_user("k@stadt.example"), "coordinator")
    return sign_in(app, "k@stadt.example")


def keys(app: APIFlask, slug: str) -> list[str]:
    with app.app_context():
        survey = survey_by_slug(process_by_slug("mein-viertel").id, slug)
        content = content_of(versions_of(survey.questionnaire_id)[0])
        return [question.key for question in content.questions()]


def test_the_command_reads_a_file_of_limesurvey(app: APIFlask, staff: PageClient, tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE)
    arguments = ["surveys", "import", str(path), "--process", "mein-viertel"]
    told = app.test_cli_runner().invoke(args=arguments)
    assert told.exit_code == 0, told.output
    assert "eine Frage übernommen." in told.output
    assert "  sum, type: Diese Art von Frage gibt es hier nicht: Gleichung." in told.output
    assert keys(app, "umfrage") == ["name"]


def send(staff: PageClient, text: str, name: str = "umfrage.lss", **more: str) -> object:
    return staff.submit(PAGE, {"file": (io.BytesIO(text.encode()), name), **more}, action=PAGE)


def test_the_page_names_what_was_not_taken(app: APIFlask, staff: PageClient) -> None:
    answer = send(staff, WHOLE)
    assert answer.status_code == 200  # type: ignore[attr-defined]
    text = answer.page.text  # type: ignore[attr-defined]
    assert "»Umfrage« ist angelegt" in text
    assert "Gleichung" in text
    send(staff, WHOLE, title="Umfrage")
    assert keys(app, "umfrage") == keys(app, "umfrage-2") == ["name"]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ('<!DOCTYPE d [<!ENTITY a "x">]><document>&a;</document>', "a.lss", "Dokumenttyp"),
        ("hallo", "a.lss", "kein gültiges XML"),
        (WHOLE, "a.xml", "Ein Fragebogen kommt als"),
    ],
)
def test_what_is_no_questionnaire_is_refused_at_the_field(
    app: APIFlask, staff: PageClient, text: str, name: str, words: str
) -> None:
    answer = send(staff, text, name, title="Mein Titel")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert words in answer.page.text  # type: ignore[attr-defined]
    assert "Mein Titel" in answer.get_data(as_text=True)  # type: ignore[attr-defined]


def test_without_a_file_nothing_happens(staff: PageClient) -> None:
    answer = staff.submit(PAGE, {"title": "x"}, action=PAGE)
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Datei." in answer.page.text


def test_addresses_do_not_meet() -> None:
    assert free_slug("Mein Viertel", set()) == "mein-viertel"
    assert free_slug("Mein Viertel", {"mein-viertel", "mein-viertel-2"}) == "mein-viertel-3"
