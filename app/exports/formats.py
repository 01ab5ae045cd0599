"""The formats a release can be taken away in; each writes into a folder and returns the files it wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from app.exports.dataset import ReleaseDataset
from app.exports.geodata import wide_by_area, write_geojson, write_geopackage
from app.exports.tables import write_csv, write_csv_de, write_parquet, write_xlsx
from app.indicators.labels import Figure

BASE = "indicator_values"


@dataclass(frozen=True)
class Format:
    """`file` is the main file, the one a browser download gives; `write` may put companions beside it."""

    file: str
    mimetype: str
    label: object
    use: object
    write: Callable[[ReleaseDataset, Path], list[Path]]


def _wide(data: ReleaseDataset) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """`wide_by_area` with the German name of each figure beside its column."""
    wide, columns = wide_by_area(data.rows, data.areas)
    figures = zip(columns["indicator_id"], columns["age_group"], strict=True)
    with force_locale("de"):
        columns.insert(1, "label_de", [Figure(*figure).label for figure in figures])
    return wide, columns


def _csv(data: ReleaseDataset, folder: Path) -> list[Path]:
    """The tidy table and its companion tables of D4."""
    tables = {
        BASE: data.rows,
        "indicators": data.indicators,
        "sources": data.sources,
        "licences": data.licences,
    }
    written = []
    for name, frame in tables.items():
        write_csv(frame, folder / f"{name}.csv")
        written.append(folder / f"{name}.csv")
    write_geojson(data.areas, folder / "areas.geojson")
    return [*written, folder / "areas.geojson"]


def _csv_de(data: ReleaseDataset, folder: Path) -> list[Path]:
    path = folder / f"{BASE}.de.csv"
    write_csv_de(data.rows, path)
    return [path]


def _xlsx(data: ReleaseDataset, folder: Path) -> list[Path]:
    path = folder / f"{BASE}.xlsx"
    wide, columns = _wide(data)
    sheets = {
        "Räume": wide.drop(columns="geometry"),
        "Spalten": columns,
        BASE: data.rows,
        "indicators": data.indicators,
        "sources": data.sources,
        "licences": data.licences,
    }
    write_xlsx(sheets, path)
    return [path]


def _geojson(data: ReleaseDataset, folder: Path) -> list[Path]:
    path = folder / f"{BASE}.geojson"
    wide, _ = _wide(data)
    write_geojson(wide, path)
    return [path]


def _geopackage(data: ReleaseDataset, folder: Path) -> list[Path]:
    path = folder / f"{BASE}.gpkg"
    wide, columns = _wide(data)
    tables = {BASE: data.rows, "columns": columns, "indicators": data.indicators, "sources": data.sources}
    write_geopackage(wide, {name: frame for name, frame in tables.items() if len(frame)}, path)
    return [path]


def _parquet(data: ReleaseDataset, folder: Path) -> list[Path]:
    path = folder / f"{BASE}.parquet"
    write_parquet(data.rows, path)
    return [path]


FORMATS = {
    "xlsx": Format(
        f"{BASE}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _l("Excel-Mappe"),
        _l("je Raum eine Zeile, dazu die ausführliche Tabelle und Erläuterungen"),
        _xlsx,
    ),
    "csv-de": Format(
        f"{BASE}.de.csv",
        "text/csv",
        _l("CSV für deutsches Excel"),
        _l("Semikolon und Dezimalkomma"),
        _csv_de,
    ),
    "gpkg": Format(
        f"{BASE}.gpkg",
        "application/geopackage+sqlite3",
        _l("GeoPackage"),
        _l("für QGIS: Räume mit Werten in EPSG:25832, dazu die Tabellen"),
        _geopackage,
    ),
    "geojson": Format(
        f"{BASE}.geojson",
        "application/geo+json",
        _l("GeoJSON"),
        _l("Räume mit Werten in WGS 84, für Webkarten"),
        _geojson,
    ),
    "csv": Format(
        f"{BASE}.csv",
        "text/csv",
        _l("CSV für Programme"),
        _l("Komma und Dezimalpunkt, eine Zeile je Wert"),
        _csv,
    ),
    "parquet": Format(
        f"{BASE}.parquet",
        "application/vnd.apache.parquet",
        _l("Parquet"),
        _l("für Auswertungen in R oder Python"),
        _parquet,
    ),
}
