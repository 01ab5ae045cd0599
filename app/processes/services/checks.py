"""What every write about processes and activities checks first."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import String

from app.base.errors import DomainError
from app.processes.levels import PARTICIPATION_LEVELS
from app.processes.models import Activity, Process

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED_SLUGS = frozenset({"neu"})


def check_slug(slug: str) -> None:
    """DomainError unless the text can stand in an address."""
    if not SLUG.fullmatch(slug) or len(slug) > 80 or slug in RESERVED_SLUGS:
        message = _("Bitte nur Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel »mein-viertel«.")
        raise DomainError(message, field="slug")


def checked_values(model: type[Process | Activity], **values: Any) -> dict[str, Any]:
    """Stripped values that fit their columns; PostgreSQL would answer a long text with an error page."""
    columns = model.__table__.columns
    clean = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    for name, value in clean.items():
        kind = columns[name].type
        limit = kind.length if isinstance(kind, String) else None
        if limit and len(value) > limit:
            raise DomainError(_("Bitte höchstens %(limit)s Zeichen.", limit=limit), field=name)
    if not clean["title"]:
        raise DomainError(_("Bitte geben Sie einen Titel an."), field="title")
    level = clean.get("participation_level")
    if level and level not in PARTICIPATION_LEVELS:
        names = ", ".join(PARTICIPATION_LEVELS)
        message = _("Unbekannte Beteiligungsstufe. Möglich sind: %(names)s", names=names)
        raise DomainError(message, field="participation_level")
    for first, last in (("period_start", "period_end"), ("opens_on", "closes_on")):
        if clean.get(first) and clean.get(last) and clean[last] < clean[first]:
            raise DomainError(_("Das Ende liegt vor dem Anfang."), field=last)
    return clean
