"""Review decisions: what they change, their traces, what is refused, and taking them back."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import new_id, transaction
from app.base.errors import DomainError, NotAllowed, NotFound
from app.contributions import public, review
from app.contributions.models import ReviewDecision
from app.contributions.review.filters import Filters
from app.contributions.services import correct, withdraw
from tests.contributions.conftest import Town
from tests.contributions.desk import DANGER, THIRD_PARTY, look, put
from tests.participants.factories import say_all_yeses
from tests.staff import make_user


def test_the_states_of_the_machine_and_their_traces(db_session: Any, app: APIFlask, town: Town) -> None:
    ids = put(app, town, *"abcde")
    at = {"process_id": town.process_id, "user_id": None}
    with transaction():
        say_all_yeses(town.participant_id)
        review.release(versions={ids[0]: 1}, **at)
        review.keep_internal(versions={ids[1]: 1}, **at)
        review.redact(contribution_id=ids[2], version=1, text=" kurz ", **at)
        review.reject(versions={ids[3]: 1}, reason="insult", **at)
        review.hold(versions={ids[4]: 1}, **at)
    states = ["released", "internal", "redacted", "rejected_rules", "in_review"]
    found = [look(app, contribution_id) for contribution_id in ids]
    assert [one.state for one in found] == states
    assert [one.released_text for one in found] == ["a", None, "kurz", None, None]
    assert found[2].text == "c"
    trace = db_session.execute(
        select(ReviewDecision.from_state, ReviewDecision.to_state, ReviewDecision.reason)
    ).all()
    assert sorted(tuple(row) for row in trace) == sorted(
        ("submitted", state, "insult" if state == "rejected_rules" else "") for state in states
    )


def test_secret_places_stay_inside_and_rejecting_needs_a_reason(
    db_session: Any, app: APIFlask, town: Town
) -> None:
    [secret] = put(app, town, "Bude", is_secret=True)
    at = {"process_id": town.process_id, "user_id": None}
    with pytest.raises(NotAllowed), transaction():
        review.release(versions={secret: 1}, **at)
    with pytest.raises(NotAllowed), transaction():
        review.redact(contribution_id=secret, version=1, text="", **at)
    with pytest.raises(DomainError), transaction():
        review.reject(versions={secret: 1}, reason="", **at)
    with transaction():
        review.keep_internal(versions={secret: 1}, **at)
    assert look(app, secret).state == "internal"


def test_danger_is_hidden_from_moderators_and_only_safeguarding_lets_it_on(
    db_session: Any, app: APIFlask, town: Town
) -> None:
    [danger] = put(app, town, DANGER)
    at = {"process_id": town.process_id, "user_id": None}
    for act in (review.release, review.keep_internal, review.hold):
        with pytest.raises(NotFound), transaction():
            act(versions={danger: 1}, **at)
    with transaction():
        review.hand_over(versions={danger: 1}, recipient="youth_office", **at)
    assert look(app, danger).state == "internal"
    with pytest.raises(NotFound), transaction():
        review.release(versions={danger: 2}, **at)
    with transaction():
        review.clear_danger(versions={danger: 2}, **at)
    cleared = look(app, danger)
    assert (cleared.state, cleared.flags, cleared.urgency) == ("in_review", ["home"], 1)


def test_the_author_may_change_things_and_then_they_are_read_again(
    db_session: Any, app: APIFlask, town: Town
) -> None:
    one, two = put(app, town, "a", "b")
    at = {"process_id": town.process_id, "user_id": None}
    mine = {"participant_id": town.participant_id}
    with transaction():
        review.release(versions={one: 1, two: 1}, **at)
        correct(contribution_id=one, changes={"text": THIRD_PARTY}, **mine)
        withdraw(contribution_id=two, **mine)
    changed = look(app, one)
    assert (changed.state, changed.released_text, changed.flags) == ("submitted", None, ["person"])
    assert public.points(town.process_id) == []
    with pytest.raises(review.StaleDecision), transaction():
        review.release(versions={two: None}, **at)


def test_undo_takes_back_ones_own_last_click_only(db_session: Any, app: APIFlask, town: Town) -> None:
    ids = put(app, town, "a", "b", "c")
    first, second = (make_user(f"{name}@example.org") for name in ("erste", "zweite"))
    process_id = town.process_id
    with transaction():
        review.release(process_id=process_id, versions={ids[0]: 1, ids[1]: 1}, user_id=first)
        review.reject(process_id=process_id, versions={ids[2]: 1}, user_id=second, reason="insult")
        review.keep_internal(process_id=process_id, versions={ids[1]: 2}, user_id=second)
    with transaction():
        assert review.undo(process_id=process_id, user_id=first) == [ids[0]]
    assert [look(app, one).state for one in ids] == ["submitted", "internal", "rejected_rules"]
    with pytest.raises(NotFound), transaction():
        review.undo(process_id=process_id, user_id=first)
    with transaction():
        review.undo(process_id=process_id, user_id=second)
        review.undo(process_id=process_id, user_id=second)
    assert [look(app, one).state for one in ids] == ["submitted", "released", "submitted"]


def test_a_decision_of_another_process_is_not_found(db_session: Any, app: APIFlask, town: Town) -> None:
    [one] = put(app, town, "a")
    with pytest.raises(NotFound), transaction():
        review.release(process_id=new_id(), versions={one: 1}, user_id=None)


def test_filters_survive_any_address() -> None:
    markers = (
        "",
        "x",
        "1_x_y",
        f"9_2026-01-01T00:00:00+00:00_{new_id()}",
        f"1_2026-01-01_{new_id()}",
        "\x00" * 200,
    )
    for value in markers:
        assert Filters.read({"nach": value, "suche": value}).nach == ""
    good = f"1_2026-01-01T00:00:00+00:00_{new_id()}"
    assert Filters.read({"nach": good}).nach == good
