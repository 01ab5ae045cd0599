"""A table of residents from file to database: counted in a limited child, stored as it was shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.areas.counting import Counts, count_residents
from app.areas.errors import ImportRefused
from app.areas.heads import Meaning, meaning
from app.areas.labels import Ages
from app.areas.models import AreaSet
from app.areas.pictures import meaning_words
from app.areas.population import ImportedPopulation, PopulationRow, import_population
from app.areas.splitting import Method
from app.areas.sums import SumCheck
from app.areas.table_reading import Question, Report, answer, examined, head_of
from app.areas.understanding import Understood
from app.areas.uploads import Upload, remove
from app.base.database import transaction

MANY = 5000
"""From so many numbers on they are stored by a job."""


def question(arguments: dict[str, Any]) -> Question:
    """`arguments`: encoding, sheet, head, column, confirmed, day (ISO), method (kind, reference, name)."""
    kinds = (Counts, PopulationRow, SumCheck, Meaning, Ages)
    return Question("app.areas.population_reading:count_in_child", arguments, kinds)


def count_in_child(arguments: dict[str, Any], folder: Path, report: Report) -> dict[str, Any]:
    """In the child: file to counts."""
    method, day = arguments["method"], arguments["day"]
    return answer(
        arguments,
        folder,
        report,
        lambda sheet, areas: count_residents(
            sheet,
            areas,
            reference_date=date.fromisoformat(day) if day else None,
            method=Method(*method) if method else None,
            head=head_of(arguments),
            area_column=arguments["column"],
            confirmed=arguments["confirmed"],
        ),
        _meant,
    )


def _meant(found: Understood | None, counts: Counts | None) -> dict[int, str]:
    if counts is not None:
        columns = counts.columns
    else:
        heads = enumerate(found.table.heads) if found else ()
        columns = {
            i: said for i, parts in heads if parts and (said := meaning(parts)) not in (None, Meaning())
        }
    return {column: meaning_words(said) for column, said in columns.items()}


def store(
    upload: Upload,
    area_set: AreaSet,
    asked: Question,
    *,
    source: str,
    actor: UUID | str,
    look: Callable[[], None] = lambda: None,
) -> ImportedPopulation:
    """Store what the page of this table showed and remove the file; ImportRefused when it is not ready for that.

    `look` is called inside the transaction and may raise, so that nothing is stored.
    """
    counts: Counts | None = examined(upload, area_set, asked).content
    if counts is None:
        raise ImportRefused(_("Die Tabelle ist noch nicht verstanden."))
    area_set_id = area_set.id
    with transaction():
        imported = import_population(
            area_set_id=area_set_id,
            rows=counts.rows,
            source=source,
            file_name=upload.name,
            about={"notes": [str(text) for text in counts.notes], "suppressed": counts.suppressed},
            actor=actor,
        )
        look()
    remove(upload)
    return imported
