"""The media desk in a real browser: boxes by keys, mouse and numbers; decide by keys; then the exhibition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Page, expect

from app.accounts import services as accounts
from app.base.database import db, new_id, now
from app.contributions import review
from app.contributions.media.models import Attachment
from app.contributions.media.store import store
from app.contributions.models import Contribution, Submission
from app.contributions.services import record_many
from app.participants.services import join_direct, record_consent
from app.participants.vocabulary import CONSENT_TEXTS
from app.processes.channels import Channel, accept_any
from app.processes.models import Activity, Process, ProcessAreaSet
from app.processes.services import add_membership
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.contributions.conftest import EAST, WEST, Town, add_area_set, draft_of, square
from tests.participants.factories import say_all_yeses
from tests.staff import PASSWORD

DESK = "/verwaltung/verfahren/stadt/sichtung/medien"
SENTENCE = "Hier sitzen wir in der Sonne, das darf nie weg."


@pytest.fixture(scope="module")
def photos(live_server: ServedApp, tmp_path_factory: pytest.TempPathFactory) -> list[UUID]:
    """A town with an editor and two photos that wait, the first with a face the server found."""
    nowhere: Callable[[Activity], str] = lambda activity: "/"  # noqa: E731
    live_server.app.extensions["streifzug_channels"]["quiet"] = Channel(
        name="quiet", label="Leise", blueprints=(), entry=nowhere, manage=nowhere, check=accept_any
    )
    path = tmp_path_factory.mktemp("photos") / "bench.jpg"

    def fill() -> list[UUID]:
        area_set = add_area_set("Viertel", date(2020, 1, 1), {"A": square(WEST), "B": square(EAST)})
        process = Process(slug="stadt", title="Unsere Stadt", status="open")
        process.area_sets = [ProcessAreaSet(area_set_name="Viertel")]
        db.session.add(process)
        db.session.flush()
        activity = Activity(process_id=process.id, channel="quiet", slug="orte", title="Orte", status="open")
        db.session.add(activity)
        joined = join_direct(process_id=process.id, age_band="a18_21")
        for name in ("editor", "safeguard"):
            user = accounts.create_user(email=f"{name}@example.org", name=name.title(), password=PASSWORD)
            add_membership(process_id=process.id, user_id=user.id, role=name)
        town = Town(
            process.id, "stadt", activity.id, area_set.id, joined.participant.id, joined.session_token
        )
        record_consent(
            participant_id=joined.participant.id,
            purpose="photo",
            text_version=CONSENT_TEXTS["photo"].version,
        )
        drafts = [draft_of(text=SENTENCE), draft_of(text="Der Weg am Bach.")]
        record_many([town.sitting(draft) for draft in drafts])
        return [stored(draft.id, process.id, number, path) for number, draft in enumerate(drafts)]

    return live_server.do(fill)


def stored(contribution_id: UUID, process_id: UUID, number: int, path: Path) -> UUID:
    """A photo as it lies there when it has been decoded."""
    image = Image.new("RGB", (640, 480), ("#9cc9e8", "#b7dca0")[number])
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 330, 640, 480), fill="#7ea05a")
    pen.rectangle((180, 280, 460, 310), fill="#7a4a20")
    pen.ellipse((290, 170, 350, 240), fill="#f0c8a0")
    image.save(path)
    kept = store().keep(path)
    one = Attachment(
        id=new_id(),
        contribution_id=contribution_id,
        process_id=process_id,
        kind="photo",
        state="in_review",
        media_type="image/jpeg",
        size=1,
        received=1,
        sha256=str(number) * 64,
        announced_at=now(),
        received_at=now(),
        digest=kept.digest,
        preview=kept.digest,
        public_digest=kept.digest,
        public_preview=kept.digest,
        width=640,
        height=480,
        redactions=[{"kind": "face", "x": 0.44, "y": 0.34, "w": 0.12, "h": 0.17, "source": "found"}],
    )
    db.session.add(one)
    db.session.flush()
    return one.id


def signed_in(context: BrowserContext, name: str, address: str) -> Page:
    page = context.new_page()
    page.goto("/anmelden")
    page.get_by_label("E-Mail").fill(f"{name}@example.org")
    page.get_by_label("Passwort", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.goto(address)
    return page


def sides(page: Page) -> list[list[str]]:
    """What the form would send: x, y, w, h of each box."""
    rows = page.locator("[data-row]:not([data-empty])")
    return [
        [rows.nth(i).locator(f'[name="{side}"]').input_value() for side in ("x", "y", "w", "h")]
        for i in range(rows.count())
    ]


def test_boxes_and_decisions_by_keyboard_then_the_photo_hangs(
    photos: list[UUID], desktop: BrowserContext, live_server: ServedApp
) -> None:
    page = signed_in(desktop, "editor", DESK)
    expect(page).to_have_url(f"{live_server.url}{DESK}/{photos[0]}")
    expect(page.locator("[data-stage] img")).to_have_js_property("complete", True)
    axe(page)
    assert sides(page) == [["44.0", "34.0", "12.0", "17.0"]]
    page.keyboard.press("b")
    box = page.locator(".blur-box").nth(1)
    expect(box).to_be_focused()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    assert sides(page)[1] == ["42", "41", "19", "20"]
    frame = page.locator("[data-stage]").bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + frame["width"] * 0.1, frame["y"] + frame["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.3, frame["y"] + frame["height"] * 0.25, steps=4)
    page.mouse.up()
    drawn = [round(float(value)) for value in sides(page)[2]]
    assert drawn == [10, 10, 20, 15]
    expect(page.locator(".blur-box")).to_have_count(3)
    axe(page)
    page.keyboard.press("Delete")
    expect(page.locator(".blur-box")).to_have_count(2)
    page.locator("body").press("u")
    expect(page.locator("[data-view]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("f")
    expect(page.locator(".kern-alert--danger")).to_contain_text("ob man Menschen erkennen kann")
    assert len(sides(page)) == 2, "nothing of the work is lost"
    axe(page)
    page.locator("body").press("0")
    page.keyboard.press("f")
    expect(page).to_have_url(f"{live_server.url}{DESK}/{photos[1]}", timeout=60_000)  # a child blurs
    page.locator("body").press("i")
    expect(page.locator("#messages")).to_contain_text("Entschieden")
    live_server.do(lambda: release_words(photos[0]))
    page.goto("/verfahren/stadt/ausstellung")
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    expect(page.locator(".exhibition img")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".exhibition__item").first).to_be_focused()
    axe(page)


def release_words(attachment_id: UUID) -> None:
    found = db.session.get_one(Attachment, attachment_id)
    sitting = db.session.get_one(Contribution, found.contribution_id).submission_id
    owner = db.session.get_one(Submission, sitting).participant_id
    assert owner is not None
    say_all_yeses(owner)
    review.release(process_id=found.process_id, versions={found.contribution_id: None}, user_id=None)


@pytest.mark.parametrize("size", ["desktop", "phone", "small_phone"])
def test_the_desk_and_the_wall_fit_every_screen(
    photos: list[UUID], request: pytest.FixtureRequest, size: str
) -> None:
    page = signed_in(request.getfixturevalue(size), "editor", f"{DESK}/{photos[1]}")
    axe(page)
    fits(page)
    page.goto("/verwaltung/verfahren/stadt/sichtung?stand=alle")
    axe(page)
    fits(page)
    page.goto("/verfahren/stadt/ausstellung")
    axe(page)
    fits(page)


def test_without_script_the_numbers_blur_and_what_is_locked_goes_to_safeguarding(
    photos: list[UUID], new_context: Any
) -> None:
    context = new_context(java_script_enabled=False)
    page = signed_in(context, "editor", f"{DESK}/{photos[1]}")
    page.get_by_text("Verpixelte Stellen als Zahlen").click()
    for label, value in (("links", "10"), ("oben", "10"), ("Breite", "20"), ("Höhe", "20")):
        page.get_by_label(label).last.fill(value)
    page.get_by_role("button", name="Speichern").click(timeout=60_000)
    assert len(sides(page)) == 2
    page.get_by_text("Sperren, an den Kinderschutz").click()
    page.get_by_label("Was zeigt es?").select_option("helpless")
    page.get_by_role("button", name="Sperren", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("Entschieden")
    guard = signed_in(new_context(), "safeguard", "/verwaltung/verfahren/stadt/schutz")
    expect(guard.get_by_text("Zeigt eine hilflose Person")).to_be_visible()
    axe(guard)
    guard.get_by_label("Übergeben an").select_option("youth_office")
    guard.get_by_role("button", name="Übergabe eintragen").click()
    guard.get_by_role("link", name="Protokoll der Übergaben").click()
    expect(guard.get_by_role("cell", name="Jugendamt (ASD)")).to_be_visible()
    axe(guard)
