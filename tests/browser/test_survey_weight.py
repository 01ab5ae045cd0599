"""What a survey without a map weighs when a phone first opens it, and that it is answered by keys alone."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.keys import choose, press, reach
from tests.browser.looking import axe
from tests.browser.served import ServedApp
from tests.browser.surveying import address, served_survey, sign_in
from tests.surveys.recorded import sitting_of
from tests.surveys.twenty import TWENTY

MOST = 75 * 1024
MOST_LATER = 35 * 1024
"""What asks the questions, once the first page can be read."""
WITHOUT_MAP = type(TWENTY)(
    title=TWENTY.title,
    intro=TWENTY.intro,
    languages=TWENTY.languages,
    sections=tuple(section for section in TWENTY.sections if section.key != "places"),
)


def weighed(page: Page, url: str) -> tuple[dict[str, int], dict[str, int]]:
    """Bytes on the line by address: of what stands when the page has loaded, and of all that follows by itself."""
    session = page.context.new_cdp_session(page)
    for command in ("Network.enable", "Page.enable"):
        session.send(command)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    asked: dict[str, tuple[str, float]] = {}
    sizes: dict[str, int] = {}
    loaded: list[float] = []
    session.on(
        "Network.requestWillBeSent",
        lambda told: asked.update({told["requestId"]: (told["request"]["url"], told["timestamp"])}),
    )
    session.on(
        "Network.loadingFinished",
        lambda told: sizes.update({told["requestId"]: int(told["encodedDataLength"])}),
    )
    session.on("Page.loadEventFired", lambda told: loaded.append(told["timestamp"]))
    page.goto(url)
    expect(page.locator("#survey[data-ready]")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    first = {asked[one][0]: size for one, size in sizes.items() if asked[one][1] < loaded[0]}
    later = {asked[one][0]: size for one, size in sizes.items() if asked[one][1] >= loaded[0]}
    return first, later


def test_a_survey_without_a_map_is_light(phone: BrowserContext, live_server: ServedApp) -> None:
    asked = served_survey(live_server, "leicht", WITHOUT_MAP)
    sign_in(phone, live_server, asked)
    page = phone.new_page()
    first, later = weighed(page, address(asked))
    table = "\n".join(f"{size:7d} {url}" for url, size in sorted(first.items(), key=lambda one: -one[1]))
    assert sum(first.values()) <= MOST, f"{sum(first.values())}\n{table}"
    assert sum(later.values()) <= MOST_LATER, f"{sum(later.values())}\n{later}"
    assert not [url for url in {**first, **later} if "map" in url or "drawing" in url], later


def test_a_survey_is_answered_by_keys_alone(desktop: BrowserContext, live_server: ServedApp) -> None:
    asked = served_survey(live_server, "nur-tasten", WITHOUT_MAP)
    sign_in(desktop, live_server, asked)
    page = desktop.new_page()
    page.goto(address(asked))
    expect(page.locator("#survey[data-ready]")).to_have_count(1)
    press(page, "Los geht")
    reach(page, "Wie alt bist du")
    page.keyboard.type("13")
    press(page, "^Weiter$")
    expect(page.locator('[data-error="school"]')).to_be_visible()
    choose(page, "Keine")
    press(page, "^Weiter$")
    reach(page, "Musik")
    page.keyboard.press("Space")
    reach(page, "schlecht")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    press(page, "^Weiter$")
    reach(page, "Was soll die Stadt tun")
    page.keyboard.type("Mehr Licht.")
    press(page, "Zum Ansehen")
    axe(page)
    press(page, "^Abschicken$")
    page.wait_for_url("**/fertig")
    found = live_server.do(sitting_of, asked.participant_id)
    assert ("likes.music", None, 1.0) in found["attributes"]
    assert [one["text"] for one in found["contributions"]] == ["Mehr Licht."]
