"""Writes of what staff wrote, said in another language."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete

from app.base.audit import note
from app.base.database import db
from app.base.errors import DomainError
from app.processes.models import Process, Wording
from app.processes.wordings import LANGUAGES_OF_CONTENT, Key, originals, wordings_in


def save_wordings(
    *, process: Process, language: str, texts: Mapping[Key, str], actor: UUID | str = "command"
) -> int:
    """Set the wordings of a process in one language; an empty text takes one away. Returns how many changed.

    DomainError for an unknown language, for a text too long (its field is `object field`) or of nothing there is.
    """
    if language not in LANGUAGES_OF_CONTENT:
        raise DomainError(_("Diese Sprache gibt es hier nicht."), field="language")
    known = {(one.object_id, one.field): one for _heading, group in originals(process) for one in group}
    before = wordings_in(process.id, language)
    changed = 0
    for key, text in texts.items():
        if key not in known:
            raise DomainError(_("Diesen Text gibt es nicht mehr."), field=field_name(key))
        wording = text.replace("\r\n", "\n").strip()
        if len(wording) > known[key].most:
            raise DomainError(
                _("Bitte höchstens %(limit)s Zeichen.", limit=known[key].most), field=field_name(key)
            )
        if wording == before.get(key, ""):
            continue
        changed += 1
        object_id, field = key
        db.session.execute(
            delete(Wording).where(
                Wording.object_id == object_id, Wording.field == field, Wording.language == language
            )
        )
        if wording:
            db.session.add(
                Wording(
                    object_id=object_id, field=field, language=language, process_id=process.id, text=wording
                )
            )
    db.session.flush()
    if changed:
        note(actor=actor, action="wordings.save", object_kind="process", object_id=process.id)
    return changed


def field_name(key: Key) -> str:
    """The name of the form's field for a text."""
    return f"{key[0]} {key[1]}"
