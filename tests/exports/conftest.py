"""The square town of the contributions' tests, with hard texts in it, for everything that is written out."""

from __future__ import annotations

from datetime import date

import pytest
import shapely
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db, transaction
from app.contributions.models import Contribution
from app.contributions.services import record
from tests.contributions.conftest import Town, draft_of, square
from tests.contributions.conftest import add_area_set as add_area_set
from tests.contributions.conftest import quiet_channel as quiet_channel
from tests.contributions.conftest import town as town

HARD_TEXTS = (
    "Groß & größer; Süd",
    'Zum „Anker" sagt sie: "hier"\nund geht\r\nweiter',
    "=1+1",
    "-5",
    "007",
    "\tmit Tab",
    "Backslash \\ und\u2028Trenner 🙂",
    "Süd;=1+1",
    "",
)


@pytest.fixture
def full_town(app: APIFlask, town: Town) -> Town:
    """Hard texts on points, a way, an area, one without a place, one outside, a secret, one for safeguarding."""
    line = shapely.LineString([(9.01, 52.01), (9.02, 52.02)])
    felt = shapely.box(9.05, 52.01, 9.06, 52.02)
    drafts = [
        draft_of(text=text, attributes={"time_of_day": "dark", "question": "q1"}) for text in HARD_TEXTS
    ]
    drafts += [
        draft_of(text="Schulweg", quality="way", geometry=line),
        draft_of(text="Mein Viertel", kind="felt_area", quality=None, geometry=felt),
        draft_of(text="Irgendwo", geometry=None, place_text="hinter der Halle"),
        draft_of(text="Weit weg", geometry=shapely.Point(11, 50)),
        draft_of(text="Unsere Bude", title="Geheim", is_secret=True, place_text="hinter dem Schuppen"),
        draft_of(text="Gefahr", quality="uneasy"),
    ]
    with app.app_context(), transaction():
        add_area_set("Viertel", date(2024, 1, 1), {"07": square((9.00, 52.00))})
        for draft in drafts:
            record(town.sitting(draft))
        # Recording trims texts; older rows and repairs by hand may not be trimmed.
        for draft in drafts[: len(HARD_TEXTS)]:
            db.session.get_one(Contribution, draft.id).text = draft.text
        said = db.session.scalars(select(Contribution).where(Contribution.text == "Gefahr")).one()
        said.flags, said.urgency = ["danger"], 2
    return town
