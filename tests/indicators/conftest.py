"""A town of four areas with residents, people and their marks, and staff who may plan and approve."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import shapely
from apiflask import APIFlask

from app.areas.models import Area, AreaSet, PopulationCount
from app.base.database import db, new_id, transaction
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.services import record_many
from app.participants.services import join_direct
from tests.staff import give_role, make_process, make_user

SET, VINTAGE = "viertel", date(2024, 1, 1)
SAID = datetime(2026, 3, 5, 10, tzinfo=UTC)
PEOPLE = {"A1": 30, "A2": 25, "A3": 22, "A4": 3}


def add_squares(name: str, valid_from: date, boxes: dict[str, tuple[float, float, float, float]]) -> None:
    """A vintage of rectangles (west, south, east, north in degrees)."""
    found = AreaSet(name=name, valid_from=valid_from, content_hash=f"{name}{valid_from}")
    found.areas = [
        Area(code=code, name=f"Raum {code}", geometry=shapely.box(*box), area_m2=1.0)
        for code, box in boxes.items()
    ]
    db.session.add(found)
    db.session.flush()
    if name == SET:
        counts = [
            PopulationCount(area_id=area.id, reference_date=date(2025, 12, 31), age_band=band, count=count)
            for area in found.areas
            for band, count in (("r06_21", 400), ("all", 2000))
        ]
        db.session.add_all(counts)


@dataclass
class Town:
    """Ids and e-mail addresses; more people come by `speak`."""

    process_id: UUID
    slug: str = "stadt"
    planner: str = "planung@example.org"
    dpo: str = "datenschutz@example.org"
    users: dict[str, UUID] = field(default_factory=dict)

    @property
    def approvals(self) -> tuple[UUID, UUID]:
        return self.users[self.planner], self.users[self.dpo]

    def speak(self, area: str, people: int, qualities: tuple[str, ...] = ("fav", "uneasy")) -> None:
        """People who live in an area and set one mark of each quality in it."""
        west = 9.0 + 0.01 * (int(area[1:]) - 1)
        drafts = []
        for _ in range(people):
            participant = join_direct(
                process_id=self.process_id, age_band="a14_15", home_area_code=area
            ).participant
            marks = [
                ContributionDraft(
                    id=new_id(), quality=quality, geometry=shapely.Point(west + 0.005, 52.005), said_at=SAID
                )
                for quality in qualities
            ]
            drafts.append(
                SubmissionDraft(
                    id=new_id(),
                    process_id=self.process_id,
                    participant_id=participant.id,
                    person_key=str(participant.id),
                    channel="maps",
                    contributions=marks,
                )
            )
        record_many(drafts)


@pytest.fixture
def town(app: APIFlask) -> Town:
    """Four squares side by side, 80 people, and a second set `bezirke` of two halves that divides exactly."""
    with app.app_context():
        with transaction():
            add_squares(
                SET, VINTAGE, {f"A{i}": (8.99 + i / 100, 52, 9 + i / 100, 52.01) for i in range(1, 5)}
            )
            add_squares("bezirke", VINTAGE, {"B1": (9.0, 52, 9.02, 52.01), "B2": (9.02, 52, 9.04, 52.01)})
            add_squares("schief", VINTAGE, {"S1": (9.0, 52, 9.015, 52.01), "S2": (9.015, 52, 9.04, 52.01)})
        names = [SET, "bezirke", "schief"]
        period = {"period_start": date(2026, 3, 2), "period_end": date(2026, 3, 27)}
        town = Town(make_process("stadt", area_set_names=names, **period))
        for email, role in ((town.planner, "planner"), (town.dpo, "dpo")):
            town.users[email] = make_user(email)
            give_role(town.process_id, town.users[email], role)
        with transaction():
            for area, people in PEOPLE.items():
                town.speak(area, people)
    return town
