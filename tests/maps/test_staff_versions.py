"""Staff work on the follow-ups of a needle map in the editor: a draft, what it may hold, publishing, throwing away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from app.base.database import db, transaction
from app.maps.models import NeedleCampaign
from app.maps.queries import campaign_by_slug
from app.processes.queries import process_by_slug
from app.questions.content import Choice, Question
from app.questions.editor.edits import with_question
from app.questions.queries import content_of, draft_of
from app.questions.services import save_draft
from tests.maps.factories import make_campaign
from tests.page_client import PageClient, values_of
from tests.staff import give_role, make_user, sign_in

EMAIL = "koordination@stadt.example"
MAP = "/verwaltung/verfahren/zeig-dein-viertel/karte/nadelkarte"
EDITOR = "/verwaltung/verfahren/zeig-dein-viertel/fragebogen/nadelkarte"


@pytest.fixture
def staff(app: APIFlask) -> Iterator[PageClient]:
    """A coordinator of a process with a needle map, signed in."""
    with app.app_context():
        with transaction():
            process_id = make_campaign().activity.process_id
        give_role(process_id, make_user(EMAIL), "coordinator")
        yield sign_in(app, EMAIL)
        db.session.remove()


def campaign() -> NeedleCampaign:
    db.session.rollback()
    return campaign_by_slug(process_by_slug("zeig-dein-viertel").id, "nadelkarte")


def write(question: Question, parent: str = "gern") -> None:
    kept = campaign().questionnaire_id
    draft = draft_of(kept)
    assert draft
    with transaction():
        save_draft(questionnaire_id=kept, content=with_question(content_of(draft), parent, question))


def test_a_follow_up_of_the_editor_is_asked_once_it_is_published(staff: PageClient) -> None:
    assert staff.submit(MAP, action=f"{MAP}/fragen/bearbeiten").location == EDITOR
    page = staff.get(EDITOR).page
    kinds = [one.get("value") for one in page.all("option") if one.get("value")]
    assert {"point", "line", "polygon", "text", "scale"} <= set(kinds)
    assert "freehand" not in kinds
    assert "Seite hinzufügen" not in page.text
    token = next(one.get("value") for one in page.all("input") if one.get("name") == "csrf_token")
    body = {"csrf_token": token, "version": "1", "do": "add-question", "part": "needle_map", "kind": "point"}
    assert staff.post(f"{EDITOR}/tun", data=body).status_code == 302
    draft = draft_of(campaign().questionnaire_id)
    assert draft
    made = content_of(draft).sections[0].questions[-1]
    assert (made.look, made.most, len(made.choices)) == ("coded", 3, 17)
    assert [one.kind for one in made.followups] == ["longtext", "photo", "audio", "single"]

    refused = staff.submit(MAP, action=f"{MAP}/fragen/veroeffentlichen")
    assert refused.status_code == 422, "the new question has no words yet"
    assert staff.submit(MAP, action=f"{MAP}/fragen/verwerfen").status_code == 302
    assert draft_of(campaign().questionnaire_id) is None

    assert staff.submit(MAP, action=f"{MAP}/fragen/bearbeiten").location == EDITOR
    write(Question("bench", "single", {"de": "Gibt es eine Bank?"}, choices=(Choice("ja", {"de": "Ja"}),)))
    assert "bench" not in campaign().questions[0].by_name
    assert staff.submit(MAP, action=f"{MAP}/fragen/veroeffentlichen").status_code == 302
    assert "bench" in campaign().questions[0].by_name
    page = staff.get(MAP).page
    assert "Dazu aus dem Editor: Gibt es eine Bank?" in page.text
    assert "Gefragt wird Fassung 2." in page.text
    assert "Gibt es eine Bank?" in staff.get(f"{MAP}/vorschau").page.text


@pytest.mark.parametrize(
    ("question", "parent", "said"),
    [
        (Question("name", "text", {"de": "Wie heißt du?"}), "needle_map", "führt jede Frage auf die Karte"),
        (Question("rating", "text", {"de": "Note"}), "gern", "Dieser Name ist vergeben"),
        (
            Question("x_company", "single", {"de": "Wer?"}, choices=(Choice("dog", {"de": "Hund"}),)),
            "fehlt",
            "andere Antworten üblich",
        ),
        (
            Question("why", "text", {"de": "Und?"}, relevant=["answered", ["answer", "gern_pin_text"]]),
            "gern",
            "nicht nach Worten",
        ),
        (Question("photo_2", "photo", {"de": "Noch ein Foto"}), "gern", "wird zu jedem Ort einmal gefragt"),
    ],
)
def test_what_no_needle_map_can_hold_is_said(
    staff: PageClient, question: Question, parent: str, said: str
) -> None:
    staff.submit(MAP, action=f"{MAP}/fragen/bearbeiten")
    write(question, parent)
    assert said in staff.get(EDITOR).page.text
    refused = staff.submit(MAP, action=f"{MAP}/fragen/veroeffentlichen")
    assert refused.status_code == 422
    assert said in refused.page.text
    assert len(campaign().questions) == 5


def test_the_simple_page_does_not_write_over_the_draft_of_the_editor(staff: PageClient) -> None:
    staff.submit(MAP, action=f"{MAP}/fragen/bearbeiten")
    fields = values_of(staff.get(MAP).page.form(MAP))
    assert staff.post(MAP, data={**fields, "title": "Nur ein Titel"}).status_code == 302
    fields = {**values_of(staff.get(MAP).page.form(MAP)), "questions-0-text": "Eine andere Frage"}
    answer = staff.post(MAP, data=fields)
    assert answer.status_code == 409
    assert "im Editor bearbeitet" in answer.page.text
    assert "Eine andere Frage" in [one.get("value") for one in answer.page.all("input")]
