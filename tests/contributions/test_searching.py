"""Searching words: German folding, parts of words, rare and frequent ones alike, and nothing left of what went."""

from __future__ import annotations

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, transaction
from app.contributions import searching
from app.contributions.models import Contribution, SearchText, Submission
from app.contributions.review import queries
from app.contributions.review.filters import Filters
from app.contributions.services import own
from app.processes.queries import process_by_id
from tests.contributions.conftest import Town
from tests.contributions.desk import put


def found(town: Town, sought: str, **more: str) -> set[str]:
    page = queries.queue(process_by_id(town.process_id), Filters(suche=sought, **more))
    assert page.total == len(page.items)
    return {item.said.text for item in page.items}


@pytest.mark.parametrize("most", [searching.MOST, 0])
def test_words_are_found_as_germans_write_them(
    app: APIFlask, town: Town, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(searching, "MOST", most)
    texts = ("Große Straße", "ÖDE ECKE", "O\u0308de zwei", "100% öde_", "\ufb01ndig", "Platz")
    put(app, town, *texts)
    with app.test_request_context():
        everything = {text for item in _all(town) if (text := item)}
        assert len(everything) == len(texts)
        assert found(town, "STRASSE") == found(town, "straße") == found(town, "rasse") == {"Große Straße"}
        assert {text.casefold()[0] for text in found(town, "öde")} == {"ö", "1"}
        assert len(found(town, "Öde")) == 3
        assert found(town, "%") == found(town, "e_") == {"100% öde_"}
        assert found(town, "findig") == {"\ufb01ndig"}
        assert found(town, "ode") == set()
        assert found(town, "platz", stand="released") == set()


def test_words_follow_corrections_and_go_with_what_was_said(app: APIFlask, town: Town) -> None:
    first, second = put(app, town, "Alte Linde", "Alte Eiche")
    with app.test_request_context():
        with transaction():
            said = db.session.get_one(Contribution, first)
            person = db.session.get_one(Submission, said.submission_id).participant_id
            assert person is not None
            own.correct(contribution_id=first, participant_id=person, changes={"text": "Junge Linde"})
        assert found(town, "alte") == {"Alte Eiche"}
        assert found(town, "junge") == {"Junge Linde"}
        with transaction():
            own.withdraw(contribution_id=first, participant_id=person)
            db.session.delete(db.session.get_one(Contribution, second))
        assert db.session.scalars(select(SearchText)).all() == []


def _all(town: Town) -> list[str]:
    page = queries.queue(process_by_id(town.process_id), Filters())
    return [item.said.text for item in page.items]
