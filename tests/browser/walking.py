"""A served walk, and a group's hands on its page."""

from __future__ import annotations

import shutil
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.base.database import db
from app.contributions.media.models import Attachment
from app.contributions.models import Contribution, Submission, SubmissionAttribute
from tests.browser.served import ServedApp
from tests.browser.surveying import BASE_MAP
from tests.photos import as_file
from tests.walks.factories import Walking, make_walking


def served_walk(server: ServedApp, slug: str, **values: Any) -> Walking:
    """An open walk on the demo town's base map."""
    folder = server.app.config["SETTINGS"].data
    for name, target in (("ellerbrueck.pmtiles", "karte.pmtiles"), ("places.json", "places.json")):
        if not (folder / target).exists():
            shutil.copy(BASE_MAP / name, folder / target)
    return server.do(make_walking, slug, **values)


def sign_in(context: BrowserContext, server: ServedApp, token: str) -> None:
    """A device that has joined; joining has its own tests."""
    name = server.app.config["PARTICIPANT_COOKIE_NAME"]
    context.add_cookies([{"name": name, "value": token, "url": server.url}])


def opened(context: BrowserContext, walking: Walking, language: str = "de") -> Page:
    page = context.new_page()
    page.goto(f"{walking.address}?sprache={language}")
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.locator("#walk[data-ready]")).to_have_count(1)


def arrive(page: Page, name: str) -> None:
    head = page.locator(".walk__stophead", has_text=name)
    if head.get_attribute("aria-expanded") != "true":
        head.click()
    page.get_by_role("button", name="Wir sind jetzt hier").click()
    expect(head).to_have_attribute("aria-current", "step")


def begin(page: Page, what: str) -> None:
    page.locator(f'[data-act="{what}"]').click()
    expect(page.get_by_role("dialog")).to_be_visible()


def begin_more(page: Page, what: str) -> None:
    begin(page, "more")
    page.locator(f'[data-more="{what}"]').click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def note(page: Page, what: str, text: str) -> None:
    """Two taps and the words."""
    begin(page, what)
    page.get_by_role("dialog").locator("textarea").fill(text)
    save(page)


def notes(page: Page, what: str, texts: list[str]) -> None:
    """One after the other without leaving the form."""
    begin(page, what)
    for text in texts[:-1]:
        page.get_by_role("dialog").locator("textarea").fill(text)
        page.get_by_role("button", name="Speichern und noch eine").click()
        expect(page.get_by_role("dialog").locator("textarea")).to_have_value("")
    page.get_by_role("dialog").locator("textarea").fill(texts[-1])
    save(page)


def photo(page: Page, content: bytes, text: str) -> None:
    begin(page, "photo")
    page.get_by_label("Foto auswählen").set_input_files(as_file(content))  # type: ignore[arg-type]
    page.get_by_role("radio", name="Nein").check(force=True)
    page.get_by_label("Ich habe das Foto selbst gemacht").check()
    page.get_by_role("button", name="Foto nehmen").click()
    page.get_by_label("Was sieht man dort?").fill(text)
    save(page)


def all_arrived(page: Page) -> None:
    """The state in the bar says that nothing is on the device any more."""
    expect(page.locator('[data-phone-state="clear"]').first).to_be_attached(timeout=90_000)


def entries_of(person: Any) -> list[tuple[str, str, str]]:
    """(what, stop, text) of each entry of a device, in the order of its own clock."""
    query = select(Submission).where(Submission.participant_id == person)
    found = []
    for sitting in db.session.scalars(query.order_by(Submission.device_time, Submission.id)):
        answers = dict(
            db.session.execute(
                select(SubmissionAttribute.key, SubmissionAttribute.value_text).where(
                    SubmissionAttribute.submission_id == sitting.id
                )
            )
            .tuples()
            .all()
        )
        texts = db.session.scalars(
            select(Contribution.text)
            .where(Contribution.submission_id == sitting.id, Contribution.state != "withdrawn")
            .order_by(Contribution.position)
        )
        if "what" in answers:
            found.append((str(answers["what"]), str(answers.get("stop", "")), " / ".join(texts)))
    return found


def files_of(person: Any) -> list[tuple[str, str, int]]:
    """(digest, words of its contribution, size) of each photo and recording of a device that is there as a whole."""
    query = (
        select(Attachment.sha256, Contribution.text, Attachment.size)
        .join(Contribution, Attachment.contribution_id == Contribution.id)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(Submission.participant_id == person, Attachment.state != "pending")
    )
    return sorted((str(row.sha256), str(row.text), int(row.size)) for row in db.session.execute(query))
