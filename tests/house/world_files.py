"""What has files in the world of the access tests: photos of contributions, printed sheets, their photographs."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from PIL import Image

from app.base.database import db, new_id, now
from app.base.printed_map.layout import layout_of
from app.contributions.media.models import Attachment
from app.contributions.media.store import store
from app.maps.paper import storage
from app.maps.paper.models import PaperPhoto, PaperSheet
from app.maps.paper.printing.making import PDF, REFERENCE


def jpeg(note: str) -> bytes:
    """A small picture; each note makes another file."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 160, 90)).save(file, "JPEG", comment=note.encode())
    return file.getvalue()


def add_photo(*, process_id: UUID, contribution_id: UUID, state: str) -> Attachment:
    """A photo that lies in the store, whole and as a preview; no two of them are the same file."""
    whole, preview = (_stored(jpeg(f"{contribution_id} {size}")) for size in ("whole", "preview"))
    attachment = Attachment(
        id=new_id(),
        contribution_id=contribution_id,
        process_id=process_id,
        kind="photo",
        state=state,
        media_type="image/jpeg",
        size=1,
        received=1,
        sha256="0" * 64,
        announced_at=now(),
        received_at=now(),
        width=64,
        height=48,
        digest=whole,
        preview=preview,
        public_digest=whole,
        public_preview=preview,
    )
    db.session.add(attachment)
    return attachment


def add_paper(*, process_id: UUID, activity_id: UUID, slug: str) -> tuple[PaperSheet, PaperPhoto]:
    """A printed sheet, and a photograph of one that was refused; both with their files."""
    paper: dict[str, Any] = {"process_id": process_id, "activity_id": activity_id}
    sheet = PaperSheet(
        **paper, code=f"{slug:A<12}".upper(), title="Wo bist du gern?", questions=["q1"], colours="kind", legend=[],
        crs=25832, center_x=570_000.0, center_y=5_766_000.0, scale=5000, paper="A4", landscape=False, copies=1,
        layout=layout_of("A4", False).as_json(), words={},
    )  # fmt: skip
    photo = PaperPhoto(
        **paper, file_name="blatt.jpg", sha256="0" * 64, state="refused", reason="Keine Marken."
    )
    db.session.add_all([sheet, photo])
    db.session.flush()
    _written(storage.sheet_folder(sheet.id), {PDF: b"%PDF-1.7\n", REFERENCE: b"\x89PNG\r\n\x1a\n"})
    picture = jpeg(slug)
    _written(storage.photo_folder(photo.id), {storage.PHOTO: picture, storage.STRAIGHT: picture})
    return sheet, photo


def _stored(content: bytes) -> str:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "photo.jpg"
        file.write_bytes(content)
        kept = store().keep(file)
    store().let_go([kept])
    return kept.digest


def _written(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
