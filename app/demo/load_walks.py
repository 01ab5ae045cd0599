"""Loads the walks of the demo process through the services that staff and devices use."""

from __future__ import annotations

import csv
import math
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from shapely import LineString, Point

from app.base.database import db
from app.contributions.drafts import SubmissionDraft
from app.contributions.services import record_many
from app.demo.process import WALK_CODE
from app.demo.town_ground import lonlat
from app.demo.walks import LINDENHOF, NOTES, ORDER, SENIOR_DOTS, STOPS, TRAILS, W1, W2, W3, WalkPlan
from app.participants.services import join_direct
from app.processes.models import Process
from app.processes.services import open_activity
from app.walks.entries import entered
from app.walks.models import CHANNEL, CrewMember, GroupInvitation, Trail, TrailNote, Walk
from app.walks.services import StopDraft, create_trail, create_walk, create_walk_code
from app.walks.vocabulary import GROUP, RECORDER, TOPS

SAID = Path(__file__).parent / "data" / "walks_said.csv"
SQUARE = 1
"""Index of the Lindenplatz among the stops."""


def load_walks(process: Process) -> int:
    """Both trails with their three walks and all that was noted on them; returns how many entries."""
    sittings: list[SubmissionDraft] = []
    for name, plans in TRAILS.items():
        trail = _trail(process, name)
        for plan in plans:
            sittings += _entries(process, trail, _walk(trail, plan), plan)
    record_many(sittings)
    return len(sittings)


def _trail(process: Process, name: str) -> Trail:
    stops = [
        StopDraft(stop.name, point=Point(lonlat(stop.x, stop.y)), prompts=stop.prompts)
        for stop in STOPS[name]
    ]
    route = LineString([lonlat(STOPS[name][at].x, STOPS[name][at].y) for at in ORDER[name]])
    trail = create_trail(process_id=process.id, title=name, stops=stops, route=route)
    trail.notes = [
        TrailNote(position=position, kind=kind, point=Point(lonlat(x, y)), text=text)
        for position, (kind, x, y, text) in enumerate(NOTES[name], start=1)
    ]
    return trail


def _walk(trail: Trail, plan: WalkPlan) -> Walk:
    walk = create_walk(
        trail=trail,
        slug=plan.slug,
        title=plan.title,
        focus=plan.focus,
        group_label=plan.group,
        group_role=plan.role,
        group_bands=plan.bands,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
    )
    walk.accessibility, walk.persons, walk.held_on = plan.accessibility, plan.persons, plan.starts_at
    walk.meeting_point = trail.stops[0].name
    walk.crew = [
        CrewMember(position=position, function=function, who=who)
        for position, (function, who) in enumerate(plan.crew, start=1)
    ]
    walk.invitations = [
        GroupInvitation(position=position, group_role=role, label=label, invited=invited, came=came)
        for position, (role, label, invited, came) in enumerate(plan.invited, start=1)
    ]
    open_activity(activity_id=walk.activity_id)
    for device, label in ((RECORDER, "Protokollgerät"), (GROUP, "Handys der Gruppe")):
        code = create_walk_code(walk=walk, device=device, label=f"{label}: {plan.title}")
        if plan is W1 and device == GROUP:
            code.code = WALK_CODE
    db.session.flush()
    return walk


def _entries(process: Process, trail: Trail, walk: Walk, plan: WalkPlan) -> list[SubmissionDraft]:
    """What the recorder noted in order of the stops; for the seniors also the dots of each of them."""
    recorder = join_direct(
        process_id=process.id, role=plan.role, joined_on=plan.starts_at.date()
    ).participant.id
    stops = [str(stop.id) for stop in trail.stops]
    raw: list[dict[str, Any]] = [
        {"what": "frame", "weather": plan.weather, "light": plan.light, "persons": plan.persons}
    ]
    said = _said(plan)
    for at, stop in enumerate(stops):
        plus, zero, minus = plan.hands[at]
        raw.append({"what": "arrived", "stop": stop})
        raw += [{**one, "stop": stop, "light": plan.light} for one in said.get(str(at + 1), [])]
        raw.append({"what": "hands", "stop": stop, "hands": {"plus": plus, "zero": zero, "minus": minus}})
    raw += said.get("", [])
    entries = [
        _sitting(process, walk, recorder, number, one, plan) for number, one in enumerate(raw, start=1)
    ]
    return entries + (_dots(process, walk, plan, stops[SQUARE]) if plan is W3 else [])


def _dots(process: Process, walk: Walk, plan: WalkPlan, stop: str) -> list[SubmissionDraft]:
    """The seniors' dots around the Lindenplatz, on a spiral of at most 45 m; each by one of eleven persons."""
    people = [
        join_direct(
            process_id=process.id,
            role="senior",
            age_band=plan.bands[number % 2],
            joined_on=plan.starts_at.date(),
        ).participant.id
        for number in range(plan.persons)
    ]
    square = STOPS[LINDENHOF][SQUARE]
    found = []
    turns = zip(SENIOR_DOTS, islice(cycle(people), len(SENIOR_DOTS)), strict=True)
    for number, (valence, person) in enumerate(turns, start=1):
        far = 9 * math.sqrt(number)
        point = Point(
            lonlat(square.x + far * math.cos(2.4 * number), square.y + far * math.sin(2.4 * number))
        )
        dot = {
            "what": "dot",
            "stop": stop,
            "valence": valence,
            "geometry": {"type": "Point", "coordinates": [point.x, point.y]},
        }
        found.append(_sitting(process, walk, person, 1000 + number, dot, plan, GROUP))
    return found


def _sitting(
    process: Process,
    walk: Walk,
    person: UUID,
    number: int,
    raw: dict[str, Any],
    plan: WalkPlan,
    device: str = RECORDER,
) -> SubmissionDraft:
    sitting = SubmissionDraft(
        id=uuid5(walk.activity_id, f"demo-{number}"),
        process_id=process.id,
        activity_id=walk.activity_id,
        participant_id=person,
        person_key=str(person),
        channel=CHANNEL,
        source="on_site",
        received_at=plan.starts_at + timedelta(minutes=2 * (number % 1000)),
    )
    return entered(sitting, raw, device)


def _said(plan: WalkPlan) -> dict[str, list[dict[str, Any]]]:
    """Entries by number of the stop, "" for the way and the end round."""
    names = {"W1": W1, "W2": W2, "W3": W3}
    found: dict[str, list[dict[str, Any]]] = {}
    ends: dict[str, list[str]] = {}
    with SAID.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source, delimiter=";"):
            if names[row["walk"]] is not plan:
                continue
            if row["what"] in TOPS:
                ends[row["what"]] = row["text"].split("|")
            else:
                one = {"what": row["what"], "valence": row["valence"], "text": row["text"]}
                found.setdefault(row["stop"], []).append(one)
    return {**found, "": [*found.get("", []), *([{"what": "end_round", **ends}] if ends else [])]}
