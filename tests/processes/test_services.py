"""Creating, describing, opening and closing processes and activities; who may leave a team."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.services import set_active
from app.base.audit import AuditEvent
from app.base.database import transaction
from app.base.errors import Conflict, DomainError, NotFound
from app.processes import queries, services
from app.processes.levels import PARTICIPATION_LEVELS
from app.processes.models import Process
from app.processes.roles import ROLES, TASKS
from app.processes.slugs import slug_from
from tests.staff import DESCRIPTION, give_back, give_role, make_area_set, make_process, make_user

TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)


@pytest.mark.parametrize("field", list(DESCRIPTION))
def test_a_process_cannot_open_while_a_promise_is_empty(db_session: Any, field: str) -> None:
    """E33: each of the five fields, empty or only spaces, is named."""
    process_id = make_process(opened=False, **{field: "" if field == "participation_level" else "  \n "})
    label = str(queries.OPENING_FIELDS[field])
    with pytest.raises(services.NotReadyToOpen) as refused, transaction():
        services.open_process(process_id=process_id)
    assert list(refused.value.missing) == [field]
    assert label in str(refused.value.message)
    assert queries.process_by_id(process_id).status == "draft"


def test_an_empty_process_names_everything_missing(db_session: Any) -> None:
    process_id = make_process(opened=False, **dict.fromkeys(DESCRIPTION, ""))
    assert list(queries.missing_for_opening(queries.process_by_id(process_id))) == list(DESCRIPTION)


def test_opening_and_closing_keep_their_dates_and_traces(db_session: Any) -> None:
    process_id = make_process(opened=False)
    with pytest.raises(DomainError), transaction():
        services.close_process(process_id=process_id)
    with transaction():
        services.open_process(process_id=process_id)
    process = queries.process_by_id(process_id)
    assert (process.status, process.period_start) == ("open", queries.today())
    first = process.opened_at
    give_back(process_id)
    with transaction():
        services.open_process(process_id=process_id)
    assert queries.process_by_id(process_id).opened_at == first, "opening twice is opening once"
    with transaction():
        services.close_process(process_id=process_id)
    assert queries.process_by_id(process_id).closed_at is not None
    with transaction():
        services.open_process(process_id=process_id)
    assert queries.process_by_id(process_id).closed_at is None
    actions = db_session.scalars(select(AuditEvent.action).order_by(AuditEvent.created_at)).all()
    assert actions == [
        "process.create", "process.open", "return.plan", "return.hold", "process.close", "process.open",
    ]  # fmt: skip


def test_promises_of_an_open_process_change_with_a_public_note_only(db_session: Any) -> None:
    process_id = make_process()
    with pytest.raises(DomainError) as refused, transaction():
        services.update(process_id=process_id, participation_level="codecide")
    assert refused.value.field == "change_note"
    with transaction():
        services.update(process_id=process_id, aim="Ein neues Ziel.")
        services.update(
            process_id=process_id, participation_level="codecide", change_note=" Der Rat bindet sich. "
        )
    assert [notice.text for notice in queries.notices_of(process_id)] == ["Der Rat bindet sich."]
    with pytest.raises(DomainError), transaction():
        services.update(process_id=process_id, decision_scope=" ", change_note="Wir sagen nichts mehr zu.")


def test_a_stale_write_is_refused(db_session: Any) -> None:
    process_id = make_process(opened=False)
    version = queries.process_by_id(process_id).version
    with transaction():
        services.update(process_id=process_id, version=version, aim="Zuerst")
    with pytest.raises(Conflict), transaction():
        services.update(process_id=process_id, version=version, aim="Zu spät")
    assert queries.process_by_id(process_id).aim == "Zuerst"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"slug": "Groß"}, "slug"),
        ({"slug": "mit leer"}, "slug"),
        ({"slug": "-vorn"}, "slug"),
        ({"slug": "neu"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"slug": "a" * 81}, "slug"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"participation_level": "alle"}, "participation_level"),
        ({"contact": "x" * 201}, "contact"),
        ({"period_start": TODAY, "period_end": TODAY - DAY}, "period_end"),
        ({"area_set_names": ["Sozialräume", "Bezirke"]}, "area_set_names"),
    ],
)
def test_refused_values_name_their_field(db_session: Any, values: dict[str, Any], field: str) -> None:
    make_area_set()
    with pytest.raises(DomainError) as refused, transaction():
        services.create(**{"slug": "gut", "title": "Gut", "area_set_names": [], **values})
    assert refused.value.field == field


def test_an_unknown_area_set_names_those_that_exist(db_session: Any) -> None:
    with pytest.raises(DomainError, match="noch keine Raumgliederung"), transaction():
        services.create(slug="a", title="A", area_set_names=["Bezirke"])
    make_area_set("Ortsteile")
    make_area_set("Sozialräume")
    with pytest.raises(DomainError, match="Bezirke. Vorhanden sind: Ortsteile, Sozialräume"), transaction():
        services.create(slug="a", title="A", area_set_names=["Bezirke"])


def test_area_sets_keep_their_order_and_can_be_exchanged(db_session: Any) -> None:
    for name in ("Ortsteile", "Sozialräume", "Bezirke"):
        make_area_set(name)
    process_id = make_process(area_set_names=["Sozialräume", "Ortsteile", "Sozialräume"])
    assert queries.process_by_id(process_id).area_set_names == ["Sozialräume", "Ortsteile"]
    with transaction():
        services.update(process_id=process_id, area_set_names=["Ortsteile", "Bezirke"])
    process = queries.process_by_id(process_id)
    assert process.area_set_names == ["Ortsteile", "Bezirke"]
    assert [found.name for found in queries.area_sets_of(process)] == ["Ortsteile", "Bezirke"]


def test_a_slug_is_used_once(db_session: Any) -> None:
    make_process("einmal")
    with pytest.raises(Conflict), transaction():
        services.create(slug="einmal", title="Noch einmal", area_set_names=[])


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Mein Lindenhof, grün!", "mein-lindenhof-gruen"),
        ("Straße & Café", "strasse-cafe"),
        ("Місто", "verfahren"),
        ("x" * 100, "x" * 60),
    ],
)
def test_slugs_from_titles(title: str, slug: str) -> None:
    assert slug_from(title) == slug


def _activity(db_session: Any, **process: Any) -> Any:
    process_id = make_process(**process)
    with transaction():
        services.create_activity(process_id=process_id, channel="maps", slug="karte", title="Karte")
    return queries.activity_by_slug(process_id, "karte")


@pytest.mark.parametrize(
    ("activity", "process", "expected"),
    [
        ({"status": "open"}, {}, True),
        ({"status": "draft"}, {}, False),
        ({"status": "closed"}, {}, False),
        ({"status": "open"}, {"status": "draft"}, False),
        ({"status": "open"}, {"status": "closed"}, False),
        ({"status": "open", "opens_on": TODAY, "closes_on": TODAY}, {}, True),
        ({"status": "open", "opens_on": TODAY + DAY}, {}, False),
        ({"status": "open", "closes_on": TODAY - DAY}, {}, False),
        ({"status": "open"}, {"period_start": TODAY, "period_end": TODAY}, True),
        ({"status": "open"}, {"period_start": TODAY + DAY}, False),
        ({"status": "open", "closes_on": TODAY + DAY}, {"period_end": TODAY - DAY}, False),
    ],
)
def test_when_people_can_take_part(
    db_session: Any, activity: dict[str, Any], process: dict[str, Any], expected: bool
) -> None:
    entry = _activity(db_session)
    for name, value in {"period_start": None, "period_end": None, **process}.items():
        setattr(entry.process, name, value)
    for name, value in activity.items():
        setattr(entry, name, value)
    assert queries.is_open(entry, TODAY) is expected
    db_session.rollback()


def test_activities_open_close_and_refuse(db_session: Any) -> None:
    entry = _activity(db_session)
    assert queries.open_activities(entry.process_id) == []
    with transaction():
        services.open_activity(activity_id=entry.id)
    assert [found.slug for found in queries.open_activities(entry.process_id)] == ["karte"]
    with pytest.raises(Conflict), transaction():
        services.create_activity(process_id=entry.process_id, channel="maps", slug="karte", title="Zwei")
    with pytest.raises(DomainError, match="Weg der Beteiligung"), transaction():
        services.create_activity(process_id=entry.process_id, channel="brieftauben", slug="b", title="B")
    with pytest.raises(Conflict), transaction():
        services.update_activity(activity_id=entry.id, version=entry.version - 1, title="Alt")
    with transaction():
        services.close_activity(activity_id=entry.id)
    assert queries.open_activities(entry.process_id) == []
    with pytest.raises(NotFound):
        queries.activity_by_slug(entry.process_id, "gibt-es-nicht")


def test_an_activity_of_another_process_is_not_found(db_session: Any) -> None:
    entry = _activity(db_session)
    other = make_process("anderes")
    with pytest.raises(NotFound):
        queries.activity_by_slug(other, entry.slug)


def test_roles_are_given_taken_and_the_last_coordinator_stays(db_session: Any) -> None:
    process_id = make_process()
    kim, ada = make_user("kim@example.org", name="Kim"), make_user("ada@example.org", name="Ada")
    give_role(process_id, kim, "coordinator")
    give_role(process_id, kim, "coordinator")
    give_role(process_id, kim, "viewer")
    assert queries.roles_of(kim, process_id) == {"coordinator", "viewer"}
    with pytest.raises(services.LastCoordinator), transaction():
        services.set_roles(process_id=process_id, user_id=kim, roles=["viewer"])
    give_role(process_id, ada, "coordinator")
    with transaction():
        services.set_roles(process_id=process_id, user_id=kim, roles=[])
    assert [(member.name, member.roles) for member in queries.members_of(process_id)] == [
        ("Ada", ("coordinator",))
    ]
    assert queries.roles_of(kim, process_id) == frozenset()
    with pytest.raises(DomainError, match="Unbekannte Rolle"), transaction():
        services.set_roles(process_id=process_id, user_id=kim, roles=["king"])


def test_the_last_coordinator_who_can_still_sign_in_counts(db_session: Any) -> None:
    process_id = make_process()
    kim, ada = make_user("kim@example.org"), make_user("ada@example.org")
    give_role(process_id, kim, "coordinator")
    give_role(process_id, ada, "coordinator")
    with transaction():
        set_active(user_id=ada, active=False)
    with pytest.raises(services.LastCoordinator), transaction():
        services.set_roles(process_id=process_id, user_id=kim, roles=[])


def test_every_role_says_what_it_may_do() -> None:
    assert set(TASKS) == set(ROLES)


def test_levels_are_those_of_the_catalogue() -> None:
    assert list(PARTICIPATION_LEVELS) == ["inform", "consult", "involve", "codecide", "self"]


def test_lists_are_ordered_newest_first(db_session: Any) -> None:
    for slug in ("eins", "zwei", "drei"):
        make_process(slug)
    make_process("entwurf", opened=False)
    assert [process.slug for process in queries.processes_with_status("open")] == ["drei", "zwei", "eins"]
    assert [process.slug for process in queries.all_processes()] == ["entwurf", "drei", "zwei", "eins"]
    assert isinstance(queries.process_by_slug("eins"), Process)
    with pytest.raises(NotFound):
        queries.process_by_slug("vier")
