"""The paper twin (E32): printed with the same keys, typed in by numbers, a tenth typed twice by somebody else."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.base.database import db, transaction
from app.contributions.models import Contribution, Submission
from app.contributions.queries import sitting_answers
from app.participants.models import Participant
from app.questions.content import Choice, Question, Questionnaire, Section
from app.surveys.paper.models import SurveySheet
from app.surveys.paper.plan import plan
from app.surveys.paper.printing import PDF, make, sheet_data
from app.surveys.paper.queries import check_of
from app.surveys.paper.services import print_sheets
from app.surveys.paper.typing import fields_of
from tests.page_client import PageClient, values_of
from tests.staff import give_role, make_user, sign_in
from tests.surveys.factories import CONTENT, Asked, make_survey

OFFICE = "/verwaltung/verfahren/zeig-dein-viertel/umfrage/umfrage/papier"
SHEET = {
    "_age": "4", "_gender": "1", "school": "3", "school.other": "Waldorf", "likes": "1 3", "minutes": "12",
    "safe": "1", "trust.police": "2", "trust.club": "1", "order": "2 1 3", "day": "3.11.2026", "agree": "1",
    "why": "Weil es dunkel ist.", "child.1.age": "7", "spot.1": "Spielplatz Hafenstraße", "spot.1.choice": "1",
    "spot.1.time_of_day": "2", "spot.1.reason": "ruhig", "route.1": "vom Bahnhof zur Schule",
}  # fmt: skip
CLOSED = {
    "school": "other", "likes.park": 1, "likes.mall": 1, "minutes": 12, "safe": "1", "trust.police": "no",
    "trust.club": "yes", "order.bike": 1, "order.bus": 2, "order.foot": 3, "day": "2026-11-03", "agree": "yes",
    "child.1.age": 7, "_version": 1, "_way": "paper",
}  # fmt: skip


@pytest.fixture
def asked(app: APIFlask) -> Asked:
    with app.app_context():
        asked = make_survey(modes=["open", "paper"])
        for name in ("erste", "zweite"):
            give_role(asked.process_id, make_user(f"{name}@stadt.example"), "recorder")
        with transaction():
            print_sheets(survey=asked.survey, copies=20, language="de")
        return asked


@pytest.fixture
def typist(app: APIFlask, asked: Asked) -> PageClient:
    return sign_in(app, "erste@stadt.example")


def type_in(client: PageClient, number: int, **changed: str) -> Any:
    url = f"{OFFICE}/bogen/{number}"
    return client.submit(url, {**SHEET, **changed}, action=url)


def answers(asked: Asked) -> dict[str, Any]:
    db.session.rollback()
    table = sitting_answers(asked.activity_id)
    return {
        row.key: row.value_number if row.value_text is None else row.value_text for row in table.itertuples()
    }


def test_a_sheet_becomes_the_same_record_as_a_phone_makes(
    typist: PageClient, asked: Asked, app: APIFlask
) -> None:
    answer = type_in(typist, 3)
    assert answer.status_code == 303, answer.page.text
    assert answer.headers["Location"] == f"{OFFICE}?weiter=4"
    with app.app_context():
        assert answers(asked) == CLOSED
        said = db.session.scalars(select(Contribution).order_by(Contribution.position)).all()
        assert {(one.kind, one.text, one.place_text, one.quality) for one in said} == {
            ("survey_text", "Waldorf", "", None),
            ("survey_text", "Weil es dunkel ist.", "", None),
            ("mark", "ruhig", "Spielplatz Hafenstraße", "fav"),
            ("mark", "", "vom Bahnhof zur Schule", "way"),
        }
        assert db.session.scalars(select(Submission.source)).all() == ["paper"]
        person = db.session.scalar(select(Participant).where(Participant.id != asked.participant_id))
        assert person is not None
        assert (person.age_band, person.gender) == ("a14_15", "f")


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    typist: PageClient, asked: Asked, app: APIFlask
) -> None:
    wrong = {"minutes": "999", "spot.1.choice": ""}
    answer = type_in(typist, 1, **wrong)
    assert answer.status_code == 422
    page = answer.page
    fields = values_of(page.form(f"{OFFICE}/bogen/1"))
    assert {name: fields[name] for name in SHEET} == {**SHEET, **wrong}
    marked = {one.get("name") for one in page.all("input", "textarea") if one.get("aria-invalid")}
    assert marked == {"minutes", "spot.1.choice"}
    answer = type_in(typist, 1, school="9", safe="1 2")
    assert answer.status_code == 422
    assert {one.get("name") for one in answer.page.all("input") if one.get("aria-invalid")} == {
        "school",
        "safe",
    }
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Submission)) == 0
        assert db.session.scalar(select(func.count()).select_from(Participant)) == 1


def test_a_sheet_is_recorded_once_and_can_be_taken_back(
    typist: PageClient, asked: Asked, app: APIFlask
) -> None:
    url = f"{OFFICE}/bogen/2"
    form = values_of(typist.get(url).page.form(url))  # type: ignore[attr-defined]
    assert type_in(typist, 2).status_code == 303
    again: Any = typist.post(url, data={**form, **SHEET})
    assert "schon eingetragen" in again.page.text
    back: Any = typist.submit(url, {}, action=f"{url}/zuruecknehmen")
    assert back.status_code == 303
    with app.app_context():
        for table in (Submission, SurveySheet, Contribution):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0
        assert db.session.scalar(select(func.count()).select_from(Participant)) == 1
    assert type_in(typist, 2).status_code == 303


def test_numbers_nobody_printed_are_refused(typist: PageClient) -> None:
    assert typist.get(f"{OFFICE}/bogen/21").status_code == 404
    answer: Any = typist.get(f"{OFFICE}?bogen=21")
    assert answer.status_code == 422
    assert "gibt es nicht" in answer.page.text
    assert typist.get(f"{OFFICE}?bogen=20").headers["Location"] == f"{OFFICE}/bogen/20"


def test_a_drawn_sheet_is_typed_again_by_another_person(
    typist: PageClient, asked: Asked, app: APIFlask
) -> None:
    for number in range(1, 4):
        assert type_in(typist, number).status_code == 303
    with app.app_context():
        sheet = db.session.get(SurveySheet, check_of(asked.activity_id).drawn[0])
        assert sheet is not None
        drawn = sheet.number
    url = f"{OFFICE}/bogen/{drawn}/doppelt"
    mine: Any = typist.get(url)
    assert "Eine zweite Person" in mine.page.text
    assert not [one for one in mine.page.all("input") if one.get("name") == "school"]
    second = sign_in(app, "zweite@stadt.example")
    seen: Any = second.get(url)
    assert "Waldorf" not in seen.get_data(as_text=True)  # the first entry is not shown before
    answer = second.submit(url, {**SHEET, "minutes": "999"}, action=url)
    assert answer.status_code == 422
    answer = second.submit(url, {**SHEET, "minutes": "13", "spot.1.reason": "laut"}, action=url)
    assert answer.status_code == 303, answer.page.text  # type: ignore[attr-defined]
    compared: Any = second.get(url)
    cells = [one.text for one in compared.page.all("td")]
    assert cells == ["12", "13", "ruhig", "laut"]
    assert "2 Felder von" in compared.page.text
    index: Any = second.get(OFFICE)
    assert "Übereinstimmung" in index.page.text
    with app.app_context():
        check = check_of(asked.activity_id)
        assert (check.deviations, len(check.drawn)) == (2, 1)
        assert answers(asked)["minutes"] == 12  # the first entry counts


def test_the_pdf_shows_every_key_number_and_word(typist: PageClient, asked: Asked, app: APIFlask) -> None:
    page: Any = typist.get(OFFICE)
    link = next(one.get("href") for one in page.page.all("a") if (one.get("href") or "").endswith(".pdf"))
    answer = typist.get(link)
    assert answer.mimetype == "application/pdf"
    document = pypdfium2.PdfDocument(io.BytesIO(answer.data))
    assert len(document) % 20 == 0
    pages = len(document) // 20
    size = document[0].get_size()
    assert (round(size[0]), round(size[1])) == (595, 842)
    text = "".join(document[at].get_textpage().get_text_range() for at in range(pages))
    with app.app_context():
        for part in plan(CONTENT, "de"):
            for item in part.items:
                assert item.label in text, item.path
                assert item.path in text or not item.shape
                for option in item.options:
                    assert option.label in text
    assert "Bogen 1" in text
    assert "Bogen 2 " in document[pages].get_textpage().get_text_range()
    assert "Ein Foto geht nicht auf Papier." in text
    assert "picture" not in text, "nothing is typed in for it"


def test_the_sheet_speaks_leichte_sprache_and_has_no_field_twice(app: APIFlask) -> None:
    content = Questionnaire(
        title={"de": "Befragung", "de-simple": "Fragen"},
        languages=("de", "de-simple"),
        sections=(
            Section(
                "one",
                questions=(
                    Question(
                        "safe", "single", {"de": "Wie sicher fühlst du dich?", "de-simple": "Fühlst du dich sicher?"},
                        choices=(Choice("yes", {"de": "Sehr", "de-simple": "Ja"}),),
                    ),
                ),
            ),
        ),
    )  # fmt: skip
    with app.test_request_context():
        items = plan(content, "de-simple")[1].items
        assert items[0].label == "Fühlst du dich sicher?"
        assert items[0].options[0].label == "Ja"
        names = [
            field.name for part in plan(CONTENT, "de") for item in part.items for field in fields_of(item)
        ]
    assert len(names) == len(set(names))
    assert set(SHEET) <= set(names)


@pytest.mark.parametrize(
    ("language", "font", "words"),
    [
        ("ar", "NotoNaskhArabic", "فقط إذا: «كيف تأتي؟» الإجابة: «بالحافلة»"),
        ("uk", "NotoSans", "Лише якщо"),
        ("ru", "NotoSans", "Только если"),
        ("tr", "FiraSans", "Yalnızca şu durumda"),
        ("pl", "FiraSans", "Tylko jeśli"),
        ("fr", "FiraSans", "Seulement si"),
    ],
)
def test_every_language_has_letters_and_words_for_conditions(
    app: APIFlask, tmp_path: Path, language: str, font: str, words: str
) -> None:
    """With no font of the system, so that a sheet is the same wherever it is made."""
    bus = {"de": "mit dem Bus", "ar": "بالحافلة", "uk": "автобусом", "ru": "на автобусе"}
    how = {"de": "Wie kommst du?", "ar": "كيف تأتي؟", "uk": "Як ти добираєшся?", "ru": "Как ты добираешься?"}
    content = Questionnaire(
        languages=("de", language),
        sections=(
            Section(
                "a",
                questions=(
                    Question(
                        "how", "single", how, choices=(Choice("bus", bus), Choice("foot", {"de": "zu Fuß"}))
                    ),
                    Question("why", "text", {"de": "Warum?"}, relevant=["=", ["answer", "how"], "bus"]),
                ),
            ),
        ),
    )
    with app.test_request_context():
        data = sheet_data(content, language, title="Viertel")
    condition = next(
        item["condition"] for part in data["parts"] for item in part["items"] if item["condition"]
    )
    plain = condition.translate(str.maketrans({"»": "«", "«": "»"})) if language == "ar" else condition
    assert plain.startswith(words), condition
    data["copies"] = [{"number": 1, "code": "SZU1:x:1:1"}]
    make(data, tmp_path, lambda *_done: None)
    pdf = (tmp_path / PDF).read_bytes()
    assert font.encode() in pdf
    assert b"DejaVu" not in pdf
