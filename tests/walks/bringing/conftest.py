"""A walk and a recorder who is signed in; no photos of other tests lie about."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from apiflask import APIFlask

from app.base.database import db, transaction
from tests.page_client import PageClient
from tests.staff import give_role, make_user, sign_in
from tests.walks.brought import make_walk

PERSON = "erfassung@stadt.example"


@pytest.fixture
def recorder(app: APIFlask) -> Iterator[PageClient]:
    with app.app_context():
        with transaction():
            process_id = make_walk().activity.process_id
        give_role(process_id, make_user(PERSON), "recorder")
        yield sign_in(app, PERSON)
        db.session.remove()
        shutil.rmtree(Path(app.config["SETTINGS"].data) / "walk_photos", ignore_errors=True)
