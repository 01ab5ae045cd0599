"""A cheap phone opens the map, beside uMap: `python -m benchmarks.phone` (`--rounds N`, else 3; `--note "…"`).

Both are served here and measured in turns in one run, medians of the rounds: Streifzug's demo town and an empty uMap
map in edit mode, each by gunicorn with two workers, on an emulated phone (390 × 844, touch, 1.6 Mbit/s, 150 ms, the
processor six times slower). Bytes and requests are counted once without the brake, with an empty cache, after joining.
Seconds run from opening the address to the server's word that it has the thing; a hand that never thinks taps, 0.4 s
before every touch. uMap's tiles come from other hosts: each is answered at once by one pixel, while ours cross the slow
line. The other peers (Mapsurvey, Enketo, adhocracy+) do not install from the package registries as they are, so only
uMap stands beside us here.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.phone.photo import our_photo
from benchmarks.phone.report import Measured, lines
from benchmarks.phone.town import town
from benchmarks.phone.watching import first_load
from benchmarks.phone.ways import (
    MAP,
    UMAP,
    joined,
    our_area,
    our_pin,
    our_pin_from_poster,
    umap_area,
    umap_pin,
)
from benchmarks.results import write_section
from benchmarks.umap import VERSION, umap
from tests.browser.conftest import ARGUMENTS

TITLE = "A phone opens the map (`python -m benchmarks.phone`)"


def measure(
    browser: Browser, ours_at: str, token: str, umap_at: str, *, rounds: int
) -> tuple[Measured, Measured]:
    """Both in turns; the first look of each is not timed, it warms the servers."""
    ours = Measured(first_load(browser, ours_at, MAP, joined(browser, ours_at)))
    theirs = Measured(first_load(browser, umap_at, UMAP, None))
    for _round in range(rounds):
        # A new person each time: nobody may set more than a few pins.
        cookies = joined(browser, ours_at)
        ours.opened.append(our_pin(browser, ours_at, cookies))
        theirs.opened.append(umap_pin(browser, umap_at))
        ours.areas.append(our_area(browser, ours_at, cookies))
        theirs.areas.append(umap_area(browser, umap_at))
        ours.poster.append(our_pin_from_poster(browser, ours_at, token))
        ours.photos.append(our_photo(browser, ours_at, joined(browser, ours_at, "16–17")))
    return ours, theirs


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.phone")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--note", default="", help="a sentence about the machine that day")
    wanted = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        town(Path(folder)) as (ours_at, token),
        umap() as umap_at,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        ours, theirs = measure(browser, ours_at, token, umap_at, rounds=wanted.rounds)
        browser.close()
    intro = f"uMap {VERSION} in turns with us, medians of {wanted.rounds} on the emulated slow phone. {wanted.note}"
    write_section(TITLE, lines(ours, theirs, [intro.strip()]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
