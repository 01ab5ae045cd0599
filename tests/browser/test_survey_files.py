"""Photos and recordings in a survey: taken without a line, kept over a reload, sent once, beside what they answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.base.database import db
from app.contributions.media.models import Attachment, WaitingFile
from app.contributions.models import Attribute, Contribution, Submission
from tests.browser import capturing
from tests.browser.conftest import PHONE, ContextMaker
from tests.browser.line import Line, line_to
from tests.browser.looking import axe, fits, screenshot, until
from tests.browser.served import ServedApp
from tests.browser.surveying import (
    HELD,
    address,
    begin,
    current,
    describe,
    fill,
    go_on,
    opened,
    served_survey,
    sign_in,
)
from tests.photos import as_file, jpeg, noisy, upright
from tests.surveys.factories import Asked
from tests.surveys.filed import FILED

READY = """async () => {
  const pages = await caches.has("seiten-1") && await caches.open("seiten-1");
  const files = await caches.has("dateien-1") && await caches.open("dateien-1");
  const names = files ? (await files.keys()).map(({ url }) => url) : [];
  return pages && (await pages.match(location.pathname)) && names.some((name) => name.includes("/capture-"));
}"""
"""The phone keeps this page and the dialogs for photos."""


def looked(page: Page) -> None:
    axe(page)
    fits(page)


def served(server: ServedApp, slug: str, **values: Any) -> Asked:
    return served_survey(server, slug, FILED, **{"age_band": "a16_17", **values})


def add_photo(page: Page, path: str, content: bytes) -> None:
    page.locator(f'[data-add-file="{path}"]').click()
    capturing.choose(page, content)
    capturing.accept(page)


def speak(page: Page, path: str) -> None:
    page.locator(f'[data-add-file="{path}"]').click()
    page.get_by_label("Ich nehme meine Stimme auf").check()
    page.get_by_role("button", name="Aufnahme starten").click()
    expect(page.get_by_role("timer")).to_contain_text("0:01")
    page.get_by_role("button", name="Fertig gesprochen").click()
    page.get_by_role("button", name="Aufnahme nehmen").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def held_files(page: Page) -> int:
    """How many drafts of files this browser keeps."""
    return str(page.evaluate(HELD)).count('"mark":')


def filed(participant_id: UUID) -> list[tuple[str, str, str, int]]:
    """Kind of the contribution, its question, kind of the file, how often; in order."""
    rows = db.session.execute(
        select(Contribution.kind, Attribute.value_text, Attachment.kind, Attachment.id)
        .join(Attachment, Attachment.contribution_id == Contribution.id)
        .join(Attribute, (Attribute.contribution_id == Contribution.id) & (Attribute.key == "question"))
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(Submission.participant_id == participant_id, Attachment.state != "pending")
    )
    found: dict[tuple[str, str, str], int] = {}
    for kind, question, file, _id in rows:
        found[kind, question or "", file] = found.get((kind, question or "", file), 0) + 1
    return sorted((*key, count) for key, count in found.items())


@pytest.fixture
def line(live_server: ServedApp) -> Iterator[Line]:
    with line_to(live_server.url) as found:
        yield found


def test_taken_without_a_line_kept_over_a_reload_and_sent_once(
    new_context: ContextMaker, line: Line, live_server: ServedApp
) -> None:
    phone = new_context(line.url, service_workers="allow", **PHONE)
    phone.watch.allow(r"ERR_|Failed to fetch")  # type: ignore[attr-defined]
    asked = served(live_server, "dateien")
    sign_in(phone, live_server, asked)
    page = phone.new_page()
    opened(page, asked)
    begin(page)
    until(page, READY)
    line.go_down()
    looked(page)
    add_photo(page, "picture", jpeg(upright(800, 600)))
    expect(page.locator('[data-path="picture"] .media__item')).to_contain_text(
        "wird mit deinen Antworten gesendet"
    )
    expect(page.locator('[data-path="why"]')).to_be_visible()
    add_photo(page, "picture", jpeg(noisy(1200, 900), quality=60))
    expect(page.locator('[data-add-file="picture"]')).to_be_hidden()
    speak(page, "voice")
    looked(page)
    screenshot(page, "phone-survey-files")
    page.reload()
    expect(page.locator("#survey[data-ready]")).to_have_count(1)
    expect(page.locator('[data-path="picture"] .media__item')).to_have_count(2)
    expect(page.locator('[data-path="voice"] .media__item')).to_have_count(1)
    page.locator('[data-path="picture"] .media__away').first.click()
    expect(page.locator('[data-path="picture"] .media__item')).to_have_count(1)
    go_on(page)
    assert current(page) == "thing.1"
    page.locator('[data-step="thing.1"] [data-again]').click()
    fill(page, "thing.2.name", "Bank")
    add_photo(page, "thing.2.look", jpeg(upright(400, 300)))
    go_on(page)
    describe(page, "spot", "Am Bach")
    add_photo(page, "spot.1.shot", jpeg(upright(300, 400)))
    looked(page)
    go_on(page)
    assert current(page) == ""
    expect(page.locator("[data-answers]")).to_contain_text("Sprachaufnahme")
    looked(page)
    page.locator("[data-send]").click()
    expect(page.locator("[data-state]")).to_contain_text("Noch auf dem Handy")
    assert held_files(page) == 0, "the drafts went over to the outbox"
    line.go_up()
    page.locator("[data-state]").evaluate("() => dispatchEvent(new Event('online'))")
    page.wait_for_url("**/fertig", timeout=30_000)
    assert live_server.do(filed, asked.participant_id) == [
        ("mark", "spot", "photo", 1),
        ("narration", "voice", "audio", 1),
        ("photo", "picture", "photo", 1),
        ("photo", "thing.1.look", "photo", 1),
    ]
    capturing.settle(live_server)
    page.goto("/mein")
    looked(page)


def test_without_a_script_a_file_is_kept_and_a_refusal_loses_nothing(
    new_context: ContextMaker, phone: BrowserContext, live_server: ServedApp
) -> None:
    asked = served(live_server, "dateien-ohne")
    context = new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    for one in (context, phone):
        sign_in(one, live_server, asked)
    page, scripted = context.new_page(), phone.new_page()  # axe needs a script; the page needs none
    page.goto(f"{address(asked)}?seite=1")
    scripted.goto(f"{address(asked)}?seite=1")
    looked(scripted)
    page.get_by_label("Foto auswählen").set_input_files(as_file(b"kein Bild", name="a.jpg"))
    page.get_by_label("Was sieht man auf dem Foto?").fill("Die Bank")
    page.locator('[name="picture.people"][value="no"]').check(force=True)
    page.get_by_label("Ich habe das Foto selbst gemacht").check()
    page.get_by_role("button", name="Weiter").last.click()
    expect(page.locator("#error-summary")).to_contain_text("Dieses Format kennen wir nicht.")
    expect(page.get_by_label("Was sieht man auf dem Foto?")).to_have_value("Die Bank")
    page.get_by_label("Foto auswählen").set_input_files(as_file(jpeg(upright(800, 600), place=(52.7, 9.3))))
    page.get_by_role("button", name="Hochladen und noch eins").click()
    expect(page.locator(".media__item")).to_contain_text("Die Bank")
    scripted.reload()
    looked(scripted)
    screenshot(scripted, "phone-survey-files-still")
    page.get_by_role("button", name="Weiter").last.click()
    page.goto(f"{address(asked)}?seite=pruefen")
    expect(page.get_by_text("1 Datei")).to_be_visible()
    page.get_by_role("button", name="Abschicken").click()
    page.wait_for_url("**/fertig")
    assert live_server.do(filed, asked.participant_id) == [("photo", "picture", "photo", 1)]
    assert live_server.do(lambda: db.session.scalars(select(WaitingFile)).all()) == []
    capturing.settle(live_server)
    page.goto("/mein")
    expect(page.get_by_text("Das Foto sagt, wo du warst")).to_have_count(0)
    scripted.goto("/mein")
    looked(scripted)


def test_killed_while_uploading_goes_on_where_it_was(phone: BrowserContext, live_server: ServedApp) -> None:
    phone.watch.allow(r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|net::")  # type: ignore[attr-defined]
    asked = served(live_server, "dateien-gekappt")
    sign_in(phone, live_server, asked)
    page = phone.new_page()
    opened(page, asked)
    begin(page)
    page.wait_for_load_state("networkidle")
    add_photo(page, "picture", jpeg(noisy(3000, 2000), quality=80))
    parts: list[str] = []

    def cut(route: Any) -> None:
        if route.request.method == "PATCH" and len(parts) == 1:
            route.abort()
            return
        if route.request.method == "PATCH":
            parts.append(route.request.headers["upload-offset"])
        route.continue_()

    page.route("**/api/attachments/*", cut)
    while current(page):
        go_on(page)
    page.locator("[data-send]").click()
    expect(page.locator("[data-state]")).to_contain_text("Deine Antworten sind angekommen.")
    expect(page.locator("[data-onward]")).to_be_visible()
    looked(page)
    page.close()
    assert parts == ["0"]

    page = phone.new_page()
    later: list[str] = []
    page.on(
        "request",
        lambda sent: later.append(sent.headers.get("upload-offset", "")) if sent.method == "PATCH" else None,
    )
    page.goto("/mein")
    expect(page.locator("[data-phone-state=clear]").first).to_be_attached(timeout=30_000)
    assert later
    assert "0" not in later, "what had arrived is not sent again"
    assert live_server.do(filed, asked.participant_id) == [("photo", "picture", "photo", 1)]
    assert json.loads(str(page.evaluate(HELD))) is not None
    capturing.settle(live_server)
