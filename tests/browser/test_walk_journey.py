"""Three devices on a walk, no line for part of it, one of them dies: nothing lost, nothing twice, order kept."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser import walking as hands
from tests.browser.chromium import executable
from tests.browser.conftest import ARGUMENTS, PHONE, ContextMaker
from tests.browser.line import Line, line_to
from tests.browser.looking import axe, fits
from tests.browser.served import ServedApp
from tests.browser.surveying import kept
from tests.browser.test_offline import BROKEN, is_ready
from tests.browser.watch import Watch
from tests.photos import jpeg
from tests.walks.factories import Walking

TABLET = {"viewport": {"width": 800, "height": 1100}, "has_touch": True, "device_scale_factor": 1}
SAID = ("quote", "observation", "idea", "conflict")


@pytest.fixture
def line(live_server: ServedApp) -> Iterator[Line]:
    with line_to(live_server.url) as found:
        yield found


def small(number: int) -> bytes:
    """A small photo that is like no other."""
    picture = Image.new("RGB", (320, 240), (number * 9 % 256, number * 31 % 256, 90))
    return jpeg(picture, place=(52.7, 9.3))


def begin(browser: Browser, profile: Path, line: Line) -> BrowserContext:
    """The recorder's laptop: a browser of its own whose disk stays when it dies."""
    context = browser.browser_type.launch_persistent_context(
        profile,
        executable_path=executable(),
        args=ARGUMENTS,
        base_url=line.url,
        locale="de-DE",
        **TABLET,  # type: ignore[arg-type]
    )
    context.set_default_timeout(30_000)
    return context


def kill(context: BrowserContext, profile: Path) -> None:
    """As when the battery is empty: no page hears of it."""
    main = [
        int(found.name)
        for found in Path("/proc").iterdir()
        if found.name.isdigit()
        and f"--user-data-dir={profile}" in _command(found)
        and "--type=" not in _command(found)
    ]
    assert main
    for process in main:
        os.kill(process, signal.SIGKILL)
    with contextlib.suppress(Error):
        context.close()


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def looked(page: Page) -> None:
    axe(page)
    fits(page)


def visited(context: BrowserContext, walking: Walking) -> Page:
    """The page is opened once with a line, and kept."""
    page = hands.opened(context, walking)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    is_ready(page)
    return page


def texts(who: str, first: int, count: int) -> list[str]:
    return [f"{who} {number:02}" for number in range(first, first + count)]


def test_three_devices_walk_without_a_line_and_one_dies(
    browser: Browser, new_context: ContextMaker, live_server: ServedApp, line: Line, tmp_path: Path
) -> None:
    walking = hands.served_walk(live_server, "drei-geraete", age_band="a16_17")
    profile = tmp_path / "laptop"
    laptop = begin(browser, profile, line)
    watches = [Watch(laptop, line.url)]
    tablet = new_context(line.url, service_workers="allow", **TABLET)
    youth = new_context(line.url, service_workers="allow", **PHONE)
    for context, token in zip((laptop, tablet, youth), (*walking.recorders, walking.youths[0]), strict=True):
        hands.sign_in(context, live_server, token)
        context.watch.allow(BROKEN)  # type: ignore[attr-defined]
    one, two, phone = (visited(context, walking) for context in (laptop, tablet, youth))

    # With a line, at the first stop.
    for page in (one, two, phone):
        hands.arrive(page, "Haltestelle")
    hands.notes(one, "quote", texts("Eins", 1, 4))
    hands.notes(two, "observation", texts("Zwei", 1, 4))
    hands.note(phone, "observation", "Handy 01")
    phone.get_by_role("group", name="Wie ist es hier?").get_by_role("button", name="Nicht gut").click()
    for number in range(3):
        hands.photo(one, small(number), f"Foto {number:02}")
    looked(one)

    # The line goes; they walk on.
    line.go_down()
    for page in (one, two, phone):
        hands.arrive(page, "Unterführung")
    hands.notes(one, "conflict", texts("Eins", 5, 5))
    for number in range(3, 8):
        hands.photo(one, small(number), f"Foto {number:02}")
    expect(one.locator("[data-trouble]")).to_contain_text("Kein Netz")
    hands.notes(two, "idea", texts("Zwei", 5, 9))
    for number in range(8, 16):
        hands.photo(two, small(number), f"Foto {number:02}")
    hands.begin(two, "hands")
    for hand, count in (("plus 1", 2), ("minus 1", 6)):
        for _ in range(count):
            two.locator(f'[data-hand="{hand}"]').click()
    hands.save(two)
    for text in texts("Handy", 2, 4):
        hands.note(phone, "observation", text)
    for number in range(16, 20):
        hands.photo(phone, small(number), f"Foto {number:02}")
    hands.begin_more(phone, "stop_new")
    phone.get_by_label("Wie heißt der neue Halt?").fill("Skatewand")
    hands.save(phone)
    hands.arrive(phone, "Skatewand")
    hands.note(phone, "observation", "Handy 06")
    looked(phone)

    # The laptop dies in the middle of a sentence, and is started again, still without a line.
    hands.begin(one, "quote")
    one.get_by_role("dialog").locator("textarea").fill("Eins 10")
    kept(one, "Eins 10")
    kill(laptop, profile)
    laptop = begin(browser, profile, line)
    watches.append(Watch(laptop, line.url))
    watches[-1].allow(BROKEN)
    # A cookie of half a minute may not be on the disk yet; a real one was put there when the device joined.
    hands.sign_in(laptop, live_server, walking.recorders[0])
    one = laptop.new_page()
    one.goto(walking.address)
    hands.ready(one)
    expect(one.get_by_role("dialog").locator("textarea")).to_have_value("Eins 10")
    hands.save(one)
    expect(one.locator('[aria-current="step"]')).to_contain_text("Unterführung")
    hands.notes(one, "observation", texts("Eins", 11, 7))
    for number in range(20, 25):
        hands.photo(one, small(number), f"Foto {number:02}")
    one.locator("[data-open-list]").click()
    expect(one.locator('.walk__entry[data-what="photo"]')).to_have_count(13)
    looked(one)
    one.keyboard.press("Escape")
    hands.notes(two, "observation", texts("Zwei", 14, 4))

    # The line is back.
    line.go_up()
    for page in (one, two, phone):
        page.evaluate("dispatchEvent(new Event('online'))")
        hands.all_arrived(page)
    recorder_one, recorder_two, young, _other = walking.people
    wanted = {
        recorder_one: texts("Eins", 1, 17),
        recorder_two: texts("Zwei", 1, 17),
        young: texts("Handy", 1, 6),
    }
    assert sum(map(len, wanted.values())) == 40
    for person, order in wanted.items():
        entries = live_server.do(hands.entries_of, person)
        assert [text for what, _stop, text in entries if what in SAID] == order
    photos = [row for person in wanted for row in live_server.do(hands.files_of, person)]
    assert sorted(text for _digest, text, _size in photos) == [f"Foto {number:02}" for number in range(25)]
    assert len({digest for digest, _text, _size in photos}) == 25
    entries = live_server.do(hands.entries_of, young)
    skate = next(stop for what, stop, text in entries if text == "Handy 06")
    assert skate not in {str(stop) for stop in walking.stops}
    assert [what for what, _stop, _text in entries].count("rating") == 1
    # What another device noted is told to a recorder in numbers.
    two.reload()
    hands.ready(two)
    expect(two.locator(f'[data-stop="{walking.stops[2]}"] .walk__counts')).to_contain_text("Fotos: 22")
    assert not [fault for watch in watches for fault in watch.close() if not _is_broken(fault)]


def _is_broken(fault: str) -> bool:
    """A line that was cut; and the one refusal by which the laptop learns that its kept page holds an old token."""
    words = ("ERR_", "Failed to fetch", "Load failed", "400 PUT", "status of 400")
    return any(word in fault for word in words)
