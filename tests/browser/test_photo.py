"""A photo beside a needle: rules first, faces wiped, its place confirmed, kept over a reload, sent without metadata."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Request, expect

from app.contributions.media import incoming
from app.contributions.media.store import store
from tests.browser import capturing
from tests.browser.fake_attachments import FakeAttachments
from tests.browser.looking import axe, fits, screenshot
from tests.browser.served import ServedApp
from tests.photos import MAKER, jpeg, noisy, upright


@pytest.fixture(scope="module")
def code(live_server: ServedApp) -> Iterator[str]:
    yield capturing.serve_map(live_server, "fotos")
    capturing.settle(live_server)


def looked(page: Page) -> None:
    axe(page)
    fits(page)


def files_of(server: ServedApp) -> list[bytes]:
    """Everything the server holds of media, wherever it lies."""
    with server.app.app_context():
        folders = (store().root, incoming.folder())
        return [path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()]


def test_from_the_rules_to_a_photo_that_arrived(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    page = phone.new_page()
    parts: list[bytes] = []

    def keep(request: Request) -> None:
        if request.method == "PATCH":
            parts.append(request.post_data_buffer or b"")

    page.on("request", keep)
    capturing.sheet_open(page, code)
    looked(page)
    before = page.locator(".needle-pin--draft").bounding_box()
    page.get_by_role("button", name="Foto dazu").click()
    expect(page.get_by_role("heading", name="Foto dazu")).to_be_focused()
    expect(page.get_by_text("aus Wohnungen, Toiletten oder Umkleiden")).to_be_visible()
    looked(page)
    screenshot(page, "phone-photo-rules")
    capturing.choose(page, jpeg(noisy(4000, 3000), orientation=6, place=(52.704, 9.305), quality=60))
    looked(page)

    page.get_by_role("button", name="Foto nehmen").click()
    expect(page.get_by_role("alert").filter(has_text="ob Leute zu erkennen sind")).to_be_visible()
    looked(page)
    box = page.locator(".capture__canvas").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 30, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 30, middle, steps=6)
    page.mouse.up()
    expect(page.get_by_role("button", name="Rückgängig")).to_be_enabled()
    page.get_by_role("radio", name="Ja").check(force=True)
    expect(page.get_by_text("Wisch bitte über alle Gesichter und wähl dann »Nein«.")).to_be_visible()
    page.get_by_role("button", name="Foto nehmen").click()
    expect(page.get_by_role("dialog")).to_have_count(1)
    page.get_by_role("radio", name="Nein").check(force=True)
    page.get_by_role("button", name="Foto nehmen").click()
    expect(page.get_by_role("alert").filter(has_text="dass wir das Foto haben dürfen")).to_be_visible()
    page.get_by_label("Was sieht man?").fill("Die Bank am Bolzplatz")
    capturing.accept(page)

    expect(page.get_by_text("Im Foto steht ein anderer Ort.")).to_be_visible()
    expect(page.locator("[data-media-items] li")).to_contain_text("Die Bank am Bolzplatz")
    looked(page)
    screenshot(page, "phone-photo-place")
    page.get_by_role("button", name="Ja, dorthin").click()
    expect(page.get_by_text("Im Foto steht ein anderer Ort.")).to_be_hidden()
    assert before is not None
    capturing.save(page)
    page.get_by_role("button", name="Meine Nadeln").click()
    expect(page.get_by_text("Foto: angekommen")).to_be_visible()
    looked(page)

    (found,) = capturing.sent(live_server)
    assert (found.kind, found.text, found.data) == ("photo", "Die Bank am Bolzplatz", {"has_people": False})
    body = b"".join(parts)
    picture = Image.open(io.BytesIO(body))
    assert picture.size == (1600, 1200)
    assert len(body) == found.size <= 1_500_000
    assert dict(picture.getexif()) == {}
    for content in (body, *files_of(live_server)):
        assert MAKER.encode() not in content
        assert b"GPS" not in content
    mark = page.evaluate("JSON.parse(document.querySelector('#needle').dataset.config).urls.own")
    own = page.request.get(mark).json()
    assert next(
        one["geometry"]["coordinates"] for one in own["contributions"] if one["geometry"]
    ) == pytest.approx([9.305, 52.704], abs=0.0001)


def test_a_photo_is_wiped_and_sent_by_keys_alone(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    page = phone.new_page()
    capturing.sheet_open(page, code)
    page.get_by_role("button", name="Foto dazu").focus()
    page.keyboard.press("Enter")
    capturing.choose(page, jpeg(upright(800, 600)))
    page.get_by_role("button", name="Kästchen setzen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="nach links").last).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Ein Kästchen liegt in der Mitte")).to_have_count(1)
    for key in ("ArrowUp", "ArrowLeft", "+", "-"):
        page.keyboard.press(key)
    axe(page)
    page.get_by_role("button", name="Rückgängig").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Kästchen setzen")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Nein").focus()
    page.keyboard.press("Space")
    page.get_by_label("Ich habe das Foto selbst gemacht").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Foto nehmen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Foto dazu")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-sheet]")).to_be_hidden()


def test_a_photo_outlives_a_reload_before_its_needle_is_saved(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    capturing.sheet_open(page, code)
    page.get_by_label("Warum?").fill("noch nicht fertig")
    page.get_by_role("button", name="Foto dazu").click()
    capturing.choose(page, jpeg(upright(800, 600)))
    capturing.accept(page)
    expect(page.locator("[data-media-items] li")).to_have_count(1)
    page.reload()
    expect(page.get_by_label("Warum?")).to_have_value("noch nicht fertig")
    expect(page.locator("[data-media-items] li img")).to_have_count(1)
    page.get_by_role("button", name="Wegnehmen: Foto").click()
    expect(page.locator("[data-media-items] li")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Warum?")).to_be_visible()
    expect(page.locator("[data-media-items] li")).to_have_count(0)


def test_the_back_button_closes_the_dialog_and_keeps_the_sheet(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    capturing.sheet_open(page, code)
    page.get_by_role("button", name="Foto dazu").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Warum?")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-sheet]")).to_be_hidden()


def test_a_photo_alone_is_a_full_answer_and_can_be_taken_back(
    phone: BrowserContext, live_server: ServedApp, code: str
) -> None:
    page = phone.new_page()
    capturing.sheet_open(page, code)
    page.get_by_role("button", name="Foto dazu").click()
    capturing.choose(page, jpeg(upright(800, 600)))
    capturing.accept(page)
    capturing.save(page)
    expect(page.locator('.needle-marker[data-state="arrived"]')).to_have_count(1)
    page.get_by_role("button", name="Meine Nadeln").click()
    expect(page.get_by_text("Foto: angekommen")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Meine Nadeln").click()
    page.get_by_role("button", name="Ändern").click()
    expect(page.locator("[data-media-items] li")).to_contain_text("angekommen")
    page.get_by_role("button", name="Wegnehmen: Foto").click()
    expect(page.locator("[data-media-items] li")).to_have_count(0)
    capturing.save(page)
    page.wait_for_function(
        "() => !history.state?.isOver"
    )  # a way back on its way would take the reload along
    page.reload()
    expect(page.locator("#needle")).to_be_visible()
    assert capturing.states(page) == []
    assert capturing.sent(live_server)[-1].state == "withdrawn"


def test_each_state_of_a_photo_is_said(small_phone: BrowserContext, code: str) -> None:
    page = small_phone.new_page()
    fake = FakeAttachments()
    fake.serve(page)
    capturing.sheet_open(page, code)
    fake.is_offline = True
    small_phone.watch.allow(r"ERR_INTERNET_DISCONNECTED")  # type: ignore[attr-defined]
    page.get_by_role("button", name="Foto dazu").click()
    looked(page)
    capturing.choose(page, jpeg(noisy(1200, 1200)))
    looked(page)
    capturing.accept(page)
    looked(page)
    capturing.save(page)
    page.get_by_role("button", name="Meine Nadeln").click()
    expect(page.get_by_text("Foto: noch auf dem Handy")).to_be_visible()
    looked(page)
    fake.is_offline = False
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Foto: angekommen")).to_be_visible()


def test_a_photo_only_the_server_can_read_goes_as_it_is(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    fake = FakeAttachments()
    fake.serve(page)
    capturing.sheet_open(page, code)
    page.get_by_role("button", name="Foto dazu").click()
    page.get_by_label("Foto auswählen").set_input_files(
        {"name": "notizen.txt", "mimeType": "text/plain", "buffer": b"kein Foto"}
    )
    expect(page.get_by_role("alert").filter(has_text="Das ist kein Foto")).to_be_visible()
    content = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 2000
    capturing.choose(page, content, name="IMG_1.HEIC", kind="image/heic")
    expect(page.get_by_text("Dein Browser kann dieses Foto nicht zeigen.")).to_be_visible()
    axe(page)
    capturing.accept(page)
    capturing.save(page)
    page.get_by_role("button", name="Meine Nadeln").click()
    expect(page.get_by_text("Foto: angekommen")).to_be_visible()
    (stored,) = fake.files.values()
    assert (stored.data, stored.said["media_type"]) == (content, "image/heic")


def test_who_may_not_send_photos_reads_why_and_takes_part(phone: BrowserContext, code: str) -> None:
    page = phone.new_page()
    capturing.sheet_open(page, code, age="12–13")
    expect(page.get_by_role("button", name="Foto dazu")).to_have_count(0)
    expect(page.get_by_role("button", name="Sprechen statt schreiben")).to_have_count(0)
    expect(page.get_by_text("Dafür müssen auch deine Eltern Ja sagen")).to_be_visible()
    looked(page)
    page.get_by_label("Warum?").fill("geht auch ohne")
    capturing.save(page)
    expect(page.locator('.needle-marker[data-state="arrived"]')).to_have_count(1)


FIRST = [
    ("found", (52.704, 9.305), "Das Foto wurde etwa hier gemacht."),
    ("nowhere", None, "Im Foto steht kein Ort."),
    ("zero", (0.0, 0.0), "Im Foto steht kein Ort."),
    ("far", (40.7, -74.0), "Im Foto steht kein Ort."),
]


@pytest.mark.parametrize(("slug", "place", "says"), FIRST, ids=[one[0] for one in FIRST])
def test_a_photo_comes_first_and_its_place_is_always_confirmed(
    phone: BrowserContext, live_server: ServedApp, slug: str, place: tuple[float, float] | None, says: str
) -> None:
    """R21, B6: the place in the file is shown under the cross; "Hier" says it."""
    code = capturing.serve_map(live_server, f"zuerst-{slug}", ask_photo="first")
    page = phone.new_page()
    capturing.join(page, code, age="16–17")
    looked(page)
    page.get_by_role("button", name="Mit einem Foto anfangen").click()
    capturing.choose(page, jpeg(upright(800, 600), place=place))
    capturing.accept(page)
    expect(page.locator("[data-status]")).to_contain_text(says)
    expect(page.get_by_text("Dein Foto wartet auf seinen Ort.")).to_be_visible()
    looked(page)
    page.reload()
    expect(page.get_by_text("Dein Foto wartet auf seinen Ort.")).to_be_visible()
    page.get_by_role("button", name="Hier!").click()
    expect(page.locator("[data-media-items] li")).to_have_count(1)
    if page.get_by_role("button", name="Nein, hier stimmt es").is_visible():
        page.get_by_role("button", name="Nein, hier stimmt es").click()
    capturing.save(page)
    page.get_by_role("button", name="Meine Nadeln").click()
    expect(page.get_by_text("Foto: angekommen")).to_be_visible()
    expect(page.get_by_text("Dein Foto wartet auf seinen Ort.")).to_be_hidden()
