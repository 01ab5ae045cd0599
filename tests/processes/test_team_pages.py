"""The page of a process's team: who is taken in, invited, given a role, and who may not be."""

from __future__ import annotations

import pytest

from app.base.database import transaction
from app.processes import queries, services
from tests.page_client import PageClient
from tests.processes.office import HOME, Office
from tests.staff import PASSWORD, make_user, sign_in


def test_the_team_takes_in_an_existing_account(office: Office) -> None:
    with office.app.app_context():
        user_id = make_user("nele@example.org", name="Nele")
    values = {"email": "Nele@example.org", "roles": ["editor", "viewer"]}
    assert office.coordinator.submit(f"{HOME}/team", values).headers["Location"] == f"{HOME}/team"
    nele = sign_in(office.app, "nele@example.org")
    assert nele.get(HOME).status_code == 200
    assert nele.get(f"{HOME}/team").status_code == 403
    office.coordinator.submit(f"{HOME}/team/{user_id}", {"roles": []})
    assert nele.get(HOME).status_code == 404, "a role that was taken ends at the next request"


def test_the_team_invites_somebody_new_by_link(office: Office, client: PageClient) -> None:
    response = office.coordinator.submit(
        f"{HOME}/team", {"email": "neu@example.org", "name": "Neu", "roles": ["planner"]}
    )
    link = next(field.get("value") for field in response.page.all("input") if field.get("id") == "link")
    path = link.removeprefix("http://localhost:8000")
    client.submit(path, {"password": PASSWORD, "password_again": PASSWORD})
    assert sign_in(office.app, "neu@example.org").get(HOME).status_code == 200


def test_a_coordinator_cannot_make_a_link_to_somebody_elses_account(office: Office) -> None:
    response = office.coordinator.submit(f"{HOME}/team", {"email": "admin@example.org", "roles": ["viewer"]})
    assert response.status_code == 302
    assert "/einladung/" not in office.coordinator.get(f"{HOME}/team").get_data(as_text=True)


@pytest.mark.parametrize("role", ["dpo", "statistics"])
def test_a_coordinator_cannot_make_the_second_pair_of_eyes(office: Office, role: str) -> None:
    """The attack: a second account of one's own that may approve, by the form or by a forged value."""
    page = office.coordinator.get(f"{HOME}/team").page
    assert role not in [field.get("value") for field in page.all("input") if field.get("name") == "roles"]
    assert "vergibt die Verwaltung dieser Installation" in page.text
    mine = {"email": "kim-zwei@example.org", "name": "Kim", "roles": ["viewer", role]}
    forged = office.coordinator.submit(f"{HOME}/team", mine)
    assert forged.status_code == 422
    assert "/einladung/" not in forged.get_data(as_text=True)
    address = f"{HOME}/team/{office.kim}"
    assert office.coordinator.submit(address, {"roles": ["coordinator", role]}).status_code == 422
    with office.app.app_context():
        assert [entry.roles for entry in queries.members_of(office.process_id)] == [("coordinator",)]
        with pytest.raises(services.OnlyAdministrators), transaction():
            services.set_roles(
                process_id=office.process_id,
                user_id=office.kim,
                roles=["coordinator", role],
                actor=office.kim,
            )
        assert queries.roles_of(office.kim, office.process_id) == {"coordinator"}


def test_an_administrator_gives_the_role_and_a_coordinator_may_keep_or_take_it(office: Office) -> None:
    with office.app.app_context():
        dana = make_user("dana@example.org", name="Dana")
    values = {"email": "dana@example.org", "roles": ["dpo"]}
    assert office.admin.submit(f"{HOME}/team", values).status_code == 302
    address = f"{HOME}/team/{dana}"
    assert office.coordinator.submit(address, {"roles": ["dpo", "viewer"]}).status_code == 302
    with office.app.app_context():
        assert queries.roles_of(dana, office.process_id) == {"dpo", "viewer"}
    assert office.coordinator.submit(address, {"roles": ["viewer"]}).status_code == 302
    assert office.coordinator.submit(address, {"roles": ["dpo", "viewer"]}).status_code == 422
    with office.app.app_context():
        assert queries.roles_of(dana, office.process_id) == {"viewer"}


def test_the_last_coordinator_stays(office: Office) -> None:
    response = office.coordinator.submit(f"{HOME}/team/{office.kim}", {"roles": ["viewer"]})
    assert response.status_code == 422
    assert "mindestens eine Person" in response.page.text


def test_somebody_without_roles_is_asked_for_one(office: Office) -> None:
    response = office.coordinator.submit(f"{HOME}/team", {"email": "neu@example.org"})
    assert response.status_code == 422
    assert "mindestens eine Rolle" in response.page.text
