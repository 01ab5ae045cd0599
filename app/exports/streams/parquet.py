"""Parquet for R and Python: the types of the batches are kept, shapes as GeoParquet's WKB column."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from app.contributions.extracts import Column
from app.exports.streams import cells

_KINDS = {"number": pa.float64(), "time": pa.timestamp("us", "UTC"), "yes_no": pa.bool_()}
_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
}
"""GeoParquet 1.1: without `crs` the shapes are WGS 84, longitude first."""


def write(columns: tuple[Column, ...], batches: Iterable[pa.RecordBatch], path: Path) -> None:
    """zstd; one row group a batch would be many small ones, so batches are gathered to 32,000 rows."""
    fields = [pa.field(column.name, _KINDS.get(column.kind, pa.string())) for column in columns]
    schema = pa.schema([*fields, pa.field("geometry", pa.binary())], {"geo": json.dumps(_GEO)})
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        waiting: list[pa.RecordBatch] = []
        for batch in batches:
            arrays = [cells.plain(batch.column(column.name)) for column in columns]
            waiting.append(pa.RecordBatch.from_arrays([*arrays, batch.column("geometry")], schema=schema))
            if sum(len(part) for part in waiting) >= 32_000:
                writer.write_table(pa.Table.from_batches(waiting))
                waiting = []
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting))
