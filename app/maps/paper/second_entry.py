"""A recorded sheet as fields that a second person types again (E32), without what the first one typed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext as _

from app.base.audit import last_actor
from app.maps.paper.models import PaperMark, PaperPhoto

KIND = "paper_photo"
MARKS, AGE, GENDER, GROUP = "marks", "age_band", "gender", "is_group"


def marks_of(photo: PaperPhoto) -> list[PaperMark]:
    """The marks that were recorded, as they are numbered on the page."""
    return [mark for mark in photo.marks if mark.state == "confirmed"]


def first_entry(photo: PaperPhoto) -> dict[str, str]:
    """What was recorded, by field: the person, how many points there are, kind and words of each."""
    kept = marks_of(photo)
    found = {
        AGE: photo.age_band,
        GENDER: photo.gender,
        GROUP: "y" if photo.is_group else "",
        MARKS: str(len(kept)),
    }
    for mark in kept:
        found[f"{mark.number}-kind"] = f"{mark.question}:{mark.quality}"
        found[f"{mark.number}-text"] = mark.text
    return found


def typed_entry(photo: PaperPhoto, sent: Mapping[str, str]) -> dict[str, str]:
    """The same fields from a form; words are cut as those of the first entry are."""
    return {name: sent.get(name, "").strip()[:1000] for name in first_entry(photo)}


def first_by(photo: PaperPhoto) -> UUID | None:
    """Who recorded the sheet; who uploaded it, when the log does not say."""
    return last_actor(action="paper.record", object_id=photo.id) or photo.uploaded_by


def label_of(field: str) -> str:
    """A field in words of the page."""
    known: dict[str, str] = {
        AGE: _("Alter"),
        GENDER: _("Geschlecht"),
        GROUP: _("Eine Gruppe hat es zusammen ausgefüllt"),
        MARKS: _("Anzahl der Punkte"),
    }
    number, _dash, part = field.partition("-")
    if field in known:
        return known[field]
    if part == "kind":
        return _("Punkt %(number)s: was für ein Ort", number=number)
    return _("Punkt %(number)s: Worte", number=number)
