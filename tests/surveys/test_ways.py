"""A survey takes answers only by its ways; the way stands beside the answers, the code never does."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, new_id, transaction
from app.contributions.class_mode import services as lessons
from app.contributions.models import Submission, SubmissionAttribute
from app.participants.services import Joined, create_code, join
from app.surveys.paper.plan import AGE, GENDER
from app.surveys.paper.services import print_sheets, record_sheet
from app.surveys.sample.joining import join_by_letter
from app.surveys.sample.queries import hash_of
from app.surveys.sample.services import make_letters
from app.surveys.services import record_answers, update_survey
from app.surveys.unsent import save_unsent
from app.surveys.ways import OtherWay, kiosk_key, may_answer
from tests.contributions.phones import Phone
from tests.page_client import PageClient
from tests.staff import make_user
from tests.surveys.factories import Asked, make_survey

HERE = "/verfahren/zeig-dein-viertel/umfrage/umfrage"
ALL = ("open", "sample", "school", "kiosk", "paper")


@pytest.fixture
def asked(app: APIFlask) -> Asked:
    with app.app_context():
        return make_survey(modes=ALL)


def only(asked: Asked, *modes: str) -> None:
    with transaction():
        update_survey(activity_id=asked.activity_id, title="Jugendbefragung", modes=modes, closing="")


def by_letter(asked: Asked) -> Joined:
    with transaction():
        letter = make_letters(survey=asked.survey, number=1)[1][0]
        return join_by_letter(survey=asked.survey, code_hash=hash_of(letter.code), age_band="a14_15")


def in_class(asked: Asked) -> Joined:
    with transaction():
        lesson = lessons.plan_lesson(
            process_id=asked.process_id, activity_id=asked.activity_id, label="8b", plan=45,
            permission="own_school", permission_note="Zusage vom 3.11.",
        )  # fmt: skip
        lessons.give_board(lesson=lesson)
        assert lesson.join_code_id is not None
        return join(code_id=lesson.join_code_id, age_band="a14_15")


def by_code(asked: Asked) -> Joined:
    with transaction():
        code = create_code(process_id=asked.process_id, activity_id=asked.activity_id)
        return join(code_id=code.id, age_band="a14_15")


COMES = {"sample": by_letter, "school": in_class, "open": by_code}


def reader(app: APIFlask, token: str) -> PageClient:
    client = PageClient(app)
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], token)
    return client


def send(asked: Asked, person_id: UUID) -> UUID:
    sitting = new_id()
    with transaction():
        record_answers(
            survey=asked.survey,
            submission_id=sitting,
            participant_id=person_id,
            language="de",
            raw={"school": "igs"},
        )
    return sitting


def way(sitting: UUID) -> str | None:
    query = select(SubmissionAttribute.value_text).where(
        SubmissionAttribute.submission_id == sitting, SubmissionAttribute.key == "_way"
    )
    return db.session.scalar(query)


@pytest.mark.parametrize("came", list(COMES))
def test_the_way_stands_beside_the_answers_and_no_code_does(app: APIFlask, asked: Asked, came: str) -> None:
    with app.app_context():
        person = COMES[came](asked).participant
        code_id = str(person.join_code_id)
        sitting = send(asked, person.id)
        assert way(sitting) == came
        beside = [db.session.execute(select(one)).all() for one in (SubmissionAttribute, Submission)]
        assert code_id not in str([[vars(row[0]) for row in rows] for rows in beside])


@pytest.mark.parametrize("mode", ["sample", "school", "kiosk", "paper", "open"])
@pytest.mark.parametrize("came", list(COMES))
def test_only_the_ways_of_the_survey_lead_in(app: APIFlask, asked: Asked, came: str, mode: str) -> None:
    """On the page, at the door of the phone and without a script; an open survey takes everybody."""
    with app.app_context():
        joined = COMES[came](asked)
        only(asked, mode)
        person_id, token = joined.participant.id, joined.session_token
    phone = Phone(app, token)
    page = reader(app, token).get(HERE)
    sitting = new_id()
    sent = phone.put(
        sitting,
        {"activity": str(asked.activity_id), "language": "de", "version": 1, "answers": {"safe": "1"}},
    )
    with app.app_context():
        if mode in {came, "open"}:
            assert "Hier kannst du gerade nicht mitmachen" not in page.page.text
            assert sent.status_code == 201
            assert way(sitting) == came
            return
        assert "Hier kannst du gerade nicht mitmachen" in page.page.text
        assert ("/brief" in page.get_data(as_text=True)) == (mode == "sample")
        assert sent.status_code == 403
        assert "anderen Weg" in sent.get_json()["message"]
        assert way(sitting) is None
        with pytest.raises(OtherWay):
            send(asked, person_id)


def test_without_a_script_a_page_is_no_way_round(app: APIFlask, asked: Asked) -> None:
    with app.app_context():
        joined = by_code(asked)
        only(asked, "sample")
        save_unsent(
            participant_id=joined.participant.id, activity_id=asked.activity_id, raw={"school": "igs"}
        )
        db.session.commit()
    client = reader(app, joined.session_token)
    for page in ("1", "pruefen"):
        assert "nicht mitmachen" in client.get(f"{HERE}?seite={page}").page.text
    token = Phone(app, joined.session_token).headers["X-CSRFToken"]
    sent = client.post(f"{HERE}/abschicken", data={"csrf_token": token})
    assert sent.status_code in {400, 403}


def test_a_device_is_made_by_its_key_alone(app: APIFlask, asked: Asked) -> None:
    with app.app_context():
        joined = by_code(asked)
        only(asked, "kiosk")
        key = kiosk_key(asked.activity_id)
    phone = Phone(app, joined.session_token)
    for guess in ("1", "x", "0", ""):
        phone.client.get(f"{HERE}?kiosk={guess}")
        assert "nicht mitmachen" in phone.client.get(HERE).get_data(as_text=True)
    answer = phone.client.get(f"{HERE}?kiosk={key}")
    assert answer.location == HERE, "the key leaves the address that people at the device see"
    assert "nicht mitmachen" not in phone.client.get(HERE).get_data(as_text=True)
    sitting = new_id()
    sent = {"activity": str(asked.activity_id), "language": "de", "version": 1, "answers": {"safe": "1"}}
    assert phone.put(sitting, sent).status_code == 201
    with app.app_context():
        assert way(sitting) == "kiosk"


@pytest.mark.parametrize(("for_letters", "came"), [(False, "paper"), (True, "sample_paper")])
def test_paper_of_letters_belongs_to_the_sample(
    app: APIFlask, asked: Asked, for_letters: bool, came: str
) -> None:
    with app.app_context():
        user_id = make_user("erfassung@stadt.example")
    with app.app_context(), transaction():
        run = print_sheets(survey=asked.survey, copies=1, language="de", for_letters=for_letters)
        sheet = record_sheet(
            survey=asked.survey,
            number=run.first,
            raw={"safe": "1"},
            person={AGE: "a14_15", GENDER: "na"},
            user_id=user_id,
        )
        sitting = sheet.submission_id
    with app.app_context():
        assert way(sitting) == came


def test_who_may_answer() -> None:
    rows: list[tuple[str, Any, bool]] = [
        ("open", "sample", True),
        ("open", None, True),
        ("paper", "sample_paper", True),
        ("sample", "open", False),
        ("sample", None, False),
        ("sample", "kiosk", False),
        ("kiosk", "kiosk", True),
        ("school", "sample", False),
    ]
    for mode, came, may in rows:
        assert may_answer([mode], came) is may, (mode, came)


def test_a_letter_opens_nothing_once_the_sample_is_closed(app: APIFlask, asked: Asked) -> None:
    with app.app_context():
        only(asked, "school")
    assert "Hier kann man gerade nicht mitmachen" in PageClient(app).get(f"{HERE}/brief").page.text
