"""What somebody answers becomes one sitting: attributes, words and marks, once, and never across versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

import pytest
from sqlalchemy import select

from app.base.database import db, new_id, transaction
from app.base.errors import Conflict, DomainError, NotAllowed
from app.contributions.models import Attribute, Contribution, Submission
from app.contributions.queries import sitting_answers
from app.contributions.quoting import quotable
from app.contributions.services import withdraw_sitting
from app.participants.services import join_direct
from app.participants.vocabulary import CONSENT_TEXTS
from app.processes.services import close_activity
from app.questions.services import new_version, publish
from app.surveys.answering import UnknownVersion, UnsoundAnswers
from app.surveys.services import record_answers, use_version
from tests.surveys.factories import Asked, make_survey

SPOT = {"type": "Point", "coordinates": [9.3, 52.7]}
LINE = {"type": "LineString", "coordinates": [[9.3, 52.7], [9.305, 52.702]]}
AREA = {
    "type": "Polygon",
    "coordinates": [[[9.29, 52.69], [9.31, 52.69], [9.31, 52.71], [9.29, 52.71], [9.29, 52.69]]],
}
ANSWERS: dict[str, Any] = {
    "school": "other",
    "school.other": "Waldschule",
    "likes": ["pool", "park"],
    "minutes": "12,5",
    "safe": "1",
    "trust": {"police": "no"},
    "order": ["bike", "bus"],
    "day": "2026-11-30",
    "agree": True,
    "why": "Weil es dunkel ist.",
    "child": [{"age": 4}, {"age": 9, "wish": "Ein Baumhaus"}],
}
CLOSED = {
    "_version": 1.0,
    "_way": "open",
    "school": "other",
    "likes.park": 1.0,
    "likes.pool": 1.0,
    "minutes": 12.5,
    "safe": "1",
    "trust.police": "no",
    "order.bike": 1.0,
    "order.bus": 2.0,
    "day": "2026-11-30",
    "agree": "yes",
    "child.1.age": 4.0,
    "child.2.age": 9.0,
}


@pytest.fixture
def asked(db_session: Any) -> Asked:
    return make_survey()


def answer(asked: Asked, raw: dict[str, Any], submission_id: UUID | None = None, **values: Any) -> bool:
    with transaction():
        return record_answers(
            survey=asked.survey,
            submission_id=submission_id or new_id(),
            participant_id=values.pop("participant_id", asked.participant_id),
            language="de",
            raw=raw,
            **values,
        ).created


def closed(asked: Asked) -> dict[str, Any]:
    table = sitting_answers(asked.activity_id)
    return {
        row.key: row.value_number if row.value_text is None else row.value_text for row in table.itertuples()
    }


def said() -> list[Contribution]:
    db.session.expire_all()
    return list(db.session.scalars(select(Contribution).order_by(Contribution.position)))


def attributes(contribution: Contribution) -> dict[str, str | None]:
    query = select(Attribute.key, Attribute.value_text).where(Attribute.contribution_id == contribution.id)
    return dict(db.session.execute(query).tuples().all())


def mark(geometry: Any = None, **values: Any) -> dict[str, Any]:
    return {"id": str(new_id()), "geometry": geometry, "place_text": "", "answers": {}, **values}


def test_closed_answers_are_attributes_and_words_are_contributions(asked: Asked) -> None:
    sitting = new_id()
    assert answer(asked, ANSWERS, sitting)
    assert closed(asked) == CLOSED
    words = {attributes(one)["question"]: one for one in said()}
    assert {key: one.text for key, one in words.items()} == {
        "school.other": "Waldschule",
        "why": "Weil es dunkel ist.",
        "child.2.wish": "Ein Baumhaus",
    }
    assert {one.kind for one in words.values()} == {"survey_text"}
    assert all(one.id == uuid5(sitting, key or "") for key, one in words.items())
    assert {one.state for one in words.values()} == {"submitted"}


def test_marks_have_their_kind_their_follow_ups_and_their_place(asked: Asked) -> None:
    sitting = new_id()
    spot = mark(
        SPOT, choice="uneasy", answers={"time_of_day": "dark", "reason": "Kein Licht", "idea": "Lampen"}
    )
    described = mark(None, place_text="Hinter der Halle", choice="fav")
    raw = {"spot": [spot, described], "route": [mark(LINE)], "quarter": [mark(AREA)]}
    assert answer(asked, raw, sitting)

    found = {one.id: one for one in said()}
    first = found[uuid5(sitting, "spot.1")]
    assert (first.kind, first.quality, first.valence, first.text) == ("mark", "uneasy", "neg", "Kein Licht")
    assert attributes(first) == {"question": "spot", "time_of_day": "dark"}
    idea = found[uuid5(sitting, "spot.1.idea")]
    assert (idea.kind, idea.text, idea.geometry) == ("survey_text", "Lampen", None)
    assert attributes(idea) == {"question": "spot.idea", "about": str(first.id)}
    second = found[uuid5(sitting, "spot.2")]
    assert (second.place_text, second.precision, second.geometry) == ("Hinter der Halle", "described", None)
    way, quarter = found[uuid5(sitting, "route.1")], found[uuid5(sitting, "quarter.1")]
    assert (way.kind, way.quality) == ("mark", "way")
    assert (quarter.kind, quarter.quality) == ("felt_area", None)
    assert closed(asked) == {"_version": 1.0, "_way": "open"}


def test_a_file_has_something_to_hang_on(asked: Asked) -> None:
    sitting, file = new_id(), str(new_id())
    assert answer(asked, {"picture": [file]}, sitting)
    [one] = said()
    assert (one.id, one.kind, one.title) == (uuid5(sitting, "picture"), "photo", "Ein Foto")
    assert attributes(one) == {"question": "picture"}


def test_the_same_again_is_a_repeat_and_other_answers_a_conflict(asked: Asked) -> None:
    sitting = new_id()
    assert answer(asked, ANSWERS, sitting)
    assert not answer(asked, dict(reversed(ANSWERS.items())), sitting)
    with pytest.raises(Conflict):
        answer(asked, {**ANSWERS, "safe": "2"}, sitting)
    assert closed(asked) == CLOSED


def test_a_repeat_is_answered_whatever_became_of_the_survey(asked: Asked) -> None:
    sitting = new_id()
    answer(asked, ANSWERS, sitting)
    with transaction():
        close_activity(activity_id=asked.activity_id)
    assert not answer(asked, ANSWERS, sitting)
    with pytest.raises(NotAllowed):
        answer(
            asked,
            ANSWERS,
            participant_id=None,
        )


def test_problems_are_told_with_their_paths_and_nothing_is_stored(asked: Asked) -> None:
    with pytest.raises(UnsoundAnswers) as refused:
        answer(asked, {**ANSWERS, "minutes": 500, "safe": "9", "spot": [mark(SPOT)]})
    assert set(refused.value.problems) == {"minutes", "safe", "spot.1.choice"}
    assert all(refused.value.problems.values())
    assert db.session.scalars(select(Submission)).all() == []


@pytest.mark.parametrize("raw", [{}, {"unknown": "x"}, {"why": "verborgen"}, {"likes": []}])
def test_nothing_answered_is_nothing_sent(asked: Asked, raw: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as refused:
        answer(asked, raw)
    assert refused.value.field == "answers"


def test_a_person_answers_once_and_again_after_taking_it_back(asked: Asked) -> None:
    sitting = new_id()
    answer(asked, {"safe": "2"}, sitting)
    with pytest.raises(Conflict):
        answer(asked, {"safe": "3"})
    with transaction():
        other = join_direct(process_id=asked.process_id, age_band="a16_17").participant.id
    assert answer(asked, {"safe": "3"}, participant_id=other)
    with transaction():
        withdraw_sitting(submission_id=sitting, participant_id=asked.participant_id)
    assert answer(asked, {"safe": "1"})


def test_a_device_for_many_takes_many_sittings_of_nobody(asked: Asked) -> None:
    for _ in range(2):
        assert answer(asked, {"safe": "2"}, participant_id=None)
    assert sitting_answers(asked.activity_id)["person_key"].nunique() == 2


def test_versions_never_mix_and_what_waited_may_answer_an_earlier_one(asked: Asked) -> None:
    with transaction():
        new_version(questionnaire_id=asked.questionnaire_id)
        publish(questionnaire_id=asked.questionnaire_id)
    with pytest.raises(UnknownVersion):
        answer(asked, {"safe": "2"}, number=3)
    answer(asked, {"safe": "2"}, participant_id=None)
    with transaction():
        use_version(activity_id=asked.activity_id, number=2)
    answer(asked, {"safe": "2"}, participant_id=None)
    answer(asked, {"safe": "2"}, participant_id=None, number=1)
    table = sitting_answers(asked.activity_id)
    assert sorted(table[table["key"] == "_version"]["value_number"]) == [1.0, 1.0, 2.0]


def test_a_draft_cannot_be_answered_or_chosen(asked: Asked) -> None:
    with transaction():
        new_version(questionnaire_id=asked.questionnaire_id)
    with pytest.raises(UnknownVersion):
        answer(asked, {"safe": "2"}, number=2)
    with pytest.raises(DomainError), transaction():
        use_version(activity_id=asked.activity_id, number=2)


@pytest.mark.parametrize(
    "geometry",
    [{"type": "Point", "coordinates": [13.4, 52.5]}, {"type": "Point", "coordinates": [52.7, 9.3]}],
)
def test_marks_lie_in_the_town(asked: Asked, geometry: dict[str, Any]) -> None:
    with pytest.raises(DomainError):
        answer(asked, {"spot": [mark(geometry, choice="fav")]})


def test_homes_are_no_pins(asked: Asked) -> None:
    spot = mark(SPOT, choice="fav", answers={"reason": "Hier wohne ich, bei mir zu Hause."})
    with pytest.raises(DomainError) as refused:
        answer(asked, {"spot": [spot]})
    assert refused.value.field == "spot"
    coarse = {"type": "Point", "coordinates": [9.30375, 52.7025]}
    assert answer(asked, {"spot": [{**spot, "geometry": coarse}]})
    assert said()[0].precision == "approximate"


def test_words_are_quotable_only_with_a_yes(asked: Asked) -> None:
    with transaction():
        older = join_direct(process_id=asked.process_id, age_band="a16_17").participant.id
        silent = join_direct(process_id=asked.process_id, age_band="a16_17").participant.id
    version = CONSENT_TEXTS["quote"].version
    assert answer(asked, {"safe": "1", "why": "Zu laut"}, participant_id=older, quote=version)
    assert answer(asked, {"safe": "1", "why": "Zu leise"}, participant_id=silent)
    texts = {one.id: one.text for one in said()}
    assert [texts[one] for one in quotable(set(texts))] == ["Zu laut"]
