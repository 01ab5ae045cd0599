"""A table of values of a classic indicator from file to database: read in a limited child, stored as it was shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from flask_babel import force_locale, format_date
from flask_babel import gettext as _

from app.areas.errors import ImportRefused
from app.areas.models import AreaSet
from app.areas.queries import area_set_by_id
from app.areas.sums import SumCheck
from app.areas.table_jobs import of_job
from app.areas.table_reading import Question, Report, answer, examined, head_of
from app.areas.understanding import Understood, understand
from app.areas.uploads import Upload, remove
from app.base import jobs
from app.base.database import transaction
from app.indicators.importing import Imported, store_values
from app.indicators.values import Values, read_values, value_columns

STORE = "values.store"
MANY = 5000
"""From so many values on they are stored by a job."""


def question(arguments: dict[str, Any]) -> Question:
    """`arguments`: encoding, sheet, head, column, confirmed, columns, period (two ISO days), unit, internal."""
    return Question("app.indicators.values_reading:read_in_child", arguments, (Values, SumCheck))


def read_in_child(arguments: dict[str, Any], folder: Path, report: Report) -> dict[str, Any]:
    """In the child: file to values."""
    start, end = map(date.fromisoformat, arguments["period"])

    def work(sheet: Any, areas: Any) -> Values:
        columns = dict(arguments["columns"])
        head, confirmed = head_of(arguments), arguments["confirmed"]
        if arguments["column"] is not None:
            known = understand(sheet, areas, head=head, area_column=arguments["column"], confirmed=confirmed)
            columns["area"] = known.table.header[arguments["column"]]
        return read_values(
            sheet,
            areas,
            period=(start, end),
            columns=columns,
            unit=arguments["unit"],
            internal=arguments["internal"],
            head=head,
            confirmed=confirmed,
        )

    return answer(arguments, folder, report, work, _meant, value_columns)


def _meant(found: Understood | None, values: Values | None) -> dict[int, str]:
    if values is None:
        return {}
    words = {"value": _("Wert"), "numerator": _("Zähler"), "denominator": _("Nenner")}
    meant = {column: words[name] for name, column in values.columns.items()}
    return meant | {
        column: _("Wert %(from)s–%(to)s", **{"from": format_date(start), "to": format_date(end)})
        for column, (start, end) in values.series.items()
    }


def store(
    upload: Upload,
    area_set: AreaSet,
    asked: Question,
    *,
    actor: UUID | str,
    about: Mapping[str, str],
    look: Callable[[], None] = lambda: None,
) -> Imported:
    """Store what the page of this table showed and remove the file; `about`: indicator_id, source, provider, licence.

    `look` is called inside the transaction and may raise, so that nothing is stored.
    """
    values: Values | None = examined(upload, area_set, asked).content
    if values is None:
        raise ImportRefused(_("Die Tabelle ist noch nicht verstanden."))
    area_set_id = area_set.id
    with transaction():
        done = store_values(
            values=values, area_set=area_set_by_id(area_set_id), file_name=upload.name, actor=actor, **about
        )
        look()
    remove(upload)
    return done


def told(done: Imported) -> str:
    """What was stored, in a sentence."""
    if done.new or done.changed:
        return str(_("%(new)s Werte neu, %(changed)s geändert.", new=done.new, changed=done.changed))
    return str(_("Diese Werte sind schon gespeichert. Es wurde nichts geändert."))


@jobs.task(STORE)
def store_many(job: jobs.JobHandle) -> dict[str, Any]:
    """Store the values of a table that was shown, all of them or none."""
    with force_locale(job.arguments["language"]):
        upload, area_set, asked = of_job(job)
        job.progress(0, 2, _("Die Zahlen werden gespeichert."))
        done = store(
            upload,
            area_set,
            question(asked.arguments),
            actor=str(job.user_id),
            look=lambda: job.progress(1, 2),
            about={name: job.arguments[name] for name in ("indicator_id", "source", "provider", "licence")},
        )
        return {"message": told(done), "url": job.arguments["url"]}
