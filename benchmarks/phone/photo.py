"""A photo of 12 megapixels on the slow phone: seconds from choosing it until it is shown, bytes it is sent as."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass

from playwright.sync_api import Browser, StorageState

from benchmarks.phone.hand import Hand
from benchmarks.phone.watching import Phone
from benchmarks.phone.ways import MAP, opened_sheet
from benchmarks.results import table
from tests.photos import as_file, jpeg, noisy

LIMIT_SECONDS = 3.0
LIMIT_BYTES = 1_500_000
_SIZE = (4000, 3000)
_CHOSEN = """
document.addEventListener("change", ({ target }) => {
  if (target.type === "file") window.chosenAt = performance.now();
}, true);
"""
_SHOWN = """() => new Promise((done) => {
  const look = () => (document.querySelector(".capture__canvas")
    ? requestAnimationFrame(() => done(performance.now() - window.chosenAt))
    : requestAnimationFrame(look));
  look();
})"""


@dataclass
class Photo:
    """Milliseconds until it is shown, small and upright; bytes of what is kept for sending."""

    shown: float
    size: int


def our_photo(browser: Browser, url: str, cookies: StorageState) -> Photo:
    """Of somebody old enough to decide alone; the picture is full of detail and was held upright."""
    with Phone(browser, url, cookies=cookies) as phone:
        page = phone.page
        page.add_init_script(_CHOSEN)
        hand = Hand(page, MAP)
        opened_sheet(phone, hand)
        hand.tap(page.locator("[data-media-photo]"))
        chooser = page.locator("dialog input[type=file]:not([capture])")
        chooser.wait_for(state="attached")
        chooser.set_input_files(as_file(jpeg(noisy(*_SIZE), orientation=6, quality=85)))  # type: ignore[arg-type]
        shown = float(page.evaluate(_SHOWN))
        for box in page.locator("dialog input[type=radio][value=no], dialog input[type=checkbox]").all():
            if box.is_visible():
                box.check(force=True)
        hand.tap(page.locator("dialog .capture__actions .kern-btn--primary"))
        with page.expect_request(
            lambda request: request.method == "PUT" and "/api/attachments/" in request.url
        ) as put:
            hand.tap(page.locator("[data-save]"))
        return Photo(shown, int(json.loads(put.value.post_data or "")["size"]))


def photo_lines(photos: list[Photo]) -> list[str]:
    seconds = statistics.median(photo.shown for photo in photos) / 1000
    size = max(photo.size for photo in photos)
    rows = [
        [
            "12 megapixels: shown small, s",
            f"{seconds:.1f}",
            f"≤ {LIMIT_SECONDS:g}",
            _verdict(seconds <= LIMIT_SECONDS),
        ],
        [
            "largest as sent, MB",
            f"{size / 1e6:.2f}",
            f"≤ {LIMIT_BYTES / 1e6:g}",
            _verdict(size <= LIMIT_BYTES),
        ],
    ]
    return table(["photo", "Streifzug", "goal", ""], rows)


def _verdict(is_met: bool) -> str:
    return "met" if is_met else "**missed**"
