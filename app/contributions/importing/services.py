"""The import of one file: read, check everything, then write everything or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

from app.base.database import transaction
from app.contributions.drafts import SubmissionDraft
from app.contributions.importing import records
from app.contributions.importing.checking import ImportReport, check, examined, places_of
from app.contributions.importing.columns import Columns, columns_of
from app.contributions.importing.places import Places
from app.contributions.importing.problems import refuse
from app.contributions.importing.reading import Rows, Table, read_table
from app.contributions.importing.stored import StoredTable, read_in_child, stored_table

Progress = Callable[[int], None]
_SECONDS = 300


def import_file(
    *,
    process_id: UUID,
    path: Path,
    mapping: Sequence[str],
    crs: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    swapped: bool = False,
    skip_invalid: bool = False,
    source: str = "",
    licence: str = "",
    dry_run: bool = False,
    actor: UUID | None = None,
    folder: Path | None = None,
) -> ImportReport:
    """Import a table or map file into a process; FileRefused with lines and columns, and nothing is written.

    Rows that came before are left as they are; a row whose id came before with other content refuses the file.
    `skip_invalid` takes the good rows and names the others in `problems`. With an empty `folder` a limited child
    reads the file. Opens its own transactions.
    """
    reading = {"encoding": encoding, "delimiter": delimiter, "crs": crs, "sheet": sheet}
    table: Table | StoredTable
    if folder is None or not path.is_file():
        table = read_table(path, **reading)
    else:
        table = stored_table(folder, read_in_child(path, folder, reading, seconds=_SECONDS))
    columns = columns_of(table, mapping)
    places = places_of(process_id, crs="" if table.has_shapes else crs, swapped=swapped)
    report = check(process_id=process_id, table=table, columns=columns, places=places)
    report.encoding, report.delimiter, report.notes = table.encoding, table.delimiter, table.notes
    if not skip_invalid:
        refuse(report.problems)
    if report.new and not dry_run:
        with transaction():
            import_id = records.begin(
                process_id=process_id,
                user_id=actor,
                file_name=path.name,
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                source=source,
                licence=licence,
            )
        write(import_id, process_id, table, columns, places, report)
    return report


def write(
    import_id: UUID,
    process_id: UUID,
    table: Rows,
    columns: Columns,
    places: Places,
    report: ImportReport,
    progress: Progress | None = None,
) -> None:
    """Stage the good rows of a checked table and publish them; whatever goes wrong before, nothing stays."""
    try:
        written = records.stage(import_id, _fresh(process_id, table, columns, places), progress)
    except BaseException:
        records.discard(import_id)
        raise
    records.publish(
        import_id,
        {
            "row_count": report.rows,
            "new_count": written,
            "unchanged_count": report.unchanged,
            "skipped_count": report.refused,
        },
    )


def _fresh(process_id: UUID, table: Rows, columns: Columns, places: Places) -> Iterator[SubmissionDraft]:
    for batch in examined(process_id, table, columns, places):
        yield from batch.fresh
