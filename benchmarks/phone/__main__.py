"""A cheap phone opens the map, beside its peers: `python -m benchmarks.phone` (`--rounds N`, else 3; `--note "…"`).

All are served here and measured in turns in one run, medians of the rounds: Streifzug's demo town, an empty uMap map in
edit mode, a form of Enketo's engine with one place and words; each by gunicorn with two workers, on an emulated phone
(390 × 844, touch, 1.6 Mbit/s, 150 ms, the processor six times slower). Bytes and requests are counted once without the
brake, with an empty cache, after joining. Seconds run from opening the address to the server's word that it has the
thing; a hand that never thinks taps, 0.4 s before every touch. The peers' tiles come from other hosts: each is answered
at once by one pixel, while ours cross the slow line. "First tap accepted" is our needle, uMap's marker tool, and in
Enketo the button that opens the map.

Other peers are on no package index: neither PyPI nor npm has anything named mapsurvey, adhocracy4 or adhocracy-plus.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.phone.peers import PEERS, Served, served
from benchmarks.phone.photo import our_photo
from benchmarks.phone.report import Measured, lines
from benchmarks.phone.town import town
from benchmarks.phone.watching import first_load
from benchmarks.phone.ways import MAP, joined, our_area, our_pin, our_pin_from_poster
from benchmarks.results import write_section
from tests.browser.conftest import ARGUMENTS

TITLE = "A phone opens the map (`python -m benchmarks.phone`)"


def measure(
    browser: Browser, ours_at: str, token: str, beside: Served, *, rounds: int
) -> tuple[Measured, dict[str, Measured | None]]:
    """All in turns; the first look of each is not timed, it warms the servers."""
    running = [(peer, beside.addresses[peer.name]) for peer in PEERS if peer.name in beside.addresses]
    ours = Measured(first_load(browser, ours_at, MAP, joined(browser, ours_at)))
    theirs = {peer.name: Measured(first_load(browser, url, peer.page, None)) for peer, url in running}
    for _round in range(rounds):
        # A new person each time: nobody may set more than a few pins.
        cookies = joined(browser, ours_at)
        ours.opened.append(our_pin(browser, ours_at, cookies))
        for peer, url in running:
            theirs[peer.name].opened.append(peer.pin(browser, url))
        ours.areas.append(our_area(browser, ours_at, cookies))
        for peer, url in running:
            theirs[peer.name].areas.append(peer.area(browser, url))
        ours.poster.append(our_pin_from_poster(browser, ours_at, token))
        ours.photos.append(our_photo(browser, ours_at, joined(browser, ours_at, "16–17")))
    return ours, {peer.name: theirs.get(peer.name) for peer in PEERS}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.phone")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--note", default="", help="a sentence about the machine that day")
    wanted = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        town(Path(folder)) as (ours_at, token),
        sync_playwright() as playwright,
        ExitStack() as until,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        beside = served(browser, until)
        ours, theirs = measure(browser, ours_at, token, beside, rounds=wanted.rounds)
        browser.close()
    names = " and ".join(f"{peer.name} {peer.version}" for peer in PEERS if peer.name in beside.addresses)
    intro = f"{names or 'Nobody'} in turns with us, medians of {wanted.rounds} on the emulated slow phone."
    missing = [f"{name} is missing: {reason}" for name, reason in beside.missing.items()]
    write_section(TITLE, lines(ours, theirs, [" ".join([intro, *missing, wanted.note]).strip()]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
