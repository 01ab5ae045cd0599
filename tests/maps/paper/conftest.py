"""A needle map with the demo town's base map and somebody who may bring in paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from apiflask import APIFlask

from app.base.database import db, transaction
from app.demo.basemap import PMTILES
from app.maps.paper.models import PaperSheet
from app.maps.paper.queries import sheets_of
from app.maps.queries import campaign_by_slug
from app.processes.queries import process_by_slug
from tests.maps.factories import make_campaign
from tests.page_client import PageClient
from tests.staff import give_role, make_user, sign_in

BASE = "/verwaltung/verfahren/zeig-dein-viertel/karte/nadelkarte/papier"
PERSON = "erfassung@stadt.example"


@pytest.fixture
def base_map(app: APIFlask) -> Iterator[Path]:
    """The demo town's tiles where an installation has its own."""
    data = Path(app.config["SETTINGS"].data)
    path = data / "karte.pmtiles"
    shutil.copy(PMTILES, path)
    yield path
    path.unlink()
    shutil.rmtree(data / "paper", ignore_errors=True)


@pytest.fixture
def recorder(app: APIFlask, base_map: Path) -> Iterator[PageClient]:
    """Signed in as somebody who records what came on paper."""
    with app.app_context():
        with transaction():
            process_id = make_campaign().activity.process_id
        give_role(process_id, make_user(PERSON), "recorder")
        yield sign_in(app, PERSON)
        db.session.remove()


def make_printed_sheet(client: PageClient, **values: str) -> PaperSheet:
    """A sheet made through its form, its pages drawn."""
    url = f"{BASE}/neu"
    answer = client.submit(url, {"paper": "A4", "landscape": "0", "scale": "3000", **values}, action=url)
    assert answer.status_code == 303, answer.page.text  # type: ignore[attr-defined]
    job = client.get(answer.location)
    assert "fertig" in job.page.text, job.page.text
    db.session.rollback()
    return sheets_of(campaign_by_slug(process_by_slug("zeig-dein-viertel").id, "nadelkarte").activity_id)[0]
