"""`flask areas`: repair, changes, undo of a stored vintage's partition; crosswalk and levels between two of them."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import click
from flask_babel import format_datetime, format_decimal, ngettext
from flask_babel import gettext as _

from app.areas.commands import DAY, group, summary, vintage
from app.areas.crosswalk.naming import KINDS
from app.areas.crosswalk.queries import BASES, COLUMNS, crosswalk
from app.areas.hierarchy import TOLERANCE, nested_sets, store_parents
from app.areas.partition import services
from app.areas.partition.findings import ASSIGN, KEEP, SPLIT, bulk, findings
from app.areas.partition.queries import changes_of, newest_repair, report_of
from app.areas.partition.repairing import Changed
from app.areas.queries import areas_of
from app.areas.replacing import REPLACED
from app.base.commands import needs_database
from app.base.database import transaction


@group.command("repair")
@click.argument("name")
@click.option("--valid-from", type=DAY, help="Stand; ohne Angabe der neueste.")
@click.option(
    "--method",
    type=click.Choice([SPLIT, ASSIGN]),
    default=SPLIT,
    show_default=True,
    help="split: in der Mitte teilen; assign: ganz zu einem Nachbarn.",
)
@click.option(
    "--up-to-ha", type=float, default=1.0, show_default=True, help="Nur Fundstellen bis zu dieser Größe."
)
@click.option("--keep-gaps", is_flag=True, help="Größere Lücken als richtig merken (fremdes Gebiet).")
@click.option("--yes", is_flag=True, help="Ohne Rückfrage übernehmen.")
@needs_database
def repair_partition(
    name: str, valid_from: datetime | None, method: str, up_to_ha: float, keep_gaps: bool, yes: bool
) -> None:
    """Lücken und Überlappungen schließen: zeigt, was sich ändert, und fragt, bevor etwas gespeichert wird."""
    area_set = vintage(name, valid_from)
    area_set_id, seen = area_set.id, area_set.content_hash
    sizes = {area.code: area.area_m2 for area in areas_of(area_set_id)}
    found = findings(report_of(area_set_id), sizes)
    decisions = bulk(found, method, up_to_ha * 1e4)
    if keep_gaps:
        decisions |= {one.key: KEEP for one in found if one.fault.kind == "gap" and one.key not in decisions}
    repair = services.proposed(area_set_id=area_set_id, decisions=decisions)
    for area in repair.changed:
        click.echo(_told(area))
    report = repair.report
    if report.is_full:
        click.echo(_("Danach vollständig: keine Lücken, keine Überlappungen."))
    else:
        click.echo(summary(len(report.gaps), report.gap_m2, len(report.overlaps), report.overlap_m2))
    if not yes:
        click.confirm(_("Übernehmen?"), abort=True)
    with transaction():
        change = services.apply_repair(
            area_set_id=area_set_id, repair=repair, seen_hash=seen, actor="command"
        )
        moved = change.placements
    click.echo(ngettext("%(num)s Beitrag neu zugeordnet.", "%(num)s Beiträge neu zugeordnet.", moved))


@group.command("changes")
@click.argument("name")
@click.option("--valid-from", type=DAY, help="Stand; ohne Angabe der neueste.")
@needs_database
def changes(name: str, valid_from: datetime | None) -> None:
    """Was an den Grenzen eines Standes hier geändert wurde, Neuestes zuerst."""
    for change in changes_of(vintage(name, valid_from).id):
        areas = ", ".join(size["name"] for size in change.sizes[:6])
        if change.kind == REPLACED:
            kinds = Counter(step["kind"] for step in change.steps)
            counts = ", ".join(f"{count} {KINDS[kind]}" for kind, count in kinds.items())
            areas = _("ausgetauscht: %(counts)s", counts=counts)
        taken_back = _("zurückgenommen") if change.undone_at else _("gilt")
        click.echo(
            f"{change.id}; {format_datetime(change.created_at)}; {change.actor}; {areas}; {taken_back}"
        )


@group.command("undo")
@click.argument("name")
@click.option("--valid-from", type=DAY, help="Stand; ohne Angabe der neueste.")
@needs_database
def undo(name: str, valid_from: datetime | None) -> None:
    """Die neueste Reparatur zurücknehmen; die früheren Grenzen gelten wieder."""
    area_set = vintage(name, valid_from)
    standing = newest_repair(area_set, changes_of(area_set.id))
    if standing is None:
        raise click.ClickException(_("Hier ist nichts zurückzunehmen."))
    with transaction():
        services.undo(change_id=standing.id, actor="command")
    click.echo(_("Zurückgenommen."))


@group.command("crosswalk")
@click.argument("name")
@click.option("--from", "before", type=DAY, required=True, help="Alter Stand (gültig ab).")
@click.option("--to", "after", type=DAY, help="Neuer Stand; ohne Angabe der neueste.")
@click.option("--csv", "out", type=click.Path(dir_okay=False, path_type=Path), help="Alle Paare als Datei.")
@needs_database
def crosswalk_between(name: str, before: datetime, after: datetime | None, out: Path | None) -> None:
    """Was aus den Räumen des alten Standes im neuen wurde, nach Fläche und nach Bevölkerung."""
    found = crosswalk(vintage(name, before).id, vintage(name, after).id)
    for unit in found.units:
        if unit.kind != "unchanged":
            click.echo(f"{KINDS[unit.kind]}: {unit.text}")
    click.echo("; ".join(f"{count} {KINDS[kind]}" for kind, count in found.counts().items()))
    click.echo(_("Anteile an der Bevölkerung: %(basis)s", basis=BASES[found.basis]))
    if out is not None:
        with out.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            table.writerows(found.rows())


@group.command("hierarchy")
@click.argument("lower")
@click.argument("upper")
@click.option(
    "--fill", is_flag=True, help="Bei jedem passenden Raum die Kennung des größeren Raums eintragen."
)
@click.option(
    "--tolerance", type=click.FloatRange(0, 50), default=TOLERANCE * 100, show_default=True, help="Prozent"
)
@needs_database
def levels(lower: str, upper: str, fill: bool, tolerance: float) -> None:
    """Liegt jeder Raum von LOWER in genau einem von UPPER? Rückgabewert 1, wenn nicht."""
    low, up = vintage(lower, None), vintage(upper, None)
    ids, hashes = (low.id, up.id), (low.content_hash, up.content_hash)
    found = nested_sets(*ids, tolerance / 100)
    misfits = [one for one in found if not one.fits]
    for one in misfits:
        m2 = format_decimal(round(one.outside_m2, 1))
        text = _(
            "%(m2)s m² liegen nicht in %(parent)s", m2=m2, parent=one.parent_name or _("einem größeren Raum")
        )
        click.echo(f"{one.code} {one.name}: {text}")
    click.echo(_("%(fit)s von %(all)s Räumen passen.", fit=len(found) - len(misfits), all=len(found)))
    if fill:
        with transaction():
            store_parents(
                lower_id=ids[0],
                upper_id=ids[1],
                seen_hashes=hashes,
                tolerance=tolerance / 100,
                actor="command",
            )
        click.echo(_("Eingetragen."))
    if misfits:
        raise SystemExit(1)


def _told(area: Changed) -> str:
    """One line: the area, before, after, difference in m²."""
    before, after, change = (
        format_decimal(round(value, 1))
        for value in (area.before_m2, area.after_m2, area.after_m2 - area.before_m2)
    )
    return f"{area.code} {area.name}: {before} m² → {after} m² ({change} m²)"
