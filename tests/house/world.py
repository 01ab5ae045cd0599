"""Two processes with everything in them, and one person of each kind: what the access tests walk through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import shapely
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts import services as accounts
from app.areas.models import Area, AreaAlias, AreaSet
from app.base.database import db, new_id, now, transaction
from app.base.jobs.models import Job
from app.contributions.class_mode import services as class_mode
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.importing import records
from app.contributions.services import record, record_many
from app.indicators.models import Release, ReleaseProposal, ReleaseRow
from app.maps.subjective.services import create_task
from app.maps.subjective.template import DEFAULT_TASK
from app.participants.services import create_code, join_direct, record_consent
from app.participants.services.codes import qr_token
from app.participants.vocabulary import CONSENT_TEXTS
from app.processes import services as processes
from app.processes.roles import ROLES
from tests.house.world_files import add_paper, add_photo
from tests.house.world_maps import KEY, add_map
from tests.house.world_returns import add_returns
from tests.house.world_surveys import add_survey
from tests.page_checks import Page
from tests.staff import DESCRIPTION, give_role, make_user, sign_in

OUTSIDER, ADMIN, ANONYMOUS, PARTICIPANT = "staff without membership", "admin", "anonymous", "participant"
BOARD = "the board of a lesson"
STAFF = (OUTSIDER, *ROLES, ADMIN)
UNKNOWN_ID = UUID("00000000-0000-7000-8000-000000000000")


@dataclass
class Place:
    """One process and the ids of what lies in it, by the names that routes give them."""

    ids: dict[str, Any]
    session_token: str


@dataclass
class World:
    """`own` is the process in which everybody with a role has it; `foreign` belongs to somebody else."""

    app: APIFlask
    own: Place
    foreign: Place
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def send(
        self, person: str, method: str, url: str, *, token: str | None = "own", **kwargs: Any
    ) -> TestResponse:
        """A request as this person, in a context of its own and with a valid CSRF token unless told otherwise."""
        headers = {"Cookie": self.cookies[person], **kwargs.pop("headers", {})}
        if token == "own":
            token = self.tokens[person]
        if token is not None:
            headers["X-CSRFToken"] = token
        client = FlaskClient(self.app, self.app.response_class, use_cookies=False)
        return client.open(url, method=method, headers=headers, buffered=True, **kwargs)


def build(app: APIFlask) -> World:
    """Fill the empty database and sign everybody in."""
    with app.app_context():
        area_set_id = _area_set()
        own, foreign = _place("eigen", area_set_id), _place("fremd", area_set_id)
        make_user("stranger@example.org", name="Fremd")
        make_user(f"{OUTSIDER.replace(' ', '-')}@example.org", name="Außen")
        make_user(f"{ADMIN}@example.org", name="Verwaltung", is_admin=True)
        make_user("second-admin@example.org", name="Zweite Verwaltung", is_admin=True)
        for role in ROLES:
            user_id = make_user(f"{role}@example.org", name=role)
            give_role(own.ids["process_id"], user_id, role)
    world = World(app, own, foreign)
    for person in STAFF:
        client = sign_in(app, f"{person.replace(' ', '-')}@example.org")
        _remember(world, person, client)
    _remember(world, ANONYMOUS, app.test_client())
    client = app.test_client()
    client.set_cookie(app.config["PARTICIPANT_COOKIE_NAME"], own.session_token)
    _remember(world, PARTICIPANT, client)
    client = app.test_client()
    client.set_cookie(
        app.config["PARTICIPANT_COOKIE_NAME"].replace("teilnahme", "tafel"), own.ids["token"]["class_board"]
    )
    _remember(world, BOARD, client)
    return world


def _remember(world: World, person: str, client: FlaskClient) -> None:
    page = Page(client.get("/konto/passwort" if person in STAFF else "/anmelden").get_data(as_text=True))
    tokens = [element.get("value") for element in page.all("input") if element.get("name") == "csrf_token"]
    assert tokens, f"no form on the page of {person}"
    world.tokens[person] = tokens[-1] or ""
    jar = client._cookies or {}
    world.cookies[person] = "; ".join(f"{cookie.key}={cookie.value}" for cookie in jar.values())


def _area_set() -> UUID:
    with transaction():
        area_set = AreaSet(name="Sozialräume", valid_from=date(2024, 1, 1), content_hash="0" * 64)
        square = shapely.box(10.0, 52.0, 10.1, 52.1)
        area_set.areas = [Area(code="SR01", name="Altstadt", geometry=square, area_m2=7.6e7)]
        db.session.add(area_set)
        db.session.flush()
        return area_set.id


def _place(slug: str, area_set_id: UUID) -> Place:
    with transaction():
        process = processes.create(
            slug=slug, title=f"Verfahren {slug}", area_set_names=["Sozialräume"], **DESCRIPTION
        )
        processes.open_process(process_id=process.id)
        # The same short names everywhere would hide a route that looks its thing up without the process.
        activity = processes.create_activity(
            process_id=process.id, channel="maps", slug=f"karte-{slug}", title="Nadelkarte"
        )
        processes.open_activity(activity_id=activity.id)
        add_map(activity)
        drawn = create_task(process_id=process.id, slug=f"blatt-{slug}", draft=DEFAULT_TASK)
        processes.open_activity(activity_id=drawn.activity_id)
        code = create_code(process_id=process.id, label="Klasse 7b")
        lesson = class_mode.plan_lesson(
            process_id=process.id,
            activity_id=activity.id,
            label="8b",
            plan=45,
            permission="own_school",
            permission_note="Zusage vom 3.11.",
        )
        board_token = class_mode.give_board(lesson=lesson)
        joined = join_direct(process_id=process.id, age_band="a12_13")
        consent = record_consent(
            participant_id=joined.participant.id,
            purpose="drawing",
            text_version=CONSENT_TEXTS["drawing"].version,
        )
        member = accounts.create_user(email=f"member-{slug}@example.org", password="vier ganz lange worte")
        processes.add_membership(process_id=process.id, user_id=member.id, role="coordinator")
        _, invitation_token = accounts.new_link(user_id=member.id)
        mark = ContributionDraft(
            id=new_id(),
            quality="fav",
            text="Hier ist es ruhig.",
            geometry=shapely.Point(10.05, 52.05),
            attributes={"question": KEY},
        )
        submission = SubmissionDraft(
            id=new_id(),
            process_id=process.id,
            activity_id=activity.id,
            participant_id=joined.participant.id,
            person_key=str(joined.participant.id),
            channel="maps",
            contributions=[mark],
        )
        record(submission)
        shown = ContributionDraft(
            id=new_id(),
            quality="fav",
            text="Hier treffen wir uns.",
            geometry=shapely.Point(10.06, 52.06),
            state="released",
        )
        quarter = ContributionDraft(
            id=new_id(), kind="felt_area", geometry=shapely.box(10.04, 52.04, 10.06, 52.06), title="Kiez"
        )
        record_many([replace(submission, id=new_id(), contributions=[quarter, shown])])
        attachment = add_photo(process_id=process.id, contribution_id=mark.id, state="in_review")
        released = add_photo(process_id=process.id, contribution_id=shown.id, state="released")
        release = Release(
            number=1 + len(db.session.scalars(select(Release.id)).all()),
            process_id=process.id,
            area_sets=["Sozialräume"],
            frozen_at=now(),
            content_hash="0" * 64,
        )
        proposal = ReleaseProposal(
            process_id=process.id, proposed_by=member.id, area_sets=["Sozialräume"], content_hash="0" * 64
        )
        job = Job(kind="tests.none", title="Auftrag", user_id=member.id, state="done")
        sheet_of_paper, photo = add_paper(process_id=process.id, activity_id=activity.id, slug=slug)
        db.session.add_all([release, proposal, job])
        import_id = records.begin(
            process_id=process.id, user_id=member.id, file_name="a.csv", sha256="0" * 64
        )
        db.session.flush()
        row = ReleaseRow(
            release_id=release.id,
            row=0,
            indicator_id="N01",
            area_set="Sozialräume",
            area_id="SR01",
            area_vintage="2024-01-01",
            period_start=date(2026, 3, 2),
            period_end=date(2026, 3, 27),
            ref="place",
            value=12.0,
            unit="count",
            computed_at=now(),
        )
        db.session.add(row)
        walked = add_returns(
            process_id=process.id, slug=slug, participant_id=joined.participant.id,
            contribution_id=mark.id,
        )  # fmt: skip
        alias = AreaAlias(area_set="Sozialräume", source=slug, text="Alt Stadt", area_code="SR01")
        db.session.add(alias)
        db.session.flush()
        ids = {
            "process_id": process.id,
            "slug": process.slug,
            "activity_slug": activity.slug,
            "activity_id": activity.id,
            "campaign": activity.slug,
            "sheet": drawn.activity.slug,
            "consent_id": consent.id,
            "attachment_id": attachment.id,
            "digest": released.public_digest,
            "code_id": code.id,
            "participant_id": joined.participant.id,
            **add_survey(process_id=process.id, slug=slug, participant_id=joined.participant.id),
            **walked,
            "contribution_id": mark.id,
            "mark": mark.id,
            "drawing": quarter.id,
            "user_id": member.id,
            "number": release.number,
            "release_id": release.id,
            "proposal_id": proposal.id,
            "area_set_id": area_set_id,
            "alias_id": alias.id,
            "job_id": job.id,
            "import_id": import_id,
            "lesson_id": lesson.id,
            "token": {
                "accounts": invitation_token,
                "participants": qr_token(code),
                "class_board": board_token,
                "walks_minutes": walked["minutes_token"],
            },
            "sheet_id": sheet_of_paper.id,
            "photo_id": photo.id,
        }
    return Place(ids, joined.session_token)


def nothing_stays(monkeypatch: pytest.MonkeyPatch, seen: Callable[[Session], None] = lambda _: None) -> None:
    """From now on a commit writes, shows the result to `seen`, and takes it back."""

    def commit(session: Session) -> None:
        session.flush()
        seen(session)
        session.rollback()

    monkeypatch.setattr(Session, "commit", commit)


@contextmanager
def quiet(app: APIFlask) -> Iterator[None]:
    """Errors of a view become its 500 page, as for visitors, instead of ending the test."""
    before = app.config.get("PROPAGATE_EXCEPTIONS")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        yield
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = before


def database_rows(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order that does not depend on the database."""
    return {
        table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
        for table in db.metadata.sorted_tables
    }
