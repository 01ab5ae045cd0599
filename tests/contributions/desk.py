"""What tests of the review desk share: texts that must never reach the public, and the desk's forms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from apiflask import APIFlask

from app.base.database import db, transaction
from app.contributions.models import Contribution
from app.contributions.services import record_many
from tests.contributions.conftest import Town, draft_of
from tests.page_client import PageClient
from tests.staff import give_role, make_user, sign_in

DANGER = "Ich bleib so lange am Hafen, weil es zu Hause laut wird, wenn er getrunken hat."
THIRD_PARTY = "Fragt mal den aus der 8b mit dem roten Roller, der verkauft da was."
HOME = "Hier wohne ich, das gelbe Haus mit der 4."
PATH = "/verwaltung/verfahren/stadt/sichtung"
SAFEGUARD = "/verwaltung/verfahren/stadt/schutz"


def staff(app: APIFlask, town: Town, role: str) -> PageClient:
    """A new account with this role in the process, signed in."""
    with app.app_context():
        give_role(town.process_id, make_user(f"{role}@example.org", name=role.title()), role)
    return sign_in(app, f"{role}@example.org")


def put(app: APIFlask, town: Town, *texts: str, **values: Any) -> list[UUID]:
    """Contributions, each in a sitting of its own, in this order."""
    drafts = [draft_of(text=text, **values) for text in texts]
    with app.app_context(), transaction():
        record_many([town.sitting(draft) for draft in drafts])
    return [draft.id for draft in drafts]


def look(app: APIFlask, contribution_id: UUID) -> Contribution:
    """How a contribution stands now."""
    with app.app_context():
        found = db.session.get(Contribution, contribution_id, populate_existing=True)
        assert found is not None
        db.session.expunge(found)
        return found


def decide(client: PageClient, contribution_id: UUID, decision: str, **values: Any) -> Any:
    """Send the form of one card."""
    data = {"csrf_token": token(client), "decision": decision, **values}
    return client.post(f"{PATH}/{contribution_id}", data=data)


def token(client: PageClient) -> str:
    return str(client.get("/api/teilnahme").get_json()["csrf_token"])
