"""Events of return: planned in public, held, and asked for before a process closes (A21, C5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.base.database import now, transaction
from app.base.errors import Conflict, DomainError, NotFound
from app.processes import services
from app.processes.queries import process_by_id, today
from app.processes.returning import has_returned, is_return_planned, returns_of
from tests.page_client import PageClient
from tests.processes.office import HOME, Office
from tests.staff import give_back, make_process

DAY = datetime(2026, 6, 1, 16, tzinfo=UTC)


def test_a_process_closes_only_after_a_return_that_was_held(db_session: Any) -> None:
    process_id = make_process()
    with pytest.raises(services.NothingReturned), transaction():
        services.close_process(process_id=process_id)
    with transaction():
        planned = services.plan_return(process_id=process_id, starts_at=DAY, place="Jugendhaus")
    with pytest.raises(services.NothingReturned), transaction():
        services.close_process(process_id=process_id)
    with transaction():
        services.hold_return(process_id=process_id, return_id=planned.id, held_on=today(), came=30)
        services.close_process(process_id=process_id)
    assert process_by_id(process_id).status == "closed"


def test_one_for_everything_counts_for_each_activity(db_session: Any) -> None:
    process_id = make_process()
    with transaction():
        made = [
            services.create_activity(process_id=process_id, channel="maps", slug=slug, title=slug).id
            for slug in ("eins", "zwei")
        ]
        services.plan_return(process_id=process_id, starts_at=DAY, place="Schule", activity_id=made[0])
    assert [is_return_planned(process_id, one) for one in made] == [True, False]
    with transaction():
        services.plan_return(process_id=process_id, starts_at=DAY, place="Rathaus")
    assert is_return_planned(process_id, made[1])


def test_what_does_not_fit_is_refused(db_session: Any) -> None:
    process_id, other = make_process(), make_process("woanders")
    with pytest.raises(DomainError) as refused, transaction():
        services.plan_return(process_id=process_id, starts_at=DAY, place=" ")
    assert refused.value.field == "place"
    with transaction():
        planned = services.plan_return(process_id=process_id, starts_at=DAY, place="Schule")
        version = planned.version
        services.update_return(
            process_id=process_id, return_id=planned.id, version=version, starts_at=DAY, place="Rathaus"
        )
    with pytest.raises(Conflict), transaction():
        services.update_return(
            process_id=process_id, return_id=planned.id, version=version, starts_at=DAY, place="Schule"
        )
    with pytest.raises(NotFound), transaction():
        services.drop_return(process_id=other, return_id=planned.id)
    with pytest.raises(DomainError) as refused, transaction():
        services.hold_return(process_id=process_id, return_id=planned.id, held_on=today() + timedelta(days=2))
    assert refused.value.field == "held_on"
    with transaction():
        services.drop_return(process_id=process_id, return_id=planned.id)
    assert not returns_of(process_id)


def test_a_return_that_was_held_stays(db_session: Any) -> None:
    process_id = make_process()
    give_back(process_id)
    (held,) = returns_of(process_id)
    with pytest.raises(DomainError), transaction():
        services.drop_return(process_id=process_id, return_id=held.id)
    assert has_returned(process_id)


def test_planned_and_held_on_the_pages(office: Office, client: PageClient) -> None:
    page = f"{HOME}/rueckmeldung"
    office.coordinator.submit(HOME, action=f"{HOME}/oeffnen")
    empty = office.coordinator.submit(page, {"place": "Jugendhaus"}, action=page)
    assert empty.status_code == 422
    values = {
        "starts_at": "2026-06-01T18:00",
        "place": "Jugendhaus Nord",
        "text": "Wir zeigen, was daraus wurde.",
    }
    assert office.coordinator.submit(page, values, action=page).status_code == 302
    shown = client.get("/verfahren/mein-viertel").page.text
    assert "Jugendhaus Nord" in shown
    assert "18:00" in shown
    with office.app.app_context():
        (planned,) = returns_of(office.process_id)
    one = f"{page}/{planned.id}"
    future = (now() + timedelta(days=3)).date().isoformat()
    late = office.coordinator.submit(one, {"held_on": future}, action=f"{one}/stattgefunden")
    assert late.status_code == 422
    held = {"held_on": today_in(office), "came": "31"}
    assert office.coordinator.submit(one, held, action=f"{one}/stattgefunden").status_code == 302
    assert "Anwesend: 31" in office.coordinator.get(page).page.text
    assert office.coordinator.submit(one, {"place": "Aula", "version": "1"}, action=one).status_code == 409


def today_in(office: Office) -> str:
    with office.app.app_context():
        return today().isoformat()
