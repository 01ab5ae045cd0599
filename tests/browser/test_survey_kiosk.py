"""A device in the library: after sending or after a time of silence nothing of anybody is left, and the next begins."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select

from app.base.database import db
from app.contributions.models import Submission
from app.participants.services import create_code
from app.processes.queries import process_by_id
from app.surveys.ways import kiosk_key
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.browser.surveying import address, begin, fill, go_on, served_survey, take
from tests.surveys.factories import Asked

LEFT = """() => new Promise((settle) => {
  const asked = indexedDB.open("streifzug");
  asked.onsuccess = () => {
    const shelf = asked.result.transaction("outbox").objectStore("outbox").getAllKeys();
    shelf.onsuccess = () => { asked.result.close(); settle(shelf.result.filter((key) => /^(draft|out)/.test(key))); };
  };
})"""


def code_for(server: ServedApp, asked: Asked) -> str:
    return str(
        server.do(
            lambda: (
                create_code(process_id=process_by_id(asked.process_id).id, activity_id=asked.activity_id).code
            )
        )
    )


def about(page: Page) -> None:
    page.get_by_role("radio", name="12–13").check()
    page.get_by_role("button", name="Los geht’s").click()
    expect(page.locator("#receipt-picture")).to_be_visible()
    page.get_by_role("button", name="Hab ich, weiter").click()
    expect(page.locator("#survey[data-ready]")).to_have_count(1)


def test_one_person_after_the_other_and_nothing_is_left(
    desktop: BrowserContext, live_server: ServedApp
) -> None:
    asked = served_survey(live_server, "buecherei", modes=("open", "kiosk"))
    page = desktop.new_page()
    page.clock.install()
    page.goto("/mitmachen")
    page.get_by_label("Welcher Code").fill(code_for(live_server, asked))
    page.get_by_role("button", name="Weiter").click()
    about(page)
    key = live_server.do(kiosk_key, asked.activity_id)
    page.goto(f"{address(asked)}?kiosk={key}")
    expect(page.locator("#survey[data-ready]")).to_have_count(1)
    begin(page)
    fill(page, "name", "Mika")
    page.clock.run_for(71_000)
    expect(page.locator("[data-kiosk]")).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Ja, ich bin noch da").click()
    expect(page.locator('[name="name"]')).to_have_value("Mika")
    page.clock.run_for(71_000)
    expect(page.locator("[data-kiosk]")).to_be_visible()
    page.clock.run_for(21_000)
    page.wait_for_url("**/mitmachen/angaben")
    assert page.evaluate(LEFT) == []

    about(page)
    begin(page)
    expect(page.locator('[name="name"]')).to_have_value("")
    fill(page, "age", "13")
    take(page, "school", "none")
    for _ in range(4):
        go_on(page)
        page.clock.run_for(500)
    page.locator("[data-send]").click()
    page.wait_for_url("**/fertig")
    axe(page)
    expect(page.get_by_role("link", name="Abmelden auf diesem Handy")).to_have_count(0)
    page.locator("main").get_by_role("button", name="Fertig, nächste Person").click()
    page.wait_for_url("**/mitmachen/angaben")
    assert page.evaluate(LEFT) == []
    assert live_server.do(lambda: db.session.scalar(select(func.count(Submission.id)))) == 1
