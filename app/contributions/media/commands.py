"""`flask media`: tidy up, list what is due to be deleted, look at one file as an upload would be looked at."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import retention
from app.base.commands import needs_database
from app.base.database import now
from app.contributions.media import services
from app.contributions.media.processing import PROCESSORS, Refused, process
from app.contributions.media.vocabulary import FAILURES, KINDS

group = AppGroup("media", help="Fotos, Sprachnachrichten und Zeichnungen.")


@group.command("tidy")
@needs_database
def tidy() -> None:
    """Entfernen, was zu keinem Beitrag gehört, und Liegengebliebenes neu beginnen."""
    done = services.tidy()
    for line in (
        ngettext("Ein Upload aufgegeben.", "%(num)s Uploads aufgegeben.", done.given_up),
        ngettext("Eine halbe Datei entfernt.", "%(num)s halbe Dateien entfernt.", done.incoming),
        ngettext("Eine verwaiste Datei entfernt.", "%(num)s verwaiste Dateien entfernt.", done.stored),
        ngettext("Eine Datei wird neu gelesen.", "%(num)s Dateien werden neu gelesen.", done.restarted),
    ):
        click.echo(line)


@group.command("retention")
@click.option("--dry-run", is_flag=True, help="Nur auflisten, nichts löschen.")
@needs_database
def remove_overdue(dry_run: bool) -> None:
    """Löschen, was so lange aufbewahrt wurde, wie es höchstens darf (E08); der Arbeiter tut es jeden Tag selbst."""
    if not dry_run:
        gone = retention.expire(now())
        click.echo(ngettext("Eine Datei gelöscht.", "%(num)s Dateien gelöscht.", gone))
        return
    found = retention.due(now())
    for one in found:
        click.echo(f"{one.due_at:%Y-%m-%d} {one.kind} {one.id}")
    click.echo(ngettext("Eine Datei ist fällig.", "%(num)s Dateien sind fällig.", len(found)))


@group.command("check")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--kind", type=click.Choice(list(KINDS)), default="photo", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Ordner für die neuen Dateien.")
def check(file: Path, kind: str, out: Path | None) -> None:
    """Eine Datei so ansehen wie einen Upload und als JSON sagen, was daraus würde; 1 am Ende, wenn nichts."""
    if kind not in PROCESSORS:
        raise click.ClickException(_("Diese Art von Datei liest hier niemand."))
    told: dict[str, Any] = {"file": file.name, "kind": kind}
    with TemporaryDirectory(prefix="streifzug-") as name:
        folder = Path(name)
        try:
            found = process(file, kind=kind, folder=folder)
        except Refused as refusal:
            told |= {"accepted": False, "reason": refusal.reason, "message": str(FAILURES[refusal.reason])}
        else:
            described = asdict(found)
            files = {role: described.pop(role) for role in ("whole", "preview", "public", "public_preview")}
            told |= {"accepted": True, **described}
            told["derivatives"] = {role: one for role, one in files.items() if one}
            if out is not None:
                out.mkdir(parents=True, exist_ok=True)
                for one in found.files().values():
                    shutil.copyfile(folder / one, out / one)
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    if not told["accepted"]:
        raise SystemExit(1)
