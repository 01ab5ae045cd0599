"""Addresses: sealed in the table, open on one page only, in no export, gone three months after the walk."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select, text, update

from app.base import retention
from app.base.database import db, now, transaction
from app.base.errors import DomainError
from app.base.sealing import seal, unseal
from app.walks.models import Walk
from app.walks.planning.models import WalkContact
from app.walks.planning.services import add_contacts, opened
from app.walks.queries import walk_of
from tests.walks.planning.office import Office, make_office

ADDRESS = "beirat@senioren.example"


@pytest.fixture
def office(app: APIFlask) -> Office:
    office = make_office(app)
    with app.app_context():
        move(office, now() + timedelta(days=5))
    return office


def move(office: Office, to: datetime) -> None:
    with transaction():
        db.session.execute(update(Walk).where(Walk.activity_id == office.walk_id).values(starts_at=to))


def number() -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(WalkContact)) or 0)


def test_they_come_in_lines_and_lie_sealed(app: APIFlask, office: Office) -> None:
    lines = f"Seniorenbeirat; {ADDRESS}\n\n<treff@jugend.example>\nBeirat, {ADDRESS.upper()}"
    office.client.submit(f"{office.at}/adressen", {"lines": lines})
    page = office.client.get(f"{office.at}/adressen").get_data(as_text=True)
    assert ADDRESS in page
    assert "mailto:?bcc=beirat@senioren.example,treff@jugend.example" in page
    with app.app_context():
        assert number() == 2
        rows = db.session.execute(text("SELECT * FROM walk_contact")).all()
        assert "example" not in repr(rows)
        file = Path(db.engine.url.database or "")
        if db.engine.dialect.name == "sqlite":
            kept = b"".join(
                one.read_bytes() for one in file.parent.glob(f"{file.name}*") if one.suffix != ".empty"
            )
            assert ADDRESS.encode() not in kept


@pytest.mark.parametrize("line", ["Beirat", "a@b", "x; y@z.de; q@r.de w", "@example.org"])
def test_what_is_no_address_names_its_line(office: Office, line: str) -> None:
    refused = office.client.submit(f"{office.at}/adressen", {"lines": f"a@example.org\n{line}"})
    assert refused.status_code == 422
    assert "Zeile 2 ist keine E-Mail-Adresse." in refused.get_data(as_text=True)
    assert line in refused.get_data(as_text=True) or "&" in line


def test_they_are_on_no_other_page_and_in_no_file(app: APIFlask, office: Office) -> None:
    office.client.submit(f"{office.at}/adressen", {"lines": f"Seniorenbeirat; {ADDRESS}"})
    for page in ("", "/angaben", "/menschen", "/heft", "/termin.ics"):
        assert ADDRESS.encode() not in office.client.get(f"{office.at}{page}").get_data()
    exporting = [path for path in Path("app").rglob("*.py") if path.parts[1] in {"exports", "contributions"}]
    assert exporting
    assert not [
        path for path in exporting if "WalkContact" in path.read_text() or "walk_contact" in path.read_text()
    ]


def test_one_and_all_can_be_forgotten(app: APIFlask, office: Office) -> None:
    office.client.submit(f"{office.at}/adressen", {"lines": "a@example.org\nb@example.org\nc@example.org"})
    with app.app_context():
        first = opened(office.walk_id)[0][0].id
    office.client.submit(f"{office.at}/adressen", action=f"{office.at}/adressen/{first}/loeschen")
    with app.app_context():
        assert [address for _contact, address in opened(office.walk_id)] == ["b@example.org", "c@example.org"]
    office.client.submit(f"{office.at}/adressen", action=f"{office.at}/adressen/loeschen")
    with app.app_context():
        assert number() == 0


def test_they_go_three_months_after_the_walk(app: APIFlask, office: Office) -> None:
    with app.app_context():
        with transaction():
            walk = walk_of(office.walk_id)
            assert walk is not None
            add_contacts(walk=walk, text=ADDRESS)
            begins = walk.starts_at
        assert begins is not None
        retention.expire(begins + timedelta(days=88))
        assert number() == 1
        move(office, begins + timedelta(days=30))  # moved: kept for as long as the new date needs it
        retention.expire(begins + timedelta(days=90))
        assert number() == 1
        retention.expire(begins + timedelta(days=30 + 89))
        assert number() == 0


def test_a_walk_long_ago_takes_no_more(app: APIFlask, office: Office) -> None:
    with app.app_context():
        move(office, now() - timedelta(days=100))
        walk = walk_of(office.walk_id)
        assert walk is not None
        with pytest.raises(DomainError, match="drei Monate"):
            add_contacts(walk=walk, text=ADDRESS)


def test_what_is_sealed_for_one_thing_opens_for_no_other(app: APIFlask) -> None:
    with app.app_context():
        sealed = seal("Grüße", "one")
        assert unseal(sealed, "one") == "Grüße"
        assert sealed != seal("Grüße", "one")
        with pytest.raises(ValueError, match="another key"):
            unseal(sealed, "other")
