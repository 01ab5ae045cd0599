"""What staff wrote, in the reader's language; and for staff what is not said yet in which language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import g
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import select

from app.base.database import db
from app.base.i18n import current_language
from app.config import LANGUAGES, PARTICIPANT_LANGUAGES
from app.processes.channels import Original, channels
from app.processes.models import Activity, Process, Wording
from app.processes.queries import activities_of

ORIGINAL = LANGUAGES[0]
"""The language staff write in."""
LANGUAGES_OF_CONTENT = tuple(code for code in PARTICIPANT_LANGUAGES if code != ORIGINAL)

Key = tuple[UUID, str]


@dataclass(frozen=True)
class Said:
    """A text with the language it is really in."""

    text: str
    language: str


@dataclass(frozen=True)
class Progress:
    """How much of what there is to say has been said in one language."""

    language: str
    done: int
    total: int

    @property
    def is_complete(self) -> bool:
        return self.done >= self.total


def said(process_id: UUID, object_id: UUID, field: str, original: str) -> Said:
    """The wording in the language of this page, else the original."""
    language = current_language()
    wording = _book(process_id, language).get((object_id, field))
    return Said(wording, language) if wording else Said(original, ORIGINAL)


def spoken(process: Process, owner: Any, field: str, most: int | None = None) -> Markup:
    """For templates: a column of staff's words in the reader's language, marked with the language it is in.

    Of a text longer than `most` signs only the beginning.
    """
    found = said(process.id, owner.id, field, getattr(owner, field))
    text = found.text.strip()
    if most is not None and len(text) > most:
        text = text[:most].rsplit(" ", 1)[0] + "…"
    return Markup("<span{}>{}</span>").format(lang_of(found), text)


def paragraphs_of(process: Process, owner: Any, field: str) -> Markup:
    """The same with every paragraph an element of its own; empty for an empty text.

    Empty lines part paragraphs; single line breaks are kept.
    """
    found = said(process.id, owner.id, field, getattr(owner, field))
    parts = [part.strip() for part in found.text.replace("\r\n", "\n").split("\n\n")]
    return Markup("").join(
        Markup('<p class="as-written"{}>{}</p>').format(lang_of(found), part) for part in parts if part
    )


def lang_of(found: Said) -> Markup:
    """Attributes for an element that holds the text; none when it speaks the language of the page."""
    if found.language == current_language():
        return Markup("")
    return Markup(' lang="{}" dir="auto"').format(escape(found.language))


def originals(process: Process) -> list[tuple[str, list[Original]]]:
    """Everything staff wrote for participants, in groups with their headings; empty texts are left out."""
    own = [
        Original(process.id, "title", _("Titel"), process.title, 200),
        Original(process.id, "aim", _("Ziel"), process.aim, 4000, is_long=True),
        Original(
            process.id,
            "decision_scope",
            _("Entscheidungsspielraum"),
            process.decision_scope,
            4000,
            is_long=True,
        ),
        Original(process.id, "target_groups", _("Zielgruppen"), process.target_groups, 4000, is_long=True),
        Original(
            process.id,
            "results_use",
            _("Was mit den Ergebnissen geschieht"),
            process.results_use,
            4000,
            is_long=True,
        ),
    ]
    groups = [(_("Beschreibung des Verfahrens"), own)]
    groups += [(activity.title, _of_activity(activity)) for activity in activities_of(process.id)]
    filled = [(heading, [one for one in group if one.text.strip()]) for heading, group in groups]
    return [(heading, group) for heading, group in filled if group]


def wordings_in(process_id: UUID, language: str) -> dict[Key, str]:
    """All wordings of a process in one language."""
    query = select(Wording.object_id, Wording.field, Wording.text).where(
        Wording.process_id == process_id, Wording.language == language
    )
    return {(row.object_id, row.field): row.text for row in db.session.execute(query)}


def progress_of(process: Process) -> list[Progress]:
    """Each language with how many of the texts are said in it."""
    wanted = {(one.object_id, one.field) for _heading, group in originals(process) for one in group}
    query = select(Wording.language, Wording.object_id, Wording.field).where(Wording.process_id == process.id)
    told: dict[str, set[Key]] = {}
    for language, object_id, field in db.session.execute(query):
        told.setdefault(language, set()).add((object_id, field))
    return [
        Progress(language, len(wanted & told.get(language, set())), len(wanted))
        for language in LANGUAGES_OF_CONTENT
    ]


def _of_activity(activity: Activity) -> list[Original]:
    own = [
        Original(activity.id, "title", _("Titel"), activity.title, 200),
        Original(activity.id, "description", _("Beschreibung"), activity.description, 4000, is_long=True),
    ]
    channel = channels().get(activity.channel)
    return [*own, *(channel.texts(activity) if channel else ())]


def _book(process_id: UUID, language: str) -> dict[Key, str]:
    """The wordings of a process for this request, asked for once."""
    if language == ORIGINAL:
        return {}
    books: dict[tuple[UUID, str], dict[Key, str]] = g.setdefault("wordings", {})
    if (process_id, language) not in books:
        books[process_id, language] = wordings_in(process_id, language)
    return books[process_id, language]
