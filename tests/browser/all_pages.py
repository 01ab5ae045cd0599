"""Every GET address of the product: which are pages, which are files, and two installations to open them in."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import shapely
from flask import Flask
from werkzeug.routing import Rule

from app.accounts import services as accounts
from app.accounts.queries import find_user
from app.areas import uploads
from app.areas.queries import set_at
from app.base.database import new_id
from app.contributions import review
from app.contributions.class_mode import services as class_mode
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.importing import records, staging, wizard
from app.contributions.media.services import attach
from app.contributions.services import record, record_many
from app.demo.load import load_sheets
from app.demo.process import AREA_SET, CAMPAIGN, CODE, DRAWING, SLUG
from app.indicators import releases
from app.maps.queries import campaign_by_slug
from app.participants.queries import find_code
from app.participants.services import join_direct
from app.participants.services.codes import qr_token
from app.processes import services as processes
from app.processes.queries import process_by_slug
from app.processes.roles import ROLES
from tests.browser.ellerbrueck import load
from tests.contributions.media.samples import photo
from tests.maps.factories import mark
from tests.staff import DESCRIPTION, PASSWORD

VISITOR, PARTICIPANT, ADMIN, TWO_STEPS = "visitor", "participant", "admin", "two-steps"
TOWN_FILE = Path(__file__).resolve().parents[2] / "app/demo/data/sozialraeume_2024.geojson"
BOARD = ("class_board.board", "class_board.kit", "class_board.revealed", "class_board.state")

PAGES = {
    "accounts.accept": "",
    "accounts_staff.account": "",
    "accounts_staff.jobs_list": "",
    "accounts_staff.people": "",
    "accounts_staff.person": "",
    "areas_staff.create": "",
    "areas_staff.crosswalk": "",
    "areas_staff.hierarchy": "",
    "areas_staff.index": "",
    "areas_staff.partition": "",
    "areas_staff.aliases": "",
    "areas_staff.population": "",
    "areas_staff.population_table": "",
    "areas_staff.preview": "",
    "areas_staff.show": "",
    "atlas.map_frame": "?kennzahl=D07|all",
    "atlas.needle_frame": "",
    "atlas.results": "",
    "atlas_own.outcomes": "",
    "base.accessibility": "",
    "base.imprint": "",
    "base.privacy": "",
    "class_board.enter": "",
    "class_staff.index": "",
    "class_staff.kit": "",
    "class_staff.lesson": "",
    "contributions.change": "",
    "contributions.erase_first": "",
    "contributions.erase_second": "",
    "contributions.goodbye": "",
    "contributions.own": "",
    "contributions.take_back": "",
    "contributions_own_media.take_back": "",
    "contributions_import.index": "",
    "contributions_import.map_columns": "",
    "contributions_import.preview": "",
    "contributions_import.undo": "",
    "contributions_staff.review": "",
    "contributions_staff.safeguard": "",
    "contributions_staff.show_one": "",
    "exports_staff.take_away": "",
    "indicators_staff.approve": "",
    "indicators_staff.compare": "?von=1&bis=1",
    "indicators_staff.import_values": "",
    "indicators_staff.overview": "?sicht=intern",
    "indicators_staff.release": "",
    "indicators_staff.releases": "",
    "maps.done": "",
    **dict.fromkeys(("drawings.done", "drawings.draw", "drawings_staff.create", "drawings_staff.edit"), ""),
    **dict.fromkeys(("drawings_staff.gallery", "drawings_staff.preview"), ""),
    "indicators_areas.carry": "",
    "maps.needle": "",
    "maps_paper.campaigns": "",
    "maps_paper.create": "",
    "maps_paper.index": "",
    "maps_borders.show": "",
    "media_review.show": "",
    "exhibition.show": "",
    "contributions_staff.hand_over_log": "",
    "maps_staff.create": "",
    "maps_staff.edit": "",
    "maps_staff.preview": "",
    "participants.consents": "",
    "participants.join_form": "",
    "participants.join_qr": "",
    "participants.leave_form": "",
    "participants.offline": "",
    "participants.phone": "",
    "participants.new_receipt": "",
    "participants.resume_form": "",
    "participants.start": "",
    "participants_staff.cards": "",
    "participants_staff.codes": "",
    "participants_staff.poster": "",
    "participants_staff.slip": "",
    "participants_staff.slips": "",
    "points_staff.all_points": "",
    "processes.home": "",
    "processes.show": "",
    "processes_staff.activities": "",
    "processes_staff.activity": "",
    "processes_staff.create": "",
    "processes_staff.dashboard": "",
    "processes_staff.describe": "",
    **dict.fromkeys(("processes_staff.language", "processes_staff.languages"), ""),
    "processes_staff.member": "",
    "processes_staff.overview": "",
    "processes_staff.team": "",
    "security.change_password": "",
    "security.login": "",
    "security.mf_recovery_codes": "",
    "security.two_factor_setup": "",
    "security.verify": "",
}
"""Endpoint of each page and what follows its address."""

STEPS = {
    "participants.about": "after a code",
    "participants.receipt": "after one's age",
    "security.two_factor_token_validation": "after a password",
    "security.mf_recovery": "after a password",
}
"""Pages that only a way leads to; `test_all_pages` walks it."""

FRAMES = {"atlas.map_frame", "atlas.needle_frame"}
"""Pages that live in a frame; opened alone, the browser asks for an icon that their sandbox refuses."""

ELSEWHERE = {
    "accounts_staff.job": "belongs to one person; test_jobs walks there",
    "accounts_staff.job_file": "belongs to one person; test_jobs walks there",
    "accounts_staff.job_status": "belongs to one person; test_jobs walks there",
    "contributions_media.own_file": "depends on state and role; tests/contributions/media/test_files.py",
    "contributions_media.public_file": "depends on state and role; tests/contributions/media/test_files.py",
    "contributions_media_staff.file": "depends on state and role; tests/contributions/media/test_files.py",
    **dict.fromkeys(BOARD, "needs the board's cookie; test_class_board walks there"),
    "indicators_staff.values_table": "needs a file; tests/indicators/test_import_pages.py walks there",
    "media_review.next_one": "leads to the next file or to the desk",
    "maps_paper.board": "needs a photograph; test_paper_journey walks there",
    "maps_paper.pdf": "needs a printed sheet; test_paper_journey walks there",
    "maps_paper.photo": "needs a photograph; test_paper_journey walks there",
    "maps_paper.picture": "needs a photograph; test_paper_journey walks there",
    "maps_paper.straight_picture": "needs a photograph; test_paper_journey walks there",
    "security.tf_select": "leads to the recovery code",
    "security.two_factor_rescue": "leads to the recovery code",
}

NEEDS = {
    "atlas.needle_frame": "area_set_id",
    "atlas.needle_script": "area_set_id",
    **dict.fromkeys(BOARD, "the board's cookie"),
    "indicators_staff.approve": "number",
    "indicators_staff.compare": "number",
    "tiles.pmtiles": "area_set_id",
}
"""What must be there for a page whose address does not name it."""

FILES = {
    "areas_staff.crosswalk_file": "text/csv",
    "areas_staff.crosswalk_shapes": "application/geo+json",
    "areas_staff.faults": "application/geo+json",
    "areas_staff.shapes": "application/geo+json",
    "areas_staff.uploaded_shapes": "application/geo+json",
    "atlas.map_script": "text/javascript",
    "atlas.needle_script": "text/javascript",
    "base.health": "application/json",
    "contributions.download": "application/json",
    "contributions_api.get_own": "application/json",
    "contributions_api.public_points": "application/geo+json",
    "contributions_media_api.get_attachment": "application/json",
    "contributions_import.faults": "text/csv",
    "contributions_import.uploaded_places": "application/geo+json",
    "contributions_staff.count": "application/json",
    "exports.download": "text/csv",
    "maps.others": "application/json",
    "maps.outline": "application/json",
    "maps_borders.data": "application/json",
    "openapi.spec": "application/json",
    "participants.manifest": "application/manifest+json",
    "participants_api.state": "application/json",
    "points.public_here": "application/json",
    "points.public_tile": "application/vnd.mapbox-vector-tile",
    "points_staff.staff_here": "application/json",
    "points_staff.staff_tile": "application/vnd.mapbox-vector-tile",
    "static": "application/json",
    "tiles.image": "",
    "tiles.places": "application/json",
    "tiles.pmtiles": "application/vnd.pmtiles",
    "worker": "text/javascript",
}
"""Addresses that answer with something else than a page, and its type; "" where this installation has none."""


def rules(app: Flask) -> list[Rule]:
    """Every address that can be read, by endpoint."""
    found = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]
    return sorted(found, key=lambda rule: rule.endpoint)


def address(app: Flask, rule: Rule, things: dict[str, Any]) -> str | None:
    """The page in this installation; None when what it shows is not there."""
    values: dict[str, Any] = {}
    if NEEDS.get(rule.endpoint, "slug") not in things:
        return None
    for name in rule.arguments:
        value = things.get(name)
        values[name] = value.get(rule.endpoint.split(".")[0]) if isinstance(value, dict) else value
    if None in values.values():
        return None
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values) + PAGES.get(rule.endpoint, "")


def empty() -> dict[str, Any]:
    """One open process without areas, activities, codes, voices."""
    process = processes.create(slug="leer", title="Leeres Verfahren", area_set_names=[], **DESCRIPTION)
    processes.open_process(process_id=process.id)
    joined = join_direct(process_id=process.id, age_band="a12_13")
    return {
        "slug": "leer",
        "language": "de-simple",
        "session": joined.session_token,
        "filename": "dist/manifest.json",
        **_staff("leer"),
    }


def filled() -> dict[str, Any]:
    """Ellerbrück with a waiting proposal, an upload, an invitation and a participant who has said something."""
    load()
    staff = _staff(SLUG)
    process, area_set, code = process_by_slug(SLUG), set_at(AREA_SET), find_code(CODE)
    assert code is not None
    campaign = campaign_by_slug(process.id, CAMPAIGN)
    load_sheets(process)
    joined = join_direct(process_id=process.id, age_band="a14_15")
    marks = [
        mark(campaign, joined.participant, text="Hier ist Platz."),
        mark(campaign, joined.participant, text="Hier ist es laut.", geometry=shapely.Point(9.29, 52.705)),
    ]
    for draft in marks:
        record(draft)
    quarter = _quarter(process.id, joined.participant.id)
    _danger(process.id, marks[1].contributions[0].id)
    releases.propose(
        process_id=process.id, user_id=staff["user_id"], title="Herbst", note="Mit einer Bemerkung"
    )
    with TOWN_FILE.open("rb") as file:
        upload = uploads.keep(io.BytesIO(file.read()), name="town.geojson", owner=staff["admin_id"])
    lesson = class_mode.plan_lesson(
        process_id=process.id, activity_id=campaign.activity_id, label="8b", plan=90,
        permission="own_school", permission_note="Zusage vom 3.11.",
    )  # fmt: skip
    invited, _invitation_token = accounts.invite(email="neu@example.org", name="Neu")
    _invitation, link = accounts.new_link(user_id=invited.user_id)
    return {
        "slug": SLUG,
        "session": joined.session_token,
        "filename": "dist/manifest.json",
        "language": "de-simple",
        "area_set_id": area_set.id,
        "campaign": CAMPAIGN, "sheet": DRAWING,
        "activity_slug": CAMPAIGN, "activity_id": campaign.activity_id,
        "code_id": code.id,
        "contribution_id": marks[0].contributions[0].id,
        "attachment_id": _sheet(marks[0].contributions[0].id, joined.participant.id),
        "size": "whole",
        "drawing": quarter,
        "number": 1,
        "format_name": "csv",
        "lesson_id": lesson.id,
        **_import(process.id, {
            "accounts": link, "participants": qr_token(code), "areas_staff": upload.token,
            "class_board": class_mode.give_board(lesson=lesson),
        }),
        "z": 14, "x": 8615, "y": 5385,
        **staff,
    }  # fmt: skip


def _sheet(contribution_id: Any, participant_id: Any) -> Any:
    """A sheet of paper that waits to be looked at; the job that reads it runs after the commit."""
    standing = attach(
        contribution_id=contribution_id,
        participant_id=participant_id,
        kind="scan",
        stream=io.BytesIO(photo()),
        media_type="image/jpeg",
    )
    return standing.id


def _import(process_id: Any, tokens: dict[str, str]) -> dict[str, Any]:
    """A file on its way in with good and bad rows, and an import that was taken over."""
    content = "Titel;Breite;Länge\nBank;52,70;9,28\nFern;53,5;10\nFalsch;x;9,28\n"
    staged = staging.keep(io.BytesIO(content.encode()), name="stimmen.csv", process_id=process_id)
    wizard.keep_choices(staged, wizard.Choices(fields={"0": "title", "1": "lat", "2": "lon"}))
    import_id = records.begin(process_id=process_id, user_id=None, file_name="früher.csv", sha256="0" * 64)
    records.publish(import_id, {"new_count": 7})
    return {"token": {**tokens, "contributions_import": staged.token}, "import_id": import_id}


def _quarter(process_id: Any, participant_id: Any) -> Any:
    """A felt area, whose border the person may look at."""
    identity = new_id()
    drawn = ContributionDraft(
        id=identity, kind="felt_area", geometry=shapely.box(9.295, 52.695, 9.305, 52.705)
    )
    sitting = SubmissionDraft(
        id=identity,
        process_id=process_id,
        participant_id=participant_id,
        person_key=str(participant_id),
        channel="maps",
        contributions=[drawn],
    )
    record_many([sitting])
    return identity


def _danger(process_id: Any, contribution_id: Any) -> None:
    review.report_danger(
        process_id=process_id,
        versions={contribution_id: None},
        user_id=find_user("facilitator@example.org").id,  # type: ignore[union-attr]
    )


def _staff(slug: str) -> dict[str, Any]:
    """One account for each role in the process, an administrator, and one with a second factor."""
    process_id = process_by_slug(slug).id
    for role in ROLES:
        user = accounts.create_user(email=f"{role}@example.org", name=str(ROLES[role]), password=PASSWORD)
        processes.add_membership(process_id=process_id, user_id=user.id, role=role)
    planner = find_user("planner@example.org")
    admin = accounts.create_user(
        email=f"{ADMIN}@example.org", name="Verwaltung", password=PASSWORD, is_admin=True
    )
    second = accounts.create_user(email=f"{TWO_STEPS}@example.org", name="Zwei Schritte", password=PASSWORD)
    second.tf_primary_method, second.tf_totp_secret = "authenticator", str(new_id())
    assert planner is not None
    return {"user_id": planner.id, "admin_id": admin.id}
