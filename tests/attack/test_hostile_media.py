"""R44: some 200 hostile files through the real child: nothing breaks, nothing hostile is kept, all within limits.

Without STREIFZUG_FULL=1 a part of them, always the same; each also as a voice in full.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from apiflask import APIFlask
from PIL import Image

from app.contributions.media.processing import Refused, process
from app.contributions.media.vocabulary import FAILURES
from tests.contributions.conftest import quiet_channel as quiet_channel
from tests.contributions.conftest import town as town
from tests.contributions.media.conftest import attachment, stored
from tests.contributions.media.conftest import no_files as no_files
from tests.contributions.media.conftest import phone as phone
from tests.contributions.media.hostile import NAMES, SCRIPT, files
from tests.contributions.media.samples import photo
from tests.contributions.media.senders import Sender
from tests.shared_data import shared_file

pytestmark = pytest.mark.one_database

FULL = os.environ.get("STREIFZUG_FULL") == "1"
ALWAYS = ("bomb", "flood", "frames", "says", "svg-entity", "GIF-then-html", "loop", "endless", "concat")
FILES = [
    (name, content)
    for number, (name, content) in enumerate(files())
    if FULL or number % 12 == 0 or any(part in name for part in ALWAYS)
]
NEVER = (b"<script", b"<?php", b"PK\x03\x04", b"<svg", b"<html")


def test_there_are_some_two_hundred() -> None:
    names = [name for name, _ in files()]
    assert len(names) == len(set(names)) >= 200


@pytest.mark.parametrize("kind", ["photo", "audio"] if FULL else ["photo"])
def test_what_becomes_of_hostile_files(app: APIFlask, tmp_path: Path, kind: str) -> None:
    """Each is refused with a reason or becomes a small JPEG (an MP3) of our own; none needs more than the child has."""
    accepted = read_all(app, tmp_path, FILES, kind)
    assert accepted > 0 or kind == "audio"


@pytest.mark.shared_data
@pytest.mark.parametrize("kind", ["photo", "audio"] if FULL else ["photo"])
def test_what_becomes_of_real_and_broken_photos(app: APIFlask, tmp_path: Path, kind: str) -> None:
    """R44, R45: files of devices and of Pillow's own tests, among them truncated ones."""
    paths = [path for path in sorted(shared_file("photos").rglob("*")) if path.is_file()]
    given = [(path.name, path.read_bytes()) for path in (paths if FULL else paths[::8])]
    accepted = read_all(app, tmp_path, given, kind)
    assert accepted > 0 or kind == "audio"


def read_all(app: APIFlask, tmp_path: Path, given: list[tuple[str, bytes]], kind: str) -> int:
    """How many are accepted; fails with a list of those from which something came that must not."""
    faults, accepted = [], 0
    for number, (name, content) in enumerate(given):
        source, folder = tmp_path / f"in-{number}", tmp_path / f"out-{number}"
        source.write_bytes(content)
        folder.mkdir()
        try:
            with app.app_context():
                found = process(source, kind=kind, folder=folder)
        except Refused as refusal:
            if refusal.reason not in FAILURES:
                faults.append(f"{name}: {refusal.reason}")
            continue
        accepted += 1
        for file in found.files().values():
            data = (folder / file).read_bytes()
            if any(mark in data for mark in NEVER) or SCRIPT in data:
                faults.append(f"{name}: {file} carries on what was hostile")
            if kind == "photo":
                with Image.open(BytesIO(data), formats=["JPEG"]) as image:
                    if max(image.size) > 1600:
                        faults.append(f"{name}: {image.size}")
    assert "\n".join(faults) == ""
    return accepted


def test_announced_types_and_names_decide_nothing(app: APIFlask, phone: Sender) -> None:
    contribution_id = phone.contribute()
    for index, name in enumerate(NAMES[:3]):
        attachment_id = phone.upload(
            photo(),
            contribution_id,
            media_type="image/svg+xml",
            data={"name": name.replace("\x00", "")},
            position=index,
        )
        assert attachment(app, attachment_id).state == "in_review"
    page = phone.upload(b"<html>" + SCRIPT, contribution_id, media_type="image/jpeg", position=4)
    assert attachment(app, page).state == "failed"
    assert stored(app)
    assert all(len(path.name) == 64 and path.name.isalnum() for path in stored(app))
    assert all(path.read_bytes()[:3] == b"\xff\xd8\xff" for path in stored(app))


@pytest.mark.parametrize("name", NAMES)
def test_an_id_is_no_path(phone: Sender, name: str) -> None:
    path = name.replace("\x00", "%00").replace("\u202e", "%E2%80%AE")
    assert phone.client.get(f"/mein/medien/{path}/whole").status_code in (404, 308)
    assert phone.client.get(f"/medien/{path}/whole").status_code in (404, 308)
