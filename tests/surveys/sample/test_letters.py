"""Letters of a sample: made once, used once, reminded by number; and nothing joins a code with answers."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select, text

from app.base.audit import note
from app.base.database import db, new_id, now, transaction
from app.contributions.models import Submission
from app.participants.models import GuessCount, JoinCode, Participant
from app.participants.queries import find_code, state_of
from app.participants.services import renew_code
from app.surveys.sample.joining import UsedLetter, join_by_letter
from app.surveys.sample.models import SurveyCode
from app.surveys.sample.queries import hash_of, sample_of, stacks_of
from app.surveys.sample.services import Letter, make_letters
from app.surveys.services import record_answers
from tests.house.world import database_rows
from tests.page_client import PageClient
from tests.staff import give_role, make_user, sign_in
from tests.surveys.factories import Asked, make_survey

SLUG = "zeig-dein-viertel"
PAGE = f"/verfahren/{SLUG}/umfrage/umfrage/brief"
OFFICE = f"/verwaltung/verfahren/{SLUG}/umfrage/umfrage/stichprobe"
EARLIER = 612
"""Letters of another stack, so that serial numbers are numbers that nothing else has by chance."""


@pytest.fixture
def asked(app: APIFlask) -> Asked:
    with app.app_context():
        return make_survey(modes=["open", "sample"])


@pytest.fixture
def office(app: APIFlask, asked: Asked) -> PageClient:
    with app.app_context():
        give_role(asked.process_id, make_user("koordination@stadt.example"), "coordinator")
        return sign_in(app, "koordination@stadt.example")


def letters(asked: Asked, number: int = 2, **values: Any) -> list[Letter]:
    with transaction():
        return make_letters(survey=asked.survey, number=number, **values)[1]


def come_in(asked: Asked, letter: Letter) -> str:
    """Join by a letter and answer; the id of the person."""
    with transaction():
        person = join_by_letter(survey=asked.survey, code_hash=hash_of(letter.code), age_band="a14_15")
        record_answers(
            survey=asked.survey,
            submission_id=new_id(),
            participant_id=person.participant.id,
            language="de",
            raw={"school": "igs", "why": "", "minutes": 12},
        )
        return str(person.participant.id)


def table(answer: Any) -> list[list[str]]:
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_somebody_with_a_letter_takes_part_and_the_code_is_used_up(app: APIFlask, asked: Asked) -> None:
    with app.app_context():
        (letter,) = letters(asked, 1)
        client = PageClient(app)
        answer = client.submit(PAGE, {"code": letter.code.lower()}, action=PAGE)
        assert answer.headers["Location"] == f"{PAGE}/angaben"
        assert db.session.scalar(select(SurveyCode.used_on)) is None  # who stops here can come again
        answer = client.submit(f"{PAGE}/angaben", {"age_band": "a14_15"}, action=f"{PAGE}/angaben")
        assert answer.headers["Location"] == "/mitmachen/beleg"
        db.session.rollback()
        day = db.session.scalar(select(SurveyCode.used_on))
        assert day is not None
        assert day.weekday() == 0
        with client.session_transaction() as kept:
            kept.pop("receipt_half", None)
        assert client.get("/mitmachen/los").headers["Location"] == PAGE.removesuffix("/brief")
        second = PageClient(app)
        answer = second.submit(PAGE, {"code": letter.code}, action=PAGE)
        assert answer.status_code == 422
        assert "schon jemand mitgemacht" in answer.page.text


def test_an_unknown_code_is_a_guess_and_a_slip_is_none(app: APIFlask, asked: Asked) -> None:
    with app.app_context():
        letters(asked, 1)
        client = PageClient(app)
        for typed, guesses in (("zu kurz", 0), ("AAAA-AAAA-AAAA", 1)):
            answer = client.submit(PAGE, {"code": typed}, action=PAGE)
            assert answer.status_code == 422
            assert "passt nicht" in answer.page.text
            assert typed in answer.get_data(as_text=True)
            db.session.rollback()
            assert (db.session.scalar(select(GuessCount.failures)) or 0) == guesses


def test_a_busy_hour_asks_for_work(app: APIFlask, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        (letter,) = letters(asked, 1)
    monkeypatch.setitem(app.config, "FAILURES_PER_HOUR", 0)
    client = PageClient(app)
    answer = client.submit(PAGE, {"code": letter.code}, action=PAGE)
    assert answer.status_code == 422
    assert "sehr viele falsche Codes" in answer.page.text


def test_a_letter_of_another_survey_opens_nothing(app: APIFlask, asked: Asked) -> None:
    with app.app_context():
        other = make_survey(slug="anderswo", modes=["sample"])
        (letter,) = letters(other, 1)
        client = PageClient(app)
        assert client.submit(PAGE, {"code": letter.code}, action=PAGE).status_code == 422


def test_a_code_that_was_used_meanwhile_lets_nobody_in(app: APIFlask, asked: Asked) -> None:
    with app.app_context():
        (letter,) = letters(asked, 1)
        client = PageClient(app)
        client.submit(PAGE, {"code": letter.code}, action=PAGE)
        come_in(asked, letter)
        answer = client.submit(f"{PAGE}/angaben", {"age_band": "na"}, action=f"{PAGE}/angaben")
        assert answer.status_code == 422
        assert "schon jemand mitgemacht" in answer.page.text
        with pytest.raises(UsedLetter), transaction():
            join_by_letter(survey=asked.survey, code_hash=hash_of(letter.code))


def test_nobody_comes_in_by_the_code_that_means_by_letter(app: APIFlask, asked: Asked) -> None:
    """Else the open link would be mixed with the sample; renewing it changes nothing."""
    with app.app_context():
        letters(asked)
        sample = sample_of(asked.activity_id)
        assert sample is not None
        with transaction():
            code = db.session.get(JoinCode, sample.join_code_id)
            assert code is not None
            renew_code(code=code)
            typed = code.code
        assert find_code(typed) is None
        assert state_of(code, now()) == "expired"


def test_nothing_in_the_database_joins_a_code_with_answers(app: APIFlask, asked: Asked) -> None:
    with app.app_context():
        letters(asked, EARLIER)
        mine, other, *_rest = letters(asked, 4, label="Lindenhof")
        come_in(asked, other)
        person = come_in(asked, mine)
        db.session.rollback()
        assert {column.name for column in SurveyCode.__table__.columns} == {
            "activity_id", "serial", "batch_id", "code_hash", "used_on",
        }  # fmt: skip
        used = {one.serial: one for one in db.session.scalars(select(SurveyCode)) if one.used_on}
        assert set(used) == {mine.serial, other.serial}
        assert used[mine.serial].used_on == used[other.serial].used_on
        assert traces(mine, used[mine.serial]) == []
        # Control: whoever wrote a code beside a person would be found.
        for clue in (str(mine.serial), used[mine.serial].code_hash, mine.code):
            with transaction():
                note(actor=person, action="control", object_kind="survey", object_id=clue)
            found = traces(mine, used[mine.serial])
            assert found, clue
            db.session.execute(text("DELETE FROM audit_event WHERE action = 'control'"))
            db.session.commit()


def traces(letter: Letter, row: SurveyCode) -> list[str]:
    """Rows of other tables that hold something only this letter has, or that lead to its stack."""
    clues = {str(row.serial), row.code_hash, letter.code, str(row.batch_id)}
    own = {"survey_code", "survey_batch"}
    return [
        f"{name}: {values}"
        for name, rows in database_rows(db.session).items()  # type: ignore[arg-type]
        if name not in own
        for values in rows
        if clues & {str(value) for value in values}
    ]


def test_postgresql_keeps_no_trace_in_its_own_columns(app: APIFlask, asked: Asked) -> None:
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite has no such columns")
        made = letters(asked, 5)
        come_in(asked, made[3])
        come_in(asked, made[1])
        db.session.rollback()
        rows = db.session.execute(text("SELECT serial, xmin FROM survey_code ORDER BY ctid")).all()
        assert len({row.xmin for row in rows}) == 1
        assert [row.serial for row in rows] == [1, 2, 3, 4, 5]


def test_the_sample_is_kept_apart_from_the_open_link(app: APIFlask, asked: Asked) -> None:
    with app.app_context():
        come_in(asked, letters(asked)[0])
        db.session.rollback()
        sample = sample_of(asked.activity_id)
        assert sample is not None
        codes = db.session.scalars(
            select(Participant.join_code_id).join(Submission, Submission.participant_id == Participant.id)
        ).all()
        assert codes == [sample.join_code_id]
        open_link = db.session.get(Participant, asked.participant_id)
        assert open_link is not None
        assert open_link.join_code_id != sample.join_code_id


def test_staff_get_the_codes_once_and_a_file_of_them(office: PageClient, asked: Asked, app: APIFlask) -> None:
    sent = {"number": "3", "label": "Lindenhof, 14–17", "target": "2"}
    answer = office.submit(OFFICE, sent, action=OFFICE)
    assert answer.status_code == 200
    page: Any = answer
    codes = [one.get("value") for one in page.page.all("input") if one.get("name") == "codes"][0].split()
    assert len(set(codes)) == 3
    text_now = office.get(OFFICE).get_data(as_text=True)
    assert not any(code in text_now for code in codes)
    token = [one.get("value") for one in page.page.all("input") if one.get("name") == "csrf_token"][0]
    file = office.post(f"{OFFICE}/codes.csv", data={"codes": "\r\n".join(codes), "csrf_token": token})
    head, *rows = table(file)
    assert head == ["Nummer", "Code", "Adresse der Umfrage"]
    assert [row[:2] for row in rows] == [[str(number), code] for number, code in enumerate(codes, 1)]
    assert rows[0][2].endswith(PAGE)
    foreign = office.post(f"{OFFICE}/codes.csv", data={"codes": "AAAA-AAAA-AAAA", "csrf_token": token})
    assert foreign.status_code == 302


def test_targets_and_the_list_to_remind(office: PageClient, asked: Asked, app: APIFlask) -> None:
    with app.app_context():
        letters(asked, 2, label="Hafen", target=2)
        used, _left = letters(asked, 2, label="=Lindenhof", target=1)
        come_in(asked, used)
        db.session.rollback()
        found = [(one.first, one.last, one.letters, one.used) for one in stacks_of(asked.activity_id)]
        assert found == [(1, 2, 2, 0), (3, 4, 2, 1)]
    assert table(office.get(f"{OFFICE}/erinnerung.csv")) == [
        ["Nummer", "Gruppe"], ["1", "Hafen"], ["2", "Hafen"], ["4", "'=Lindenhof"],
    ]  # fmt: skip
    cells = [one.text for one in office.get(OFFICE).page.all("td")]  # type: ignore[attr-defined]
    assert cells[:5] == ["1–2", "2", "0", "2", "2"]


@pytest.mark.parametrize(
    ("sent", "message"),
    [({"number": "0"}, "1 bis 5000"), ({"number": "2", "target": "3"}, "nicht größer"), ({}, "wie viele")],
)
def test_a_stack_that_makes_no_sense_is_refused(
    office: PageClient, sent: dict[str, str], message: str
) -> None:
    answer: Any = office.submit(OFFICE, {"label": "Hafen", **sent}, action=OFFICE)
    assert answer.status_code == 422
    assert message in answer.page.text
    assert "Hafen" in answer.get_data(as_text=True)


def test_a_survey_without_a_sample_makes_no_letters(app: APIFlask) -> None:
    with app.app_context():
        asked = make_survey()
        give_role(asked.process_id, make_user("koordination@stadt.example"), "coordinator")
        client = sign_in(app, "koordination@stadt.example")
    page: Any = client.get(OFFICE)
    assert "hat keine Stichprobe" in page.page.text
