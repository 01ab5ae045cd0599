"""Speaking instead of writing (E14): not before the yes, always seen and told, never behind one's back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import capturing
from tests.browser.looking import axe, fits, screenshot
from tests.browser.modules import PREFIX, offer_sources
from tests.browser.served import ServedApp

SPOKEN = re.compile(r"0:0[1-9] / 3:00")
WATCHED = """
window.asked = 0;
window.tracks = [];
const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wish) => {
  window.asked += 1;
  if (window.refusal) throw new DOMException("no", window.refusal);
  const stream = await real(wish);
  window.tracks.push(...stream.getTracks());
  return stream;
};
window.hide = () => {
  Object.defineProperty(document, "visibilityState", {value: "hidden", configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
};
"""
"""Counts how often the microphone is asked for, and remembers what was opened."""


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> Iterator[str]:
    yield capturing.serve_map(live_server, "stimmen")
    capturing.settle(live_server)


def looked(page: Page) -> None:
    axe(page)
    fits(page)


def dialog_open(context: BrowserContext, code: str) -> Page:
    page = context.new_page()
    page.add_init_script(WATCHED)
    capturing.sheet_open(page, code)
    page.get_by_role("button", name="Sprechen statt schreiben").click()
    return page


def recording(context: BrowserContext, code: str) -> Page:
    """Something has been said for a moment."""
    page = dialog_open(context, code)
    page.get_by_label("Ich nehme meine Stimme auf").check()
    page.get_by_role("button", name="Aufnahme starten").click()
    expect(page.get_by_role("status").filter(has_text="Aufnahme läuft")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text(SPOKEN)
    return page


def is_free(page: Page) -> bool:
    """No microphone is open."""
    return bool(page.evaluate("tracks.length > 0 && tracks.every((track) => track.readyState === 'ended')"))


def test_what_is_said_arrives(phone: BrowserContext, live_server: ServedApp, code: str) -> None:
    page = dialog_open(phone, code)
    looked(page)
    screenshot(page, "phone-voice-yes")
    page.get_by_role("button", name="Aufnahme starten").click()
    expect(page.get_by_role("alert").filter(has_text="Vorher wird nichts aufgenommen")).to_be_visible()
    assert page.evaluate("asked") == 0, "the microphone is asked for only after the tick"
    looked(page)
    page.get_by_label("Ich nehme meine Stimme auf").check()
    assert page.evaluate("asked") == 0
    page.get_by_role("button", name="Aufnahme starten").click()
    expect(page.get_by_role("status").filter(has_text="Aufnahme läuft")).to_be_visible()
    expect(page.get_by_role("button", name="Fertig gesprochen")).to_be_focused()
    expect(page.get_by_role("timer")).to_have_text(SPOKEN)
    looked(page)
    screenshot(page, "phone-voice")
    page.get_by_role("button", name="Fertig gesprochen").click()
    expect(page.get_by_role("status").filter(has_text="Aufgenommen")).to_be_visible()
    assert is_free(page)
    looked(page)
    page.get_by_role("button", name="Anhören").click()
    page.get_by_role("button", name="Aufnahme nehmen").click()
    expect(page.locator("[data-media-items] li")).to_contain_text(re.compile(r"Sprachaufnahme, 0:\d\d"))
    expect(page.get_by_role("button", name="Sprechen statt schreiben")).to_be_hidden()
    looked(page)
    capturing.save(page)
    page.get_by_role("button", name="Meine Nadeln").click()
    expect(page.get_by_text(re.compile(r"Sprachaufnahme, 0:\d\d: angekommen"))).to_be_visible()
    looked(page)
    (found,) = capturing.sent(live_server)
    assert (found.kind, found.media_type) == ("audio", "audio/webm")
    assert found.received == found.size > 1000
    assert found.state in {"received", "in_review"}


def test_it_ends_when_the_page_is_out_of_sight(phone: BrowserContext, code: str) -> None:
    page = recording(phone, code)
    page.evaluate("hide()")
    expect(page.get_by_role("status").filter(has_text="nicht mehr zu sehen war")).to_be_visible()
    assert is_free(page)
    assert page.evaluate("asked") == 1
    expect(page.get_by_role("button", name="Aufnahme nehmen")).to_be_enabled()


def test_it_ends_when_the_microphone_is_taken_away(small_phone: BrowserContext, code: str) -> None:
    page = recording(small_phone, code)
    looked(page)
    page.evaluate("tracks.forEach((track) => { track.stop(); track.dispatchEvent(new Event('ended')); })")
    expect(page.get_by_role("status").filter(has_text="Das Mikrofon hat aufgehört")).to_be_visible()
    looked(page)


def test_it_ends_after_three_minutes(phone: BrowserContext, code: str) -> None:
    page = recording(phone, code)
    page.evaluate("const now = performance.now.bind(performance); performance.now = () => now() + 181_000;")
    expect(page.get_by_role("status").filter(has_text="3 Minuten sind um")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text("3:00")
    assert is_free(page)


def test_going_away_frees_the_microphone_and_keeps_nothing(phone: BrowserContext, code: str) -> None:
    page = recording(phone, code)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Warum?")).to_be_visible()
    assert is_free(page)
    expect(page.locator("[data-media-items] li")).to_have_count(0)


def test_one_can_speak_once_more(phone: BrowserContext, code: str) -> None:
    page = recording(phone, code)
    page.get_by_role("button", name="Fertig gesprochen").click()
    page.get_by_role("button", name="Noch einmal sprechen").click()
    expect(page.get_by_role("status").filter(has_text="Aufnahme läuft")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text(SPOKEN)
    page.get_by_role("button", name="Fertig gesprochen").click()
    expect(page.get_by_role("status").filter(has_text="Aufgenommen")).to_be_visible()
    assert is_free(page)


@pytest.mark.parametrize(
    ("refusal", "says"),
    [
        ("NotAllowedError", "Das Mikrofon ist nicht erlaubt."),
        ("NotFoundError", "Dein Gerät hat kein Mikrofon."),
        ("NotReadableError", "Dein Browser kann gerade nicht aufnehmen."),
    ],
)
def test_without_a_microphone_one_writes(phone: BrowserContext, code: str, refusal: str, says: str) -> None:
    page = dialog_open(phone, code)
    page.evaluate(f"window.refusal = '{refusal}'")
    page.get_by_label("Ich nehme meine Stimme auf").check()
    page.get_by_role("button", name="Aufnahme starten").click()
    expect(page.get_by_role("status").filter(has_text=f"{says} Du kannst es auch schreiben.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Schließen").last.click()
    page.get_by_label("Warum?").fill("dann eben so")
    capturing.save(page)
    expect(page.locator('.needle-marker[data-state="arrived"]')).to_have_count(1)


def test_a_browser_that_cannot_record_says_so(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    page.add_init_script("delete window.MediaRecorder")
    capturing.sheet_open(page, code)
    page.get_by_role("button", name="Sprechen statt schreiben").click()
    expect(page.get_by_text("Dein Browser kann gerade nicht aufnehmen.")).to_be_visible()
    axe(page)


def test_the_recorder_itself_refuses_without_a_yes(phone: BrowserContext) -> None:
    """Whatever a page does with it."""
    page = phone.new_page()
    page.add_init_script(WATCHED)
    offer_sources(page)
    page.goto("/mitmachen")
    said = page.evaluate(
        f"""async () => {{
          const {{ VoiceRecorder }} = await import("{PREFIX}app/base/assets/voice.js");
          const recorder = new VoiceRecorder();
          const refused = await recorder.start({{ isConsented: "yes" }}).then(() => "", (error) => error.message);
          const early = recorder.start({{ isConsented: true }});
          recorder.stop("hidden");
          await early;
          return [refused, recorder.state, asked, tracks.every((track) => track.readyState === "ended")];
        }}"""
    )
    assert said == ["nothing is recorded without a yes", "idle", 1, True]
