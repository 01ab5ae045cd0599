"""Classic indicators come in as tables of other offices: per area a value, its statuses kept, never persons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.areas.deliveries import Period, keep_delivery
from app.areas.grid_tables import lines_of
from app.areas.models import AreaSet
from app.areas.queries import areas_of
from app.areas.sheets import Sheet, read_sheet
from app.base import audit
from app.base.database import db, now
from app.base.errors import DomainError
from app.indicators.catalogue import definition_of, is_kept_inside
from app.indicators.definitions import Definition, Measure
from app.indicators.models import Observation, Source
from app.indicators.tidy import PIPELINE_VERSION
from app.indicators.values import Period as When
from app.indicators.values import Values, read_values

INTERNAL_LICENCES = {"intern", "internal"}


@dataclass(frozen=True)
class Imported:
    """How many values are new, changed, unchanged, and how many of them the source itself withholds."""

    new: int
    changed: int
    unchanged: int
    withheld: int

    def plus(self, other: Imported) -> Imported:
        """Both together."""
        return Imported(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.withheld + other.withheld,
        )


def import_file(
    *,
    path: Path,
    indicator_id: str,
    area_set: AreaSet,
    period_start: date,
    period_end: date,
    source: str,
    provider: str,
    licence: str,
    columns: Mapping[str, str] | None = None,
    confirmed: Mapping[str, str] | None = None,
    actor: UUID | str = "command",
    read: Callable[[Path], Sheet] = read_sheet,
) -> Imported:
    """Take a CSV or XLSX over as observations of one indicator; the same file twice changes nothing.

    columns: our name (area, value, numerator, denominator) to the column's head. ImportRefused names lines,
    MatchesNeeded asks about names of areas that are not in `confirmed`. `read` gives the lines of the file.
    """
    definition = importable(indicator_id)
    values = read_values(
        lines_of(read(path), area_set),
        areas_of(area_set.id),
        period=(period_start, period_end),
        columns=columns,
        unit=definition.unit,
        internal=is_internal(indicator_id, licence),
        confirmed=confirmed,
    )
    return store_values(
        values=values,
        indicator_id=indicator_id,
        area_set=area_set,
        source=source,
        provider=provider,
        licence=licence,
        file_name=path.name,
        actor=actor,
    )


def importable(indicator_id: str) -> Definition:
    """The definition of an indicator whose values come from others; DomainError for one that is computed here."""
    definition = definition_of(indicator_id)
    if definition.measure is not Measure.IMPORTED:
        raise DomainError(
            _("%(id)s wird berechnet und nicht eingelesen.", id=indicator_id), field="indicator"
        )
    return definition


def is_internal(indicator_id: str, licence: str) -> bool:
    """True when values stay in the house: by their licence, or as the town said of its own indicator."""
    return licence.strip().lower() in INTERNAL_LICENCES or is_kept_inside(indicator_id)


def store_values(
    *,
    values: Values,
    indicator_id: str,
    area_set: AreaSet,
    source: str,
    provider: str,
    licence: str,
    file_name: str = "",
    actor: UUID | str = "command",
) -> Imported:
    """Store what was read: a new version for each period that says something else than before."""
    return store_figures(
        figures=values.figures,
        notes=values.notes,
        indicator_id=indicator_id,
        area_set=area_set,
        source=source,
        provider=provider,
        licence=licence,
        file_name=file_name,
        actor=actor,
    )


def store_figures(
    *,
    figures: Mapping[When, dict[str, dict[str, Any]]],
    notes: Sequence[str],
    indicator_id: str,
    area_set: AreaSet,
    source: str,
    provider: str,
    licence: str,
    file_name: str = "",
    actor: UUID | str = "command",
) -> Imported:
    """The same for figures by period and area_id, wherever they are from."""
    definition = importable(indicator_id)
    source_id = _keep_source(source=source, provider=provider, licence=licence)
    result = Imported(0, 0, 0, 0)
    for (start, end), rows in sorted(figures.items()):
        if end < start:
            raise DomainError(_l("Der Zeitraum endet, bevor er beginnt."), field="period_end")
        shared = {
            "indicator_id": definition.id,
            "indicator_version": definition.version,
            "area_set": area_set.name,
            "area_vintage": area_set.vintage,
            "period_start": start,
            "period_end": end,
            "ref": definition.ref,
            "unit": definition.unit,
            "source_id": source_id,
            "licence_id": licence.strip(),
            "pipeline_version": PIPELINE_VERSION,
        }
        period = Period(definition.id, area_set.name, area_set.vintage, start, end)
        done = _store(shared, rows)
        if done.new or done.changed:
            kept = [[area, row["value"], row["obs_status"]] for area, row in sorted(rows.items())]
            about = {"notes": list(notes), "provider": provider, "licence": licence}
            keep_delivery(period, kept, source=source, file_name=file_name, about=about, actor=actor)
        result = result.plus(done)
    audit.note(actor=actor, action="indicators.import", object_kind="source", object_id=source_id[:64])
    return result


def _store(shared: dict[str, Any], rows: dict[str, dict[str, Any]]) -> Imported:
    keys = ("indicator_id", "area_set", "area_vintage", "period_start", "period_end")
    query = select(Observation).where(*(getattr(Observation, name) == shared[name] for name in keys))
    stored = {found.area_id: found for found in db.session.scalars(query)}
    new = changed = 0
    for gone in (
        stored.keys() - rows.keys()
    ):  # a new version says all there is to say; the former one stays readable
        db.session.delete(stored[gone])
    dropped = len(stored.keys() - rows.keys())
    for area_id, figures in rows.items():
        wanted = {**shared, **figures}
        found = stored.get(area_id)
        if found is None:
            db.session.add(Observation(area_id=area_id, computed_at=now(), **wanted))
            new += 1
        elif any(getattr(found, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(found, name, value)
            found.computed_at = now()
            changed += 1
    changed += dropped
    db.session.flush()
    withheld = sum(row["obs_status"] == "Q" for row in rows.values())
    return Imported(new, changed, len(rows) - new - (changed - dropped), withheld)


def _keep_source(*, source: str, provider: str, licence: str) -> str:
    """The source_id: a slug of the title; provider and licence are kept as last given."""
    plain = unicodedata.normalize("NFKD", source.replace("ß", "ss")).encode("ascii", "ignore").decode()
    source_id = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80]
    if not source_id or not provider.strip() or not licence.strip():
        raise DomainError(_l("Titel, Anbieter und Lizenz der Quelle dürfen nicht leer sein."), field="source")
    found = db.session.get(Source, source_id)
    if found is None:
        found = Source(
            id=source_id, title=source.strip(), provider=provider.strip(), licence_id=licence.strip()
        )
        db.session.add(found)
    elif (found.provider, found.licence_id) != (provider.strip(), licence.strip()):
        found.provider, found.licence_id = provider.strip(), licence.strip()
    db.session.flush()
    return source_id
