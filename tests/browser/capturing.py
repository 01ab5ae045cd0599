"""Taking photos and speaking on the needle map, as the journeys do it."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace

from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.base.database import db
from app.contributions.media.models import Attachment
from app.maps.services import create_campaign
from app.maps.template import CampaignDraft, QuestionDraft
from app.participants.services import create_code
from app.processes.services import open_activity
from tests.browser.served import ServedApp
from tests.browser.test_phone_journey import BASE_MAP, join
from tests.participants.factories import make_process
from tests.photos import as_file

QUESTION = QuestionDraft("Hier bin ich gern, weil …", ("fav", "meet"), "gern", max_pins=5)


def make_map(slug: str, **asked: object) -> str:
    """An open map with one question; its typed code."""
    process = make_process(slug)
    question = replace(QUESTION, **asked)  # type: ignore[arg-type]
    draft = CampaignDraft("Zeig deine Orte", 9.3005, 52.7005, zoom=15, questions=(question,))
    campaign = create_campaign(process_id=process.id, slug="nadelkarte", draft=draft)
    open_activity(activity_id=campaign.activity_id)
    return create_code(process_id=process.id, activity_id=campaign.activity_id, label="8b").code


def serve_map(server: ServedApp, slug: str, **asked: object) -> str:
    shutil.copy(BASE_MAP / "ellerbrueck.pmtiles", server.app.config["SETTINGS"].data / "karte.pmtiles")
    return server.do(make_map, slug, **asked)


def settle(server: ServedApp) -> None:
    """Wait until what arrived is decoded: the jobs need the folder that goes with the server."""
    for _turn in range(600):
        if all(one.state != "received" for one in sent(server)):
            return
        time.sleep(0.1)
    raise AssertionError("some files are still being decoded")


def sheet_open(page: Page, code: str, *, age: str = "16–17") -> None:
    join(page, code, age=age)
    page.get_by_role("button", name="Hier!").click()
    expect(page.get_by_label("Warum?")).to_be_visible()


def choose(page: Page, content: bytes, **named: str) -> None:
    """In the open dialog: a photo from the gallery."""
    page.get_by_label("Foto auswählen").set_input_files(as_file(content, **named))  # type: ignore[arg-type]
    expect(page.get_by_role("heading", name="Dein Foto")).to_be_visible()


def accept(page: Page) -> None:
    """Nobody is on it, and we may have it."""
    page.get_by_role("radio", name="Nein").check(force=True)
    page.get_by_label("Ich habe das Foto selbst gemacht").check()
    page.get_by_role("button", name="Foto nehmen").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def save(page: Page) -> None:
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("[data-sheet]")).to_be_hidden()


def states(page: Page) -> list[str]:
    """What the list says of each photo and voice note."""
    page.get_by_role("button", name="Meine Nadeln").click()
    found = page.locator("[data-marks] [data-media]").evaluate_all("all => all.map(one => one.dataset.media)")
    page.get_by_role("button", name="Liste schließen").click()
    return [str(state) for state in found]


def sent(server: ServedApp) -> list[Attachment]:
    """All attachments, oldest first."""

    def read() -> list[Attachment]:
        found = list(db.session.scalars(select(Attachment).order_by(Attachment.id)))
        for one in found:
            db.session.expunge(one)
        return found

    return server.do(read)
