"""The store: equal files are one, nothing is removed that somebody names or is about to, nobody else may read."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from contextlib import suppress
from pathlib import Path

import pytest
from apiflask import APIFlask

from app.base.database import db, new_id, transaction
from app.config import Settings
from app.contributions.media import services
from app.contributions.media import store as storing
from app.contributions.media.models import Attachment
from app.contributions.media.store import FileStore, store
from tests.contributions.media.conftest import stored
from tests.contributions.media.samples import photo, quarters
from tests.contributions.media.senders import Sender


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "media")


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "new-file"
    path.write_bytes(content)
    return path


def test_a_file_is_named_by_its_content_in_two_levels(tmp_path: Path, files: FileStore) -> None:
    first, second = (files.keep(written(tmp_path, b"abc")) for _ in range(2))
    digest = hashlib.sha256(b"abc").hexdigest()
    assert first.digest == second.digest == digest
    assert [path.relative_to(files.root) for path in files.root.rglob(digest)] == [
        Path(digest[:2]) / digest[2:4] / digest
    ]
    with files.open(digest) as file:
        assert file.read() == b"abc"
    assert list((files.root / "new").iterdir()) == []


def test_nothing_is_readable_for_others(tmp_path: Path, files: FileStore) -> None:
    before = os.umask(0)
    try:
        files.keep(written(tmp_path, b"abc"))
    finally:
        os.umask(before)
    for path in [files.root, *files.root.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "x" * 64, "A" * 64, "0" * 63, "0" * 64])
def test_only_digests_name_files(files: FileStore, digest: str) -> None:
    with pytest.raises(FileNotFoundError):
        files.open(digest)


def test_other_kinds_of_addresses_are_refused(app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: Settings = app.config["SETTINGS"]
    monkeypatch.setitem(
        app.config, "SETTINGS", Settings(**{**settings.__dict__, "media_url": "s3://bucket/x"})
    )
    monkeypatch.delitem(app.extensions, "streifzug_media", raising=False)
    with app.app_context(), pytest.raises(ValueError, match="MEDIA_URL"):
        store()


def test_what_two_rows_name_goes_with_the_second(app: APIFlask, phone: Sender) -> None:
    content = photo(image=quarters(800, 600))
    first, second = phone.upload(content), phone.upload(content)
    assert len(stored(app)) == 2
    phone.send("DELETE", f"/attachments/{first}")
    assert len(stored(app)) == 2
    phone.send("DELETE", f"/attachments/{second}")
    assert stored(app) == []


def test_what_is_kept_but_not_named_yet_is_not_removed(app: APIFlask, phone: Sender, tmp_path: Path) -> None:
    """Between the disk and the commit: the claim holds it. Control: without the claim it goes."""
    with app.app_context():
        kept = store().keep(written(tmp_path, b"abc"))
        assert services.remove_unnamed([kept.digest]) == 0
        store().let_go([kept])
        assert services.remove_unnamed([kept.digest]) == 1
        with pytest.raises(FileNotFoundError):
            store().open(kept.digest)


def test_tidy_removes_orphans_and_only_those(
    app: APIFlask, phone: Sender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attachment_id = phone.upload(photo(image=quarters(800, 600)))
    named = stored(app)
    with app.app_context():
        # A crash between keeping and naming leaves the file and its claim.
        orphan = store().keep(written(tmp_path, b"orphan"))
        assert services.tidy().stored == 0
        monkeypatch.setattr(storing, "FRESH", -1)
        assert services.tidy().stored == 1
        assert stored(app) == named
        assert not orphan.claim.exists()
        assert services.tidy() == services.Tidied(0, 0, 0, 0)
        assert db.session.get(Attachment, attachment_id) is not None


def test_files_go_after_the_commit_and_not_without_it(app: APIFlask, phone: Sender) -> None:
    attachment_id = phone.upload(photo(image=quarters(800, 600)))
    before = stored(app)

    class Stop(Exception):
        pass

    with app.app_context():
        with suppress(Stop), transaction():
            services.take_back(attachment_id=attachment_id, participant_id=phone.town.participant_id)
            raise Stop
        assert stored(app) == before
        with transaction():
            services.take_back(attachment_id=attachment_id, participant_id=phone.town.participant_id)
            assert stored(app) == before
        assert stored(app) == []


def test_a_disk_that_fails_leaves_an_orphan_and_no_error(
    app: APIFlask, phone: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    attachment_id = phone.upload(photo(image=quarters(800, 600)))

    def fails(*_: object) -> None:
        raise OSError("disk")

    with monkeypatch.context() as patched:
        patched.setattr(FileStore, "remove", fails)
        assert phone.send("DELETE", f"/attachments/{attachment_id}").status_code == 204
    assert len(stored(app)) == 2
    monkeypatch.setattr(storing, "FRESH", -1)
    with app.app_context():
        assert services.tidy().stored == 2
    assert stored(app) == []


def test_age_is_that_of_the_last_writing(tmp_path: Path) -> None:
    path = written(tmp_path, b"x")
    os.utime(path, (time.time() - 100, time.time() - 100))
    assert storing.is_older(path, 99)
    assert not storing.is_older(path, 200)
    assert not storing.is_older(tmp_path / str(new_id()), 0)
