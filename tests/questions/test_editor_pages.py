"""Staff write a questionnaire through the editor's pages, from nothing to a version that can be published."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from apiflask import APIFlask
from werkzeug.test import TestResponse

from app.base.database import db, transaction
from app.questions.content import Choice, Question, Questionnaire, Section
from app.questions.editor.edits import question_in
from app.questions.queries import content_of, draft_of
from app.questions.services import create_questionnaire, publish, save_draft
from tests.page_client import PageClient
from tests.participants.factories import make_process
from tests.staff import give_role, make_user, sign_in

EMAIL = "koordination@stadt.example"
BASE = "/verwaltung/verfahren/zeig-dein-viertel/fragebogen/probe"
AGE = Question(
    "band",
    "single",
    {"de": "Wie alt bist du?", "en": "How old are you?"},
    choices=(Choice("jung", {"de": "12–15", "en": "12–15 years"}), Choice("alt", {"de": "16–21"})),
)
CONTENT = Questionnaire(
    title={"de": "Probe"}, languages=("de", "en"), sections=(Section("eins", questions=(AGE,)),)
)


@pytest.fixture
def kept(app: APIFlask) -> Iterator[UUID]:
    with app.app_context():
        with transaction():
            process_id = make_process().id
            made = create_questionnaire(
                process_id=process_id, key="probe", title="Probe", content=Questionnaire()
            )
        give_role(process_id, make_user(EMAIL), "coordinator")
        yield made.id
        db.session.remove()


@pytest.fixture
def staff(app: APIFlask, kept: UUID) -> PageClient:
    return sign_in(app, EMAIL)


def draft(kept: UUID) -> Questionnaire:
    db.session.rollback()
    found = draft_of(kept)
    assert found is not None
    return content_of(found)


def fill(kept: UUID, content: Questionnaire = CONTENT) -> None:
    with transaction():
        save_draft(questionnaire_id=kept, content=content)


def pressed(staff: PageClient, url: str, action: str, /, **fields: str) -> TestResponse:
    """Press one of many buttons of a page: its token goes along."""
    tokens = [
        one.get("value") for one in staff.get(url).page.root.iter("input") if one.get("name") == "csrf_token"
    ]  # type: ignore[attr-defined]
    return staff.post(action, data={"csrf_token": tokens[0], **fields})


def act(staff: PageClient, kept: UUID, do: str, part: str = "", **more: str) -> str:
    """Press a button of the outline; the address it leads to."""
    db.session.rollback()
    found = draft_of(kept)
    assert found is not None
    answer = pressed(staff, BASE, f"{BASE}/tun", do=do, part=part, version=str(found.version), **more)
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_a_questionnaire_from_nothing(staff: PageClient, kept: UUID) -> None:
    assert "Noch hat dieser Fragebogen keine Seite" in staff.get(BASE).text
    assert act(staff, kept, "add-section").endswith("/seite/seite")
    where = act(staff, kept, "add-question", "seite", kind="single")
    assert where.endswith("/frage/frage")
    page = f"{BASE}/frage/frage"
    answer = staff.submit(
        page,
        {
            "label": "Bist du gern hier?",
            "key": "",
            "more_choices": "Ja\nNein\n\nWeiß nicht",
            "is_required": "y",
        },
        action=page,
    )
    assert answer.status_code == 302
    question = question_in(draft(kept), "bist_du_gern_hier")
    assert question.is_required
    assert [choice.key for choice in question.choices] == ["ja", "nein", "weiss_nicht"]
    outline = staff.get(BASE)
    assert "Bist du gern hier?" in outline.text
    assert (
        "hindern am Veröffentlichen" not in outline.text.replace("hindert", "hindern")
        or "Titel" in outline.text
    )


def test_other_languages_stay_when_words_and_names_change(staff: PageClient, kept: UUID) -> None:
    fill(kept)
    page = f"{BASE}/frage/band"
    assert (
        staff.submit(page, {"label": "Dein Alter?", "choices-0-key": "u16"}, action=page).status_code == 302
    )
    question = question_in(draft(kept), "band")
    assert question.label == {"de": "Dein Alter?", "en": "How old are you?"}
    assert question.choices[0] == Choice("u16", {"de": "12–15", "en": "12–15 years"})


def test_an_answer_moves_and_everything_typed_stays(staff: PageClient, kept: UUID) -> None:
    fill(kept)
    page = f"{BASE}/frage/band"
    moved = staff.submit(page, {"label": "Neu getippt", "move": "down:choices:0"}, action=page)
    assert moved.status_code == 200
    assert "Neu getippt" in moved.text
    assert moved.text.index('value="16–21"') < moved.text.index('value="12–15"')
    assert question_in(draft(kept), "band").label["de"] == "Wie alt bist du?"


def test_a_condition_in_plain_words(staff: PageClient, kept: UUID) -> None:
    more = Question("wo", "text", {"de": "Wo?"})
    fill(kept, Questionnaire(sections=(Section("eins", questions=(AGE, more)),)))
    page = f"{BASE}/frage/wo"
    wrong = staff.submit(
        page, {"rules-0-asked": "band", "rules-0-operator": "is", "rules-0-value": "uralt"}, action=page
    )
    assert wrong.status_code == 422
    assert "Möglich sind: 12–15, 16–21" in wrong.text
    assert 'value="uralt"' in wrong.text
    right = {"rules-0-asked": "band", "rules-0-operator": "is_not", "rules-0-value": "12–15"}
    assert staff.submit(page, right, action=page).status_code == 302
    assert question_in(draft(kept), "wo").relevant == ["not", ["=", ["answer", "band"], "jung"]]
    assert "Nur wenn: »Wie alt bist du?« ist nicht »12–15«" in staff.get(BASE).text


def test_a_composed_condition_is_told_and_kept_or_removed(staff: PageClient, kept: UUID) -> None:
    several = ["or", ["and", ["answered", ["answer", "band"]], True], ["=", ["today"], "2027-01-01"]]
    more = Question("wo", "text", {"de": "Wo?"}, relevant=several)
    fill(kept, Questionnaire(sections=(Section("eins", questions=(AGE, more)),)))
    page = f"{BASE}/frage/wo"
    assert "Zusammengesetzte Bedingung" in staff.get(page).text
    assert staff.submit(page, {"hint": "Kurz"}, action=page).status_code == 302
    assert question_in(draft(kept), "wo").relevant == several
    assert staff.submit(page, {"keeps_condition": None}, action=page).status_code == 302
    assert question_in(draft(kept), "wo").relevant is None


def test_two_people_do_not_write_over_each_other(staff: PageClient, kept: UUID) -> None:
    fill(kept)
    page = f"{BASE}/frage/band"
    refused = staff.submit(page, {"label": "Meins", "version": "0"}, action=page)
    assert refused.status_code == 422
    assert "Meins" in refused.text
    assert question_in(draft(kept), "band").label["de"] == "Wie alt bist du?"


def test_a_language_beside_the_original(staff: PageClient, kept: UUID) -> None:
    fill(kept)
    page = f"{BASE}/sprache/en"
    assert "fehl" in staff.get(page).text
    sent = {"title": "Trial", "sections-0-questions-0-choices-1-label": "16–21 years"}
    assert staff.submit(page, sent, action=page).status_code == 302
    content = draft(kept)
    assert content.title == {"de": "Probe", "en": "Trial"}
    assert question_in(content, "band").choices[1].label["en"] == "16–21 years"
    assert "Alles ist übersetzt." in staff.get(page).text
    assert staff.get(f"{BASE}/sprache/tr").status_code == 404


def test_the_phone_shows_what_is_being_written_and_saves_nothing(staff: PageClient, kept: UUID) -> None:
    fill(kept)
    page = f"{BASE}/frage/band"
    sent = {"label": "Noch nicht gespeichert", "kind": "text"}
    shown = pressed(staff, page, f"{page}/ansehen", **sent)
    assert "Noch nicht gespeichert" in shown.text
    assert question_in(draft(kept), "band").label["de"] == "Wie alt bist du?"
    policy = staff.get(f"{BASE}/handy").headers["Content-Security-Policy"].split("; ")
    for rule in ("frame-ancestors 'self'", "form-action 'none'", "sandbox allow-scripts allow-same-origin"):
        assert rule in policy
    assert "connect-src 'none'" in policy, "nothing typed there can leave"


def test_a_published_version_is_left_alone(staff: PageClient, kept: UUID) -> None:
    with transaction():
        publish(questionnaire_id=kept, content=CONTENT)
    assert "bleibt, wie sie ist" in staff.get(BASE).text
    assert staff.get(f"{BASE}/frage/band").status_code == 409
    assert pressed(staff, BASE, f"{BASE}/tun", do="new-version").status_code == 302
    assert draft(kept) == CONTENT


@pytest.mark.parametrize("do", ["up", "down", "double", "remove", "place"])
def test_buttons_for_what_is_gone_say_so(staff: PageClient, kept: UUID, do: str) -> None:
    fill(kept)
    found = draft_of(kept)
    assert found is not None
    sent = {"do": do, "part": "weg", "page": "eins", "version": str(found.version)}
    assert pressed(staff, BASE, f"{BASE}/tun", **sent).status_code == 404
