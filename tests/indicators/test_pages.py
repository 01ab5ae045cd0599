"""Staff pages: read a figure with its meaning, propose, approve by a second person, compare."""

from __future__ import annotations

from apiflask import APIFlask

from app.base.database import transaction
from tests.indicators.conftest import Town
from tests.staff import give_role, make_user, sign_in

BASE = "/verwaltung/verfahren/stadt"


def test_a_figure_stands_with_its_meaning_and_reach(app: APIFlask, town: Town) -> None:
    client = sign_in(app, town.planner)
    page = client.get(f"{BASE}/kennzahlen").page.text
    assert "Beiträge" in page
    assert "So ist es zu lesen" in page
    shown = client.get(f"{BASE}/kennzahlen?kennzahl=N02|all").page.text
    assert "Raum A4" in shown
    assert "gesperrt, weil zu wenige Personen dahinterstehen" in shown
    assert "Beteiligungsquote 6–21 (D01)" in shown
    inside = client.get(f"{BASE}/kennzahlen?kennzahl=N02|all&sicht=intern").page.text
    assert "Interne Sicht" in inside
    assert "gesperrt, weil" not in inside


def test_every_figure_has_a_page(app: APIFlask, town: Town) -> None:
    client = sign_in(app, town.planner)
    page = client.get(f"{BASE}/kennzahlen").page
    select = next(found for found in page.elements if found.tag == "select" and found.get("id") == "kennzahl")
    keys = [option.get("value") for option in select.iter("option")]
    assert {key.split("|")[0].split(":")[0] for key in keys} >= {
        "N01",
        "N02",
        "D01",
        "D04",
        "D07",
        "D12",
        "K01",
    }
    for key in keys:
        assert client.get(f"{BASE}/kennzahlen", query_string={"kennzahl": key}).status_code == 200


def test_two_people_release_and_see_what_is_withheld(app: APIFlask, town: Town) -> None:
    planner, dpo = sign_in(app, town.planner), sign_in(app, town.dpo)
    page = f"{BASE}/veroeffentlichungen"
    assert planner.submit(page, {"title": ""}, action="").status_code == 422
    assert planner.submit(page, {"title": "Märzwerte"}, action="").status_code == 302
    assert planner.get(f"{page}/freigeben").status_code == 403
    looked = dpo.get(f"{page}/freigeben").page.text
    assert "Keiner der" in looked
    assert "Was gesperrt ist und warum" in looked
    assert dpo.submit(f"{page}/freigeben", {}).status_code == 302
    shown = dpo.get(f"{page}/1").page.text
    assert "Märzwerte" in shown
    assert "gesperrt, weil zu wenige Personen dahinterstehen" in shown


def test_approver_sees_changed_numbers_first(app: APIFlask, town: Town) -> None:
    planner, dpo = sign_in(app, town.planner), sign_in(app, town.dpo)
    page = f"{BASE}/veroeffentlichungen"
    planner.submit(page, {"title": "Märzwerte"}, action="")
    old = dpo.get(f"{page}/freigeben").page.form()
    fields = {field.get("name"): field.get("value") for field in old.iter("input")}
    with app.app_context(), transaction():
        town.speak("A1", 10)
    refused = dpo.post(f"{page}/freigeben", data=fields)
    assert refused.status_code == 409
    assert "noch einmal" in refused.page.text
    assert dpo.submit(f"{page}/freigeben", {}).status_code == 302
    planner.submit(page, {"title": "Aprilwerte"}, action="")
    dpo.submit(f"{page}/freigeben", {})
    compared = dpo.get(f"{page}/vergleich?von=1&bis=2").page.text
    assert "sagen dasselbe" in compared


def test_nobody_approves_their_own_proposal(app: APIFlask, town: Town) -> None:
    dpo = sign_in(app, town.dpo)
    page = f"{BASE}/veroeffentlichungen"
    dpo.submit(page, {"title": "Allein"}, action="")
    looked = dpo.get(f"{page}/freigeben").page
    assert "Freigeben muss eine andere Person" in looked.text
    assert dpo.submit(page, {}, action=f"{page}/zuruecknehmen").status_code == 302
    assert dpo.get(f"{page}/freigeben").status_code == 404


def test_who_only_looks_on_sees_no_numbers(app: APIFlask, town: Town) -> None:
    with app.app_context():
        give_role(town.process_id, make_user("gast@example.org"), "viewer")
    client = sign_in(app, "gast@example.org")
    assert client.get(f"{BASE}/kennzahlen").status_code == 403
    assert client.get(f"{BASE}/veroeffentlichungen").status_code == 403
