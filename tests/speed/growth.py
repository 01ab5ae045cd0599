"""Fills the world of the access tests with more of everything that a page may list or count."""

from __future__ import annotations

from datetime import date
from itertools import cycle
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.services import create_user
from app.areas.models import Area, AreaChange, AreaSet, PopulationCount
from app.base.database import db, new_id, now, transaction
from app.base.jobs.models import Job
from app.contributions.class_mode.models import ClassSession
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.media.models import Attachment
from app.contributions.services import record_many
from app.indicators.models import Observation, Release, ReleaseRow
from app.maps.paper.models import PaperMark, PaperPhoto, PaperSheet
from app.maps.subjective.drawing import checked
from app.maps.subjective.models import CHANNEL as DRAWINGS
from app.maps.subjective.queries import task_by_slug
from app.participants.models import Participant
from app.participants.services import create_code, join, join_direct
from app.processes import services as processes
from app.processes.models import ProcessAreaSet, ProcessNotice
from tests.house.world import ADMIN, World
from tests.maps.subjective.factories import a_map, drawing, telling
from tests.staff import DESCRIPTION

ATTACHED = ("in_review", "released", "internal", "rejected")
STATES = ("submitted", "released", "in_review", "internal", "redacted")
TEXTS = ("Hier ist es schön.", "Ruf mich an: 0151 23456789", "Hier wohne ich.", "")
_made = 0


def grow(world: World, contributions: int) -> None:
    """Add so many contributions, half by the participant of the world, and about a tenth of everything else."""
    others = max(2, contributions // 10)
    with world.app.app_context():
        with transaction():
            _areas(world, others)
            _people(world, others)
        with transaction():
            _voices(world, contributions)
            _class(world, others)
            _drawings(world, others)
            _paper(world, others)
            _releases(world, others)
            _processes(world, others)


def _next() -> int:
    global _made
    _made += 1
    return _made


def _areas(world: World, count: int) -> None:
    for name in ("Sozialräume", f"Bezirke {_next()}"):
        for year in (2015, 2024):
            area_set = db.session.scalar(
                select(AreaSet).where(AreaSet.name == name, AreaSet.valid_from == date(year, 1, 1))
            )
            if area_set is None:
                area_set = AreaSet(name=name, valid_from=date(year, 1, 1), content_hash="")
                db.session.add(area_set)
            area_set.content_hash = f"{_next():064}"
            for index in range(count):
                left = 10.2 + 0.01 * _next()
                area = Area(
                    code=f"X{_next()}", name=f"Raum {_made}", area_m2=1e6, area_set=area_set,
                    geometry=shapely.box(left, 52.0, left + 0.01, 52.1),
                )  # fmt: skip
                db.session.add(area)
                db.session.flush()
                days = (date(2023, 12, 31), date(2024, 12, 31))
                db.session.add_all(
                    PopulationCount(area_id=area.id, reference_date=day, age_band=band, count=50 + index)
                    for day in days
                    for band in ("a12_13", "all")
                )
            db.session.flush()
            db.session.add(
                AreaChange(
                    area_set_id=area_set.id,
                    actor="command",
                    kind="snap",
                    before_hash="0" * 64,
                    after_hash="1" * 64,
                )
            )
        if name != "Sozialräume":
            entry = ProcessAreaSet(area_set_name=name, position=_next())
            entry.process_id = world.own.ids["process_id"]
            db.session.add(entry)


def _people(world: World, count: int) -> None:
    process_id = world.own.ids["process_id"]
    for _ in range(count):
        user = create_user(email=f"mehr-{_next()}@example.org", name=f"Person {_made}")
        for role in ("planner", "viewer"):
            processes.add_membership(process_id=process_id, user_id=user.id, role=role)
        create_code(process_id=process_id, label=f"Klasse {_next()}")
        join_direct(process_id=process_id, age_band="a12_13", gender="f", home_area_code="SR01")
        db.session.add(ProcessNotice(process_id=process_id, text=f"Wir haben {_made} geändert."))
    for user in db.session.scalars(select(User).where(User.email.in_([f"{ADMIN}@example.org"]))):
        db.session.add_all(
            Job(kind="tests.none", title=f"Auftrag {_next()}", user_id=user.id, state="done")
            for _ in range(count)
        )


def _voices(world: World, count: int) -> None:
    ids = world.own.ids
    people = list(
        db.session.scalars(
            select(Participant.id).where(Participant.process_id == ids["process_id"]).order_by(Participant.id)
        )
    )
    states, texts = cycle(STATES), cycle(TEXTS)
    drafts = []
    for index in range(count):
        person = ids["participant_id"] if index % 2 else people[index % len(people)]
        said = ContributionDraft(
            id=new_id(), quality="fav" if index % 3 else "avoid", text=next(texts), state=next(states),
            geometry=shapely.Point(10.0 + index / count / 10, 52.05),
            attributes={"question": "q1", "time_of_day": "dark", "company": "friends"},
        )  # fmt: skip
        drafts.append(_sitting(world, person, "maps", ids["activity_id"], said))
    record_many(drafts)
    for index, draft in enumerate(drafts[::3]):
        _attach(world, draft.contributions[0].id, kind="photo", state=ATTACHED[index % len(ATTACHED)])


def _attach(world: World, contribution_id: UUID, *, kind: str, state: str, data: Any = None) -> None:
    digest = None if kind == "drawing" else f"{_next():064x}"
    attachment = Attachment(
        id=new_id(), contribution_id=contribution_id, process_id=world.own.ids["process_id"], kind=kind, state=state,
        media_type="image/jpeg", size=1, received=1, sha256="0" * 64, announced_at=now(), received_at=now(),
        width=64, height=48, digest=digest, preview=digest, public_digest=digest, public_preview=digest, data=data,
    )  # fmt: skip
    db.session.add(attachment)


def _class(world: World, count: int) -> None:
    """Classmates of the lesson with a place each, close together; the class looks at what has come so far."""
    ids = world.own.ids
    lesson = db.session.get_one(ClassSession, ids["lesson_id"])
    assert lesson.join_code_id is not None
    drafts = []
    for _ in range(max(count, 6)):
        person = join(code_id=lesson.join_code_id, age_band="a12_13").participant.id
        said = ContributionDraft(
            id=new_id(), quality="fav", geometry=shapely.Point(10.05, 52.05), attributes={"question": "q1"}
        )
        drafts.append(_sitting(world, person, "maps", ids["activity_id"], said))
    record_many(drafts)
    lesson.started_at = lesson.started_at or now()
    lesson.revealed_at = now()


def _drawings(world: World, count: int) -> None:
    """Subjective maps with what is told to them, half by the participant of the world."""
    ids = world.own.ids
    task = task_by_slug(ids["process_id"], ids["sheet"])
    drafts = []
    for index in range(count):
        person = (
            ids["participant_id"] if index % 2 else join_direct(process_id=ids["process_id"]).participant.id
        )
        whole = a_map()
        drafts.append(_sitting(world, person, DRAWINGS, task.activity_id, whole, telling(whole.id)))
    record_many(drafts)
    for draft in drafts:
        _attach(
            world,
            draft.contributions[0].id,
            kind="drawing",
            state="in_review",
            data=checked(drawing()).as_json(),
        )


def _paper(world: World, count: int) -> None:
    """More printed sheets and photographs; the one of the world gets more marks."""
    ids = world.own.ids
    for model, key, changed in (
        (PaperSheet, "sheet_id", lambda: {"code": f"S{_next():011}"}),
        (PaperPhoto, "photo_id", lambda: {"sha256": f"{_next():064}", "sheet_id": ids["sheet_id"]}),
    ):
        one = db.session.get_one(model, ids[key])
        names = {column.key for column in model.__mapper__.columns} - {"id", "created_at"}
        for _ in range(count):
            db.session.add(model(**{name: getattr(one, name) for name in names} | changed()))
    db.session.add_all(
        PaperMark(photo_id=ids["photo_id"], number=_next(), x=1.0, y=1.0) for _ in range(count)
    )


def _sitting(
    world: World, person: UUID, channel: str, activity_id: UUID, *said: ContributionDraft
) -> SubmissionDraft:
    return SubmissionDraft(
        id=new_id(),
        process_id=world.own.ids["process_id"],
        activity_id=activity_id,
        participant_id=person,
        person_key=str(person),
        channel=channel,
        contributions=list(said),
    )


def _releases(world: World, count: int) -> None:
    process_id = world.own.ids["process_id"]
    values = {
        "indicator_version": "1", "area_set": "Sozialräume", "area_vintage": "2024-01-01", "ref": "place",
        "period_start": date(2026, 3, 2), "period_end": date(2026, 3, 27), "unit": "count", "computed_at": now(),
    }  # fmt: skip
    codes = list(
        db.session.scalars(select(Area.code).join(Area.area_set).where(AreaSet.name == "Sozialräume"))
    )
    for _ in range(max(1, count // 5)):
        release = Release(
            number=1000 + _next(), process_id=process_id, area_sets=["Sozialräume"], frozen_at=now(),
            content_hash=f"{_next():064}",
        )  # fmt: skip
        db.session.add(release)
        db.session.flush()
        db.session.add_all(
            ReleaseRow(
                release_id=release.id, row=row, indicator_id="N01", area_id=code, value=float(row), **values
            )
            for row, code in enumerate(codes)
        )
    values["period_end"] = date(2026, 3, 31)
    db.session.add_all(
        Observation(indicator_id=f"K{_next() % 90 + 10}", area_id=code, value=1.0, **values) for code in codes
    )


def _processes(world: World, count: int) -> None:
    admin = db.session.scalars(select(User).where(User.email == f"{ADMIN}@example.org")).one()
    for _ in range(max(1, count // 3)):
        process = processes.create(
            slug=f"mehr-{_next()}", title=f"Verfahren {_made}", area_set_names=["Sozialräume"], **DESCRIPTION
        )
        processes.open_process(process_id=process.id)
        processes.add_membership(process_id=process.id, user_id=admin.id, role="coordinator")
        for process_id in (process.id, world.own.ids["process_id"]):
            activity = processes.create_activity(
                process_id=process_id, channel="maps", slug=f"mehr-{_next()}", title="Noch eine Karte"
            )
            processes.open_activity(activity_id=activity.id)
