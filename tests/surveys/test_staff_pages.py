"""Staff set a survey up: begin, publish, choose the version people answer, read it through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from app.base.database import db, transaction
from app.contributions.queries import sitting_answers
from app.processes.queries import process_by_slug
from app.questions.content import Choice, Question, Questionnaire, Section
from app.questions.queries import draft_of, versions_of
from app.questions.services import save_draft
from app.surveys.models import Survey
from app.surveys.queries import survey_by_slug, surveys_of
from tests.page_client import PageClient, values_of
from tests.participants.factories import make_process
from tests.staff import give_role, make_user, sign_in
from tests.surveys.factories import CONTENT

EMAIL = "koordination@stadt.example"
BASE = "/verwaltung/verfahren/zeig-dein-viertel"
PAGE = f"{BASE}/umfrage/jugend"


@pytest.fixture
def staff(app: APIFlask) -> Iterator[PageClient]:
    """A coordinator of the process, signed in."""
    with app.app_context():
        with transaction():
            process_id = make_process().id
        give_role(process_id, make_user(EMAIL), "coordinator")
        yield sign_in(app, EMAIL)
        db.session.remove()


def made(staff: PageClient, **values: object) -> Survey:
    """A survey made through the page."""
    sent = {"title": "Jugendbefragung", "slug": "jugend", "beginning": "empty", **values}
    answer = staff.submit(f"{BASE}/umfrage/neu", sent, action=f"{BASE}/umfrage/neu")
    assert answer.status_code == 302, answer.page.text  # type: ignore[attr-defined]
    return survey()


def survey(slug: str = "jugend") -> Survey:
    db.session.rollback()
    return survey_by_slug(process_by_slug("zeig-dein-viertel").id, slug)


def with_questions(staff: PageClient) -> Survey:
    found = made(staff)
    with transaction():
        save_draft(questionnaire_id=found.questionnaire_id, content=CONTENT)
    return survey()


def test_a_new_survey_has_a_draft_and_cannot_be_answered_yet(staff: PageClient) -> None:
    found = made(staff, modes=["open", "school"], closing="Danke!")
    assert (found.activity.title, found.modes, found.closing) == (
        "Jugendbefragung",
        ["open", "school"],
        "Danke!",
    )
    assert found.version_id is None
    page = staff.get(PAGE).page  # type: ignore[attr-defined]
    assert "Noch ist keine Fassung veröffentlicht." in page.text
    assert "Jugendbefragung" in staff.get(f"{BASE}/aktivitaeten").page.text  # type: ignore[attr-defined]


def test_bad_input_is_told_at_its_field_and_stays(staff: PageClient) -> None:
    url = f"{BASE}/umfrage/neu"
    for sent in (
        {"title": "", "slug": "jugend"},
        {"title": "Jugend", "slug": "Groß Klein"},
        {"title": "Jugend", "modes": []},
    ):
        answer = staff.submit(url, {"closing": "Bis bald!", **sent}, action=url)
        assert answer.status_code == 422
        assert "Bis bald!" in answer.page.text  # type: ignore[attr-defined]
    made(staff)
    answer = staff.submit(url, {"title": "Noch eine", "slug": "jugend"}, action=url)
    assert answer.status_code == 422
    assert len(surveys_of(process_by_slug("zeig-dein-viertel").id)) == 1


def test_a_draft_is_published_and_answered_from_then_on(staff: PageClient) -> None:
    with_questions(staff)
    assert staff.submit(PAGE, action=f"{PAGE}/veroeffentlichen").status_code == 302
    found = survey()
    assert found.answered is not None
    assert (found.answered.number, found.answered.state) == (1, "published")
    page = staff.get(PAGE).page  # type: ignore[attr-defined]
    assert "wird beantwortet" in page.text
    assert staff.submit(PAGE, action=f"{BASE}/aktivitaeten/jugend/oeffnen").status_code == 302


def test_a_draft_that_is_not_finished_is_not_published_and_says_what_is_missing(staff: PageClient) -> None:
    made(staff)
    answer = staff.submit(PAGE, action=f"{PAGE}/veroeffentlichen")
    assert answer.status_code == 422
    assert "Bitte prüfen" in answer.page.text  # type: ignore[attr-defined]
    assert survey().version_id is None


def test_follow_ups_that_the_record_cannot_keep_are_told_before_publishing(staff: PageClient) -> None:
    found = made(staff)
    spot = Question(
        "spot",
        "point",
        {"de": "Wo?"},
        followups=(
            Question("code", "text", {"de": "Welcher Code?"}),
            Question("company", "single", {"de": "Mit wem?"}, choices=(Choice("dog", {"de": "Hund"}),)),
            Question("fine", "text", {"de": "Warum?"}),
        ),
    )
    content = Questionnaire(title={"de": "Orte"}, sections=(Section("s", {"de": "Orte"}, questions=(spot,)),))
    with transaction():
        save_draft(questionnaire_id=found.questionnaire_id, content=content)
    text = staff.submit(PAGE, action=f"{PAGE}/veroeffentlichen").page.text  # type: ignore[attr-defined]
    assert "spot.code" in text
    assert "spot.company" in text
    assert "spot.fine" not in text


def test_the_next_version_waits_until_it_is_published_and_the_first_can_come_back(staff: PageClient) -> None:
    with_questions(staff)
    staff.submit(PAGE, action=f"{PAGE}/veroeffentlichen")
    assert staff.submit(PAGE, action=f"{PAGE}/neue-fassung").status_code == 302
    found = survey()
    assert found.answered is not None
    assert found.answered.number == 1
    assert draft_of(found.questionnaire_id) is not None
    staff.submit(PAGE, action=f"{PAGE}/veroeffentlichen")
    found = survey()
    assert found.answered is not None
    assert found.answered.number == 2
    staff.submit(PAGE, action=f"{PAGE}/fassung/1/nehmen")
    found = survey()
    assert found.answered is not None
    assert found.answered.number == 1
    assert [one.state for one in versions_of(found.questionnaire_id)] == ["published", "published"]


def test_somebody_elses_change_is_not_published_unseen(staff: PageClient) -> None:
    with_questions(staff)
    page = staff.get(PAGE)
    assert page.status_code == 200
    with transaction():
        save_draft(questionnaire_id=survey().questionnaire_id, content=CONTENT)
    answer = staff.submit(PAGE, {"version": "1"}, action=f"{PAGE}/veroeffentlichen")
    assert answer.status_code == 409
    assert survey().version_id is None


def test_settings_are_saved_and_a_stale_page_is_told(staff: PageClient) -> None:
    made(staff)
    sent = {"title": "Neuer Titel", "modes": ["kiosk"], "closing": "Tschüss"}
    assert staff.submit(PAGE, sent, action=PAGE).status_code == 302
    found = survey()
    assert (found.activity.title, found.modes, found.closing) == ("Neuer Titel", ["kiosk"], "Tschüss")
    assert staff.submit(PAGE, {**sent, "version": "1"}, action=PAGE).status_code == 409


def test_a_second_survey_asks_the_same_questionnaire(staff: PageClient) -> None:
    first = with_questions(staff)
    second = made(staff, slug="jugend-zwei", title="Noch einmal", beginning=f"kept:{first.questionnaire_id}")
    assert survey("jugend-zwei").questionnaire_id == second.questionnaire_id


def test_a_survey_begins_with_a_questionnaire_that_comes_with_the_platform(staff: PageClient) -> None:
    url = f"{BASE}/umfrage/neu"
    assert "Mein Viertel: Befragung für junge Leute" in staff.get(url).page.text  # type: ignore[attr-defined]
    made(staff, beginning="shipped:youth_quarter")
    assert staff.submit(PAGE, action=f"{PAGE}/veroeffentlichen").status_code == 302
    assert "Wie oft bist du an diesen Orten?" in staff.get(f"{PAGE}/fassung/1").page.text  # type: ignore[attr-defined]
    assert (
        staff.submit(url, {"title": "X", "slug": "x", "beginning": "shipped:none"}, action=url).status_code
        == 422
    )


def test_a_version_is_read_through_in_each_language(staff: PageClient) -> None:
    with_questions(staff)
    page = staff.get(f"{PAGE}/fassung/1").page  # type: ignore[attr-defined]
    for words in ("Welche Schule?", "Wem vertraust du?", "Polizei", "Warum dort?", "Mehrere Auswahlen"):
        assert words in page.text
    assert staff.get(f"{PAGE}/fassung/1?in=en").status_code == 200
    assert staff.get(f"{PAGE}/fassung/7").status_code == 404


def test_trying_out_walks_to_the_end_and_keeps_nothing(staff: PageClient) -> None:
    found = with_questions(staff)
    url = f"{PAGE}/fassung/1/ausprobieren"
    page = staff.get(url).page  # type: ignore[attr-defined]
    assert "Nichts davon wird gespeichert." in page.text
    page = staff.get(f"{url}?seite=1").page  # type: ignore[attr-defined]
    assert "Nichts davon wird gespeichert." in page.text
    wrong = {**values_of(page.form()), "minutes": "999", "go": "next"}
    assert staff.post(f"{url}?seite=1", data=wrong).status_code == 422
    for seen in ("Geschwister", "Orte", "Alles noch einmal ansehen", "Das war die letzte Seite."):
        form = page.form()
        asked = [one.get("value") for one in form.iter("input") if one.get("name") == "asked"]
        sent = {**values_of(form), "asked": asked, "go": "next"}
        page = staff.post(form.get("action"), data=sent).page  # type: ignore[attr-defined]
        assert seen in page.text
    assert len(sitting_answers(found.activity_id)) == 0


def test_what_is_not_finished_cannot_be_tried(staff: PageClient) -> None:
    made(staff)
    assert "noch nicht fertig" in staff.get(f"{PAGE}/fassung/1/ausprobieren").page.text  # type: ignore[attr-defined]


def test_questionnaires_of_other_processes_cannot_be_taken(staff: PageClient) -> None:
    with_questions(staff)
    with transaction():
        other = make_process("fremd")
    give_role(other.id, make_user("fremd@stadt.example"), "coordinator")
    url = "/verwaltung/verfahren/fremd/umfrage/neu"
    stranger = sign_in(staff.application, "fremd@stadt.example")  # type: ignore[arg-type]
    sent = {"title": "Geklaut", "slug": "geklaut", "beginning": f"kept:{survey().questionnaire_id}"}
    assert stranger.submit(url, sent, action=url).status_code == 422
