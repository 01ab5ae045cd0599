"""`flask demo load`: make the demo town and say how to get in."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.accounts.queries import find_user
from app.base.commands import needs_database
from app.base.database import transaction
from app.demo.large import load_large
from app.demo.load import freeze_first_release, load_process, load_sheets, load_town, load_voices
from app.demo.load_drawings import load_drawings
from app.demo.load_media import load_media, load_paper
from app.demo.load_survey import load_survey
from app.demo.load_walks import load_walks
from app.demo.process import CAMPAIGN, CODE, DRAWING_CODE, SLUG, SURVEY_CODE, WALK_CODE
from app.demo.staff import PASSWORD, STAFF
from app.processes.queries import activity_by_slug, process_by_slug

group = AppGroup("demo", help="Die erfundene Stadt Ellerbrück.")


@group.command("load")
@needs_database
def load() -> None:
    """Lädt Ellerbrück, wenn es noch nicht da ist, und nennt die Zugänge."""
    if not current_app.config["DEMO"]:
        raise click.ClickException(_("Nur für Vorführungen: bitte DEMO=1 setzen."))
    if find_user(STAFF[0].email) is None:
        with transaction():
            load_town()
            process = load_process()
            count = load_voices(process, activity_by_slug(process.id, CAMPAIGN))
            freeze_first_release(process_by_slug(SLUG))
            load_sheets(process_by_slug(SLUG))
            drawn = load_drawings(process_by_slug(SLUG))
            load_media(process_by_slug(SLUG), activity_by_slug(process.id, CAMPAIGN))
            load_paper(process_by_slug(SLUG), activity_by_slug(process.id, CAMPAIGN))
            load_survey(process_by_slug(SLUG))
            load_walks(process_by_slug(SLUG))
        click.echo(
            _(
                "Ellerbrück ist geladen: %(count)s Markierungen, %(drawn)s Zeichnungen.",
                count=count,
                drawn=drawn,
            )
        )
    _print_ways_in()


@group.command("large")
@click.option("--contributions", type=click.IntRange(1, 5_000_000), default=1_000_000, show_default=True)
@click.option("--areas", type=click.IntRange(2, 2_000), default=400, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@needs_database
def large(contributions: int, areas: int, seed: int) -> None:
    """Macht eine Teststadt mit sehr vielen erfundenen Beiträgen, zum Messen und Ausprobieren."""
    if not current_app.config["DEMO"]:
        raise click.ClickException(_("Nur für Vorführungen: bitte DEMO=1 setzen."))
    with click.progressbar(length=contributions, label=_("Beiträge")) as bar:
        load_large(
            contributions=contributions,
            areas=areas,
            seed=seed,
            told=lambda count: bar.update(count - bar.pos),
        )
    click.echo(_("Die Teststadt ist geladen: %(count)s Beiträge.", count=contributions))
    _print_ways_in()


def _print_ways_in() -> None:
    address = current_app.config["BASE_URL"]
    click.echo("")
    click.echo(_("Mitmachen:  %(address)s/mitmachen  mit dem Code %(code)s", address=address, code=CODE))
    click.echo(
        _("Zeichnen:   %(address)s/mitmachen  mit dem Code %(code)s", address=address, code=DRAWING_CODE)
    )
    click.echo(
        _("Umfrage:    %(address)s/mitmachen  mit dem Code %(code)s", address=address, code=SURVEY_CODE)
    )
    click.echo(
        _("Spaziergang: %(address)s/mitmachen  mit dem Code %(code)s", address=address, code=WALK_CODE)
    )
    click.echo(_("Ergebnisse: %(address)s/verfahren/%(slug)s/ergebnisse", address=address, slug=SLUG))
    click.echo(
        _("Anmelden:   %(address)s/anmelden  Passwort für alle: %(word)s", address=address, word=PASSWORD)
    )
    for person in STAFF:
        click.echo(f"  {person.email:<36} {person.name}")
