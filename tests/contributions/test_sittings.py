"""Closed answers of a whole sitting: recorded once, read as a table, shown to their person, gone with the receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select

from app.base.database import db, new_id, transaction
from app.base.errors import Conflict, DomainError, Problems
from app.contributions.content import content_hash
from app.contributions.drafts import SubmissionDraft
from app.contributions.models import Contribution, Submission, SubmissionAttribute
from app.contributions.queries import has_answered, sitting_answers
from app.contributions.services import erase_participant, record, record_many, withdraw_sitting
from app.contributions.sittings import ANSWER_COLUMNS
from app.participants.services import join_direct
from tests.contributions.conftest import Town, draft_of
from tests.contributions.phones import Phone, body
from tests.contributions.test_own_pages import signed_in

ANSWERS: dict[str, str | float] = {
    "age": 14.0,
    "likes.park": 1.0,
    "safe": "often",
    "child.2.name_known": "yes",
}


@pytest.fixture
def asking(quiet_channel: Callable[..., None]) -> Callable[..., None]:
    """The channel `quiet` takes answers of whole sittings."""
    quiet_channel(check_sitting=lambda *_given: None)
    return quiet_channel


@pytest.fixture
def _session(db_session: Any) -> Any:
    return db_session


def answered(town: Town, **values: Any) -> SubmissionDraft:
    return replace(town.sitting(), contributions=[], **{"attributes": dict(ANSWERS), **values})


def write(draft: SubmissionDraft) -> bool:
    with transaction():
        return record(draft).created


def somebody_else(town: Town) -> UUID:
    with transaction():
        return join_direct(process_id=town.process_id, age_band="a16_17").participant.id


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.usefixtures("_session", "asking")
class TestRecording:
    def test_answers_alone_are_a_sitting_and_come_back_as_a_tidy_table(self, town: Town) -> None:
        draft = answered(town, language="tr")
        assert write(draft)
        table = sitting_answers(town.activity_id)
        assert list(table.columns) == list(ANSWER_COLUMNS)
        assert table["key"].tolist() == sorted(ANSWERS)
        found = {
            row.key: row.value_number if row.value_text is None else row.value_text
            for row in table.itertuples()
        }
        assert found == ANSWERS
        assert set(table["submission_id"]) == {draft.id}
        first = table.iloc[0]
        assert (first["person_key"], first["source"], first["language"], first["age_band"]) == (
            str(town.participant_id),
            "online",
            "tr",
            "a14_15",
        )
        assert str(table["received_at"].dtype).endswith("UTC]")

    def test_an_activity_without_answers_gives_an_empty_table(self, town: Town) -> None:
        write(town.sitting())
        table = sitting_answers(town.activity_id)
        assert (len(table), list(table.columns)) == (0, list(ANSWER_COLUMNS))

    def test_the_same_answers_again_are_a_repeat_and_others_a_conflict(self, town: Town) -> None:
        draft = answered(town)
        assert write(draft)
        assert not write(replace(draft, attributes={**dict(reversed(ANSWERS.items())), "age": 14}))
        with pytest.raises(Conflict):
            write(replace(draft, attributes={**ANSWERS, "age": 15.0}))
        with pytest.raises(Conflict):
            write(replace(draft, attributes={**ANSWERS, "more": "yes"}))
        assert count(SubmissionAttribute) == len(ANSWERS)

    def test_sittings_without_answers_keep_the_fingerprint_they_had(self, town: Town) -> None:
        draft = town.sitting(draft_of(id=UUID(int=1)), id=UUID(int=2))
        assert content_hash(draft) == content_hash(replace(draft, attributes={}))
        assert content_hash(draft) != content_hash(replace(draft, attributes={"q": "a"}))

    def test_answers_and_words_of_one_sitting_stand_together(self, town: Town) -> None:
        said = draft_of(kind="survey_text", quality=None, geometry=None, attributes={"question": "why"})
        draft = replace(answered(town), contributions=[said])
        assert write(draft)
        assert count(Contribution) == 1
        assert count(SubmissionAttribute) == len(ANSWERS)

    @pytest.mark.parametrize(
        "attributes",
        [
            {},
            {"q": ""},
            {"": "a"},
            {"1q": "a"},
            {"q..r": "a"},
            {"q r": "a"},
            {"q." + "x" * 130: "a"},
            {"q": "x" * 201},
            {"q": float("nan")},
            {"q": float("inf")},
            {f"q{number}": 1.0 for number in range(1001)},
        ],
        ids=lambda given: next(iter(given), "nothing")[:12] if isinstance(given, dict) else None,
    )
    def test_what_cannot_be_stored_is_refused(self, town: Town, attributes: dict[str, Any]) -> None:
        if attributes == {"q": ""}:
            # An empty text is no answer, and is left out.
            write(answered(town, attributes={**attributes, "r": "a"}))
            assert count(SubmissionAttribute) == 1
            return
        with pytest.raises(DomainError):
            write(answered(town, attributes=attributes))
        assert count(Submission) == 0

    def test_a_thousand_answers_fit(self, town: Town) -> None:
        assert write(answered(town, attributes={f"q{number}": 1.0 for number in range(1000)}))

    def test_many_sittings_of_earlier_data_bring_their_answers(self, town: Town) -> None:
        record_many([answered(town), answered(town, source="import")])
        assert sitting_answers(town.activity_id).groupby("submission_id").size().tolist() == [4, 4]

    def test_whether_a_person_has_answered(self, town: Town) -> None:
        draft = answered(town)
        asked = {"activity_id": town.activity_id, "participant_id": town.participant_id}
        assert not has_answered(**asked, without=new_id())
        write(draft)
        assert has_answered(**asked, without=new_id())
        assert not has_answered(**asked, without=draft.id)

    def test_taking_a_sitting_back_removes_answers_and_words_and_keeps_its_row(self, town: Town) -> None:
        draft = replace(answered(town), contributions=[draft_of(text="Geheimes Wort")])
        write(draft)
        other = somebody_else(town)
        with pytest.raises(DomainError), transaction():
            withdraw_sitting(submission_id=draft.id, participant_id=other)
        with transaction():
            withdraw_sitting(submission_id=draft.id, participant_id=town.participant_id)
        assert count(SubmissionAttribute) == 0
        assert db.session.scalars(select(Contribution.state)).all() == ["withdrawn"]
        assert not write(draft)
        asked = {"activity_id": town.activity_id, "participant_id": town.participant_id}
        assert not has_answered(**asked, without=new_id())
        with pytest.raises(DomainError), transaction():
            withdraw_sitting(submission_id=draft.id, participant_id=town.participant_id)

    def test_erasing_a_person_removes_their_answers_and_nobody_elses(self, town: Town) -> None:
        other = somebody_else(town)
        write(answered(town))
        write(answered(town, participant_id=other, person_key=str(other)))
        with transaction():
            erase_participant(participant_id=town.participant_id)
        left = sitting_answers(town.activity_id)
        assert set(left["person_key"]) == {str(other)}
        assert count(Submission) == 1


@pytest.mark.usefixtures("_session")
def test_a_channel_that_asks_no_survey_takes_no_answers(town: Town) -> None:
    with pytest.raises(DomainError):
        write(answered(town))
    assert count(Submission) == 0


def test_the_rule_of_a_whole_sitting_sees_it_and_can_refuse_it(
    app: APIFlask, town: Town, asking: Any
) -> None:
    seen: list[Any] = []

    def refuse(standing: Any, participant_id: Any, sitting: Any) -> None:
        seen.append((standing.id, participant_id, sitting.attributes))
        raise Conflict("schon einmal")

    asking(check_sitting=refuse)
    with app.app_context():
        with pytest.raises(Conflict):
            write(answered(town))
        assert count(Submission) == 0
    assert seen == [(town.activity_id, town.participant_id, ANSWERS)]


def test_the_door_of_phones_hands_answers_to_the_channel(app: APIFlask, town: Town, asking: Any) -> None:
    def read(_standing: Any, sent: Any, sitting: SubmissionDraft) -> SubmissionDraft:
        if sent.get("version") != 3:
            raise Problems("Bitte prüfe deine Antworten.", {"q.row": "Hier fehlt etwas.", "age": "Zu alt."})
        return replace(sitting, attributes={"_version": 3.0, **sent["answers"]})

    asking(check_sitting=lambda *_given: None, read_answers=read)
    phone, sitting_id = Phone(app, town.session_token), new_id()
    sent = {**body(town), "contributions": [], "answers": {"safe": "often"}, "version": 3}

    assert [phone.put(sitting_id, sent).status_code for _ in range(2)] == [201, 200]
    assert phone.put(sitting_id, {**sent, "answers": {"safe": "never"}}).status_code == 409
    refused = phone.put(new_id(), {**sent, "version": "x"})
    assert refused.status_code == 422
    assert refused.get_json() == {
        "message": "Bitte prüfe deine Antworten.",
        "field": "q.row",
        "problems": {"q.row": "Hier fehlt etwas.", "age": "Zu alt."},
    }
    assert phone.put(new_id(), {**sent, "answers": ["x"]}).get_json()["field"] == "answers"


def test_answers_to_a_channel_without_questionnaire_are_refused(app: APIFlask, town: Town) -> None:
    phone = Phone(app, town.session_token)
    refused = phone.put(new_id(), {**body(town), "answers": {"safe": "often"}, "version": 1})
    assert (refused.status_code, refused.get_json()["field"]) == (422, "answers")


def test_people_see_and_take_with_them_and_take_back_what_they_answered(
    app: APIFlask, town: Town, asking: Any
) -> None:
    draft = answered(town)
    with app.app_context():
        write(draft)
    mine = signed_in(app, town.session_token)
    assert "Orte" in mine.get("/mein").page.text  # type: ignore[attr-defined]
    [downloaded] = mine.get("/mein/daten.json").get_json()["answers"]
    assert downloaded["answers"] == ANSWERS
    assert downloaded["activity"] == "Orte"
    assert "einen Beitrag" in mine.get("/mein/alles-loeschen").page.text  # type: ignore[attr-defined]

    way = f"/mein/antworten/{draft.id}/zuruecknehmen"
    assert "Alle deine Antworten" in mine.get(way).page.text  # type: ignore[attr-defined]
    mine.submit(way, {})
    assert "Hier steht noch nichts von dir." in mine.get("/mein").page.text  # type: ignore[attr-defined]
    assert mine.get("/mein/daten.json").get_json()["answers"] == []
    assert mine.get(way).status_code == 404


def test_nobody_takes_back_what_others_answered(app: APIFlask, town: Town, asking: Any) -> None:
    draft = answered(town)
    with app.app_context():
        write(draft)
        with transaction():
            other = join_direct(process_id=town.process_id, age_band="a16_17").session_token
    assert signed_in(app, other).get(f"/mein/antworten/{draft.id}/zuruecknehmen").status_code == 404
