"""`flask releases export`: a release as files in a folder."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from app.base.commands import needs_database
from app.exports.dataset import dataset
from app.exports.formats import FORMATS


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
