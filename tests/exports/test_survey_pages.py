"""Survey data leaves to the statistics office alone, is noted each time, and not below twenty persons."""

from __future__ import annotations

import io
from uuid import UUID

import openpyxl
import pytest
import shapely
from apiflask import APIFlask
from sqlalchemy import select, update

from app.base.audit import AuditEvent
from app.base.database import db, new_id, transaction
from app.contributions import public
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.models import Contribution
from app.contributions.services import record_many
from app.exports.microdata.formats import SURVEY_FORMATS
from tests.indicators.conftest import Town
from tests.indicators.conftest import town as town
from tests.indicators.surveys.answering import answer, answered_survey, open_survey
from tests.page_client import PageClient
from tests.staff import give_role, make_user, sign_in

PATH = "/verwaltung/verfahren/stadt/umfragen/mein-viertel/daten"


def office(app: APIFlask, town: Town) -> PageClient:
    with app.app_context():
        give_role(town.process_id, make_user("statistik@example.org"), "statistics")
    return sign_in(app, "statistik@example.org")


def notes(app: APIFlask) -> list[str]:
    with app.app_context():
        query = select(AuditEvent.action).where(AuditEvent.action.startswith("export.survey"))
        return list(db.session.scalars(query.order_by(AuditEvent.created_at)))


def say(town: Town, activity_id: UUID, text: str, *, released: bool, at: shapely.Point | None = None) -> None:
    """Words or a place in a sitting of its own."""
    made = ContributionDraft(
        id=new_id(),
        kind="mark" if at else "survey_text",
        quality="fav" if at else None,
        geometry=at,
        text=text,
        attributes={"question": "ort" if at else "worte"},
    )
    with transaction():
        sitting = SubmissionDraft(
            id=new_id(),
            process_id=town.process_id,
            person_key=str(made.id),
            channel="surveys",
            activity_id=activity_id,
            contributions=[made],
        )
        record_many([sitting])
        if released:
            db.session.execute(
                update(Contribution)
                .where(Contribution.id == made.id)
                .values(state="released", released_text=text.upper())
            )


@pytest.mark.parametrize("name", list(SURVEY_FORMATS))
def test_the_office_takes_each_file_and_the_protocol_knows(app: APIFlask, town: Town, name: str) -> None:
    with app.app_context():
        answered_survey(town)
    client = office(app, town)
    answer = client.submit(PATH, {"format_name": name})
    assert answer.status_code == 200
    ending = SURVEY_FORMATS[name].ending
    assert f'filename="stadt_mein-viertel_daten.{ending}"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert notes(app) == [f"export.survey.{name}"]


def test_words_stand_alone_and_only_when_released(app: APIFlask, town: Town) -> None:
    with app.app_context():
        activity_id = answered_survey(town).id
        say(town, activity_id, "Mehr Bänke bitte", released=True)
        say(town, activity_id, "Noch nicht gelesen", released=False)
        say(town, activity_id, "Am Hafen", released=True, at=shapely.Point(9.005, 52.005))
        assert public.words_of(activity_id) == [("worte", "MEHR BÄNKE BITTE")]
        places = public.places_of(activity_id)
        assert [(one["question"], one["quality"]) for one in places] == [("ort", "fav")]
        assert (places[0]["lon"], places[0]["lat"]) != (9.005, 52.005)
    answer = office(app, town).submit(PATH, {"format_name": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert "MEHR BÄNKE BITTE" in cells
    assert not any("Noch nicht gelesen" in cell for cell in cells)
    assert [cell.value for cell in book["Freie Texte"][1]] == ["key", "text"]


def test_too_few_persons_have_no_file(app: APIFlask, town: Town) -> None:
    with app.app_context():
        answer(town, open_survey(town.process_id), "A1", 19, {"bus": "ja"})
    client = office(app, town)
    assert "mindestens 20 Personen" in client.get(PATH).page.text
    assert client.submit(PATH, {"format_name": "sav"}).status_code == 422
    assert notes(app) == []


def test_an_unknown_file_is_refused(app: APIFlask, town: Town) -> None:
    with app.app_context():
        answered_survey(town)
    assert office(app, town).submit(PATH, {"format_name": "doc"}).status_code == 422
    assert notes(app) == []


@pytest.mark.parametrize("role", ["planner", "coordinator", "dpo", "editor"])
def test_nobody_else_gets_it(app: APIFlask, town: Town, role: str) -> None:
    with app.app_context():
        answered_survey(town)
        give_role(town.process_id, make_user(f"{role}@example.org"), role)
    client = sign_in(app, f"{role}@example.org")
    assert client.get(PATH).status_code == 403
    assert client.post(PATH, data={"format_name": "sav"}).status_code in {400, 403}
    assert notes(app) == []
