"""flask indicators: compute, import; flask releases: freeze, list, compare."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import pandas as pd
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.accounts.queries import user_by_email
from app.areas.apart import read_sheet_apart
from app.areas.matching import MatchesNeeded
from app.areas.population_commands import answers_for, with_file
from app.base.commands import needs_database
from app.base.database import transaction
from app.contributions.services import place_missing
from app.indicators import carrying, importing, preview, queries
from app.indicators.geography import vintage_for
from app.indicators.releases import compare as compare_releases
from app.indicators.releases import freeze as freeze_release
from app.indicators.releases import rows as released_rows
from app.indicators.tidy import to_csv
from app.processes.queries import process_by_slug

DAY = click.DateTime(["%Y-%m-%d"])

group = AppGroup("indicators", help="Kennzahlen berechnen und einlesen.")
releases = AppGroup("releases", help="Veröffentlichungen.")
"""Exports adds its own command to this group."""


@group.command("compute")
@click.option("--process", "slug", required=True)
@click.option("--set", "set_name", required=True, help="Raumgliederung.")
@click.option("--valid-from", type=DAY, help="Vintage of the set, e.g. 2024-01-01.")
@click.option("--internal", is_flag=True, help="Unprotected, for inside the house only.")
@click.option("--format", "file_format", type=click.Choice(["csv"]), default="csv")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path))
@needs_database
def compute_(
    slug: str, set_name: str, valid_from: datetime | None, internal: bool, file_format: str, out: Path | None
) -> None:
    """Compute the catalogue for a process, protected unless --internal."""
    with transaction():
        process = process_by_slug(slug)
        end = queries.period_of(process, queries.contributions_frame(process))[1]
        area_set = vintage_for(set_name, end, _day(valid_from))
        place_missing([area_set.id])
        make = preview.unprotected if internal else preview.protected
        table = make(process, area_set)
    if out is not None:
        out.write_text(to_csv(table), encoding="utf-8", newline="")
        click.echo(_("%(rows)s Zeilen geschrieben: %(path)s", rows=len(table), path=out))
    else:
        click.echo(to_csv(table) if internal else _printed(table))
    if internal:
        click.echo(_("Achtung: nicht geschützt. Nur für den internen Gebrauch, nicht weitergeben."), err=True)


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--indicator", required=True, help="For example K06.")
@click.option("--set", "set_name", required=True, help="Raumgliederung.")
@click.option("--valid-from", type=DAY)
@click.option("--period-start", type=DAY, required=True)
@click.option("--period-end", type=DAY, required=True)
@click.option("--source", required=True, help="Title of the source.")
@click.option("--provider", required=True)
@click.option("--licence", required=True, help="For example dl-de/by-2-0 or intern.")
@click.option(
    "--confirm-matches",
    "matches",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV with proposed names of areas: written first, read when it is there.",
)
@click.option("--map", "mappings", multiple=True, help="area=COL, value=COL, numerator=COL, denominator=COL.")
@needs_database
def import_(
    file: Path,
    indicator: str,
    set_name: str,
    valid_from: datetime | None,
    period_start: datetime,
    period_end: datetime,
    mappings: tuple[str, ...],
    matches: Path | None,
    **source: Any,
) -> None:
    """Take values of a classic indicator over from a CSV or XLSX file."""
    end = period_end.date()
    given = answers_for(vintage_for(set_name, end, _day(valid_from)), source["source"], matches)
    sheet = read_sheet_apart(file)
    try:
        with transaction():
            done = importing.import_file(
                path=file,
                indicator_id=indicator,
                area_set=vintage_for(set_name, end, _day(valid_from)),
                period_start=period_start.date(),
                period_end=end,
                columns=_mapping(mappings),
                confirmed=given,
                read=lambda _path: sheet,
                **source,
            )
    except MatchesNeeded as needed:
        raise with_file(needed, matches) from None
    click.echo(
        _(
            "%(new)s neu, %(changed)s geändert, %(same)s unverändert; davon laut Quelle gesperrt: %(withheld)s",
            new=done.new,
            changed=done.changed,
            same=done.unchanged,
            withheld=done.withheld,
        )
    )


@group.command("carry")
@click.option("--indicator", required=True, help="For example K06.")
@click.option("--set", "set_name", required=True, help="Raumgliederung.")
@click.option("--from", "before", type=DAY, required=True, help="Vintage that has the values.")
@click.option("--to", "after", type=DAY, help="Vintage to estimate for; the newest by default.")
@click.option("--period-start", type=DAY, help="Only this period; all by default.")
@click.option("--by", type=click.Choice(list(carrying.BY)), default=carrying.PEOPLE, show_default=True)
@needs_database
def carry(
    indicator: str,
    set_name: str,
    before: datetime,
    after: datetime | None,
    period_start: datetime | None,
    by: str,
) -> None:
    """Estimate imported values of one vintage in the borders of another (status E)."""
    with transaction():
        old = vintage_for(set_name, before.date(), before.date())
        new = vintage_for(set_name, date.max, _day(after))
        start = _day(period_start)
        found = [
            one
            for one in carrying.series_of(old)
            if one.indicator_id == indicator and start in (None, one.start)
        ]
        if not found or old.id == new.id:
            raise click.ClickException(
                _("Zu dieser Kennzahl und diesem Zeitraum gibt es im alten Stand keine Werte.")
            )
        for one in found:
            estimate = carrying.estimated(series=one, old=old, new=new, by=by)
            done = carrying.store(estimate=estimate, old=old, new=new)
            without = sum(row["value"] is None for row in estimate.figures.values())
            click.echo(
                _("%(start)s: %(new)s neu, %(changed)s geändert, %(same)s unverändert; ohne Wert: %(without)s",
                  start=one.start.isoformat(), new=done.new, changed=done.changed, same=done.unchanged,
                  without=without)
            )  # fmt: skip
            if estimate.basis:
                click.echo(_("Anteile an der Bevölkerung: %(basis)s", basis=estimate.basis))


@releases.command("freeze")
@click.option("--process", "slug", required=True)
@click.option(
    "--approve", "emails", multiple=True, required=True, help="Twice: two different staff accounts."
)
@click.option(
    "--set", "set_names", multiple=True, help="Another or further Raumgliederung; must nest exactly."
)
@click.option("--note", default="")
@click.option("--title", default="")
@needs_database
def freeze(slug: str, emails: tuple[str, ...], set_names: tuple[str, ...], note: str, title: str) -> None:
    """Freeze what can be released now as the next release."""
    with transaction():
        process = process_by_slug(slug)
        approvals = [user_by_email(email).id for email in emails]
        release = freeze_release(
            process_id=process.id, approvals=approvals, note=note, title=title, set_names=set_names
        )
        table = released_rows(release.id)
        number, sets = release.number, ", ".join(release.area_sets)
        others = [name for name in process.area_set_names if name not in release.area_sets]
    suppressed = int((table["obs_status"] == "Q").sum())
    click.echo(
        _("Veröffentlichung %(n)s eingefroren: %(rows)s Zeilen, %(suppressed)s unterdrückt",
          n=number, rows=len(table), suppressed=suppressed)
    )  # fmt: skip
    click.echo(_("Raumgliederung: %(sets)s", sets=sets))
    if others:
        click.echo(
            _("Nicht enthalten, damit sich aus zwei Grenzziehungen nichts berechnen lässt: %(sets)s",
              sets=", ".join(others))
        )  # fmt: skip


@releases.command("list")
@needs_database
def list_releases() -> None:
    """List all releases: number, process, day, title, hash."""
    for release, process in queries.all_releases():
        day = release.frozen_at.date().isoformat()
        click.echo(
            "\t".join((str(release.number), process.slug, day, release.title, release.content_hash[:12]))
        )


@releases.command("compare")
@click.argument("first", type=int)
@click.argument("second", type=int)
@needs_database
def compare(first: int, second: int) -> None:
    """Show what changed between two releases."""
    found = [queries.release_by_number(number).id for number in (first, second)]
    table = compare_releases(*found)
    columns = [
        "indicator_id",
        "area_id",
        "age_group",
        "value_a",
        "value_b",
        "obs_status_a",
        "obs_status_b",
        "change",
    ]
    click.echo(table[columns].to_string(index=False) if len(table) else _("Keine Unterschiede."))


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _mapping(mappings: tuple[str, ...]) -> dict[str, str]:
    pairs = [entry.partition("=") for entry in mappings]
    if wrong := [
        entry for entry, (_name, sign, head) in zip(mappings, pairs, strict=True) if not sign or not head
    ]:
        raise click.BadParameter(_("Bitte in der Form name=Spalte angeben: %(entry)s", entry=wrong[0]))
    return {name: head for name, _sign, head in pairs}


def _printed(table: pd.DataFrame) -> str:
    columns = [
        "indicator_id",
        "area_id",
        "age_group",
        "value",
        "unit",
        "n_persons",
        "obs_status",
        "conf_status",
    ]
    return table[columns].to_string(index=False, na_rep="")
