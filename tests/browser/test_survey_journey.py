"""A survey on a phone: conditions, comfort, a draft that survives, the line that drops, one record at the end."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.base.database import new_id
from app.questions.content import Choice, Question, Questionnaire, Section
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.browser.surveying import (
    begin,
    current,
    describe,
    fill,
    go_on,
    kept,
    opened,
    served_survey,
    sign_in,
    take,
)
from tests.contributions.phones import Phone
from tests.surveys.factories import CONTENT
from tests.surveys.recorded import sitting_of
from tests.surveys.twenty import RAW, TWENTY

CHOICES = (Choice("park", {"de": "Im Park"}), Choice("pool", {"de": "Im Bad"}))


def look(page: Page) -> None:
    axe(page)
    fits(page)


def answer_twenty(page: Page, seen: object = lambda _page: None) -> None:
    """All twenty questions, marks in words, up to the look over everything."""
    see = seen if callable(seen) else lambda _page: None
    fill(page, "name", "Mika")
    fill(page, "age", "13")
    expect(page.locator('[data-path="grade"]')).to_be_hidden()
    take(page, "school", "other")
    fill(page, "school.other", "Waldschule")
    fill(page, "grade", "7")
    see(page)
    go_on(page)
    take(page, "likes", "music")
    take(page, "likes", "friends")
    take(page, "often.park", "daily")
    take(page, "often.pool", "never")
    expect(page.locator('[data-path="mood_why"]')).to_be_hidden()
    take(page, "mood", "bad")
    expect(page.locator('[data-path="mood_why"]')).to_contain_text("Mika")
    fill(page, "mood_why", "Es gibt kein Licht am Bach.")
    page.locator('[name="rank.place.bike"]').select_option("1")
    page.locator('[name="rank.place.bus"]').select_option("2")
    fill(page, "day", "2026-11-20")
    fill(page, "until", "20:30")
    take(page, "siblings", "yes")
    see(page)
    go_on(page)
    assert current(page) == "child.1"
    fill(page, "child.1.child_age", "4")
    see(page)
    page.locator('[data-step="child.1"] [data-again]').click()
    assert current(page) == "child.2"
    fill(page, "child.2.child_age", "9")
    fill(page, "child.2.child_wish", "Ein Baumhaus")
    go_on(page)
    assert current(page) == "places"
    describe(page, "spot", "Bank am Bach")
    take(page, "spot.1.choice", "fav")
    take(page, "spot.1.when", "day")
    fill(page, "spot.1.reason", "Da ist es ruhig.")
    describe(page, "spot", "Unterführung")
    take(page, "spot.2.choice", "uneasy")
    take(page, "spot.2.when", "dark")
    describe(page, "route", "Vom Bahnhof zur Schule")
    describe(page, "quarter", "Rund um den Markt")
    see(page)
    go_on(page)
    fill(page, "wish", "Mehr Bänke.")
    take(page, "mail", "yes")
    see(page)
    go_on(page)
    assert current(page) == ""


@pytest.mark.parametrize("language", ["de", "de-simple", "ar"])
def test_twenty_questions_on_a_phone_are_the_same_record_as_through_the_api(
    phone: BrowserContext, live_server: ServedApp, language: str
) -> None:
    asked = served_survey(live_server, f"zwanzig-{language}")
    sign_in(phone, live_server, asked)
    page = phone.new_page()
    opened(page, asked, language)
    look(page)
    begin(page)
    look(page)
    answer_twenty(page, look)
    expect(page.locator("[data-answers]")).to_contain_text("Waldschule")
    look(page)
    page.locator("[data-send]").click()
    page.wait_for_url("**/fertig")
    look(page)
    other = served_survey(live_server, f"vergleich-{language}")
    body = {"activity": str(other.activity_id), "language": language, "version": 1, "answers": RAW}
    assert Phone(live_server.app, other.session_token).put(new_id(), body).status_code == 201
    sittings = [live_server.do(sitting_of, one.participant_id) for one in (asked, other)]
    assert sittings[0] == sittings[1]


def test_what_does_not_fit_is_said_at_the_field_and_has_the_focus(
    small_phone: BrowserContext, live_server: ServedApp
) -> None:
    asked = served_survey(live_server, "passt-nicht")
    sign_in(small_phone, live_server, asked)
    page = small_phone.new_page()
    opened(page, asked)
    begin(page)
    fill(page, "age", "zwölf")
    go_on(page)
    assert current(page) == "you"
    expect(page.locator('[name="age"]')).to_be_focused()
    expect(page.locator('[data-error="age"]')).to_contain_text("Bitte gib eine Zahl ein.")
    expect(page.locator('[data-error="school"]')).to_contain_text("Bitte beantworte diese Frage.")
    look(page)
    fill(page, "age", "12,5")
    take(page, "school", "none")
    go_on(page)
    expect(page.locator('[data-error="age"]')).to_contain_text("Bitte gib eine ganze Zahl ein.")
    fill(page, "age", "12")
    go_on(page)
    assert current(page) == "free"
    for choice in ("sport", "music", "games", "friends"):
        take(page, "likes", choice)
    go_on(page)
    expect(page.locator('[data-error="likes"]')).to_contain_text("höchstens 3")
    look(page)


def test_a_draft_survives_reload_other_language_and_closed_tab(
    phone: BrowserContext, live_server: ServedApp
) -> None:
    asked = served_survey(live_server, "entwurf")
    sign_in(phone, live_server, asked)
    page = phone.new_page()
    opened(page, asked)
    begin(page)
    fill(page, "name", "Mika")
    fill(page, "age", "13")
    take(page, "school", "none")
    go_on(page)
    expect(page.locator("[data-kept]")).to_have_text("Entwurf auf diesem Handy")
    take(page, "siblings", "yes")
    go_on(page)
    fill(page, "child.1.child_age", "4")
    kept(page, '"child_age":4')
    page.reload()
    expect(page.locator("#survey[data-ready]")).to_have_count(1)
    assert current(page) == "child.1"
    expect(page.locator('[name="child.1.child_age"]')).to_have_value("4")
    opened(page, asked, "ar")
    assert current(page) == "child.1"
    expect(page.locator('[name="name"]')).to_have_value("Mika")
    page.close()
    page = phone.new_page()
    opened(page, asked)
    expect(page.locator('[name="child.1.child_age"]')).to_have_value("4")


def test_the_last_look_speaks_the_language_of_each_question(
    phone: BrowserContext, live_server: ServedApp
) -> None:
    """Where a questionnaire has no Arabic, its German sentences run from left to right and say that they are German."""
    asked = served_survey(live_server, "sprachen", CONTENT)
    sign_in(phone, live_server, asked)
    page = phone.new_page()
    opened(page, asked, "ar")
    begin(page)
    while current(page):
        go_on(page)
    name = page.locator("[data-answers] dt").first
    expect(name).to_have_text("Welche Schule?")
    expect(name).to_have_attribute("lang", "de")
    assert name.evaluate("element => getComputedStyle(element).direction") == "ltr"
    look(page)


def test_nothing_of_this_takes_the_other_answers_back(phone: BrowserContext, live_server: ServedApp) -> None:
    nothing = Choice("none", {"de": "Nichts davon"}, is_exclusive=True)
    places = Question("places", "multiple", {"de": "Wo bist du?"}, choices=(*CHOICES, nothing))
    content = Questionnaire(title={"de": "Orte"}, sections=(Section("one", questions=(places,)),))
    asked = served_survey(live_server, "nichts", content)
    sign_in(phone, live_server, asked)
    page = phone.new_page()
    opened(page, asked)
    begin(page)
    taken = page.locator("[name=places]:checked")
    for keys, left in ((("park", "pool"), ["park", "pool"]), (("none",), ["none"]), (("pool",), ["pool"])):
        for key in keys:
            take(page, "places", key)
        assert taken.evaluate_all("all => all.map(({ value }) => value)") == left


def test_three_tabs_send_one_sitting(phone: BrowserContext, live_server: ServedApp) -> None:
    asked = served_survey(live_server, "drei-tabs")
    sign_in(phone, live_server, asked)
    tabs = [phone.new_page() for _ in range(3)]
    for page in tabs:
        opened(page, asked)
    begin(tabs[0])
    fill(tabs[0], "age", "13")
    take(tabs[0], "school", "none")
    kept(tabs[0], '"school":"none"')
    for page in tabs[1:]:
        page.bring_to_front()
        begin(page)
        expect(page.locator('[name="age"]')).to_have_value("13")
    for _ in range(4):
        go_on(tabs[2])
    tabs[2].locator("[data-send]").click()
    for page in (tabs[2], tabs[0]):
        page.wait_for_url("**/fertig")
    assert live_server.do(sitting_of, asked.participant_id)["attributes"]


def test_sent_without_a_line_waits_on_the_phone_and_arrives(
    phone: BrowserContext, live_server: ServedApp
) -> None:
    phone.watch.allow(r"ERR_INTERNET_DISCONNECTED|ERR_FAILED")  # type: ignore[attr-defined]
    asked = served_survey(live_server, "kein-netz")
    sign_in(phone, live_server, asked)
    page = phone.new_page()
    opened(page, asked)
    begin(page)
    phone.set_offline(True)
    answer_twenty(page)
    page.locator("[data-send]").click()
    expect(page.locator("[data-state]")).to_contain_text("Noch auf dem Handy")
    look(page)
    phone.set_offline(False)
    page.wait_for_url("**/fertig")
    assert live_server.do(sitting_of, asked.participant_id)["contributions"]


def test_a_refusal_leads_back_to_its_question_and_nothing_is_lost(
    phone: BrowserContext, live_server: ServedApp
) -> None:
    asked = served_survey(live_server, "abgelehnt")
    sign_in(phone, live_server, asked)
    page = phone.new_page()
    opened(page, asked)
    begin(page)
    answer_twenty(page)
    problems = {"grade": "Diese Klasse gibt es nicht."}
    said = json.dumps({"message": "Bitte prüf deine Antworten.", "field": "grade", "problems": problems})
    page.route(
        "**/api/submissions/*",
        lambda route: route.fulfill(status=422, content_type="application/json", body=said),
        times=1,
    )
    page.locator("[data-send]").click()
    expect(page.locator('[data-error="grade"]')).to_contain_text("Diese Klasse gibt es nicht.")
    expect(page.locator('[name="grade"]')).to_be_focused()
    look(page)
    fill(page, "grade", "8")
    go_on(page)
    assert current(page) == ""
    page.locator("[data-send]").click()
    page.wait_for_url("**/fertig")
    assert ("grade", None, 8.0) in live_server.do(sitting_of, asked.participant_id)["attributes"]
    assert len(list(TWENTY.questions())) == 20
