"""The pages of processes: what visitors see and what the team does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from apiflask import APIFlask

from app.base.database import transaction
from app.processes import queries, services
from tests.page_client import PageClient
from tests.staff import DESCRIPTION, PASSWORD, give_role, make_area_set, make_process, make_user, sign_in

HOME = "/verwaltung/verfahren/mein-viertel"


@dataclass
class Office:
    """A process with a coordinator and an administrator, both signed in."""

    app: APIFlask
    process_id: UUID
    kim: UUID
    coordinator: PageClient
    admin: PageClient


@pytest.fixture
def office(app: APIFlask) -> Office:
    with app.app_context():
        make_area_set()
        make_user("admin@example.org", name="Ada", is_admin=True)
        kim = make_user("kim@example.org", name="Kim")
        process_id = make_process(opened=False)
        give_role(process_id, kim, "coordinator")
    return Office(app, process_id, kim, sign_in(app, "kim@example.org"), sign_in(app, "admin@example.org"))


def test_a_draft_is_for_its_team(office: Office, client: PageClient) -> None:
    assert client.get("/verfahren/mein-viertel").status_code == 404
    assert "Vorschau für das Team" in office.coordinator.get("/verfahren/mein-viertel").page.text
    with office.app.app_context():
        make_user("fremd@example.org")
    assert sign_in(office.app, "fremd@example.org").get("/verfahren/mein-viertel").status_code == 404
    assert "Mein Viertel" not in client.get("/").page.text


def test_the_public_page_says_what_was_promised(office: Office, client: PageClient) -> None:
    response = office.coordinator.submit(HOME, action=f"{HOME}/oeffnen")
    assert response.headers["Location"] == HOME
    assert "Mein Viertel" in client.get("/").page.text
    text = client.get("/verfahren/mein-viertel").page.text
    for name in ("aim", "decision_scope", "target_groups", "results_use"):
        assert DESCRIPTION[name] in text
    assert "Mitsprache" in text
    assert "Deine Meinung wird gehört" in text


def test_an_incomplete_process_says_what_is_missing(office: Office) -> None:
    with office.app.app_context(), transaction():
        services.update(process_id=office.process_id, aim="", results_use="")
    page = office.coordinator.get(HOME).page
    assert "Was fehlt noch bis zum Öffnen?" in page.text
    links = [link.get("href") for link in page.all("a")]
    assert f"{HOME}/beschreibung#aim" in links
    assert f"{HOME}/beschreibung#results_use" in links
    token = page.form("/abmelden").find(".//input[@name='csrf_token']").get("value")
    response = office.coordinator.post(f"{HOME}/oeffnen", data={"csrf_token": token})
    assert response.status_code == 422
    assert "Es fehlt: Ziel, Was mit den Ergebnissen geschieht." in response.page.text


def test_creating_needs_a_title_only(office: Office) -> None:
    response = office.admin.submit("/verwaltung/verfahren/neu", {"title": "Grüner Lindenhof"})
    assert response.headers["Location"] == "/verwaltung/verfahren/gruener-lindenhof"
    assert "Grüner Lindenhof" in office.admin.get("/verwaltung").page.text
    with office.app.app_context():
        process = queries.process_by_slug("gruener-lindenhof")
        assert [member.roles for member in queries.members_of(process.id)] == [("coordinator",)]


def test_a_refused_form_keeps_what_was_typed(office: Office) -> None:
    values = {
        "title": "",
        "aim": "Erste Zeile\n\nZweite Zeile",
        "participation_level": "involve",
        "slug": "ok",
    }
    response = office.admin.submit("/verwaltung/verfahren/neu", values)
    assert response.status_code == 422
    form = response.page.form()
    assert form.find(".//textarea[@name='aim']").text.strip() == values["aim"]
    chosen = [field.get("value") for field in form.iter("input") if field.get("checked") is not None]
    assert chosen == ["involve"]
    again = office.admin.submit("/verwaltung/verfahren/neu", {"title": "Doppelt", "slug": "mein-viertel"})
    assert again.status_code == 422
    assert "gibt es schon" in again.page.text


def test_a_stale_description_shows_both_texts(office: Office) -> None:
    address = f"{HOME}/beschreibung"
    page = office.coordinator.get(address).page
    version = page.form().find(".//input[@name='version']").get("value")
    assert office.admin.submit(address, {"aim": "Von Ada geschrieben."}).status_code == 302
    response = office.coordinator.submit(address, {"aim": "Von Kim geschrieben.", "version": version})
    assert response.status_code == 409
    assert "Von Ada geschrieben." in response.page.text
    form = response.page.form()
    assert form.find(".//textarea[@name='aim']").text.strip() == "Von Kim geschrieben."
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert int(fields["version"]) == int(version) + 1
    values = {"aim": "Von beiden geschrieben.", "version": fields["version"]}
    assert office.coordinator.submit(address, values).status_code == 302
    with office.app.app_context():
        assert queries.process_by_id(office.process_id).aim == "Von beiden geschrieben."


@pytest.mark.parametrize("version", ["", "null", "-1", "1.5", "9" * 30, "²"])
def test_a_broken_version_counts_as_stale(office: Office, version: str) -> None:
    response = office.coordinator.submit(f"{HOME}/beschreibung", {"aim": "Neu", "version": version})
    assert response.status_code == 409


def test_changing_a_promise_needs_a_note(office: Office, client: PageClient) -> None:
    office.coordinator.submit(HOME, action=f"{HOME}/oeffnen")
    address = f"{HOME}/beschreibung"
    response = office.coordinator.submit(address, {"decision_scope": "Alles ist offen."})
    assert response.status_code == 422
    assert "öffentlich zugesagt" in response.page.text
    note = "Der Ausschuss hat die Straße wieder freigegeben."
    assert (
        office.coordinator.submit(
            address, {"decision_scope": "Alles ist offen.", "change_note": note}
        ).status_code
        == 302
    )
    assert note in client.get("/verfahren/mein-viertel").page.text


def test_closing_ends_taking_part(office: Office, client: PageClient) -> None:
    office.coordinator.submit(HOME, action=f"{HOME}/oeffnen")
    office.coordinator.submit(HOME, action=f"{HOME}/schliessen")
    assert "geschlossen" in client.get("/verfahren/mein-viertel").page.text
    assert "Das ist dabei herausgekommen" in client.get("/").page.text


def test_the_team_takes_in_an_existing_account(office: Office) -> None:
    with office.app.app_context():
        user_id = make_user("nele@example.org", name="Nele")
    values = {"email": "Nele@example.org", "roles": ["editor", "viewer"]}
    assert office.coordinator.submit(f"{HOME}/team", values).headers["Location"] == f"{HOME}/team"
    nele = sign_in(office.app, "nele@example.org")
    assert nele.get(HOME).status_code == 200
    assert nele.get(f"{HOME}/team").status_code == 403
    office.coordinator.submit(f"{HOME}/team/{user_id}", {"roles": []})
    assert nele.get(HOME).status_code == 404, "a role that was taken ends at the next request"


def test_the_team_invites_somebody_new_by_link(office: Office, client: PageClient) -> None:
    response = office.coordinator.submit(
        f"{HOME}/team", {"email": "neu@example.org", "name": "Neu", "roles": ["planner"]}
    )
    link = next(field.get("value") for field in response.page.all("input") if field.get("id") == "link")
    path = link.removeprefix("http://localhost:8000")
    client.submit(path, {"password": PASSWORD, "password_again": PASSWORD})
    assert sign_in(office.app, "neu@example.org").get(HOME).status_code == 200


def test_a_coordinator_cannot_make_a_link_to_somebody_elses_account(office: Office) -> None:
    response = office.coordinator.submit(f"{HOME}/team", {"email": "admin@example.org", "roles": ["viewer"]})
    assert response.status_code == 302
    assert "/einladung/" not in office.coordinator.get(f"{HOME}/team").get_data(as_text=True)


@pytest.mark.parametrize("role", ["dpo", "statistics"])
def test_a_coordinator_cannot_make_the_second_pair_of_eyes(office: Office, role: str) -> None:
    """The attack: a second account of one's own that may approve, by the form or by a forged value."""
    page = office.coordinator.get(f"{HOME}/team").page
    assert role not in [field.get("value") for field in page.all("input") if field.get("name") == "roles"]
    assert "vergibt die Verwaltung dieser Installation" in page.text
    mine = {"email": "kim-zwei@example.org", "name": "Kim", "roles": ["viewer", role]}
    forged = office.coordinator.submit(f"{HOME}/team", mine)
    assert forged.status_code == 422
    assert "/einladung/" not in forged.get_data(as_text=True)
    address = f"{HOME}/team/{office.kim}"
    assert office.coordinator.submit(address, {"roles": ["coordinator", role]}).status_code == 422
    with office.app.app_context():
        assert [entry.roles for entry in queries.members_of(office.process_id)] == [("coordinator",)]
        with pytest.raises(services.OnlyAdministrators), transaction():
            services.set_roles(
                process_id=office.process_id,
                user_id=office.kim,
                roles=["coordinator", role],
                actor=office.kim,
            )
        assert queries.roles_of(office.kim, office.process_id) == {"coordinator"}


def test_an_administrator_gives_the_role_and_a_coordinator_may_keep_or_take_it(office: Office) -> None:
    with office.app.app_context():
        dana = make_user("dana@example.org", name="Dana")
    values = {"email": "dana@example.org", "roles": ["dpo"]}
    assert office.admin.submit(f"{HOME}/team", values).status_code == 302
    address = f"{HOME}/team/{dana}"
    assert office.coordinator.submit(address, {"roles": ["dpo", "viewer"]}).status_code == 302
    with office.app.app_context():
        assert queries.roles_of(dana, office.process_id) == {"dpo", "viewer"}
    assert office.coordinator.submit(address, {"roles": ["viewer"]}).status_code == 302
    assert office.coordinator.submit(address, {"roles": ["dpo", "viewer"]}).status_code == 422
    with office.app.app_context():
        assert queries.roles_of(dana, office.process_id) == {"viewer"}


def test_the_last_coordinator_stays(office: Office) -> None:
    response = office.coordinator.submit(f"{HOME}/team/{office.kim}", {"roles": ["viewer"]})
    assert response.status_code == 422
    assert "mindestens eine Person" in response.page.text


def test_somebody_without_roles_is_asked_for_one(office: Office) -> None:
    response = office.coordinator.submit(f"{HOME}/team", {"email": "neu@example.org"})
    assert response.status_code == 422
    assert "mindestens eine Rolle" in response.page.text


def test_activities_are_changed_opened_and_closed(office: Office) -> None:
    with office.app.app_context(), transaction():
        services.create_activity(process_id=office.process_id, channel="maps", slug="karte", title="Karte")
    address = f"{HOME}/aktivitaeten/karte"
    stale = office.coordinator.get(address).page.form().find(".//input[@name='version']").get("value")
    values = {"title": "Zeig deine Orte", "opens_on": "2026-03-02", "closes_on": "2026-03-27"}
    assert office.coordinator.submit(address, values).status_code == 302
    assert "02.03.2026 bis 27.03.2026" in office.coordinator.get(f"{HOME}/aktivitaeten").page.text
    response = office.coordinator.submit(address, {"title": "Zu spät", "version": stale})
    assert response.status_code == 409
    assert "Zeig deine Orte" in response.page.text
    backwards = office.coordinator.submit(address, {"closes_on": "2026-03-01"})
    assert backwards.status_code == 422
    office.coordinator.submit(f"{HOME}/aktivitaeten", action=f"{address}/oeffnen")
    assert "offen" in office.coordinator.get(f"{HOME}/aktivitaeten").page.text
    office.coordinator.submit(f"{HOME}/aktivitaeten", action=f"{address}/schliessen")
    assert "geschlossen" in office.coordinator.get(f"{HOME}/aktivitaeten").page.text


def test_an_open_process_without_an_open_activity_says_that_nobody_can_take_part(office: Office) -> None:
    with office.app.app_context(), transaction():
        services.create_activity(process_id=office.process_id, channel="maps", slug="karte", title="Karte")
    office.coordinator.submit(HOME, action=f"{HOME}/oeffnen")
    page = office.coordinator.get(HOME).page
    assert "Öffnen Sie jetzt noch eine Aktivität." in page.text
    assert "Gerade kann niemand mitmachen" in page.text
    assert f"{HOME}/aktivitaeten" in [link.get("href") for link in page.one("main").iter("a")]
    office.coordinator.submit(f"{HOME}/aktivitaeten", action=f"{HOME}/aktivitaeten/karte/oeffnen")
    page = office.coordinator.get(HOME).page
    assert "Gerade kann niemand mitmachen" not in page.text


def test_menus_offer_only_what_may_be_opened(office: Office) -> None:
    with office.app.app_context():
        give_role(office.process_id, make_user("gast@example.org"), "viewer")
    guest = sign_in(office.app, "gast@example.org")
    page = guest.get(HOME).page
    for link in page.all("a"):
        target = link.get("href") or ""
        if target.startswith("/verwaltung"):
            assert guest.get(target).status_code == 200, target
    assert f"{HOME}/team" not in [link.get("href") for link in page.all("a")]
    assert "Verfahren öffnen" not in page.text


def test_the_commands_own_words_are_german(app: APIFlask) -> None:
    assert "Den Befehl 'crate' gibt es nicht." in _run(app, "crate").output
    helped = _run(app, "grant", "--help").output
    assert helped.startswith("Aufruf: ")
    for word in ("Optionen:", "Diese Hilfe zeigen."):
        assert word in helped
    missing = _run(app, "grant").output
    assert "Fehler: Es fehlt die Angabe" in missing
    wrong = _run(app, "grant", "hafen", "kim@example.org", "king").output
    assert "'king' ist keines von" in wrong


def _run(app: APIFlask, *arguments: str) -> Any:
    return app.test_cli_runner().invoke(args=["processes", *arguments])


def test_commands_create_open_list_grant_and_close(app: APIFlask) -> None:
    with app.app_context():
        make_area_set()
        user_id = make_user("kim@example.org")
    result = _run(app, "create", "lindenhof", "--title", "Lindenhof", "--set", "Sozialräume")
    assert result.exit_code == 0, result.output
    refused = _run(app, "open", "lindenhof")
    assert refused.exit_code == 1
    assert "Es fehlt: Ziel, Entscheidungsspielraum, Beteiligungsstufe, Zielgruppen, Was mit" in refused.output
    texts = [
        "--aim",
        "Z",
        "--decision-scope",
        "S",
        "--level",
        "consult",
        "--target-groups",
        "G",
        "--results-use",
        "E",
    ]
    opened = _run(app, "create", "hafen", "--title", "Hafen", "--set", "Sozialräume", *texts, "--open")
    assert opened.exit_code == 0, opened.output
    assert _run(app, "list").output.splitlines() == [
        "hafen\topen\tHafen\tSozialräume",
        "lindenhof\tdraft\tLindenhof\tSozialräume",
    ]
    assert _run(app, "grant", "hafen", "kim@example.org", "planner").exit_code == 0
    assert _run(app, "close", "hafen").exit_code == 0
    with app.app_context():
        process = queries.process_by_slug("hafen")
        assert process.status == "closed"
        assert queries.roles_of(user_id, process.id) == {"planner"}


def test_commands_say_which_area_sets_exist(app: APIFlask) -> None:
    with app.app_context():
        make_area_set()
    result = _run(app, "create", "x", "--title", "X", "--set", "Bezirke")
    assert result.exit_code == 1
    assert "Bezirke. Vorhanden sind: Sozialräume." in result.output
    assert _run(app, "grant", "x", "kim@example.org", "planner").exit_code == 1
    assert _run(app, "open", "gibt-es-nicht").exit_code == 1
