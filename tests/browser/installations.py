"""Two installations to open every page in: an empty process, and Ellerbrück with something of everything."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from uuid import UUID

import shapely

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
from app.demo.load_survey import load_survey
from app.demo.load_walks import load_walks
from app.demo.process import AREA_SET, CAMPAIGN, CODE, DRAWING, SLUG, SURVEY
from app.demo.walks import W1
from app.indicators import releases
from app.maps.queries import campaign_by_slug
from app.maps.services import create_campaign
from app.maps.template import CampaignDraft, QuestionDraft
from app.participants.queries import find_code
from app.participants.services import join_direct
from app.participants.services.codes import qr_token
from app.processes import services as processes
from app.processes.queries import process_by_slug
from app.processes.roles import ROLES
from app.surveys.models import OPEN, PAPER, SAMPLE, SCHOOL
from app.surveys.paper.services import print_sheets
from app.surveys.queries import survey_by_slug
from app.surveys.sample.services import make_letters
from app.surveys.services import update_survey
from app.walks.queries import walk_by_slug
from tests.browser.all_pages import ADMIN, TWO_STEPS
from tests.contributions.media.samples import photo
from tests.house.world_returns import add_returns
from tests.house.world_surveys import add_survey
from tests.maps.factories import mark
from tests.staff import DESCRIPTION, PASSWORD

TOWN_FILE = Path(__file__).resolve().parents[2] / "app/demo/data/sozialraeume_2024.geojson"


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
    """In Ellerbrück a waiting proposal, an upload, an invitation and a participant who has said something."""
    staff = _staff(SLUG)
    process, area_set, code = process_by_slug(SLUG), set_at(AREA_SET), find_code(CODE)
    assert code is not None
    campaign = campaign_by_slug(process.id, CAMPAIGN)
    load_sheets(process)
    _second_map(process.id)
    joined = join_direct(process_id=process.id, age_band="a14_15")
    marks = [
        mark(campaign, joined.participant, text="Hier ist Platz."),
        mark(campaign, joined.participant, text="Hier ist es laut.", geometry=shapely.Point(9.29, 52.705)),
    ]
    for draft in marks:
        record(draft)
    quarter = _quarter(process.id, joined.participant.id)
    answered = add_survey(process_id=process.id, slug="beantwortet", participant_id=joined.participant.id)
    load_survey(process)
    load_walks(process)
    walked = add_returns(
        process_id=process.id, slug="nord", participant_id=joined.participant.id,
        contribution_id=marks[0].contributions[0].id,
    )  # fmt: skip
    printed = _letters_and_paper(process.id)
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
        "campaign": CAMPAIGN, "sheet": DRAWING, "survey": SURVEY, "submission_id": answered["submission_id"],
        **{name: answered[name] for name in ("key", "page", "part")},
        "activity_slug": CAMPAIGN, "activity_id": campaign.activity_id,
        "code_id": code.id,
        "contribution_id": marks[0].contributions[0].id,
        "attachment_id": _sheet(marks[0].contributions[0].id, joined.participant.id),
        "size": "whole",
        "drawing": quarter,
        **printed,
        "number": 1,
        "format_name": "csv",
        "lesson_id": lesson.id,
        **_import(process.id, {
            "accounts": link, "participants": qr_token(code), "areas_staff": upload.token,
            "class_board": class_mode.give_board(lesson=lesson),
            "walks_minutes": walked["minutes_token"],
        }),
        **walked,
        "trail_id": walk_by_slug(process.id, W1.slug).trail_id,  # that of two sister walks
        "z": 14, "x": 8615, "y": 5385,
        **staff,
    }  # fmt: skip


def _second_map(process_id: Any) -> None:
    """A needle map that is not open yet; with a single one nobody has to choose whose paper it is."""
    first = campaign_by_slug(process_id, CAMPAIGN)
    draft = CampaignDraft(
        title="Nadelkarte im Winter", center_lon=first.center_lon, center_lat=first.center_lat, zoom=first.zoom,
        questions=(QuestionDraft(key="q1", text="Wo ist es dir zu dunkel?", qualities=("avoid",)),),
    )  # fmt: skip
    create_campaign(process_id=process_id, slug="winter", draft=draft)


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


def _letters_and_paper(process_id: UUID) -> dict[str, Any]:
    """The survey by letter and on paper as well; a print run and the number of its first sheet."""
    survey = survey_by_slug(process_id, SURVEY)
    title, closing = survey.activity.title, survey.closing
    modes = (OPEN, SAMPLE, SCHOOL, PAPER)
    update_survey(activity_id=survey.activity_id, title=title, modes=modes, closing=closing)
    make_letters(survey=survey, number=3, label="Lindenhof, 14–17", target=2)
    run = print_sheets(survey=survey, copies=2, language="de")
    return {"run_id": run.id, "sheet_number": run.first}


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
