"""GeoPackage and Shapefile through GDAL, opened only after their first bytes prove what they are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyogrio
from flask_babel import gettext as _
from pyogrio.errors import DataLayerError, DataSourceError, FieldError
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

from app.areas.errors import ImportRefused
from app.areas.reading.archives import choose_layer
from app.areas.reading.dbf import judged_encoding
from app.areas.reading.references import contradiction, crs_of_wkt
from app.areas.reading.text import FALLBACKS, guessed_note, known_encoding, tidy

SQLITE_MARK = b"SQLite format 3\x00"
SHAPE_MARK = b"\x00\x00\x27\x0a"
FLATGEOBUF_MARK = b"fgb\x03fgb"
_GDAL_ERRORS = (
    DataSourceError,
    DataLayerError,
    FieldError,
    ShapelyError,
    ValueError,
    CRSError,
    LookupError,
    OverflowError,
    pa.ArrowException,
)
"""What pyogrio and what it stands on raise for damaged files; ImportRefused is none of them."""


def read_geopackage(
    path: Path, layer: str | None
) -> tuple[gpd.GeoDataFrame, CRS | None, str, tuple[str, ...]]:
    """Rows, stated system, name of the layer, all layers. Views are no layers: they could compute for ever."""
    layers = _feature_tables(path)
    if not layers:
        raise ImportRefused(_("Das GeoPackage enthält keine Ebene mit Formen."))
    chosen = choose_layer(layers, layer)
    try:
        _refuse_other_driver(path, "GPKG", chosen)
        frame = pyogrio.read_dataframe(path, layer=chosen, force_2d=True, on_invalid="ignore")
    except _GDAL_ERRORS as error:
        raise ImportRefused(_("Das GeoPackage ist beschädigt und lässt sich nicht lesen.")) from error
    return _named(frame), _crs(frame), chosen, tuple(layers)


def read_flatgeobuf(path: Path) -> tuple[gpd.GeoDataFrame, CRS | None]:
    """Rows and the stated system."""
    try:
        _refuse_other_driver(path, "FlatGeobuf", None)
        frame = pyogrio.read_dataframe(path, force_2d=True, on_invalid="ignore")
    except _GDAL_ERRORS as error:
        raise ImportRefused(_("Die FlatGeobuf-Datei ist beschädigt und lässt sich nicht lesen.")) from error
    return _named(frame), _crs(frame)


def _feature_tables(path: Path) -> list[str]:
    """Names of the real tables registered as features (OGC 12-128r18, clause 1.1.3 and 2.1)."""
    query = (
        "SELECT c.table_name FROM gpkg_contents c JOIN sqlite_master m ON lower(m.name) = lower(c.table_name) "
        "WHERE c.data_type = 'features' AND m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' "
        "ORDER BY c.table_name"
    )
    try:
        with closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            return [str(row[0]) for row in connection.execute(query)]
    except sqlite3.Error as error:
        raise ImportRefused(_("Das ist kein GeoPackage, oder es ist beschädigt.")) from error


def read_shapefile(path: Path, encoding: str | None) -> tuple[gpd.GeoDataFrame, CRS | None, list[str]]:
    """Rows, the system of the .prj (None without one) and notes; the sidecars stand beside `path`."""
    prj = path.with_suffix(".prj")
    described = prj.read_text("utf-8", errors="replace").strip() if prj.exists() else ""
    crs = crs_of_wkt(described) if described else None
    for candidate in _encodings(path, encoding):
        try:
            _refuse_other_driver(path, "ESRI Shapefile", None, candidate)
            frame = pyogrio.read_dataframe(path, encoding=candidate, force_2d=True, on_invalid="ignore")
        except (UnicodeDecodeError, LookupError):
            continue
        except _GDAL_ERRORS as error:
            raise ImportRefused(_("Die Shapefile ist beschädigt und lässt sich nicht lesen.")) from error
        ascii_only = all(text.isascii() for text in _texts(frame))
        guessed = not encoding and not path.with_suffix(".cpg").exists()
        odd = guessed or (not encoding and candidate != _stated(path))
        notes = [] if ascii_only or not odd or candidate == "utf-8" else [guessed_note(candidate)]
        return _named(frame), crs, [*notes, *(contradiction(crs) if crs else [])]
    raise ImportRefused(
        _("Die Shapefile lässt sich nicht als »%(name)s« lesen.", name=encoding or ""), field="encoding"
    )


def _stated(path: Path) -> str | None:
    """The encoding in the .cpg file, None when there is none or nobody knows it."""
    cpg = path.with_suffix(".cpg")
    if not cpg.exists():
        return None
    try:
        return known_encoding(cpg.read_text("ascii", errors="replace"))
    except ImportRefused:
        return None


def _encodings(path: Path, encoding: str | None) -> list[str]:
    if encoding:
        return [known_encoding(encoding)]
    stated = _stated(path)
    judged = judged_encoding(path.with_suffix(".dbf"), stated)
    return list(dict.fromkeys(name for name in (judged, stated, *FALLBACKS) if name))


def _refuse_other_driver(path: Path, driver: str, layer: str | None, encoding: str | None = None) -> None:
    """A second lock behind the first bytes: what GDAL opened must be what we meant to open."""
    if pyogrio.read_info(path, layer=layer, encoding=encoding)["driver"] != driver:
        raise ImportRefused(_("Der Inhalt der Datei passt nicht zu ihrer Endung."))


def _named(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if not isinstance(frame, gpd.GeoDataFrame):
        raise ImportRefused(_("Die Ebene enthält keine Formen."))
    geometry, names = frame.geometry.name, list[str]()
    for name in frame.columns:
        own = name if name == geometry else tidy(name)
        while own in names:  # DBF cuts names after ten signs, and then they may be the same
            own += "_2"
        names.append(own)
    frame = frame.set_axis(names, axis=1)
    return frame if geometry == "geometry" else frame.rename_geometry("geometry")


def _texts(frame: gpd.GeoDataFrame) -> list[str]:
    columns = [name for name in frame.columns if name != frame.geometry.name]
    return [value for name in columns for value in frame[name] if isinstance(value, str)]


def _crs(frame: gpd.GeoDataFrame) -> CRS | None:
    crs: CRS | None = frame.crs
    return None if crs is None or crs.is_engineering else crs
