"""Staff for tests: accounts, roles, processes, and signing in as a person would."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from apiflask import APIFlask

from app.accounts import services as accounts
from app.areas.models import AreaSet
from app.base.database import db, now, transaction
from app.processes import services as processes
from app.processes.queries import today
from tests.page_client import PageClient

PASSWORD = "vier ganz lange worte"
DESCRIPTION = {
    "aim": "Wir wollen wissen, welche Orte junge Menschen mögen.",
    "decision_scope": "Offen ist, wo Bänke und Licht hinkommen. Die Straße bleibt.",
    "participation_level": "consult",
    "target_groups": "Alle zwischen 10 und 21 Jahren.",
    "results_use": "Der Jugendhilfeausschuss berät darüber im November.",
}


def make_user(email: str, *, name: str = "", is_admin: bool = False) -> UUID:
    """An account with the password PASSWORD; needs an application context."""
    with transaction():
        return accounts.create_user(email=email, name=name, password=PASSWORD, is_admin=is_admin).id


def make_area_set(name: str = "Sozialräume") -> None:
    """An empty area set, enough to name it; needs an application context."""
    with transaction():
        db.session.add(AreaSet(name=name, valid_from=date(2024, 1, 1), content_hash="0" * 64))


def make_process(slug: str = "mein-viertel", *, opened: bool = True, **values: Any) -> UUID:
    """A fully described process without area sets, open unless told otherwise; needs an application context."""
    with transaction():
        given = {"title": "Mein Viertel", "area_set_names": [], **DESCRIPTION, **values}
        process = processes.create(slug=slug, **given)
        if opened:
            processes.open_process(process_id=process.id)
        return process.id


def give_role(process_id: UUID, user_id: UUID, role: str) -> None:
    """A membership; needs an application context."""
    with transaction():
        processes.add_membership(process_id=process_id, user_id=user_id, role=role)


def sign_in(app: APIFlask, email: str, password: str = PASSWORD) -> PageClient:
    """A browser in which this person has signed in."""
    client = PageClient(app)
    response = client.submit("/anmelden", {"email": email, "password": password}, action="/anmelden")
    assert response.status_code == 302, response.page.text  # type: ignore[attr-defined]
    return client


def give_back(process_id: UUID) -> None:
    """An event at which the results were returned, without which no process closes; needs an application context."""
    with transaction():
        event = processes.plan_return(process_id=process_id, starts_at=now(), place="Jugendhaus")
        processes.hold_return(process_id=process_id, return_id=event.id, held_on=today(), came=12)
