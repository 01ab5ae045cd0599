"""What is announced of an attachment before its first byte, checked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.errors import DomainError
from app.contributions.checks import LONGEST_TEXT
from app.contributions.media.errors import TooLarge
from app.contributions.media.processing import PROCESSORS
from app.contributions.media.vocabulary import LARGEST
from app.contributions.words import clean

LARGEST_DATA = 64 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")


@dataclass(frozen=True)
class ConsentDraft:
    """A yes that came with a file."""

    purpose: str
    text_version: str
    giver: str = "self"


@dataclass(frozen=True)
class AttachmentDraft:
    """One file on its way: what it will be, how large, and the yeses that came with it."""

    id: UUID
    contribution_id: UUID
    kind: str
    media_type: str
    size: int
    sha256: str
    position: int = 0
    text: str = ""
    data: dict[str, Any] | None = None
    consents: tuple[ConsentDraft, ...] = field(default=())


def checked(draft: AttachmentDraft) -> AttachmentDraft:
    """The draft as it is stored; DomainError with the field that does not fit, TooLarge for too many bytes."""
    if draft.kind not in PROCESSORS:
        raise DomainError(_("Solche Dateien nehmen wir nicht an."), field="kind")
    if len(draft.media_type) > 60 or not _MEDIA_TYPE.fullmatch(draft.media_type.partition(";")[0].strip()):
        raise DomainError(_("Diese Art von Datei kennen wir nicht."), field="media_type")
    if draft.size < 1:
        raise DomainError(_("Die Datei ist leer."), field="size")
    if draft.size > LARGEST[draft.kind]:
        raise TooLarge(too_large(draft.kind), field="size")
    if not _SHA256.fullmatch(draft.sha256):
        raise DomainError(_("Die Prüfsumme fehlt oder hat die falsche Form."), field="sha256")
    if not 0 <= draft.position <= 1000:
        raise DomainError(_("Die Stelle in der Reihe stimmt nicht."), field="position")
    if len(draft.text) > LONGEST_TEXT:
        raise DomainError(_("Bitte höchstens 5.000 Zeichen."), field="text")
    if draft.data is not None and _is_too_much(draft.data):
        raise DomainError(_("Die Angaben zur Datei sind zu lang."), field="data")
    return replace(draft, text=clean(draft.text))


def too_large(kind: str) -> str:
    """The sentence for a file that is larger than its kind may be."""
    most = LARGEST[kind] // (1024 * 1024)
    return ngettext(
        "Die Datei ist zu groß. Höchstens %(num)s Megabyte.",
        "Die Datei ist zu groß. Höchstens %(num)s Megabyte.",
        most,
    )


def _is_too_much(data: dict[str, Any]) -> bool:
    text = json.dumps(data)
    return len(text) > LARGEST_DATA or "\\u0000" in text
