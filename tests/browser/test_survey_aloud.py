"""A survey read aloud by the phone's own voice: what stands on the screen, and nothing else."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.browser.served import ServedApp
from tests.browser.surveying import begin, fill, go_on, opened, served_survey, sign_in, take

VOICES = """
window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "de-DE", localService: true, default: true }],
  cancel: () => {},
  speak: (one) => { window.spoken.push([one.lang, one.text]); setTimeout(() => one.onend(), 0); },
} });
"""


def test_each_page_is_read_aloud_as_it_stands_there(phone: BrowserContext, live_server: ServedApp) -> None:
    asked = served_survey(live_server, "vorlesen")
    sign_in(phone, live_server, asked)
    page = phone.new_page()
    page.add_init_script(VOICES)
    opened(page, asked)
    begin(page)
    button = page.get_by_role("button", name="Vorlesen")

    def read() -> list[str]:
        page.evaluate("window.spoken.length = 0")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "false")
        spoken = page.evaluate("window.spoken")
        assert {language for language, _text in spoken} == {"de-DE"}
        return [text for _language, text in spoken]

    shown = page.locator(".walk__step:not([hidden])")
    first = read()
    assert shown.locator("h2").inner_text() in first
    labels = [one.inner_text().strip() for one in shown.locator("label, legend").all() if one.is_visible()]
    assert labels
    heard = " ".join(first)
    assert [label for label in labels if " ".join(label.split()) not in heard] == []
    fill(page, "age", "13")
    take(page, "school", "none")
    go_on(page)
    second = read()
    assert shown.locator("h2").inner_text() in second
    assert not set(labels) & set(second), "a page that is gone is not read"
