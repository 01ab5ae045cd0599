"""The square town for tests of media: a phone in it, two editors, and stored files that begin empty."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from apiflask import APIFlask

from app.base.database import db, transaction
from app.contributions.media import incoming
from app.contributions.media.models import Attachment
from app.contributions.media.store import store
from app.participants.models import Participant
from tests.contributions.conftest import Town
from tests.contributions.media.senders import Sender
from tests.staff import make_user


@pytest.fixture
def no_files(app: APIFlask) -> Iterator[None]:
    """Nothing stored from other tests."""
    empty_folders(app)
    yield
    empty_folders(app)


def empty_folders(app: APIFlask) -> None:
    with app.app_context():
        for folder in (store().root, incoming.folder()):
            shutil.rmtree(folder)
        app.extensions.pop("streifzug_media")
        store()


@pytest.fixture
def phone(app: APIFlask, town: Town, no_files: None) -> Sender:
    """Somebody of 16, who says yes to photos and voice without a guardian (E04)."""
    with app.app_context(), transaction():
        db.session.get_one(Participant, town.participant_id).age_band = "a16_17"
    return Sender(app, town)


@pytest.fixture
def editor(app: APIFlask, town: Town) -> UUID:
    with app.app_context(), transaction():
        return make_user("redaktion@example.org", name="Rea Redaktion")


@pytest.fixture
def second(app: APIFlask, town: Town) -> UUID:
    with app.app_context(), transaction():
        return make_user("zweite@example.org", name="Zoe Zweite")


def stored(app: APIFlask) -> list[Path]:
    """Every file in the store, without its own."""
    with app.app_context():
        return sorted(path for path in store().root.glob("??/??/*"))


def attachment(app: APIFlask, attachment_id: object) -> Attachment:
    with app.app_context():
        found = db.session.get_one(Attachment, attachment_id)
        db.session.expunge(found)
        return found
