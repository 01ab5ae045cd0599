"""Loads Ellerbrück through the same services users call; a second call finds it there and changes nothing."""

from __future__ import annotations

import shutil
from collections import defaultdict
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

from flask import current_app
from shapely import Point

from app.accounts.queries import find_user
from app.accounts.services import create_user
from app.areas.counting import count_residents
from app.areas.population import import_population
from app.areas.preparing import prepare
from app.areas.queries import areas_of, set_at
from app.areas.reading import read_layer
from app.areas.services import import_area_set
from app.areas.sheets import read_sheet
from app.areas.validation import check_partition
from app.config import Settings
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.review import keep_internal, release
from app.contributions.services import record_many
from app.demo.process import AREA_SET, CAMPAIGN, CODE, DRAWING, INTRO, PROCESS, QUESTIONS
from app.demo.sheets import send_sheets
from app.demo.staff import PASSWORD, STAFF
from app.demo.voices import Mark, marks, participants
from app.demo.wordings import load_wordings
from app.indicators import importing, releases
from app.maps.models import CHANNEL
from app.maps.services import create_campaign
from app.maps.subjective.services import create_task
from app.maps.subjective.template import DEFAULT_TASK
from app.maps.template import CampaignDraft
from app.participants.services import create_code, join_direct, say_yes_many
from app.participants.vocabulary import OUTSIDE
from app.processes.models import Activity, Process
from app.processes.services import add_membership, create, open_activity, open_process

FOLDER = Path(__file__).parent / "data"
VINTAGES = ((date(2015, 1, 1), "sozialraeume_2015.geojson"), (date(2024, 1, 1), "sozialraeume_2024.geojson"))
SOURCE = "Stadt Ellerbrück (erfunden)"


def load_town() -> None:
    """Base map, both vintages of the Sozialräume, residents and child poverty; staff accounts."""
    settings: Settings = current_app.config["SETTINGS"]
    for source, target in (("ellerbrueck.pmtiles", "karte.pmtiles"), ("places.json", "places.json")):
        shutil.copyfile(FOLDER / source, settings.data / target)
    for valid_from, file in VINTAGES:
        found = read_layer(FOLDER / file)
        areas = prepare(found, code_field="area_id", name_field="name").checked()
        import_area_set(
            name=AREA_SET,
            valid_from=valid_from,
            areas=areas,
            crs=found.crs,
            source=SOURCE,
            kind="Sozialraum",
            report=check_partition(areas),
        )
    area_set = set_at(AREA_SET)
    import_population(
        area_set_id=area_set.id,
        rows=count_residents(read_sheet(FOLDER / "population.csv"), areas_of(area_set.id)).rows,
        source=SOURCE,
    )
    importing.import_file(
        path=FOLDER / "k06.csv",
        indicator_id="K06",
        area_set=area_set,
        period_start=date(2025, 1, 1),
        period_end=date(2025, 12, 31),
        source="Kinderarmut nach Sozialräumen 2025",
        provider=SOURCE,
        licence="dl-de/zero-2-0",
    )
    for person in STAFF:
        create_user(email=person.email, name=person.name, password=PASSWORD, is_admin=person.is_admin)


def load_process() -> Process:
    """The process with its needle map, open for everybody who types the code."""
    process = create(**PROCESS)  # type: ignore[arg-type]
    for person in STAFF:
        user = find_user(person.email)
        for role in person.roles:
            add_membership(process_id=process.id, user_id=user.id, role=role)  # type: ignore[union-attr]
    middle = middle_of_town()
    campaign = create_campaign(
        process_id=process.id,
        slug=CAMPAIGN,
        draft=CampaignDraft(
            title="Nadelkarte",
            center_lon=middle.x,
            center_lat=middle.y,
            intro=INTRO,
            zoom=15,
            questions=QUESTIONS,
        ),
        description="Sechs Fragen, eine Karte, vier Minuten.",
    )
    open_process(process_id=process.id)
    open_activity(activity_id=campaign.activity.id)
    code = create_code(process_id=process.id, label="Plakat in den Schulen", activity_id=campaign.activity.id)
    code.code = CODE
    load_wordings(process)
    return process


def load_voices(process: Process, activity: Activity) -> int:
    """405 participants and 2,140 marks of March 2026; returns the number of marks."""
    ids: dict[str, UUID] = {}
    for person in participants():
        joined = join_direct(
            process_id=process.id,
            age_band=person.age_band,
            gender=person.gender,
            role=person.role,
            home_area_code=person.home_area or OUTSIDE,
            joined_on=person.started_at.date(),
        )
        ids[person.key] = joined.participant.id
    sittings: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks():
        sittings[mark.participant].append(mark)
    submissions = [_submission(process, activity, ids[key], said) for key, said in sittings.items()]
    record_many(submissions)
    _say_yes_to_words(ids, sittings)
    hints = [mark.state_hint for said in sittings.values() for mark in said]
    drafts = [draft for submission in submissions for draft in submission.contributions]
    _review(process, dict(zip((draft.id for draft in drafts), hints, strict=True)))
    return len(drafts)


def load_sheets(process: Process) -> int:
    """The drawing activity with four subjective maps, sent after the first release; how many."""
    task = create_task(
        process_id=process.id,
        slug=DRAWING,
        draft=DEFAULT_TASK,
        description="Ein weißes Blatt: Zeichne dein Viertel, so wie es für dich ist.",
    )
    open_activity(activity_id=task.activity.id)
    return send_sheets(process, task)


def freeze_first_release(process: Process) -> None:
    """Release 1, approved by the planner and the Statistikstelle."""
    approvals = [find_user(f"{name}@ellerbrueck.example").id for name in ("planung", "statistik")]  # type: ignore[union-attr]
    releases.freeze(process_id=process.id, approvals=approvals, title="Frühjahr 2026")


def _submission(
    process: Process, activity: Activity, participant_id: UUID, said: list[Mark]
) -> SubmissionDraft:
    return SubmissionDraft(
        id=uuid5(participant_id, "demo"),
        process_id=process.id,
        activity_id=activity.id,
        participant_id=participant_id,
        person_key=str(participant_id),
        channel=CHANNEL,
        received_at=max(mark.created_at for mark in said),
        contributions=[
            _contribution(participant_id, number, mark) for number, mark in enumerate(said, start=1)
        ],
    )


def _say_yes_to_words(ids: dict[str, UUID], sittings: dict[str, list[Mark]]) -> None:
    """Most let others read their words; of those who wait for a decision every fourth does not."""
    released = {
        mark.participant for said in sittings.values() for mark in said if mark.state_hint == "released"
    }
    willing = [
        ids[person.key]
        for number, person in enumerate(participants())
        if person.key in released or number % 4
    ]
    say_yes_many(participant_ids=willing, purpose="quote")


def _review(process: Process, hints: dict[UUID, str]) -> None:
    """Decide as the moderator did in April; the rest still waits in the queue."""
    moderator = find_user("moderation@ellerbrueck.example")
    for state, decide in (("released", release), ("internal", keep_internal)):
        chosen = {contribution: None for contribution, hint in hints.items() if hint == state}
        decide(process_id=process.id, versions=chosen, user_id=moderator.id)  # type: ignore[union-attr]


def _contribution(participant_id: UUID, number: int, mark: Mark) -> ContributionDraft:
    question = next(entry.key for entry in QUESTIONS if mark.quality in entry.qualities)
    return ContributionDraft(
        id=uuid5(participant_id, f"demo-{number}"),
        quality=mark.quality,
        text=mark.text or "",
        geometry=Point(mark.lon, mark.lat),
        is_secret=mark.is_secret,
        attributes={"question": question, "time_of_day": mark.time_of_day, "company": mark.company},
        said_at=mark.created_at,
    )


def middle_of_town() -> Point:
    """Where the map opens: the middle of the old town."""
    areas = prepare(read_layer(FOLDER / VINTAGES[-1][1]), code_field="area_id", name_field="name").checked()
    return next(area.geometry for area in areas if area.code == "SR01").representative_point()
