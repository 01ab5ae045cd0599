"""At a stop of a walk: its questions, a photo whose place is confirmed, a voice note that ends with a locked phone."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import walking as hands
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.browser.surveying import kept
from tests.browser.test_voice import SPOKEN
from tests.photos import as_file, jpeg, upright
from tests.walks.factories import ASKED

SEEN = """state => {
  Object.defineProperty(document, "visibilityState", {value: state, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def looked(page: Page) -> None:
    axe(page)
    fits(page)


def test_a_stop_asks_its_questions_and_a_photo_confirms_its_place(
    phone: BrowserContext, live_server: ServedApp
) -> None:
    asking = hands.served_walk(live_server, "mit-fragen", age_band="a16_17", asked=ASKED)
    hands.sign_in(phone, live_server, asking.youths[0])
    page = hands.opened(phone, asking)
    hands.arrive(page, "Spielplatz")
    page.get_by_role("button", name="Fragen an diesem Halt").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Warum nicht?")).to_be_hidden()
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(dialog.locator('[data-error="safe"]')).to_contain_text("Bitte beantworte diese Frage.")
    looked(page)
    dialog.get_by_label("Nein").check()
    dialog.get_by_label("Warum nicht?").fill("Kein Licht")
    kept(page, "Kein Licht")
    page.reload()
    hands.ready(page)
    expect(dialog.get_by_label("Warum nicht?")).to_have_value("Kein Licht")
    hands.save(page)

    # The camera says another place than the stop's: it is offered, and somebody decides.
    hands.begin(page, "photo")
    page.get_by_label("Foto auswählen").set_input_files(
        as_file(jpeg(upright(400, 300), place=(52.704, 9.305)))
    )  # type: ignore[arg-type]
    page.get_by_role("radio", name="Nein").check(force=True)
    page.get_by_label("Ich habe das Foto selbst gemacht").check()
    page.get_by_role("button", name="Foto nehmen").click()
    expect(page.get_by_text("am Halt: Spielplatz")).to_be_visible()
    looked(page)
    page.get_by_role("button", name="Ort aus dem Foto nehmen").click()
    expect(page.get_by_text("auf der Karte gezeigt")).to_be_visible()
    hands.save(page)
    # Speaking ends when the phone is locked (E14); what was said until then may be kept.
    hands.begin_more(page, "voice")
    page.get_by_label("Ich nehme meine Stimme auf").check()
    page.get_by_role("button", name="Aufnahme starten").click()
    expect(page.get_by_role("timer")).to_have_text(SPOKEN)
    page.evaluate(SEEN, "hidden")
    expect(page.get_by_role("status").filter(has_text="nicht mehr zu sehen war")).to_be_visible()
    page.evaluate(SEEN, "visible")
    page.get_by_role("button", name="Aufnahme nehmen").click()
    looked(page)
    hands.save(page)
    hands.all_arrived(page)
    entries = live_server.do(hands.entries_of, asking.people[2])
    assert [what for what, _stop, _text in entries] == ["arrived", "questions", "photo", "voice"]
    page.locator("[data-open-list]").click()
    expect(page.get_by_text(re.compile(r"Sprachaufnahme, 0:\d\d: angekommen"))).to_be_visible()
    assert entries[1][2] == "Kein Licht"
    assert len(live_server.do(hands.files_of, asking.people[2])) == 2
