"""Classic indicators come in as tables of other offices: per area a value, its statuses kept, never persons."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.areas.errors import ImportRefused, listed
from app.areas.labels import is_person_head
from app.areas.marks import Cell, is_german, read_cell
from app.areas.models import AreaSet
from app.areas.queries import areas_of
from app.areas.tables import Table, read_table
from app.base import audit
from app.base.database import db, now
from app.base.errors import DomainError
from app.indicators.catalogue import definition_of
from app.indicators.definitions import Measure
from app.indicators.frames import ALL
from app.indicators.models import Observation, Source
from app.indicators.tidy import PIPELINE_VERSION

COLUMNS = {"area": "area_id", "value": "value", "numerator": "numerator", "denominator": "denominator"}
"""What can be mapped, with the column name expected when nothing is mapped."""

INTERNAL_LICENCES = {"intern", "internal"}
WITHHELD_NOTE = "geheim laut Quelle"
LIMITED_NOTE = "eingeschränkt aussagekräftig laut Quelle"


@dataclass(frozen=True)
class Imported:
    """How many values are new, changed, unchanged, and how many of them the source itself withholds."""

    new: int
    changed: int
    unchanged: int
    withheld: int


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
    actor: UUID | str = "command",
) -> Imported:
    """Take a CSV or XLSX over as observations of one indicator; the same file twice changes nothing.

    columns: our name (area, value, numerator, denominator) to the column's head. ImportRefused names lines.
    """
    definition = definition_of(indicator_id)
    if definition.measure is not Measure.IMPORTED:
        raise DomainError(
            _("%(id)s wird berechnet und nicht eingelesen.", id=indicator_id), field="indicator"
        )
    if period_end < period_start:
        raise DomainError(_l("Der Zeitraum endet, bevor er beginnt."), field="period_end")
    table = read_table(path)
    _refuse_persons(table)
    cells = _cells(table, columns or {}, area_set)
    source_id = _keep_source(source=source, provider=provider, licence=licence)
    shared = {
        "indicator_id": definition.id,
        "indicator_version": definition.version,
        "area_set": area_set.name,
        "area_vintage": area_set.vintage,
        "period_start": period_start,
        "period_end": period_end,
        "ref": definition.ref,
        "unit": definition.unit,
        "source_id": source_id,
        "licence_id": licence,
        "pipeline_version": PIPELINE_VERSION,
    }
    internal = licence.strip().lower() in INTERNAL_LICENCES
    result = _store(shared, {area: _figures(found, internal) for area, found in cells.items()})
    audit.note(actor=actor, action="indicators.import", object_kind="source", object_id=source_id)
    return result


def _refuse_persons(table: Table) -> None:
    heads = [head for head in table.header if is_person_head(head)]
    if heads:
        raise ImportRefused(
            _(
                "Die Tabelle enthält Angaben zu einzelnen Personen (Spalte %(heads)s). Bitte nur zusammengefasste "
                "Zahlen einlesen. Es wurde nichts gespeichert.",
                heads=listed(heads),
            )
        )


def _cells(table: Table, columns: Mapping[str, str], area_set: AreaSet) -> dict[str, dict[str, Cell]]:
    """area_id → column → cell; every problem of the file in one refusal."""
    at = _positions(table, columns)
    areas = table.values(at["area"])
    codes = {area.code for area in areas_of(area_set.id)}
    unknown = [
        _("»%(area)s« (Zeile %(line)s)", line=line, area=area)
        for line, area in zip(table.lines, areas, strict=True)
        if area not in codes and area != ALL
    ]
    problems = []
    if unknown:
        problems.append(
            _(
                "Diese Räume gibt es in »%(name)s«, Stand %(vintage)s, nicht: %(areas)s.",
                name=area_set.name,
                vintage=area_set.vintage,
                areas=listed(unknown),
            )
        )
    doubled = [area for area, count in Counter(areas).items() if count > 1]
    if doubled:
        problems.append(
            _(
                "Mehrere Zeilen für denselben Raum (%(areas)s): Eingelesen wird ein Wert je Raum, "
                "keine Personenzeilen.",
                areas=listed(doubled),
            )
        )
    found: dict[str, dict[str, Cell]] = {area: {} for area in areas}
    for name, column in at.items():
        if name == "area":
            continue
        german = is_german(table.values(column), counts=name != "value")
        for line, area, text in zip(table.lines, areas, table.values(column), strict=True):
            cell = read_cell(text, german)
            found[area][name] = cell
            if not cell.readable:
                problems.append(
                    _(
                        "Zeile %(line)s: »%(text)s« ist keine Zahl und kein bekanntes Zeichen.",
                        line=line,
                        text=text,
                    )
                )
    if problems:
        raise ImportRefused(problems)
    return found


def _positions(table: Table, columns: Mapping[str, str]) -> dict[str, int]:
    if unknown := [name for name in columns if name not in COLUMNS]:
        raise ImportRefused(_("Unbekannte Zuordnung: %(names)s", names=listed(unknown)), field="map")
    heads = {head.casefold(): i for i, head in enumerate(table.header)}
    at = {}
    for name, usual in COLUMNS.items():
        head = columns.get(name, usual)
        if head.casefold() in heads:
            at[name] = heads[head.casefold()]
        elif name in columns or name in {"area", "value"}:
            raise ImportRefused(
                _("Die Spalte »%(head)s« fehlt. Vorhanden: %(heads)s", head=head, heads=listed(table.header)),
                field="map",
            )
    return at


def _figures(cells: dict[str, Cell], internal: bool) -> dict[str, Any]:
    """Value, counts and statuses of one row. A withheld value takes its counts with it: nothing is back-computed."""
    value = cells["value"]
    counts = {name: cells[name].value if name in cells else None for name in ("numerator", "denominator")}
    given = value.value is not None
    note = {"Q": WITHHELD_NOTE, "U": LIMITED_NOTE}.get(value.status, "")
    conf_status = "N" if internal else "A" if value.status == "Q" else "F"
    return {
        "value": value.value,
        **{name: count if given else None for name, count in counts.items()},
        "obs_status": value.status,
        "conf_status": conf_status,
        "quality_note": note,
    }


def _store(shared: dict[str, Any], rows: dict[str, dict[str, Any]]) -> Imported:
    keys = ("indicator_id", "area_set", "area_vintage", "period_start", "period_end")
    query = select(Observation).where(*(getattr(Observation, name) == shared[name] for name in keys))
    stored = {found.area_id: found for found in db.session.scalars(query)}
    new = changed = 0
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
    db.session.flush()
    withheld = sum(row["obs_status"] == "Q" for row in rows.values())
    return Imported(new, changed, len(rows) - new - changed, withheld)


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
