"""`flask contributions`: import, place, release."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.queries import find_user
from app.areas.queries import area_sets
from app.base.commands import needs_database
from app.base.database import transaction
from app.contributions.importing import ImportReport, import_file, settle_abandoned
from app.contributions.importing.columns import FIELDS
from app.contributions.importing.problems import problems_csv, sorted_problems
from app.contributions.points.index import rebuild
from app.contributions.review import release
from app.contributions.review.queries import unflagged_waiting
from app.contributions.services import place_missing
from app.processes.queries import all_processes, process_by_slug, roles_of
from app.processes.roles import REVIEW

group = AppGroup("contributions", help="Beiträge einlesen, verorten und freigeben.")
MOST_RELEASED = 100_000
SHOWN_LINES = 10
FEW_ROWS = 20
COLLECTIVE_SHARE = 0.2


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--process", "slug", required=True, help="Kurzadresse des Verfahrens.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    help="FELD=SPALTE, mehrfach: " + ", ".join(FIELDS) + ".",
)
@click.option("--crs", help="Koordinatensystem von lon und lat, zum Beispiel 25832; sonst Grad (WGS 84).")
@click.option("--encoding", help="Zeichensatz, zum Beispiel cp1252; sonst wird er erkannt.")
@click.option("--delimiter", help="Trennzeichen, zum Beispiel ; oder tab; sonst wird es erkannt.")
@click.option("--sheet", help="Blatt einer Excel-Mappe oder Ebene einer Kartendatei.")
@click.option("--swapped", is_flag=True, help="Länge und Breite sind in der Datei vertauscht.")
@click.option("--skip-invalid", is_flag=True, help="Fehlerhafte Zeilen auslassen statt die Datei abzulehnen.")
@click.option(
    "--skipped-to", type=click.Path(path_type=Path), help="CSV-Datei für die Liste der ausgelassenen Zeilen."
)
@click.option("--source", default="", help="Woher die Beiträge stammen.")
@click.option("--licence", default="", help="Lizenz der Beiträge, zum Beispiel CC-BY-4.0.")
@click.option("--dry-run", is_flag=True, help="Nur prüfen und sagen, was geschehen würde.")
@needs_database
def import_contributions(
    file: Path, slug: str, skipped_to: Path | None, dry_run: bool, skip_invalid: bool, **options: Any
) -> None:
    """Frühere Beteiligungsdaten aus CSV, Excel, GeoJSON, GeoPackage, KML oder Shapefile übernehmen."""
    process_id = process_by_slug(slug).id
    settle_abandoned(process_id)
    with TemporaryDirectory(prefix="streifzug-") as folder:
        report = import_file(
            process_id=process_id,
            path=file,
            dry_run=dry_run,
            skip_invalid=skip_invalid,
            folder=Path(folder),
            **options,
        )
    for line in [*_told(report, dry_run), *_skipped(report, skipped_to)]:
        click.echo(line)


def _skipped(report: ImportReport, target: Path | None) -> list[str]:
    """Every line that was left out with column and reason; into a file when there is one."""
    if not report.problems:
        return []
    head = ngettext("Eine Zeile ausgelassen:", "%(num)s Zeilen ausgelassen:", report.refused)
    if target is None:
        return [head, *(f"  {problem}" for problem in sorted_problems(report.problems))]
    target.write_text(problems_csv(report.problems), "utf-8", newline="")
    return [f"{head} {target}"]


def _told(report: ImportReport, dry_run: bool) -> list[str]:
    """The report in sentences."""
    sign = {"\t": "Tab"}.get(report.delimiter, report.delimiter)
    read = _("Gelesen als %(encoding)s, Trennzeichen %(sign)s.", encoding=report.encoding, sign=sign)
    lines = [
        *([read] if report.delimiter else []),
        *report.notes,
        ngettext("Eine Zeile", "%(num)s Zeilen", report.rows)
        + ": "
        + _("%(new)s neu, %(unchanged)s unverändert.", new=report.new, unchanged=report.unchanged),
    ]
    if report.counts_rows_as_persons:
        lines.append(_("Ohne Spalte person zählt jede Zeile als eine Person."))
    else:
        lines.append(ngettext("Eine Person.", "%(num)s Personen.", report.persons))
        if report.rows >= FEW_ROWS and report.most_of_one_person > report.rows * COLLECTIVE_SHARE:
            lines.append(
                _(
                    "Achtung: %(n)s Zeilen gehören derselben Person. Ist das ein Sammelname wie »Gast«, leeren Sie "
                    "diese Zellen vorher; dann zählt jede dieser Zeilen als eine Person.",
                    n=report.most_of_one_person,
                )
            )
    lines.append(_("Ohne Ort: %(n)s.", n=report.without_place))
    for placed in report.placed:
        text = _(
            "%(name)s (ab %(vintage)s): %(inside)s in Räumen, %(outside)s außerhalb.",
            name=placed.name,
            vintage=placed.vintage,
            inside=placed.inside,
            outside=len(placed.outside),
        )
        if placed.outside:
            shown = ", ".join(str(number) for number in placed.outside[:SHOWN_LINES])
            text += " " + _("Zeilen: %(lines)s", lines=shown)
            text += " …" if len(placed.outside) > SHOWN_LINES else ""
        lines.append(text)
        if placed.outside and not placed.inside:
            lines.append(
                _(
                    "Achtung: Kein Ort liegt in einem Raum. Stimmen Raumgliederung und Koordinatensystem (--crs)?"
                )
            )
    if dry_run:
        lines.append(_("Nur geprüft, nichts wurde übernommen."))
    elif report.new:
        lines.append(
            _("Die neuen Beiträge zählen mit und stehen in der Sichtung. Öffentlich sind sie noch nicht.")
        )
    return lines


@group.command("place")
@needs_database
def place() -> None:
    """Fehlende Verortungen in allen Raumgliederungen nachtragen."""
    with transaction():
        written = place_missing([found.id for found in area_sets()])
    click.echo(ngettext("Eine Verortung ergänzt.", "%(num)s Verortungen ergänzt.", written))


@group.command("release")
@click.option("--process", "slug", required=True, help="Kurzadresse des Verfahrens.")
@click.option(
    "--unflagged", is_flag=True, required=True, help="Alle ohne Hinweis; andere gibt nur die Sichtung frei."
)
@click.option("--by", "email", help="E-Mail-Adresse der Person, die das entscheidet.")
@needs_database
def release_unflagged(slug: str, unflagged: bool, email: str | None) -> None:
    """Beiträge ohne Hinweis auf Personendaten auf einmal freigeben, zum Beispiel nach einem Import."""
    if not unflagged:
        raise click.ClickException(_("Bitte geben Sie --unflagged an."))
    with transaction():
        process = process_by_slug(slug)
        user_id = None
        if email:
            user = find_user(email)
            if user is None or not (user.is_admin or roles_of(user.id, process.id) & set(REVIEW)):
                raise click.ClickException(
                    _("%(email)s darf in diesem Verfahren nicht sichten.", email=email)
                )
            user_id = user.id
        waiting = unflagged_waiting(process.id, MOST_RELEASED)
        if waiting:
            release(process_id=process.id, versions=dict.fromkeys(waiting), user_id=user_id)
    click.echo(ngettext("Ein Beitrag freigegeben.", "%(num)s Beiträge freigegeben.", len(waiting)))


@group.command("index")
@click.option("--process", "slug", help="Kurzadresse des Verfahrens; ohne sie alle Verfahren.")
@needs_database
def make_index(slug: str | None) -> None:
    """Das Verzeichnis der Punkte für Karten und Kacheln neu anlegen."""
    processes = [process_by_slug(slug)] if slug else all_processes()
    for process in processes:
        with transaction():
            written = rebuild([process.id])
        click.echo(f"{process.slug}: " + ngettext("Ein Punkt", "%(num)s Punkte", written))
