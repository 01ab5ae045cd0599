"""Lessons: permission before code, the clock by the server's time, counts and cells that point at nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import shapely
from flask_babel import force_locale
from sqlalchemy import update

from app.base.database import db, now, transaction
from app.base.errors import DomainError
from app.contributions.class_mode import clock, queries, reveal, services
from app.contributions.class_mode.models import ClassSession
from app.contributions.class_mode.vocabulary import PLANS
from app.contributions.own import own
from app.contributions.services import withdraw
from app.participants.models import JoinCode, Participant
from app.participants.queries import state_of
from tests.contributions.class_mode.factories import (
    NOTE,
    SPOT,
    Lesson,
    classmates,
    make_lesson,
    press,
    stored,
)

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("minutes", [45, 90])
def test_a_plan_lasts_as_long_as_it_says(minutes: int) -> None:
    assert sum(length for _key, length in PLANS[minutes]) == minutes


def a_clock() -> ClassSession:
    phases = [list(phase) for phase in PLANS[45]]
    return ClassSession(phases=phases, current_phase=0, elapsed_seconds=0, extra_seconds=0)


def test_the_clock_runs_pauses_and_goes_on() -> None:
    lesson = a_clock()
    assert clock.remaining(lesson, START) == 300
    clock.start(lesson, START)
    clock.start(lesson, START + timedelta(seconds=20))
    assert clock.remaining(lesson, START + timedelta(seconds=30)) == 270
    clock.pause(lesson, START + timedelta(seconds=30))
    assert clock.remaining(lesson, START + timedelta(hours=1)) == 270
    clock.more(lesson)
    clock.start(lesson, START + timedelta(hours=1))
    assert clock.remaining(lesson, START + timedelta(hours=1, seconds=400)) == -10
    assert lesson.started_at == START


def test_the_next_part_begins_at_its_beginning_and_the_last_has_none() -> None:
    lesson = a_clock()
    clock.start(lesson, START)
    clock.more(lesson)
    clock.move(lesson, START + timedelta(seconds=70), by=1)
    assert clock.remaining(lesson, START + timedelta(seconds=80)) == 290
    clock.move(lesson, START, by=-1)
    clock.move(lesson, START, by=-1)
    assert lesson.current_phase == 0
    for _ in range(9):
        clock.move(lesson, START, by=1)
    assert lesson.current_phase == len(PLANS[45]) - 1


@pytest.fixture
def lesson(db_session: Any) -> Lesson:
    """A lesson with permission, whose code is given out."""
    return make_lesson()


def test_without_permission_there_is_no_code_and_no_start(db_session: Any) -> None:
    lesson = make_lesson(permission="asked")
    assert stored(lesson).join_code_id is None
    with pytest.raises(services.NotPermitted):
        press(lesson, "start")
    with transaction(), pytest.raises(DomainError, match="woran andere das prüfen"):
        services.note_permission(lesson=stored(lesson), permission="approved", permission_note=" ")
    with transaction():
        services.note_permission(lesson=stored(lesson), permission="approved", permission_note=NOTE)
    code = stored(lesson).join_code_id
    assert code is not None
    with transaction():
        services.note_permission(lesson=stored(lesson), permission="exempt", permission_note=NOTE)
    assert stored(lesson).join_code_id == code, "the code stays"
    with transaction(), pytest.raises(DomainError, match="Der Code gilt schon"):
        services.note_permission(lesson=stored(lesson), permission="asked", permission_note="")
    press(lesson, "start")
    assert stored(lesson).running_since is not None


def test_two_devices_that_press_next_at_once_move_on_once(lesson: Lesson) -> None:
    press(lesson, "start")
    for _device in range(2):
        with transaction():
            services.press(board_token=lesson.token, step="next", phase=0)
    assert stored(lesson).current_phase == 1


def test_control_without_the_part_they_showed_two_presses_skip_one(lesson: Lesson) -> None:
    """If this stops failing inside, the test above proves nothing."""
    press(lesson, "start", "next", "next")
    assert stored(lesson).current_phase == 2


def test_a_renewed_link_closes_the_old_board(lesson: Lesson) -> None:
    with transaction():
        new = services.give_board(lesson=stored(lesson))
    with pytest.raises(queries.NoSuchBoard):
        queries.lesson_by_board(lesson.token)
    assert queries.lesson_by_board(new).id == lesson.id
    assert new not in (stored(lesson).board_hash or "")
    with transaction():
        services.take_board(lesson=stored(lesson))
    for token in (new, ""):
        with pytest.raises(queries.NoSuchBoard):
            queries.lesson_by_board(token)


def test_an_ended_lesson_stands_and_its_code_lets_nobody_in(lesson: Lesson) -> None:
    press(lesson, "start", "end", "next", "start")
    ended = stored(lesson)
    assert (ended.current_phase, ended.running_since) == (0, None)
    code = db.session.get(JoinCode, ended.join_code_id)
    assert code is not None
    assert state_of(code, now()) == "revoked"


def counts(lesson: Any) -> queries.Tally:
    with force_locale("de"):
        return queries.tally(stored(lesson))


def test_counts_of_fewer_than_five_persons_are_some(lesson: Lesson) -> None:
    assert (counts(lesson).joined, counts(lesson).arrived) == ("0", "0")
    classmates(lesson, 4, marks=2)
    assert (counts(lesson).joined, counts(lesson).arrived) == ("einige", "einige")
    assert counts(lesson).questions[0][1] == "einige", "eight places of four persons are still four persons"
    classmates(lesson, 1)
    found = counts(lesson)
    assert (found.joined, found.arrived, found.questions[0][1]) == ("5", "9", "9")


def test_a_lesson_whose_code_is_gone_counts_nobody(lesson: Lesson) -> None:
    classmates(lesson, 6)
    press(lesson, "reveal")
    assert reveal.cells_of(stored(lesson)) != []
    with transaction():
        db.session.execute(update(Participant).values(join_code_id=None))
        stored(lesson).join_code_id = None
    assert (counts(lesson).joined, counts(lesson).arrived) == ("0", "0")
    assert reveal.cells_of(stored(lesson)) == []


def test_a_hidden_part_cannot_be_subtracted_from_the_whole(lesson: Lesson) -> None:
    classmates(lesson, 6)
    classmates(lesson, 1, question="unwohl", quality="uneasy")
    found = counts(lesson)
    assert [number for _text, number in found.questions[:2]] == ["6", "einige"]
    assert found.arrived == "mehr als 6"


def test_withdrawn_places_and_those_of_other_codes_do_not_count(lesson: Lesson) -> None:
    people = classmates(lesson, 6)
    other = services.plan_lesson(
        process_id=stored(lesson).process_id,
        activity_id=lesson.activity_id,
        label="9a",
        plan=45,
        permission="own_school",
        permission_note=NOTE,
    )
    db.session.commit()
    assert counts(lesson).arrived == "6"
    assert queries.tally(other).arrived == "0"
    with transaction():
        withdraw(contribution_id=_only_mark_of(people[0].id), participant_id=people[0].id)
    assert counts(lesson).arrived == "5"


def _only_mark_of(participant_id: Any) -> Any:
    return own(participant_id)[0].id


def test_the_reveal_shows_cells_of_five_persons_in_steps_of_five(lesson: Lesson) -> None:
    classmates(lesson, 4, marks=3)
    assert reveal.cells_of(stored(lesson)) == [], "not before the teacher reveals"
    press(lesson, "reveal")
    assert reveal.cells_of(stored(lesson)) == [], "four persons are too few, with however many places"


def test_control_without_the_least_number_four_persons_would_be_shown(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this stops failing inside, the tests of counts and cells prove nothing."""
    classmates(lesson, 4)
    press(lesson, "reveal")
    for module in (queries, reveal):
        monkeypatch.setattr(module, "FEWEST", 1)
    monkeypatch.setattr(reveal, "STEP", 1)
    assert (counts(lesson).joined, counts(lesson).arrived) == ("4", "4")
    assert [cell.persons for cell in reveal.cells_of(stored(lesson))] == [4]


def test_control_without_the_moment_of_the_reveal_two_looks_differ(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of test_what_comes_after_the_reveal_changes_nothing: who came in between would be seen in the difference."""
    classmates(lesson, 9)
    press(lesson, "reveal")
    first = reveal.picture(stored(lesson))
    classmates(lesson, 6)
    with transaction():
        stored(lesson).revealed_at = now()
    assert reveal.picture(stored(lesson)) != first


def test_what_comes_after_the_reveal_changes_nothing(lesson: Lesson) -> None:
    classmates(lesson, 9)
    press(lesson, "reveal")
    first = reveal.picture(stored(lesson))
    assert [cell["persons"] for cell in first["cells"]] == [5]
    classmates(lesson, 6)
    press(lesson, "reveal")
    assert reveal.picture(stored(lesson)) == first


@pytest.mark.parametrize(
    "values",
    [
        {"is_secret": True},
        {"text": "Mein Bruder schlägt mich hier."},
        {"geometry": None, "place_text": "hinter der Schule", "precision": "described"},
    ],
    ids=["secret", "danger", "without a place"],
)
def test_what_nobody_may_guess_is_in_no_cell(lesson: Lesson, values: dict[str, Any]) -> None:
    classmates(lesson, 4)
    classmates(lesson, 3, **values)
    press(lesson, "reveal")
    assert reveal.cells_of(stored(lesson)) == []


def test_the_reveal_shows_no_unread_place_and_no_words(lesson: Lesson) -> None:
    classmates(lesson, 7, text="Hier wird geredet")
    press(lesson, "reveal")
    shown = reveal.picture(stored(lesson))
    assert shown["points"] == []
    assert "geredet" not in repr(shown)
    (cell,) = shown["cells"]
    west, south, east, north = cell["bounds"]
    assert shapely.box(west, south, east, north).covers(shapely.Point(*SPOT))
    assert east - west > 0.006, "some 500 m wide, so that no place can be read from it"


def test_pupils_wait_on_the_day_and_no_longer(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    (pupil,) = classmates(lesson, 1)
    assert queries.waits_for_reveal(pupil)
    press(lesson, "start")
    assert queries.waits_for_reveal(pupil)
    with monkeypatch.context() as later:
        later.setattr(queries, "now", lambda: now() + timedelta(hours=4))
        assert not queries.waits_for_reveal(pupil), "the teacher forgot"
    with monkeypatch.context() as later:
        later.setattr(queries, "today", lambda: pupil.joined_on + timedelta(days=1))
        assert not queries.waits_for_reveal(pupil)
    press(lesson, "reveal")
    assert not queries.waits_for_reveal(pupil)
