"""What somebody took back, their secrets and their words are nowhere: not in the files, not in tables, not in logs."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from uuid import UUID

import pytest
from apiflask import APIFlask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.base.database import db, transaction
from tests.house.world import ADMIN, ANONYMOUS, PARTICIPANT, World, build, database_rows, quiet
from tests.maps.factories import make_open_map
from tests.page_client import PageClient

WORDS = "Heimlicher Treffpunkt hinter der Turnhalle 4711"
PLACE = "Trafohaus Geheimgasse 4712"
ACTIVITY_PAGE = "/verfahren/zeig-dein-viertel/karte/nadelkarte"
RECEIPT = re.compile(r"(?<![A-Z2-7])[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}(?![A-Z2-7])")


@pytest.fixture
def way_in(app: APIFlask) -> dict[str, str]:
    with app.app_context(), transaction():
        return make_open_map()


def join(app: APIFlask, way_in: dict[str, str]) -> tuple[PageClient, str]:
    """A phone that has joined, and its receipt."""
    phone = PageClient(app)
    phone.submit("/mitmachen", {"code": way_in["typed"]})
    phone.submit("/mitmachen/angaben", {"age_band": "a12_13"})
    found = RECEIPT.search(phone.get("/mitmachen/beleg").get_data(as_text=True))
    assert found
    return phone, found.group(0)


def say(phone: PageClient, words: str = WORDS, place: str = PLACE) -> None:
    answer = phone.submit(
        f"{ACTIVITY_PAGE}?ansicht=liste",
        {"quality": "fav", "pin.gern_pin_text": words, "place_text": place},
        action=ACTIVITY_PAGE,
    )
    assert answer.status_code == 302


def bytes_on_disk(app: APIFlask) -> bytes:
    """The database file with its log, as a thief of the disk would read them."""
    with app.app_context():
        file = Path(db.engine.url.database or "")
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")) if path.is_file())


def needs_sqlite(app: APIFlask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("looks into the files of SQLite")


def test_withdrawing_everything_leaves_no_word_in_the_files(app: APIFlask, way_in: dict[str, str]) -> None:
    needs_sqlite(app)
    phone, _receipt = join(app, way_in)
    for number in range(3):
        say(phone, f"{WORDS} Nr {number} " + "lang " * 150)
    assert WORDS.encode() in bytes_on_disk(app), "the control: before, the words are there"
    assert phone.submit("/mein/alles-loeschen/sicher", {"sure": "y"}).status_code == 302
    left = bytes_on_disk(app)
    assert WORDS.encode() not in left
    assert PLACE.encode() not in left


def test_taking_one_back_or_changing_it_leaves_no_old_word(app: APIFlask, way_in: dict[str, str]) -> None:
    needs_sqlite(app)
    phone, _receipt = join(app, way_in)
    say(phone)
    with app.app_context():
        contribution = db.session.execute(text("SELECT id FROM contribution")).scalar_one()
    address = f"/mein/{UUID(str(contribution))}"
    changed = phone.submit(f"{address}/aendern", {"text": "Ein schöner Ort, mehr sage ich nicht."})
    assert changed.status_code == 302
    assert WORDS.encode() not in bytes_on_disk(app)
    assert phone.submit(f"{address}/zuruecknehmen").status_code == 302
    assert PLACE.encode() not in bytes_on_disk(app)
    assert b"mehr sage ich nicht" not in bytes_on_disk(app)


def test_no_secret_lies_in_the_database_in_clear(app: APIFlask, way_in: dict[str, str]) -> None:
    phone, receipt = join(app, way_in)
    cookie = phone.get_cookie(app.config["PARTICIPANT_COOKIE_NAME"])
    assert cookie is not None
    world: World = build(app)
    secrets = [receipt, receipt.replace("-", ""), cookie.value, world.own.session_token]
    secrets += world.own.ids["token"].values()
    with app.app_context():
        dump = repr(database_rows(db.session()))
    assert [secret for secret in secrets if secret in dump] == []
    assert not RECEIPT.search(dump)
    assert "127.0.0.1" not in dump


def test_logs_carry_no_words_codes_or_addresses(
    app: APIFlask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, way_in: dict[str, str]
) -> None:
    """Even when the database fails in the middle of a write."""
    caplog.set_level(logging.INFO)
    phone, receipt = join(app, way_in)
    say(phone)
    with app.app_context(), transaction():
        db.session.execute(text("ALTER TABLE placement RENAME TO placement_away"))
        db.session.execute(text("ALTER TABLE submission RENAME TO submission_away"))
    try:
        with quiet(app):
            for send in (
                lambda: phone.post("/mitmachen", data={"code": way_in["typed"]}),
                lambda: phone.put("/api/submissions/x", json={"text": WORDS}),
                lambda: phone.get("/mein"),
            ):
                send()
        with app.app_context(), pytest.raises(SQLAlchemyError) as failure:
            db.session.execute(
                text("INSERT INTO submission (id, channel) VALUES (:id, :words)"), {"id": 1, "words": WORDS}
            )
    finally:
        with app.app_context():
            db.session.rollback()
            with transaction():
                db.session.execute(text("ALTER TABLE placement_away RENAME TO placement"))
                db.session.execute(text("ALTER TABLE submission_away RENAME TO submission"))
    assert WORDS not in str(failure.value)
    assert any(record.exc_info for record in caplog.records), "the control: something was logged"
    logged = caplog.text
    assert [word for word in (WORDS, PLACE, receipt, way_in["typed"], "127.0.0.1") if word in logged] == []


@pytest.mark.parametrize("person", [ANONYMOUS, PARTICIPANT, ADMIN])
def test_nothing_personal_may_be_kept_by_a_browser_or_a_proxy(app: APIFlask, person: str) -> None:
    world = build(app)
    own = world.own.ids
    staff = "/verwaltung/verfahren/eigen"
    addresses = {
        ANONYMOUS: ["/mitmachen", "/weiter", "/anmelden", "/api/teilnahme"],
        PARTICIPANT: [
            *(
                "/mein",
                "/mein/daten.json",
                "/mitmachen/los",
                "/api/teilnahme",
                f"/api/own/{own['activity_id']}",
            ),
            *(f"/verfahren/eigen/karte/{own['campaign']}{part}" for part in ("", "/fertig", "/andere.json")),
        ],
        ADMIN: [
            *(f"{staff}{part}" for part in ("", "/sichtung", "/schutz", "/team", "/zugang", "/kennzahlen")),
            *("/api/verfahren/eigen/sichtung", "/verwaltung", "/verwaltung/personen", "/verwaltung/konto"),
        ],
    }
    for url in addresses[person]:
        kept = world.send(person, "GET", url).headers.get("Cache-Control", "")
        assert "no-store" in kept, f"{url}: {kept!r}"
