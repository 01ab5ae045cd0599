"""`flask releases export`: a release as files in a folder. `flask contributions export`: contributions as one file."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_babel import ngettext

from app.areas.queries import areas_of, set_at
from app.base import audit
from app.base.commands import needs_database
from app.base.database import transaction
from app.contributions.extracts import Wish
from app.contributions.extracts.columns import GROUPS
from app.contributions.vocabulary import COUNTED_STATES, QUALITIES
from app.exports.contributions import make
from app.exports.dataset import dataset
from app.exports.formats import FORMATS
from app.exports.streams import STREAM_FORMATS
from app.exports.streams.writing import Progress
from app.processes.queries import process_by_slug

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("export", help="Schreibt eine Veröffentlichung als Dateien in einen Ordner.")
@click.argument("number", type=int)
@click.option("--format", "format_name", type=click.Choice(list(FORMATS)), required=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@with_appcontext
@needs_database
def export_release(number: int, format_name: str, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for path in FORMATS[format_name].write(dataset(number), out):
        click.echo(_("%(path)s geschrieben", path=path))


@click.command("export")
@click.option("--process", "slug", required=True, help="Kurzadresse des Verfahrens.")
@click.option("--format", "format_name", type=click.Choice(list(STREAM_FORMATS)), required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Die Datei.")
@click.option(
    "--internal", is_flag=True, help="Alle gezählten Beiträge im Wortlaut, nur für den Dienstgebrauch."
)
@click.option("--since", type=DAY, help="Ab diesem Tag.")
@click.option("--until", type=DAY, help="Bis zu diesem Tag.")
@click.option("--state", "states", type=click.Choice(COUNTED_STATES), multiple=True, help="Stand, mehrfach.")
@click.option(
    "--quality", "qualities", type=click.Choice(list(QUALITIES)), multiple=True, help="Art, mehrfach."
)
@click.option("--code", default="", help="Schlagwort.")
@click.option("--area", default="", help="Nummer eines Raums; dazu --set.")
@click.option("--set", "area_set", default="", help="Raumgliederung von --area, im neuesten Stand.")
@click.option(
    "--columns", "groups", type=click.Choice(list(GROUPS)), multiple=True, help="Nur diese Spalten."
)
@with_appcontext
@needs_database
def export_contributions(
    slug: str,
    format_name: str,
    out: Path,
    internal: bool,
    since: datetime | None,
    until: datetime | None,
    area: str,
    area_set: str,
    **chosen: tuple[str, ...],
) -> None:
    """Beiträge eines Verfahrens in eine Datei schreiben, öffentlich freigegebene oder mit --internal alle."""
    if bool(area) != bool(area_set):
        raise click.ClickException(_("Bitte geben Sie --area und --set zusammen an."))
    process = process_by_slug(slug)
    vintage = set_at(area_set) if area_set else None
    if vintage and area not in {found.code for found in areas_of(vintage.id)}:
        raise click.ClickException(
            _("Im Stand %(vintage)s gibt es keinen Raum %(area)s.", vintage=vintage.vintage, area=area)
        )
    wish = Wish(
        process_id=process.id,
        internal=internal,
        since=_day(since),
        until=_day(until),
        area=area,
        area_set_id=vintage.id if vintage else None,
        **chosen,  # type: ignore[arg-type]
    )
    if internal:
        with transaction():
            audit.note(actor="command", action="export.internal", object_kind="process", object_id=process.id)
    rows = make(wish, format_name, out, _teller())
    click.echo(
        ngettext("Ein Beitrag", "%(num)s Beiträge", rows) + ": " + _("%(path)s geschrieben", path=out),
        err=True,
    )
    if internal:
        click.echo(_("Achtung: Wortlaut, nicht freigegeben. Nur für den Dienstgebrauch."), err=True)


def _teller() -> Progress:
    """Progress as one line that is written over, on a terminal; every tenth of the way in a log."""
    told = -1

    def tell(done: int, total: int | None) -> None:
        nonlocal told
        share = 100 * done // max(total or done, 1)
        if sys.stderr.isatty():
            click.echo(f"\r{done:>9} / {total}  {share:>3} %", nl=done == total, err=True)
        elif share // 10 != told:
            told = share // 10
            click.echo(f"{done} / {total}", err=True)

    return tell


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
