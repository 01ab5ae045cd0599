"""`flask areas`: import, validate, population, list."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _

from app.areas.inspecting import Options, inspect_paths
from app.areas.landing import refuse_doubtful
from app.areas.models import AreaSet
from app.areas.partition.queries import report_of
from app.areas.queries import refuse_unknown_set, set_at, summaries, vintages
from app.areas.services import import_area_set, note_partition
from app.areas.validation import TOLERANCE_M2, Fault, check_partition
from app.base.commands import needs_database
from app.base.database import transaction
from app.base.errors import NotFound

group = AppGroup("areas", help="Raumgliederungen einlesen, prüfen und auflisten.")
_FILE = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


@group.command("import")
@click.argument("files", type=_FILE, nargs=-1, required=True)
@click.option("--set", "name", required=True, help="Name der Raumgliederung, zum Beispiel Ortsteile.")
@click.option("--valid-from", required=True, type=DAY, help="Erster Tag der Gültigkeit.")
@click.option("--code-field", required=True, help="Feld mit der Kennung.")
@click.option("--name-field", required=True, help="Feld mit dem Namen.")
@click.option("--crs", help="Koordinatensystem, zum Beispiel 25832; geht vor der Angabe in der Datei.")
@click.option("--encoding", help="Zeichensatz, zum Beispiel cp1252.")
@click.option("--layer", help="Ebene, wenn die Datei mehrere enthält.")
@click.option("--source", default="", help="Herkunft und Lizenz der Datei.")
@click.option(
    "--dissolve", is_flag=True, help="Zeilen mit gleicher Kennung und gleichem Namen zusammenfassen."
)
@click.option("--repair", is_flag=True, help="Ungültige Formen reparieren.")
@click.option(
    "--confirm-place", is_flag=True, help="Die Lage ist richtig, auch wenn sie zweifelhaft scheint."
)
@click.option("--replace", is_flag=True, help="Denselben Stand mit anderem Inhalt austauschen.")
@needs_database
def import_file(
    files: tuple[Path, ...],
    name: str,
    valid_from: datetime,
    code_field: str,
    name_field: str,
    crs: str | None,
    encoding: str | None,
    layer: str | None,
    source: str,
    dissolve: bool,
    repair: bool,
    confirm_place: bool,
    replace: bool,
) -> None:
    """Eine Raumgliederung aus GeoJSON, GeoPackage, Shapefile, FlatGeobuf, KML, WKT oder .poly übernehmen.

    Mehrere Dateien zusammen sind eine Raumgliederung: die Teile einer Shapefile oder eine Datei für jeden Raum.
    """
    options = Options(crs or "", encoding or "", layer or "", code_field, name_field, dissolve, repair)
    found = inspect_paths(files, options)
    for note in found.notes:
        click.echo(_("Hinweis: %(text)s", text=note))
    areas = found.checked()
    if not confirm_place:
        refuse_doubtful(found, [name, source, *(file.name for file in files)])
    report = check_partition(areas)
    with transaction():
        imported = import_area_set(
            name=name,
            valid_from=valid_from.date(),
            areas=areas,
            crs=found.crs,
            source=source or ", ".join(file.name for file in files)[:300],
            replace=replace,
            report=report,
        )
        texts = {
            "created": _("Übernommen"),
            "unchanged": _("Unverändert, nichts zu tun"),
            "replaced": _("Ausgetauscht"),
        }
        count = ngettext("%(num)s Raum", "%(num)s Räume", imported.areas)
        click.echo(f"{texts[imported.outcome]}: {called(imported.area_set)}, {count}, {found.crs}")
        if imported.closed is not None:
            click.echo(
                _("Der frühere Stand gilt jetzt bis %(day)s.", day=format_date(imported.closed.valid_to))
            )
        if imported.lost_population:
            codes = ", ".join(imported.lost_population)
            click.echo(_("Einwohnerzahlen entfallen für: %(codes)s", codes=codes))
    if not report.is_full:
        click.echo(summary(len(report.gaps), report.gap_m2, len(report.overlaps), report.overlap_m2))


@group.command("validate")
@click.argument("name")
@click.option("--valid-from", type=DAY, help="Stand; ohne Angabe der neueste.")
@click.option("--tolerance", type=click.FloatRange(min=0), default=TOLERANCE_M2, show_default=True, help="m²")
@click.option(
    "--geojson", "out", type=click.Path(dir_okay=False, path_type=Path), help="Fundstellen als Datei."
)
@needs_database
def validate(name: str, valid_from: datetime | None, tolerance: float, out: Path | None) -> None:
    """Lücken und Überlappungen auflisten; Rückgabewert 1, wenn es welche gibt."""
    area_set = vintage(name, valid_from)
    report = report_of(area_set.id, tolerance)
    if tolerance == TOLERANCE_M2:
        with transaction():
            note_partition(area_set_id=area_set.id, report=report)
    for fault in (*report.gaps, *report.overlaps):
        click.echo(_line(fault))
    if out is not None:
        out.write_text(json.dumps(report.geojson(), ensure_ascii=False, allow_nan=False), "utf-8")
    if report.is_full:
        click.echo(_("Vollständig: keine Lücken, keine Überlappungen."))
        return
    click.echo(summary(len(report.gaps), report.gap_m2, len(report.overlaps), report.overlap_m2))
    raise SystemExit(1)


@group.command("list")
@needs_database
def list_sets() -> None:
    """Alle Raumgliederungen mit Stand, Räumen und Einwohnerzahl."""
    for found in summaries():
        parts = [
            called(found.area_set),
            ngettext("%(num)s Raum", "%(num)s Räume", found.areas),
            f"{format_decimal(round(found.area_m2 / 1e6, 1))} km²",
        ]
        if found.residents is not None:
            parts.append(_("%(n)s Personen", n=format_decimal(found.residents)))
        click.echo("; ".join(parts))


def vintage(name: str, valid_from: datetime | None) -> AreaSet:
    """The vintage that begins on a day, without a day the newest; NotFound."""
    if valid_from is None:
        return set_at(name)
    day: date = valid_from.date()
    for found in vintages(name):
        if found.valid_from == day:
            return found
    refuse_unknown_set(name)
    raise NotFound(_("»%(name)s« hat keinen Stand vom %(day)s.", name=name, day=format_date(day)))


def called(area_set: AreaSet) -> str:
    """A vintage as the command line names it."""
    return str(_("%(name)s, Stand %(day)s", name=area_set.name, day=format_date(area_set.valid_from)))


def _line(fault: Fault) -> str:
    names = ", ".join(name for _code, name in fault.areas[:6])
    size = format_decimal(round(fault.m2, 1))
    lon, lat = (round(value, 5) for value in fault.point)
    if fault.kind == "gap":
        return str(
            _("Lücke %(m2)s m² bei %(names)s (%(lat)s / %(lon)s)", m2=size, names=names, lat=lat, lon=lon)
        )
    return str(
        _("Überlappung %(m2)s m²: %(names)s (%(lat)s / %(lon)s)", m2=size, names=names, lat=lat, lon=lon)
    )


def summary(gaps: int, gap_m2: float, overlaps: int, overlap_m2: float) -> str:
    return str(
        _(
            "Nicht vollständig: %(gaps)s Lücken mit %(gap)s m², %(overlaps)s Überlappungen mit %(overlap)s m².",
            gaps=gaps,
            gap=format_decimal(round(gap_m2, 1)),
            overlaps=overlaps,
            overlap=format_decimal(round(overlap_m2, 1)),
        )
    )
