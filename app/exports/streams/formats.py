"""The formats contributions can be taken away in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from flask import current_app
from flask_babel import lazy_gettext as _l

from app.contributions.extracts import Column
from app.exports.streams import delimited, geojson, geopackage, parquet, workbook

Columns = tuple[Column, ...]
Batches = Iterable[pa.RecordBatch]


@dataclass(frozen=True)
class StreamFormat:
    """`bytes_per_row` is for estimates (measured with texts of 100 letters); `most` is how many rows it can hold,
    `unused` names columns that need not be made for it."""

    ending: str
    mimetype: str
    label: object
    use: object
    bytes_per_row: int
    write: Callable[[Columns, Batches, Path], None]
    most: int | None = None
    unused: tuple[str, ...] = ()


def _zone() -> str:
    return str(current_app.config["BABEL_DEFAULT_TIMEZONE"])


def _csv(columns: Columns, batches: Batches, path: Path) -> None:
    delimited.write(columns, batches, path, delimited.MACHINE)


def _csv_de(columns: Columns, batches: Batches, path: Path) -> None:
    delimited.write(columns, batches, path, delimited.german(_zone()))


def _xlsx(columns: Columns, batches: Batches, path: Path) -> None:
    workbook.write(columns, batches, path, _zone())


STREAM_FORMATS = {
    "xlsx": StreamFormat(
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _l("Excel-Mappe"),
        _l("deutsche Überschriften, Filter, echte Datumswerte; höchstens gut eine Million Zeilen"),
        200,
        _xlsx,
        most=workbook.MOST_ROWS,
    ),
    "csv-de": StreamFormat(
        ".csv",
        "text/csv",
        _l("CSV für deutsches Excel"),
        _l("Semikolon, Dezimalkomma, Ortszeit; öffnet mit Doppelklick"),
        480,
        _csv_de,
    ),
    "gpkg": StreamFormat(
        ".gpkg",
        "application/geopackage+sqlite3",
        _l("GeoPackage"),
        _l("für QGIS, in EPSG:25832; Punkte, Wege und Flächen je als Ebene, ohne Ort als Tabelle"),
        640,
        geopackage.write,
    ),
    "geojson": StreamFormat(
        ".geojson",
        "application/geo+json",
        _l("GeoJSON"),
        _l("für Webkarten, in Grad (WGS 84)"),
        1050,
        geojson.write,
        unused=geojson.GIVEN_BY_SHAPE,
    ),
    "csv": StreamFormat(
        ".csv",
        "text/csv",
        _l("CSV für Programme"),
        _l("Komma, Dezimalpunkt, Zeiten in UTC, Spaltennamen wie in den anderen Dateien"),
        480,
        _csv,
    ),
    "parquet": StreamFormat(
        ".parquet",
        "application/vnd.apache.parquet",
        _l("Parquet"),
        _l("für R und Python, klein und schnell, mit Datentypen"),
        110,
        parquet.write,
    ),
}
