"""All points of a process on a phone: seconds from the tap to the drawn map.

Run: .venv/bin/python -m benchmarks.phone_points   (STREIFZUG_LARGE names an installation with the test town)
Chromium at 390 x 844 with an empty cache, its processor four times slower and a line of 9 Mbit/s with 60 ms, as
Lighthouse takes for a phone. The map counts as drawn two frames after the last tile of points that the view needs.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import func, select

from app.base.database import db
from app.contributions import public
from app.contributions.models import PointIndex
from app.processes.queries import process_by_slug
from benchmarks.export import build
from benchmarks.results import table, write_section
from tests.browser.conftest import ARGUMENTS, PHONE
from tests.browser.served import served_app

TITLE = "Points on a phone (`python -m benchmarks.phone_points`)"
COUNT = int(os.environ.get("STREIFZUG_CONTRIBUTIONS", "365000"))
"""A good quarter of them have a public point."""
ROUNDS = 5
LIMIT = 2.5
SLUG = "grosse-stadt"
SLOWER, BYTES_A_SECOND, WAIT_MS = 4, 9_000_000 / 8, 60
_TILES = "performance.getEntriesByType('resource').filter(e => e.name.includes('/kacheln/orte/'))"
_DRAWN = """() => new Promise(done => {
  const tiles = () => TILES.filter(e => e.responseEnd > 0);
  let last = 0, since = performance.now();
  const look = () => {
    const count = tiles().length;
    if (count !== last) { last = count; since = performance.now(); }
    if (count && performance.now() - since > 1000) done([since, count]);
    else requestAnimationFrame(look);
  };
  look();
})""".replace("TILES", _TILES)
"""The moment (ms since the navigation began) of the frame after which no more tile came for a second."""


def opened(browser: Browser, url: str, path: str) -> tuple[float, int]:
    """Seconds until the map of a first visit is drawn, and its tiles of points."""
    context = browser.new_context(base_url=url, locale="de-DE", **PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    line = {"latency": WAIT_MS, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    session.send("Network.emulateNetworkConditions", {"offline": False, **line})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(path, wait_until="commit")
    drawn, tiles = page.evaluate(_DRAWN)
    context.close()
    return drawn / 1000, int(tiles)


def number_of_points() -> int:
    layer = public.layer(process_by_slug(SLUG).id)
    return db.session.scalar(select(func.count()).where(PointIndex.layer_id == layer.id)) or 0


def main(folder: Path) -> int:
    with served_app(folder, DEMO="1") as served, sync_playwright() as playwright:
        points = served.do(number_of_points)
        path = f"/verfahren/{SLUG}/ergebnisse"
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        opened(browser, served.url, path)
        runs = [opened(browser, served.url, path) for _ in range(ROUNDS)]
        browser.close()
    seconds = statistics.median(run[0] for run in runs)
    row = (f"{points:,}", f"{seconds:.2f}", f"{LIMIT}", runs[0][1], f"{max(run[0] for run in runs):.2f}")
    heads = ("released points", "s until drawn", "limit", "tiles", "slowest, s")
    write_section(TITLE, [f"Median of {ROUNDS} first visits.", "", *table(heads, [row])])
    return 0 if seconds <= LIMIT else 1


if __name__ == "__main__":
    if given := os.environ.get("STREIFZUG_LARGE"):
        sys.exit(main(Path(given)))
    with tempfile.TemporaryDirectory() as place:
        build(Path(place), COUNT)
        sys.exit(main(Path(place)))
