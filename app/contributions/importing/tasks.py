"""The long parts of an import as background work: reading and checking a large file, and writing its rows.

A worker knows no addresses, so the page that starts a job names the `next` one.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.base import jobs
from app.base.i18n import ngettext
from app.base.jobs.models import Job
from app.contributions.importing import records, staging, wizard
from app.contributions.importing.checking import check
from app.contributions.importing.problems import refuse
from app.contributions.importing.services import write

READ, CHECK, WRITE = "contributions.read", "contributions.check", "contributions.import"
UNDO = "contributions.import_undo"


@jobs.task(READ, cleanup=lambda job: staging.remove_half(job.arguments["token"]))
def read(job: jobs.JobHandle) -> dict[str, Any]:
    """Read a large file once, so that the pages find its table ready."""
    staged, process_id = _staged(job)
    wizard.table(staged, wizard.choices_of(staged), progress=_told(job, _("Datei lesen")), in_job=True)
    return {"message": _("Die Datei ist gelesen."), "url": job.arguments["next"]}


@jobs.task(CHECK)
def examine(job: jobs.JobHandle) -> dict[str, Any]:
    """Check every row of a large file for the preview."""
    staged, process_id = _staged(job)
    choices = wizard.choices_of(staged)
    total = wizard.table(staged, choices, in_job=True).count
    wizard.make_preview(
        staged, choices, process_id, lambda done: job.progress(done, total, _("Zeilen prüfen")), in_job=True
    )
    return {"message": _("Die Datei ist geprüft."), "url": job.arguments["next"]}


def _settle(job: Job) -> None:
    """Whoever died or stopped in between: nothing stays, or what was being published is finished."""
    records.settle(UUID(job.arguments["import_id"]))


@jobs.task(WRITE, cleanup=_settle)
def bring_in(job: jobs.JobHandle) -> dict[str, Any]:
    """Write the rows of a previewed file as drafts, then publish them into review."""
    staged, process_id = _staged(job)
    import_id = UUID(job.arguments["import_id"])
    choices = wizard.choices_of(staged)
    table = wizard.table(staged, choices, in_job=True)
    columns, places = wizard.columns(table, choices), wizard.places(process_id, table, choices)
    steps = 2 * table.count
    report = check(
        process_id=process_id,
        table=table,
        columns=columns,
        places=places,
        progress=lambda done: _alive(job, import_id, done, steps, _("Zeilen prüfen")),
    )
    if not choices.skip_invalid:
        refuse(report.problems)
    write(
        import_id, process_id, table, columns, places, report,
        lambda done: job.progress(table.count + done, steps, _("Beiträge eintragen")),
    )  # fmt: skip
    staging.remove(staged)
    message = ngettext("Ein Beitrag übernommen.", "%(num)s Beiträge übernommen.", report.new)
    return {
        "message": f"{message} {_('Öffentlich wird etwas davon erst nach der Sichtung.')}",
        "url": job.arguments["next"],
    }


@jobs.task(UNDO, cleanup=_settle)
def take_back(job: jobs.JobHandle) -> dict[str, Any]:
    """Delete a whole import. Nobody stops it half way: a job that dies is finished by its cleanup."""
    import_id = UUID(job.arguments["import_id"])
    total = records.size(import_id)
    records.undo(
        process_id=UUID(job.arguments["process_id"]),
        import_id=import_id,
        user_id=job.user_id,
        progress=lambda done: _on(job, done, total, _("Beiträge löschen")),
    )
    message = _("Der Import ist zurückgenommen. Seine Beiträge sind gelöscht.")
    return {"message": message, "url": job.arguments["next"]}


def _alive(job: jobs.JobHandle, import_id: UUID, done: int, steps: int, message: str) -> None:
    records.beat(import_id)
    job.progress(done, steps, message)


def _on(job: jobs.JobHandle, done: int, total: int, message: str) -> None:
    """Progress of work that goes on to its end once it has begun."""
    with suppress(jobs.Cancelled):
        job.progress(done, total, message)


def _staged(job: jobs.JobHandle) -> tuple[staging.Staged, UUID]:
    process_id = UUID(job.arguments["process_id"])
    return staging.find(job.arguments["token"], process_id=process_id), process_id


def _told(job: jobs.JobHandle, message: str) -> staging.Progress:
    return lambda done, total: job.progress(done, total, message)
