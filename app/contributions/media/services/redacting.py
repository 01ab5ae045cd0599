"""What others may see of a picture: all boxes made unrecognisable; the whole stays for its owner and who redacts."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.base.database import after_commit, db
from app.base.errors import DomainError
from app.contributions.media.models import Attachment
from app.contributions.media.processing import blur
from app.contributions.media.services.removing import remove_files_later
from app.contributions.media.store import Kept, store

MOST_BOXES = 500
_KINDS, _SOURCES = ("face", "plate", "brush"), ("found", "phone", "review")


@dataclass(frozen=True)
class Blurred:
    """Whole and preview with boxes blurred, kept in the store but named by nothing yet; `boxes` as they are stored."""

    boxes: list[dict[str, Any]]
    whole: Kept
    preview: Kept


def blurred(attachment: Attachment, boxes: Sequence[dict[str, Any]]) -> Blurred:
    """Blur in a limited child, which takes a second: call it before the transaction and hand the result to `redact`.

    `boxes` are {kind, x, y, w, h, source} with parts (0..1) of width and height. DomainError for anything else.
    """
    checked = [_checked_box(box) for box in boxes]
    if len(checked) > MOST_BOXES:
        raise DomainError(_("Das sind zu viele Stellen auf einem Bild."), field="redactions")
    if attachment.digest is None or attachment.preview is None:
        raise DomainError(_("Diese Datei ist kein Bild."), field="redactions")
    with tempfile.TemporaryDirectory(prefix="blur-") as name:
        folder = Path(name)
        whole, preview = blur(store().fetch(attachment.digest, folder), checked, folder=folder)
        return Blurred(checked, store().keep(whole), store().keep(preview))


def redact(
    attachment: Attachment, boxes: Sequence[dict[str, Any]], made: Blurred | None = None
) -> Attachment:
    """Replace what others may see of a picture, and remember the boxes; errors as in `blurred`.

    Without boxes others see it as it is. `made` spares the transaction the work of the child.
    """
    before = (attachment.public_digest, attachment.public_preview)
    if not boxes:
        attachment.public_digest, attachment.public_preview = attachment.digest, attachment.preview
        attachment.redactions = []
    else:
        made = made or blurred(attachment, boxes)
        attachment.public_digest, attachment.public_preview = made.whole.digest, made.preview.digest
        attachment.redactions = made.boxes
        kept = (made.whole, made.preview)
        after_commit(lambda: store().let_go(kept))
    attachment.version += 1
    db.session.flush()
    remove_files_later(before)
    return attachment


def _checked_box(box: dict[str, Any]) -> dict[str, Any]:
    try:
        x, y, w, h = (float(box[name]) for name in ("x", "y", "w", "h"))
    except (KeyError, TypeError, ValueError) as error:
        raise DomainError(_("Eine Stelle auf dem Bild stimmt nicht."), field="redactions") from error
    inside = all(math.isfinite(value) and 0 <= value <= 1 for value in (x, y, w, h)) and w > 0 and h > 0
    kind, source = box.get("kind", "brush"), box.get("source", "review")
    if not inside or kind not in _KINDS or source not in _SOURCES:
        raise DomainError(_("Eine Stelle auf dem Bild stimmt nicht."), field="redactions")
    return {"kind": kind, "x": x, "y": y, "w": w, "h": h, "source": source}
