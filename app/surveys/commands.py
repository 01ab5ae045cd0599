"""`flask surveys`: questionnaires from files of XLSForm and LimeSurvey, and back as XLSForm."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.commands import needs_database
from app.base.database import transaction
from app.base.errors import DomainError
from app.processes.queries import all_processes, process_by_slug
from app.processes.slugs import slug_from
from app.questions.content import Questionnaire
from app.questions.queries import content_of, draft_of, version_by_number, versions_of
from app.questions.services import new_version, save_draft
from app.questions.xlsform import NotTaken, write_xlsform
from app.surveys.importing import read_file, title_of
from app.surveys.models import Survey
from app.surveys.queries import survey_by_slug, surveys_of
from app.surveys.services import create_survey, publish_and_use

group = AppGroup("surveys", help="Umfragen einlesen (XLSForm, LimeSurvey) und als XLSForm ausgeben.")


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--process", "slug", required=True, help="Kurzadresse des Verfahrens.")
@click.option("--survey", "existing", help="Kurzadresse einer Umfrage, deren Entwurf ersetzt wird.")
@click.option("--slug", "survey_slug", help="Kurzadresse der neuen Umfrage; sonst aus dem Titel.")
@click.option("--title", help="Titel der neuen Umfrage; sonst der aus der Datei.")
@click.option("--publish", "is_published", is_flag=True, help="Die Fassung gleich veröffentlichen.")
@needs_database
def import_form(
    file: Path,
    slug: str,
    existing: str | None,
    survey_slug: str | None,
    title: str | None,
    is_published: bool,
) -> None:
    """Eine Umfrage aus einer XLSForm- oder LimeSurvey-Datei anlegen und nennen, was nicht übernommen werden konnte."""
    process = process_by_slug(slug)
    if not file.is_file():
        raise click.ClickException(_("Diese Datei gibt es nicht: %(file)s", file=file))
    read = read_file(file, name=file.name)
    with transaction():
        if existing:
            survey = survey_by_slug(process.id, existing)
            _replace_draft(survey, read.questionnaire)
        else:
            named = title or title_of(read.questionnaire, file.stem)
            survey = create_survey(
                process_id=process.id,
                slug=survey_slug or slug_from(named),
                title=named[:200],
                content=read.questionnaire,
            )
        if is_published:
            publish_and_use(activity_id=survey.activity_id)
        number = versions_of(survey.questionnaire_id)[0].number
    questions = sum(1 for _question in read.questionnaire.questions())
    click.echo(
        _("%(survey)s, Fassung %(number)s: ", survey=survey.activity.slug, number=number)
        + ngettext("eine Frage übernommen.", "%(num)s Fragen übernommen.", questions)
    )
    _tell(read.not_taken)


@group.command("export")
@click.argument("survey")
@click.option(
    "--xlsform", "target", required=True, type=click.Path(path_type=Path), help="Datei, die geschrieben wird."
)
@click.option("--process", "slug", help="Kurzadresse des Verfahrens, wenn es mehrere solche Umfragen gibt.")
@click.option("--number", type=click.IntRange(1), help="Fassung; sonst die neueste.")
@needs_database
def export_form(survey: str, target: Path, slug: str | None, number: int | None) -> None:
    """Den Fragebogen einer Umfrage als XLSForm-Datei schreiben."""
    found = _survey(survey, slug)
    version = (
        version_by_number(found.questionnaire_id, number)
        if number
        else versions_of(found.questionnaire_id)[0]
    )
    try:
        not_taken = write_xlsform(content_of(version), target)
    except OSError as error:
        message = _("Die Datei lässt sich nicht schreiben: %(file)s", file=target)
        raise click.ClickException(message) from error
    click.echo(_("Fassung %(number)s steht in %(file)s.", number=version.number, file=target))
    _tell(not_taken)


def _replace_draft(survey: Survey, content: Questionnaire) -> None:
    if draft_of(survey.questionnaire_id) is None:
        new_version(questionnaire_id=survey.questionnaire_id)
    save_draft(questionnaire_id=survey.questionnaire_id, content=content)


def _survey(survey_slug: str, slug: str | None) -> Survey:
    """The one survey of this slug, in one process or in all; DomainError when there is none or more."""
    processes = [process_by_slug(slug)] if slug else all_processes()
    found = [
        one for process in processes for one in surveys_of(process.id) if one.activity.slug == survey_slug
    ]
    if not found:
        raise DomainError(_("Diese Umfrage gibt es nicht."))
    if len(found) > 1:
        raise DomainError(
            _("Mehrere Verfahren haben eine Umfrage mit dieser Kurzadresse: --process angeben.")
        )
    return found[0]


def _tell(not_taken: list[NotTaken]) -> None:
    if not not_taken:
        return
    click.echo(ngettext("Nicht übernommen:", "Nicht übernommen (%(num)s):", len(not_taken)))
    for one in not_taken:
        row = _("Zeile %(row)s", row=one.row) if one.row else ""
        place = ", ".join(part for part in (one.sheet, row, one.column) if part)
        click.echo(f"  {place}: {one.what}")
