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
from app.exports.geodata import totals, wide_by_area, write_geojson, write_geopackage
from app.exports.tables import write_csv, write_csv_de, write_parquet, write_xlsx
from app.indicators.labels import Figure, remark

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
    write_csv_de(told_in_german(data), path)
    return [path]


def _xlsx(data: ReleaseDataset, folder: Path) -> list[Path]:
    path = folder / f"{BASE}.xlsx"
    wide, columns = _wide(data)
    table = wide.drop(columns="geometry")
    whole = totals(data.rows, columns, data.areas).reindex(columns=table.columns)
    sheets = {
        "Räume": pd.DataFrame(
            {name: [*table[name].tolist(), *whole[name].tolist()] for name in table.columns}
        ),
        "Spalten": columns,
        BASE: told_in_german(data),
        "indicators": data.indicators,
        "sources": data.sources,
        "licences": data.licences,
    }
    write_xlsx(sheets, path, notes={"Räume": _notes(columns)})
    return [path]


def _notes(columns: pd.DataFrame) -> dict[str, str]:
    """What a heading means, for who rests on it."""
    units = {"%": "in Prozent", "contributions": "Beiträge", "persons": "Personen", "index": "Wert"}
    notes = {
        row[
            "column"
        ]: f"{row['label_de']}\n({units.get(row['unit'], row['unit'])}, bis {row['period_end']:%d.%m.%Y})"
        for row in columns.to_dict("records")
    }
    return notes | {f"{name}_status": "Status: A Wert, U eingeschränkt, Q gesperrt, M nicht sinnvoll, O fehlt"
                    for name in notes}  # fmt: skip


def told_in_german(data: ReleaseDataset) -> pd.DataFrame:
    """The tidy table with the figure, the area, the age group and the status in words before it."""
    names = dict(
        zip(zip(data.areas["area_set"], data.areas["area_id"], strict=True), data.areas["name"], strict=True)
    )
    rows = data.rows
    with force_locale("de"):
        figures = {
            pair: Figure(*pair).label
            for pair in set(zip(rows["indicator_id"], rows["age_group"], strict=True))
        }
        words = {
            "Kennzahl": [figures[pair] for pair in zip(rows["indicator_id"], rows["age_group"], strict=True)],
            "Raum": [
                "gesamt" if area == "all" else names.get((area_set, area), area)
                for area_set, area in zip(rows["area_set"], rows["area_id"], strict=True)
            ],
            "Hinweis": [remark(record, dict(zip(data.areas["area_id"], data.areas["name"], strict=True)))
                        for record in rows.to_dict("records")],
        }  # fmt: skip
    return pd.concat([pd.DataFrame(words, index=rows.index), rows], axis=1)


def _geojson(data: ReleaseDataset, folder: Path) -> list[Path]:
    path = folder / f"{BASE}.geojson"
    wide, _ = _wide(data)
    write_geojson(wide, path)
    return [path]


def _geopackage(data: ReleaseDataset, folder: Path) -> list[Path]:
    path = folder / f"{BASE}.gpkg"
    wide, columns = _wide(data)
    tables = {BASE: data.rows, "columns": columns, "indicators": data.indicators, "sources": data.sources}
    tables["licences"] = data.licences
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
