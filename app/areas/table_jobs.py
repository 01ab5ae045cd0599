"""Large tables in the background: reading one for its page, and storing many residents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, redirect, url_for
from flask_babel import force_locale, format_decimal
from flask_babel import gettext as _
from flask_login import current_user

from app.areas import population_reading, table_reading, uploads
from app.areas.models import AreaSet
from app.areas.queries import area_set_by_id
from app.areas.table_reading import Question
from app.areas.uploads import Upload
from app.base import jobs
from app.base.database import transaction
from app.base.errors import NotFound
from app.base.i18n import current_language

READ, STORE = "tables.read", "population.store"


def begin(
    kind: str, title: str, upload: Upload, area_set: AreaSet, question: Question, url: str, **more: str
) -> Response:
    """To the page of a new job about a table, which leads on to `url`."""
    arguments = {
        "token": upload.token,
        "area_set": str(area_set.id),
        "function": question.function,
        "question": question.arguments,
        "language": current_language(),
        "url": url,
        **more,
    }
    with transaction():
        job_id = jobs.start(kind=kind, title=title, arguments=arguments, user_id=current_user.id)
    return redirect(url_for("accounts_staff.job", job_id=job_id), 303)  # type: ignore[return-value]


def of_job(job: jobs.JobHandle) -> tuple[Upload, AreaSet, Question]:
    """The table a job is about; NotFound when it is gone."""
    if job.user_id is None:
        raise NotFound(_("Diese Datei ist nicht mehr da. Bitte laden Sie sie noch einmal hoch."))
    upload = uploads.find(job.arguments["token"], owner=job.user_id)
    area_set = area_set_by_id(UUID(job.arguments["area_set"]))
    return upload, area_set, Question(job.arguments["function"], job.arguments["question"])


@jobs.task(READ, cleanup=lambda job: uploads.remove_half(job.arguments["token"]))
def read(job: jobs.JobHandle) -> dict[str, Any]:
    """Read a table; the page at `url` then finds what was read."""
    with force_locale(job.arguments["language"]):
        steps = table_reading.steps()
        table_reading.prepare(
            *of_job(job),
            progress=lambda done, total: job.progress(done, total, steps[done]),
            cancelled=job.cancelled,
        )
        return {"message": _("Die Tabelle ist gelesen."), "url": job.arguments["url"]}


@jobs.task(STORE)
def store(job: jobs.JobHandle) -> dict[str, Any]:
    """Store the residents of a table that was shown, all of them or none."""
    with force_locale(job.arguments["language"]):
        upload, area_set, asked = of_job(job)
        job.progress(0, 2, _("Die Zahlen werden gespeichert."))
        imported = population_reading.store(
            upload,
            area_set,
            population_reading.question(asked.arguments),
            source=job.arguments["source"],
            actor=str(job.user_id),
            look=lambda: job.progress(1, 2),
        )
        people = format_decimal(sum(imported.residents.values()))
        message = (
            _("Diese Zahlen sind schon gespeichert. Es wurde nichts geändert.")
            if imported.outcome == "unchanged"
            else _("%(n)s Personen übernommen.", n=people)
        )
        return {"message": message, "url": job.arguments["url"]}
