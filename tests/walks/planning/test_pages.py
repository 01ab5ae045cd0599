"""A facilitator plans a walk through the forms: what is stored, what is refused, what a second person sees."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import shapely
from apiflask import APIFlask

from app.base.database import db
from app.walks.models import Trail, Walk
from app.walks.queries import walk_of
from tests.walks.planning.office import Office, make_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return make_office(app)


def walk(app: APIFlask, office: Office) -> Walk:
    with app.app_context():
        found = walk_of(office.walk_id)
        assert found is not None
        return found


def test_a_walk_from_nothing(app: APIFlask, office: Office) -> None:
    overview = office.client.get("/verwaltung/verfahren/mein-viertel/aktivitaeten").get_data(as_text=True)
    assert "Quartiersspaziergang anlegen" in overview
    made = office.client.submit(
        "/verwaltung/verfahren/mein-viertel/spaziergang/neu",
        {"title": "Hafen im Dunkeln", "slug": "hafen", "focus": "Wo ist es dir zu dunkel?"},
    )
    assert made.headers["Location"].endswith("/spaziergang/hafen")
    page = office.client.get(made.headers["Location"]).get_data(as_text=True)
    assert "Es fehlen noch 5 Halte" in page
    assert "Der Weg ist noch nicht gezeichnet." in page


def test_settings_are_in_the_towns_time(app: APIFlask, office: Office) -> None:
    office.client.submit(
        f"{office.at}/angaben",
        {
            "day": "2026-10-24", "starts_at": "17:30", "ends_at": "19:00",
            "rain_day": "2026-10-25", "rain_starts_at": "17:30",
            "meeting_point": "Vor dem Jugendtreff", "expected_persons": "9", "materials": "Westen\nStifte",
        },
    )  # fmt: skip
    stored = walk(app, office)
    assert stored.starts_at == datetime(2026, 10, 24, 15, 30, tzinfo=UTC)
    # A day later the clocks are set back.
    assert stored.rain_starts_at == datetime(2026, 10, 25, 16, 30, tzinfo=UTC)
    assert stored.calendar_sequence == 1
    page = office.client.get(f"{office.at}/angaben").get_data(as_text=True)
    assert 'value="17:30"' in page


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"day": "2026-03-29", "starts_at": "02:30", "ends_at": "04:00"}, "Sommerzeit"),
        ({"day": "2026-05-07", "starts_at": "16:00", "ends_at": "15:00"}, "Das Ende liegt vor dem Beginn."),
        ({"day": "", "starts_at": "16:00", "ends_at": "17:00"}, "Bitte geben Sie den Tag an."),
        ({"rain_day": "2026-05-01", "rain_starts_at": "16:00"}, "Der Ausweichtermin liegt nach dem Termin."),
        ({"expected_persons": "0"}, "Bitte eine Zahl von 1 bis 200."),
        ({"title": ""}, "Bitte geben Sie einen Titel an."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    office: Office, values: dict[str, str], message: str
) -> None:
    refused = office.client.submit(f"{office.at}/angaben", {"meeting_point": "Ecke", **values})
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert message in text
    assert 'value="Ecke"' in text


def test_a_stale_form_shows_both(app: APIFlask, office: Office) -> None:
    office.client.submit(f"{office.at}/angaben", {"meeting_point": "Am Brunnen"})
    late = office.client.submit(f"{office.at}/angaben", {"meeting_point": "Am Tor", "version": "1"})
    assert late.status_code == 409
    text = late.get_data(as_text=True)
    assert "Am Brunnen" in text
    assert "Am Tor" in text
    assert walk(app, office).meeting_point == "Am Brunnen"


def test_packing_and_the_words_of_the_list(app: APIFlask, office: Office) -> None:
    office.client.submit(f"{office.at}/angaben", {"materials": "Westen\nStifte\n\nStifte"})
    office.client.submit(office.at, {"packed": ["Stifte"]}, action=f"{office.at}/packen")
    assert walk(app, office).materials == "Westen\n[x] Stifte"
    office.client.submit(f"{office.at}/angaben", {"materials": "Stifte\nWasser"})
    assert walk(app, office).materials == "[x] Stifte\nWasser"


def test_the_trail_by_form_alone(app: APIFlask, office: Office) -> None:
    moved = office.client.submit(f"{office.at}/weg", {"stops-0-name": "Anfang", "move": "down:stops:0"})
    assert moved.status_code == 200
    text = moved.get_data(as_text=True)
    assert text.index('value="Halt 2"') < text.index('value="Anfang"')
    office.client.submit(f"{office.at}/weg", {"joins_stops": "y", "stops-4-point": "52.3715 9.7460"})
    with app.app_context():
        trail = db.session.get(Trail, office.trail_id)
        assert trail is not None
        assert shapely.get_num_coordinates(trail.route) == 5
        assert trail.stops[4].point.x == pytest.approx(9.746)


def test_people_are_functions(app: APIFlask, office: Office) -> None:
    refused = office.client.submit(f"{office.at}/menschen", {"crew-0-who": "ida@example.org"})
    assert refused.status_code == 422
    assert "eigene Seite" in refused.get_data(as_text=True)
    office.client.submit(f"{office.at}/menschen", {"crew-0-who": "Jugendtreff", "crew-1-who": "Stadtplanung"})
    assert [(one.function, one.who) for one in walk(app, office).crew][:2] == [
        ("facilitator", "Jugendtreff"),
        ("recorder", "Stadtplanung"),
    ]


def test_only_those_who_invite_may_plan(app: APIFlask) -> None:
    office = make_office(app, role="viewer")
    for page in ("", "/angaben", "/weg", "/menschen", "/adressen", "/geraete", "/heft", "/fragebogen"):
        assert office.client.get(f"{office.at}{page}").status_code == 403
