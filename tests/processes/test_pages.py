"""The pages of processes: what visitors see and what the team does."""

from __future__ import annotations

import pytest

from app.base.database import transaction
from app.processes import queries, services
from tests.page_client import PageClient
from tests.processes.office import HOME, Office
from tests.staff import DESCRIPTION, give_back, give_role, make_user, sign_in


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
    refused = office.coordinator.submit(HOME, action=f"{HOME}/schliessen")
    assert refused.status_code == 422
    assert "noch nicht zurückgemeldet" in refused.page.text
    assert f"{HOME}/rueckmeldung" in [link.get("href") for link in refused.page.one("main").iter("a")]
    with office.app.app_context():
        give_back(office.process_id)
    office.coordinator.submit(HOME, action=f"{HOME}/schliessen")
    assert "geschlossen" in client.get("/verfahren/mein-viertel").page.text
    assert "Das ist dabei herausgekommen" in client.get("/").page.text


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
