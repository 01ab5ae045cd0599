"""`flask areas population`: residents from a table, names confirmed by a small CSV."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click
from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from app.areas.apart import read_sheet_apart
from app.areas.commands import called, group, vintage
from app.areas.counting import Counts, count_residents
from app.areas.deliveries import confirm, confirmed
from app.areas.grid_tables import lines_of
from app.areas.matching import MatchesNeeded
from app.areas.models import AreaSet
from app.areas.population import ImportedPopulation, import_population
from app.areas.proposals import read_answers, write_proposals
from app.areas.queries import areas_of, reference_structure
from app.areas.splitting import EVEN, REFERENCE, TOTAL, Method
from app.base.commands import needs_database
from app.base.database import transaction
from app.base.errors import DomainError

_DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])
_MATCHES_HELP = "CSV mit Vorschlägen für Raumnamen: wird geschrieben, beim nächsten Mal gelesen."


@group.command("population")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--set", "name", required=True, help="Name der Raumgliederung.")
@click.option("--valid-from", type=_DAY, help="Stand; ohne Angabe der neueste.")
@click.option("--reference-date", type=_DAY, help="Stichtag, wenn die Tabelle keinen oder mehrere nennt.")
@click.option("--encoding", help="Zeichensatz, zum Beispiel cp1252.")
@click.option("--delimiter", help="Trennzeichen der CSV-Datei.")
@click.option("--sheet", "sheet_name", help="Blatt der Excel-Datei.")
@click.option("--source", default="", help="Herkunft der Zahlen.")
@click.option("--total-only", is_flag=True, help="Nur die Gesamtzahl übernehmen, ohne Alter und Geschlecht.")
@click.option(
    "--split", type=click.Choice([EVEN, REFERENCE]), help="Unpassende Altersgruppen verteilen (geschätzt)."
)
@click.option(
    "--confirm-matches", "matches", type=click.Path(dir_okay=False, path_type=Path), help=_MATCHES_HELP
)
@needs_database
def population(
    file: Path,
    name: str,
    valid_from: datetime | None,
    reference_date: datetime | None,
    encoding: str | None,
    delimiter: str | None,
    sheet_name: str | None,
    source: str,
    total_only: bool,
    split: str | None,
    matches: Path | None,
) -> None:
    """Einwohnerzahlen nach Raum, Alter und Geschlecht aus CSV oder XLSX übernehmen."""
    area_set = vintage(name, valid_from)
    area_set_id, title = area_set.id, called(area_set)
    sheet = lines_of(
        read_sheet_apart(file, encoding=encoding, delimiter=delimiter, sheet=sheet_name), area_set
    )
    given = answers_for(area_set, source or file.name, matches)
    try:
        counts = count_residents(
            sheet,
            areas_of(area_set_id),
            reference_date=reference_date.date() if reference_date else None,
            method=_method(area_set, total_only, split),
            confirmed=given,
        )
    except MatchesNeeded as needed:
        raise with_file(needed, matches) from None
    _tell(counts)
    with transaction():
        imported = import_population(
            area_set_id=area_set_id,
            rows=counts.rows,
            source=source or file.name,
            file_name=file.name,
            about={"notes": counts.notes, "suppressed": counts.suppressed},
        )
    _tell_stored(imported, title)


def _tell(counts: Counts) -> None:
    misfits = [check.sentence for check in counts.checks if not check.fits]
    for text in (*counts.notes, *misfits):
        click.echo(_("Hinweis: %(text)s", text=text))
    if counts.suppressed:
        click.echo(_("Laut Quelle zurückgehalten: %(n)s Zahlen", n=len(counts.suppressed)))


def _tell_stored(imported: ImportedPopulation, title: str) -> None:
    for day, residents in imported.residents.items():
        total = format_decimal(residents)
        click.echo(_("%(set)s, %(day)s: %(n)s Personen", set=title, day=format_date(day), n=total))
        if imported.versions.get(day, 1) > 1:
            click.echo(_("Das ist Fassung %(n)s dieses Stichtags.", n=imported.versions[day]))
    if imported.areas_without:
        click.echo(_("Ohne Zahlen: %(codes)s", codes=", ".join(imported.areas_without)))
    click.echo(_("Unverändert, nichts zu tun") if imported.outcome == "unchanged" else _("Übernommen"))


def answers_for(area_set: AreaSet, source: str, matches: Path | None) -> Mapping[str, str]:
    """What people confirmed for this source, with the answers of a file, which are remembered from now on."""
    name = area_set.name
    if matches is not None and matches.is_file():
        answers = read_answers(matches, {area.code for area in areas_of(area_set.id)})
        with transaction():
            confirm(area_set=name, source=source, answers=answers)
    return confirmed(name, source)


def with_file(needed: MatchesNeeded, matches: Path | None) -> DomainError:
    """The question about names, and where to answer it."""
    if matches is None:
        hint = _("Mit --confirm-matches DATEI.csv schreibt der Befehl die Vorschläge auf.")
    else:
        write_proposals(matches, needed.proposals)
        hint = _(
            "%(n)s Vorschläge stehen in %(file)s. Bitte in der Spalte »uebernehmen« ja, nein oder kein eintragen und "
            "den Befehl noch einmal starten.",
            n=len(needed.proposals),
            file=matches,
        )
    return DomainError(f"{needed.message}\n{hint}")


def _method(area_set: AreaSet, total_only: bool, split: str | None) -> Method | None:
    if total_only:
        return Method(TOTAL)
    if split == REFERENCE:
        return Method(REFERENCE, *reference_structure(area_set))
    return Method(EVEN) if split else None
