"""The formats of a survey file: Excel, CSV in a ZIP, SPSS, GeoPackage; each writes one file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pyreadstat
from flask_babel import lazy_gettext as _l

from app.exports.geodata import METRIC_CRS
from app.exports.microdata.file import ABOUT, Microdata
from app.exports.microdata.tables import about_labels, codebook, long, notes, spoken, wide
from app.exports.microdata.variables import TEXT
from app.exports.tables import write_csv, write_xlsx

LONGEST_LABEL = 250
"""Bytes of UTF-8 that SPSS takes as a variable label; of a value label it takes 120."""
LONGEST_VALUE_LABEL = 120


@dataclass(frozen=True)
class SurveyFile:
    """What goes into a file: the answers, the released words (key, text) and the released places."""

    data: Microdata
    texts: list[tuple[str, str]]
    places: list[dict[str, Any]]


@dataclass(frozen=True)
class SurveyFormat:
    """`ending` of the file name; `write` writes to a path."""

    ending: str
    mimetype: str
    label: object
    use: object
    write: Callable[[SurveyFile, Path], None]


def _xlsx(file: SurveyFile, path: Path) -> None:
    sheets = {
        "Hinweise": notes(file.data),
        "Antworten": wide(file.data),
        "Antworten lang": long(file.data),
        "Codebuch": codebook(file.data),
        "Freie Texte": spoken(file.texts),
    }
    write_xlsx(sheets, path)


def _csv(file: SurveyFile, path: Path) -> None:
    tables = {
        "antworten.csv": wide(file.data),
        "antworten_lang.csv": long(file.data),
        "codebuch.csv": codebook(file.data),
        "freie_texte.csv": spoken(file.texts),
        "hinweise.csv": notes(file.data),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, table in tables.items():
            one = path.with_name(name)
            write_csv(table, one)
            packed.write(one, name)
            one.unlink()


def _sav(file: SurveyFile, path: Path) -> None:
    """SPSS system file with labels of variables and values; -9, -8 and -7 are user-missing."""
    data = file.data
    table = data.wide.copy()
    labels: dict[str, str | None] = {name: german for name, (german, _english) in ABOUT.items()}
    values: dict[str, dict[Any, str]] = {
        name: _short(about_labels(data, name)) for name in ("raum", "alter", "geschlecht", "quelle")
    }
    missing: dict[str, list[Any]] = {}
    measures = dict.fromkeys(("raum", "alter", "geschlecht", "quelle", "fassung"), "nominal")
    for variable in data.variables:
        labels[variable.name] = _cut(variable.label_de, LONGEST_LABEL)
        if variable.shape == TEXT:
            continue
        words = {**variable.labels_de, **variable.missing}
        values[variable.name] = _short({float(code): text for code, text in words.items()})
        low, high = min(variable.missing), max(variable.missing)
        missing[variable.name] = [{"lo": float(low), "hi": float(high)}]
        measures[variable.name] = "ordinal" if variable.question.kind == "scale" else (
            "nominal" if variable.labels_de else "scale"
        )  # fmt: skip
    pyreadstat.write_sav(
        table,
        str(path),
        file_label=_cut(data.survey.title, 60),
        column_labels=labels,
        variable_value_labels={name: found for name, found in values.items() if found},
        missing_ranges=missing,
        variable_measure=measures,
    )


def _short(labels: dict[Any, str]) -> dict[Any, str]:
    return {code: _cut(text, LONGEST_VALUE_LABEL) for code, text in labels.items()}


def _cut(text: str, most: int) -> str:
    """The text within so many bytes of UTF-8, cut between characters."""
    return text.encode()[:most].decode(errors="ignore")


def _gpkg(file: SurveyFile, path: Path) -> None:
    """Released places of map questions (on the public grid, EPSG:25832) and the codebook."""
    columns = ["question", "quality", "text", "month"]
    table = pd.DataFrame(file.places, columns=[*columns, "lon", "lat"])
    points = gpd.points_from_xy(table["lon"].astype(float), table["lat"].astype(float), crs=4326)
    frame = gpd.GeoDataFrame(table[columns].astype(object), geometry=points).to_crs(METRIC_CRS)
    path.unlink(missing_ok=True)
    pyogrio.write_dataframe(frame, path, layer="places", driver="GPKG", geometry_type="Point")
    pyogrio.write_dataframe(codebook(file.data), path, layer="codebook", driver="GPKG", append=True)


SURVEY_FORMATS = {
    "xlsx": SurveyFormat(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _l("Excel-Mappe"),
        _l("eine Zeile je Person, dazu lange Tabelle und Codebuch"),
        _xlsx,
    ),
    "csv": SurveyFormat(
        "zip", "application/zip", _l("CSV-Dateien in einem ZIP"), _l("dieselben Tabellen für Programme"), _csv
    ),
    "sav": SurveyFormat(
        "sav",
        "application/x-spss-sav",
        _l("SPSS-Datei (.sav)"),
        _l("mit Namen, Wertelabels und fehlenden Werten, auch für PSPP und R"),
        _sav,
    ),
    "gpkg": SurveyFormat(
        "gpkg",
        "application/geopackage+sqlite3",
        _l("GeoPackage"),
        _l("freigegebene Orte der Kartenfragen für QGIS"),
        _gpkg,
    ),
}
