"""Photos, a voice and a sheet of paper of the demo town: some wait at the desk, two hang in the exhibition."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.base.database import db
from app.contributions.exhibition import wall
from app.contributions.media.models import Attachment
from app.contributions.media.store import store
from app.contributions.models import Contribution
from app.demo.load_media import SHOTS, TOLD, load_media, load_paper
from app.demo.process import CAMPAIGN
from app.demo.scenes import SCENES, scene
from app.maps.paper import storage
from app.maps.paper.models import PaperPhoto
from app.participants.services import join_direct
from app.processes.models import Process
from app.processes.queries import activity_by_slug
from tests.demo.factories import ellerbrueck


@pytest.fixture(scope="module")
def town(built_app: APIFlask) -> Iterator[Any]:
    def fill(process: Process) -> None:
        for _number in range(len(SHOTS) + 1):
            join_direct(process_id=process.id, age_band="a16_17")
        activity = activity_by_slug(process.id, CAMPAIGN)
        assert load_media(process, activity) == len(SHOTS) + 1
        load_paper(process, activity)

    with ellerbrueck(built_app, fill) as process:
        yield process


def test_the_scenes_are_the_same_every_time() -> None:
    for name in SCENES:
        assert (
            hashlib.sha256(scene(name).tobytes()).digest() == hashlib.sha256(scene(name).tobytes()).digest()
        )
    assert {shot.scene for shot in SHOTS} < set(SCENES)


def test_two_pictures_hang_with_their_sentences(town: Any) -> None:
    shown, _following = wall(town.id)
    assert sorted(one.sentence for one in shown) == sorted(shot.text for shot in SHOTS if shot.is_shown)
    for one in shown:
        with store().open(one.digest) as file:
            assert file.read(3) == b"\xff\xd8\xff"


def test_the_rest_waits_with_its_place_and_the_voice_with_its_words(town: Any) -> None:
    waiting = db.session.execute(
        select(Attachment, Contribution)
        .join(Contribution, Contribution.id == Attachment.contribution_id)
        .where(Attachment.state == "in_review")
    ).all()
    assert sorted(one.kind for one, _said in waiting) == ["audio", "photo", "photo", "photo"]
    assert all(said.geometry is not None for _one, said in waiting)
    [voice] = [one for one, _said in waiting if one.kind == "audio"]
    assert (voice.text, round(voice.duration)) == (TOLD, 3)


def test_a_sheet_waits_for_somebody_who_confirms_it(town: Any) -> None:
    photo = db.session.scalars(select(PaperPhoto)).one()
    assert (photo.state, photo.age_band, len(photo.marks)) == ("ready", "a14_15", 5)
    assert (storage.photo_folder(photo.id) / storage.STRAIGHT).is_file()
