"""From an empty process to a young person on its map, and from an invitation to a second factor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from passlib.totp import TOTP
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, ContextMaker
from tests.browser.ellerbrueck import looked, served_town, sign_in
from tests.browser.looking import screenshot
from tests.browser.served import ServedApp

DESK = "/verwaltung/verfahren/mein-hafenplatz"
COLLEAGUE = "jugendhaus@ellerbrueck.example"
PASSWORD = "vier ganz lange worte"
COORDINATOR = "koordination@ellerbrueck.example"
NAME_THE_TOWN = """(poster, [here]) => {
  const texts = document.createTreeWalker(poster, NodeFilter.SHOW_TEXT);
  const there = "mitmachen.ellerbrueck.example";
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(here, there);
}"""
"""For the picture: the address a town would have instead of this test's own."""
DESCRIPTION = {
    "Ziel": "Der Platz am Hafen wird umgebaut. Wir wollen wissen, wo ihr dort sitzt, spielt und wartet.",
    "Entscheidungsspielraum": "Offen sind Bänke, Licht und Spielgeräte. Die Fahrbahn bleibt, wo sie ist.",
    "Zielgruppen": "Kinder und Jugendliche von 10 bis 18 Jahren rund um den Hafen",
    "Was mit den Ergebnissen geschieht": "Der Ausschuss berät im Mai. Im Juni erzählen wir euch im Jugendhaus davon.",
}


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    with served_town(tmp_path_factory.mktemp("town")) as served:
        yield served


def missing(page: Page) -> list[str]:
    return page.locator("section:has(> #missing) li").all_inner_texts()


def test_a_new_process_from_title_to_first_needle(new_context: ContextMaker, live_server: ServedApp) -> None:
    admin = sign_in(new_context(**DESKTOP), "verwaltung")
    admin.get_by_role("link", name="Neues Verfahren").click()
    looked(admin)
    admin.get_by_label("Titel").fill("Mein Hafenplatz")
    admin.get_by_label("Sozialräume").check()
    admin.get_by_role("button", name="Verfahren anlegen").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("Mein Hafenplatz")
    looked(admin)
    admin.get_by_role("link", name="Team").click()
    admin.get_by_label("E-Mail-Adresse").fill(COORDINATOR)
    admin.get_by_label("Koordination:").check()
    admin.get_by_role("button", name="Aufnehmen").click()
    expect(admin.get_by_role("link", name="Meral Aydin")).to_be_visible()
    looked(admin)

    page = sign_in(new_context(**DESKTOP), "koordination")
    page.get_by_role("link", name="Mein Hafenplatz").first.click()
    assert len(missing(page)) == 6, "five promises to the public and an activity"
    expect(page.get_by_role("button", name="Verfahren öffnen")).to_have_count(0)
    looked(page)
    screenshot(page, "process-missing")
    page.get_by_role("link", name="Beschreibung").first.click()
    looked(page)
    for label, text in DESCRIPTION.items():
        page.get_by_role("textbox", name=label, exact=True).fill(text)
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mein Hafenplatz")
    assert missing(page) == ["Eine Aktivität, zum Beispiel eine Nadelkarte"]

    page.get_by_role("link", name="Aktivitäten").click()
    page.get_by_role("link", name="Nadelkarte anlegen").first.click()
    looked(page)
    page.get_by_label("Titel").fill("Zeig uns den Hafenplatz")
    page.get_by_role("button", name="Speichern").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zeig uns den Hafenplatz")
    looked(page)
    page.get_by_role("button", name="Öffnen").click()
    expect(page.get_by_text("Die Aktivität ist offen.")).to_be_visible()
    page.get_by_role("link", name="Übersicht").click()
    expect(page.get_by_role("heading", name="Bereit zum Öffnen")).to_be_visible()
    page.get_by_role("button", name="Verfahren öffnen").click()
    expect(page.get_by_role("heading", name="Das Verfahren ist offen")).to_be_visible()
    looked(page)

    page.get_by_role("link", name="Zugang", exact=True).click()
    page.get_by_label("Bezeichnung").fill("Jugendhaus am Hafen")
    page.get_by_role("button", name="Code anlegen").click()
    row = page.get_by_role("row", name="Jugendhaus am Hafen")
    typed = row.locator("code").inner_text()
    looked(page)
    row.get_by_role("link", name="Plakat").click()
    expect(page.locator(".poster")).to_contain_text(typed.replace("\N{NO-BREAK SPACE}", " "))
    looked(page)
    address = re.search(r"/m/\S+", page.locator(".poster__small").inner_text())
    assert address is not None
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 900})
    page.locator(".poster").evaluate(NAME_THE_TOWN, [live_server.url.partition("//")[2]])
    screenshot(page, "poster")

    phone = new_context(**PHONE).new_page()
    phone.goto(address[0])
    looked(phone)
    phone.get_by_role("button", name="Mitmachen").click()
    phone.get_by_role("radio", name="12–13").check(force=True)
    phone.get_by_role("button", name="Los geht’s").click()
    phone.get_by_role("button", name="Hab ich, weiter").click()
    expect(phone.locator("#needle")).to_be_visible()
    looked(phone)


def six_digits(key: str, at: datetime) -> str:
    """What an authenticator app shows (RFC 6238)."""
    return str(TOTP(key=key, format="base32").generate(time=at).token)


def sign_in_again(page: Page) -> None:
    page.goto("/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(COLLEAGUE)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def test_an_invited_colleague_signs_in_and_sets_up_a_second_factor(new_context: ContextMaker) -> None:
    admin = sign_in(new_context(**DESKTOP), "verwaltung")
    admin.get_by_role("link", name="Personen").click()
    looked(admin)
    admin.get_by_label("Name").fill("Onno Freese")
    admin.get_by_label("E-Mail-Adresse").fill(COLLEAGUE)
    admin.get_by_role("button", name="Link erstellen").click()
    link = admin.get_by_label("Link zum Einrichten des Zugangs").input_value()
    looked(admin)

    context: BrowserContext = new_context(**PHONE)
    page = context.new_page()
    page.goto(link)
    looked(page)
    page.get_by_label("Neues Passwort").fill(PASSWORD)
    page.get_by_label("Passwort noch einmal").fill(PASSWORD)
    page.get_by_role("button", name="Passwort setzen").click()
    if "/anmelden" in page.url:
        sign_in_again(page)
    page.goto("/verwaltung/konto")
    expect(page.get_by_text("Onno Freese")).to_be_visible()
    looked(page)

    page.get_by_role("link", name="Zweiten Faktor einrichten").click()
    looked(page)
    page.get_by_role("button", name="Jetzt einrichten").click()
    looked(page)
    key = page.locator("main code").inner_text()
    now = datetime.now(UTC)
    page.get_by_label("Sechsstelliger Code").fill(six_digits(key, now))
    page.get_by_role("button", name="Einrichten").click()
    expect(page.get_by_text("Der zweite Faktor ist eingerichtet.")).to_be_visible()
    page.goto("/konto/wiederherstellung")
    page.get_by_role("button", name="Neue Codes erzeugen").click()
    spare = page.locator("main code").first.inner_text()
    looked(page)
    page.get_by_role("button", name="Abmelden").click()

    sign_in_again(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Code eingeben")
    looked(page)
    # Each code works once, so the app's next one is needed; it is accepted half a minute early.
    page.get_by_label("Sechsstelliger Code").fill(six_digits(key, now + timedelta(seconds=30)))
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verfahren")
    page.get_by_role("button", name="Abmelden").click()

    sign_in_again(page)
    page.get_by_role("link", name="Telefon nicht da?").click()
    looked(page)
    page.get_by_label("Wiederherstellungscode").fill(spare)
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verfahren")
