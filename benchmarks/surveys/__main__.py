"""Surveys on cheap phones, and a hundred at once: `python -m benchmarks.surveys` (`--rounds N`, `--note "…"`).

Part one: the demo town's youth survey beside the same questionnaire in Enketo's engine, which our own XLSForm writer
hands over with all its three languages; both on the phone and the line of benchmarks.phone, in turns. Bytes are
counted once without the brake, with an empty cache, after joining; no map is opened. Part two: sittings per second
behind script/serve beside the plainest page that inserts the same rows. Clients and servers share the machine, so the
figures are ratios, not promises. Ends with 1 when anything acknowledged is lost or a request failed.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from app import create_app
from app.config import Settings
from app.questions.shipped import SHIPPED
from app.questions.xlsform import write_xlsform
from benchmarks.enketo import VERSION, NotInstalled, enketo
from benchmarks.phone.town import town
from benchmarks.phone.watching import first_load
from benchmarks.phone.ways import joined
from benchmarks.results import write_section
from benchmarks.surveys.answering import answering
from benchmarks.surveys.opening import FORM, OURS, our_opening, their_opening
from benchmarks.surveys.report import Opened, answer_lines, is_sound, page_lines
from tests.browser.conftest import ARGUMENTS

TITLE = "Surveys (`python -m benchmarks.surveys`)"


def pages(folder: Path, rounds: int) -> tuple[Opened, Opened | None, str]:
    """Our page, Enketo's, and why there is none; the first look of each is not timed, it warms the servers."""
    workbook = folder / "survey.xlsx"
    settings = Settings.from_environment(
        {"STREIFZUG_DATA": str(folder), "SECRET_KEY": "only-to-measure-" * 4}
    )
    with create_app(settings).app_context():
        write_xlsform(SHIPPED["youth_quarter"](), workbook)
    with town(folder / "town") as (ours_at, _token), sync_playwright() as playwright, ExitStack() as until:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        missing, theirs_at = "", ""
        try:
            theirs_at = until.enter_context(enketo(browser, {FORM: workbook}))
        except NotInstalled as error:
            missing = f"Enketo core is missing: {error}."
        found = _in_turns(browser, ours_at, theirs_at, rounds)
        browser.close()
    return (*found, missing)


def _in_turns(browser: Browser, ours_at: str, theirs_at: str, rounds: int) -> tuple[Opened, Opened | None]:
    ours = Opened(first_load(browser, ours_at, OURS, joined(browser, ours_at)))
    theirs = Opened(first_load(browser, theirs_at, f"/{FORM}", None)) if theirs_at else None
    for _round in range(rounds):
        ours.openings.append(our_opening(browser, ours_at, joined(browser, ours_at)))
        if theirs is not None:
            theirs.openings.append(their_opening(browser, theirs_at))
    return ours, theirs


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.surveys")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4, help="of each round of a hundred phones")
    parser.add_argument("--note", default="", help="a sentence about the machine that day")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder)
        (own / "town").mkdir()
        opened = pages(own, wanted.rounds)
        both, rows = answering(own, rounds=wanted.rounds, seconds=wanted.seconds)
    beside = f"Enketo core {VERSION} in turns with us" if opened[1] else "Nobody beside us"
    intro = f"{beside}, medians of {wanted.rounds} on the emulated slow phone."
    lines = [
        f"{intro} {wanted.note}".strip(),
        "",
        *page_lines(*opened),
        "",
        *answer_lines(both, rows, wanted.seconds),
    ]
    write_section(TITLE, lines)
    return 0 if is_sound(both) else 1


if __name__ == "__main__":
    raise SystemExit(main())
