"""The planner's path on the test town: seconds of each page, beside the same page of the demo town.

Run: .venv/bin/python -m benchmarks.large_town
Makes both towns in one temporary installation (STREIFZUG_CONTRIBUTIONS, a million by default: some minutes), or takes
the installation that STREIFZUG_LARGE names. Pages are asked in turns through the application, without a network.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.base.database import db, is_empty, prepare_sqlite, transaction
from app.config import Settings
from app.contributions.points import morton
from app.demo import large, load
from app.demo.process import CAMPAIGN, SLUG
from app.demo.staff import PASSWORD
from app.demo.town_ground import lonlat
from app.processes.queries import activity_by_slug, all_processes, process_by_slug
from benchmarks.results import table, write_section
from tests.staff import sign_in

TITLE = "The planner's path on the test town (`python -m benchmarks.large_town`)"
COUNT = int(os.environ.get("STREIFZUG_CONTRIBUTIONS", "1000000"))
LIMIT = 2.0
STAFF = "/verwaltung/verfahren/{slug}"
PAGES = {
    "overview": STAFF,
    "review desk": STAFF + "/sichtung",
    "review desk, released favourite places": STAFF + "/sichtung?stand=released&art=fav",
    "review desk, text": STAFF + "/sichtung?suche=Bank",
    "map of contributions": STAFF + "/sichtung/karte",
    "its tile of the whole town": STAFF + "/sichtung/kacheln/{tile}",
    "safeguarding": STAFF + "/schutz",
    "codes": STAFF + "/zugang",
    "downloads": STAFF + "/herunterladen",
    "releases": STAFF + "/veroeffentlichungen",
    "public page": "/verfahren/{slug}",
    "results": "/verfahren/{slug}/ergebnisse",
    "public tile of the whole town": "/kacheln/orte/{slug}/{tile}",
    "indicators, inside": STAFF + "/kennzahlen?sicht=intern",
}


def make(app: Flask) -> None:
    """Both towns, each unless it is there."""
    with app.app_context():
        if is_empty():
            prepare_sqlite()
            flask_migrate.upgrade()
        known = {process.slug for process in all_processes()}
        if large.SLUG not in known:
            large.load_large(contributions=COUNT, areas=400, seed=1)
        if SLUG not in known:
            with transaction():
                process = load.load_process()
                load.load_voices(process, activity_by_slug(process.id, CAMPAIGN))
                load.freeze_first_release(process_by_slug(SLUG))
        db.session.remove()


def tile() -> str:
    """The tile of zoom 11 in whose middle the town lies, about."""
    lon, lat = lonlat(0, 0)
    x, y = morton.pixels([lon], [lat])
    return f"11/{int(x[0]) >> 13}/{int(y[0]) >> 13}"


def main(folder: str) -> int:
    settings = Settings.from_environment(
        {"STREIFZUG_DATA": folder, "SECRET_KEY": "only-for-measuring-" * 3, "DEMO": "1"}
    )
    app = create_app(Settings(**{**settings.__dict__, "testing": True}))
    make(app)
    client = sign_in(app, "verwaltung@ellerbrueck.example", PASSWORD)  # type: ignore[arg-type]
    rows, slow = [], []
    for name, address in PAGES.items():
        seconds = {}
        for slug in (SLUG, large.SLUG):
            start = time.perf_counter()
            # Past the client's own checks of each page, which would be measured, too.
            answer = FlaskClient.open(client, address.format(slug=slug, tile=tile()))
            seconds[slug] = time.perf_counter() - start
            status = answer.status_code
        if seconds[large.SLUG] > LIMIT:
            slow.append(name)
        rows.append([name, status, f"{seconds[large.SLUG]:.2f}", f"{seconds[SLUG]:.2f}"])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        f"First look at each page after a start, seconds. Limit: {LIMIT:.0f} s. Memory at the end: {memory:.0f} MB. "
        f"Above the limit: {', '.join(slow) or 'none'}.",
        "",
        *table(["page", "status", "test town, s", "demo town, s"], rows),
    ]
    write_section(TITLE, lines)
    return 1 if slow else 0


if __name__ == "__main__":
    standing = os.environ.get("STREIFZUG_LARGE")
    if standing:
        sys.exit(main(standing))
    with tempfile.TemporaryDirectory() as place:
        sys.exit(main(place))
