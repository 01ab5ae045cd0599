"""The pages of staff about people and processes, from the first sign-in to an open process, on a screen and a phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.staff import PASSWORD, make_area_set, make_process, make_user

EMAIL = "ada@example.org"
HOME = "/verwaltung/verfahren/mein-lindenhof"
TEXTS = {
    "Ziel": "Wir wollen wissen, welche Orte im Lindenhof junge Menschen mögen und welche sie meiden.",
    "Entscheidungsspielraum": "Offen ist, wo Bänke, Licht und Spielgeräte hinkommen. Die Buslinie bleibt, wie sie ist.",
    "Zielgruppen": "Alle zwischen 10 und 21 Jahren, die im Lindenhof wohnen oder zur Schule gehen.",
    "Was mit den Ergebnissen geschieht": "Der Jugendhilfeausschuss berät im November darüber.",
}


@pytest.fixture(scope="module", autouse=True)
def _staff(live_server: ServedApp) -> None:
    live_server.do(make_user, EMAIL, name="Ada Beispiel", is_admin=True)
    live_server.do(make_area_set)


@pytest.fixture(params=["phone", "desktop"])
def office(request: pytest.FixtureRequest) -> BrowserContext:
    return request.getfixturevalue(request.param)


def _sign_in(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/verwaltung")
    page.get_by_label("E-Mail-Adresse").fill(EMAIL)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", level=1, name="Verfahren")).to_be_visible()
    return page


def _look(page: Page, name: str) -> None:
    axe(page)
    fits(page)
    if folder := os.environ.get("STREIFZUG_LOOK"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_from_an_idea_to_an_open_process(desktop: BrowserContext) -> None:
    page = _sign_in(desktop)
    _look(page, "dashboard-empty")
    page.get_by_role("link", name="Neues Verfahren").first.click()
    page.get_by_label("Titel").fill("Mein Lindenhof")
    page.get_by_role("button", name="Verfahren anlegen").click()
    expect(page.get_by_role("heading", name="Was fehlt noch bis zum Öffnen?")).to_be_visible()
    _look(page, "overview-draft")
    page.get_by_role("link", name="Beschreibung").first.click()
    for label, text in TEXTS.items():
        page.get_by_role("textbox", name=label, exact=True).fill(text)
    page.get_by_label("Mitsprache").check()
    _look(page, "describe")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("button", name="Verfahren öffnen").click()
    expect(page.get_by_role("status")).to_contain_text("Das Verfahren ist offen.")
    _look(page, "overview-open")
    page.goto("/verfahren/mein-lindenhof")
    for text in TEXTS.values():
        expect(page.get_by_text(text)).to_be_visible()


def test_every_page_of_staff(office: BrowserContext, live_server: ServedApp) -> None:
    if "probe" not in live_server.app.extensions:
        live_server.app.extensions["probe"] = live_server.do(
            make_process, "probe", title="Probe im Stadtpark"
        )
    page = _sign_in(office)
    base = "/verwaltung/verfahren/probe"
    for name, path in {
        "dashboard": "/verwaltung",
        "account": "/verwaltung/konto",
        "people": "/verwaltung/personen",
        "create": "/verwaltung/verfahren/neu",
        "overview": base,
        "description": f"{base}/beschreibung",
        "activities": f"{base}/aktivitaeten",
        "team": f"{base}/team",
        "password": "/konto/passwort",
        "second-factor": "/konto/zweiter-faktor",
        "home": "/",
        "show": "/verfahren/probe",
    }.items():
        page.goto(path)
        _look(page, name)


def test_the_second_factor_shows_its_code(office: BrowserContext) -> None:
    page = _sign_in(office)
    page.goto("/konto/zweiter-faktor")
    page.get_by_role("button", name="Jetzt einrichten").click()
    picture = page.get_by_role("img", name="QR-Code zum Einrichten")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
    _look(page, "second-factor-code")
    page.goto("/konto/wiederherstellung")
    page.get_by_role("button", name="Neue Codes erzeugen").click()
    expect(page.locator("main code")).to_have_count(8)
    _look(page, "recovery-codes")


def test_an_invitation_is_handed_over_and_accepted(desktop: BrowserContext, phone: BrowserContext) -> None:
    page = _sign_in(desktop)
    page.goto("/verwaltung/personen")
    page.get_by_label("Name").fill("Nele Neu")
    page.get_by_label("E-Mail-Adresse").fill("nele@example.org")
    page.get_by_role("button", name="Link erstellen").click()
    link = page.get_by_label("Link zum Einrichten des Zugangs").input_value()
    _look(page, "link")
    page.goto("/verwaltung/personen")
    page.get_by_role("link", name="Nele Neu").click()
    _look(page, "person")
    guest = phone.new_page()
    phone.watch.allow(r"422 POST .*/einladung/")  # type: ignore[attr-defined]
    guest.goto("/einladung/" + link.rsplit("/", 1)[1])
    guest.get_by_label("Neues Passwort").fill("kurz")
    guest.get_by_label("Passwort noch einmal").fill("kurz")
    guest.get_by_role("button", name="Passwort setzen").click()
    expect(guest.get_by_role("alert")).to_contain_text("mindestens 12 Zeichen")
    _look(guest, "accept-refused")
    guest.get_by_label("Neues Passwort").fill(PASSWORD)
    guest.get_by_label("Passwort noch einmal").fill(PASSWORD)
    guest.get_by_role("button", name="Passwort setzen").click()
    expect(guest.get_by_role("heading", level=1, name="Anmelden")).to_be_visible()
    _look(guest, "sign-in")


def test_two_who_write_at_once_see_both_texts(
    desktop: BrowserContext, phone: BrowserContext, live_server: ServedApp
) -> None:
    live_server.do(make_process, "gemeinsam", title="Gemeinsam", opened=False)
    first, second = _sign_in(desktop), _sign_in(phone)
    for page in (first, second):
        page.goto("/verwaltung/verfahren/gemeinsam/beschreibung")
    first.locator("#aim").fill("Zuerst gespeichert.")
    first.get_by_role("button", name="Speichern").click()
    phone.watch.allow(r"409 POST .*/beschreibung")  # type: ignore[attr-defined]
    second.locator("#aim").fill("Danach gespeichert.")
    second.get_by_role("button", name="Speichern").click()
    expect(second.get_by_text("Zuerst gespeichert.")).to_be_visible()
    expect(second.locator("#aim")).to_have_value("Danach gespeichert.")
    _look(second, "conflict")
