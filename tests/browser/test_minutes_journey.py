"""What comes after a walk in the browser: minutes in one click, confirmed on a phone, a report and a proposal."""

from __future__ import annotations

import io
import os
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.base.database import db
from app.contributions import review
from app.contributions.media.services import attach
from app.contributions.models import Contribution
from app.participants.services import join_direct, record_consent
from app.participants.vocabulary import CONSENT_TEXTS
from app.walks.entries import part_id
from app.walks.vocabulary import RECORDER
from tests.browser.looking import axe, fits, targets
from tests.browser.served import ServedApp
from tests.contributions.media.samples import photo
from tests.staff import PASSWORD, give_role, make_user
from tests.walks.evaluating import walked

EMAIL = "nachbereitung@stadt.example"
SLUG = "nach-dem-weg"
OFFICE = f"/verwaltung/verfahren/{SLUG}/spaziergang/runde"
TEXTS = ("Eine Lampe ist kaputt.", "Eine Bank am Wasser.", "Der Kanal", "Die dunkle Haltestelle")


@pytest.fixture(scope="module")
def after(live_server: ServedApp) -> None:
    def make() -> None:
        made = walked(SLUG)
        user_id = make_user(EMAIL)
        give_role(made.process_id, user_id, "coordinator")
        adult = join_direct(process_id=made.process_id, age_band="a18_21")
        made.people.append((adult.participant.id, adult.session_token, RECORDER))
        record_consent(
            participant_id=adult.participant.id, purpose="photo", text_version=CONSENT_TEXTS["photo"].version
        )
        shot = made.note("photo", 0, by=3, text="Die Lampe am Fahrplan")
        attach(
            contribution_id=part_id(shot, "said"), participant_id=adult.participant.id, kind="photo",
            stream=io.BytesIO(photo()), media_type="image/jpeg",
        )  # fmt: skip
        for text in TEXTS:
            _release(made.process_id, user_id, text)

    live_server.do(make)


def _release(process_id: UUID, user_id: UUID, text: str) -> None:
    query = select(Contribution.id).where(Contribution.process_id == process_id, Contribution.text == text)
    review.redact(
        process_id=process_id, contribution_id=db.session.scalars(query).one(), version=None, user_id=user_id,
        text=f"Teilnehmende nannten: {text.split()[-1]}",
    )  # fmt: skip


def look(page: Page, name: str) -> None:
    axe(page)
    fits(page)
    if folder := os.environ.get("STREIFZUG_LOOK"):
        page.screenshot(path=Path(folder) / f"minutes-{name}.png", full_page=True)


def test_from_the_record_to_minutes_report_and_proposal(
    live_server: ServedApp, after: None, desktop: BrowserContext, small_phone: BrowserContext
) -> None:
    office = desktop.new_page()
    office.goto("/anmelden")
    office.get_by_label("E-Mail-Adresse").fill(EMAIL)
    office.get_by_label("Passwort").fill(PASSWORD)
    office.get_by_role("button", name="Anmelden", exact=True).click()
    office.goto(OFFICE)
    office.get_by_role("link", name="Protokoll", exact=True).click()
    office.get_by_role("button", name="Protokoll entwerfen").click()
    expect(office.get_by_text("„Hier ist es abends zu dunkel.“")).to_be_visible()
    look(office, "draft")
    office.get_by_role("link", name="Bearbeiten").nth(1).click()
    text = office.get_by_label("Text").input_value()
    office.get_by_label("Text").fill(text.replace("Eine Lampe", "Die Lampe am Fahrplan"))
    look(office, "section")
    office.get_by_role("button", name="Speichern").click()
    expect(office.get_by_text("Die Lampe am Fahrplan ist kaputt.")).to_be_visible()
    office.get_by_role("button", name="Den Teilnehmenden zeigen").click()
    link = office.locator(".minutes-link a").get_attribute("href")
    assert link
    look(office, "sent")

    phone = small_phone.new_page()
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Stimmt das so?")
    look(phone, "phone")
    targets(phone)
    for part in phone.locator(".minutes-section").all()[1:]:
        part.get_by_label("Stimmt", exact=True).check(force=True)
    first = phone.locator(".minutes-section").first
    first.get_by_label("Stimmt nicht", exact=True).check(force=True)
    phone.get_by_role("button", name="Absenden").click()
    expect(phone.get_by_text("Schreib bitte, was nicht stimmt.").first).to_be_visible()
    look(phone, "phone-missing")
    first.get_by_label("Was stimmt nicht?").fill("Wir waren zehn.")
    phone.get_by_role("button", name="Absenden").click()
    expect(phone.get_by_text("Deine Rückmeldung ist angekommen.")).to_be_visible()

    office.reload()
    expect(office.get_by_text("Eine Person sagt: stimmt.").first).to_be_visible()
    look(office, "answered")
    office.get_by_role("link", name="Antworten").click()
    office.get_by_label("Antwort").fill("Danke, wir haben die Zahl geändert.")
    office.get_by_label("Übernommen").check(force=True)
    look(office, "voice")
    office.get_by_role("button", name="Antwort speichern").click()
    office.get_by_role("button", name="Protokoll ist bestätigt").click()
    expect(office.get_by_text("Das Protokoll ist bestätigt.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Danke, wir haben die Zahl geändert.")).to_be_visible()
    look(phone, "phone-confirmed")

    office.get_by_role("link", name="Öffentlicher Bericht").click()
    office.get_by_label("Einleitung").fill("Neun Jugendliche haben im Mai ihr Viertel gezeigt.")
    office.get_by_role("button", name="Einleitung speichern").click()
    look(office, "report-desk")
    office.get_by_role("button", name="Bericht veröffentlichen").click()
    phone.goto(f"/verfahren/{SLUG}/spaziergang/runde/bericht")
    expect(phone.get_by_text("Neun Jugendliche")).to_be_visible()
    expect(phone.get_by_text("Teilnehmende nannten: Kanal")).to_be_visible()
    expect(phone.get_by_text("abends zu dunkel")).to_have_count(0)
    look(phone, "report-phone")

    office.goto(OFFICE)
    office.get_by_role("link", name="Vorschlag daraus machen").click()
    office.get_by_label("Eine Lampe ist kaputt.").check(force=True)
    office.get_by_label("Vorschlag", exact=False).first.fill("Mehr Licht an der Haltestelle.")
    look(office, "choose")
    office.get_by_role("button", name="Vorschlag daraus machen").click()
    office.get_by_label("Öffentliche Antwort").fill("Der Ausschuss hat zwei neue Lampen beschlossen.")
    office.get_by_label("Entscheidung").select_option("adopted")
    look(office, "proposal")
    office.get_by_role("button", name="Antwort speichern").click()
    phone.goto(f"/verfahren/{SLUG}/vorschlaege")
    expect(phone.get_by_text("zwei neue Lampen")).to_be_visible()
    look(phone, "board")

    office.goto(f"/verwaltung/verfahren/{SLUG}")
    office.get_by_role("button", name="Verfahren schließen").click()
    expect(office.get_by_text("noch nicht zurückgemeldet")).to_be_visible()
    look(office, "refused")
    office.get_by_role("main").get_by_role("link", name="Rückmeldung planen").click()
    office.get_by_label("Tag und Uhrzeit").fill("2026-09-01T18:00")
    office.get_by_label("Ort (Pflichtfeld)").fill("Jugendhaus Nord")
    office.get_by_role("button", name="Rückmeldung planen").click()
    look(office, "returns")
