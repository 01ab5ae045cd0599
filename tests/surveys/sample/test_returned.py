"""Letters that were answered on paper: marked by their own numbers, reminded no more, joined with no sheet."""

from __future__ import annotations

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, transaction
from app.surveys.sample.joining import UsedLetter, join_by_letter
from app.surveys.sample.models import SurveyCode
from app.surveys.sample.queries import hash_of
from tests.page_client import PageClient
from tests.surveys.factories import Asked
from tests.surveys.sample.test_letters import OFFICE, asked, letters, office, table

__all__ = ["asked", "office"]


def test_who_answered_on_paper_is_reminded_no_more(app: APIFlask, asked: Asked, office: PageClient) -> None:
    with app.app_context():
        made = letters(asked, 6)
        open_numbers = [letter.serial for letter in made]
        first = open_numbers[0]
        answer = office.submit(
            OFFICE, {"numbers": f"{first}, {first + 2}–{first + 3}"}, action=f"{OFFICE}/zurueck"
        )
        assert answer.status_code == 302
        rows = table(office.get(f"{OFFICE}/erinnerung.csv"))[1:]
        assert [int(row[0]) for row in rows] == [first + 1, first + 4, first + 5]
        db.session.rollback()
        days = set(db.session.scalars(select(SurveyCode.used_on).where(SurveyCode.used_on.is_not(None))))
        assert [day.weekday() for day in days] == [0], "the week and no day"
        with pytest.raises(UsedLetter), transaction():
            join_by_letter(survey=asked.survey, code_hash=hash_of(made[0].code), age_band="a14_15")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("99", "keinen Brief"),
        ("1 zwei", "»zwei« ist keine Nummer"),
        ("1-999999", "zu viele"),
        ("", "mindestens eine"),
    ],
)
def test_a_wrong_number_marks_nothing(
    app: APIFlask, asked: Asked, office: PageClient, typed: str, words: str
) -> None:
    with app.app_context():
        letters(asked, 2)
        answer = office.submit(OFFICE, {"numbers": typed}, action=f"{OFFICE}/zurueck")
        assert answer.status_code == 422
        assert words in answer.page.text
        assert typed in answer.get_data(as_text=True)
        assert len(table(office.get(f"{OFFICE}/erinnerung.csv"))) == 3
