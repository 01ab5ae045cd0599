"""Boundary files of strangers to one table of shapes in WGS 84: formats, encodings, systems; never a partial result."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
from flask_babel import gettext as _
from pyproj import CRS

from app.areas.errors import ImportRefused
from app.areas.reading.archives import (
    MAX_BYTES,
    SHAPE_PARTS,
    Unpacked,
    refuse_incomplete,
    unpack,
    unpack_singles,
)
from app.areas.reading.candidates import Candidate, candidates_for, landing_of, others_than, swapped_axes
from app.areas.reading.geojson import read_geojson
from app.areas.reading.kml import read_kml
from app.areas.reading.ogr import (
    FLATGEOBUF_MARK,
    SHAPE_MARK,
    SQLITE_MARK,
    read_flatgeobuf,
    read_geopackage,
    read_shapefile,
)
from app.areas.reading.plain import name_in, named_by_file, read_poly, read_wkt
from app.areas.reading.references import SWAPPED, crs_label, place_notes, stated_crs, to_wgs84

SUFFIXES = (".geojson", ".json", ".gpkg", ".zip", ".shp", ".kml", ".kmz", ".fgb", ".wkt", ".ewkt", ".poly")
_WITHOUT_SYSTEM = {".geojson", ".json", ".kml", ".poly"}
"""Formats that mean WGS 84 when they say nothing."""


@dataclass(frozen=True)
class Layer:
    """One layer of a file. `frame` is in WGS 84 with the file's fields as columns beside `geometry`.

    `crs_source` is given (by a person), file or default (GeoJSON and KML without a word are WGS 84). `lands` is where
    it lies, `others` are the systems in which the same numbers would lie somewhere else; both only of a judged place.
    """

    frame: gpd.GeoDataFrame
    crs: str
    crs_source: str
    name: str
    layers: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    lands: Candidate | None = None
    others: list[Candidate] = field(default_factory=list)

    @property
    def fields(self) -> list[str]:
        """Names of the columns a code or a name can be taken from."""
        return [str(name) for name in self.frame.columns if name != "geometry"]


def read_layer(
    path: Path,
    *,
    crs: str | None = None,
    encoding: str | None = None,
    layer: str | None = None,
    judges_place: bool = True,
    name: str | None = None,
) -> Layer:
    """Read one layer of a GeoJSON, GeoPackage, FlatGeobuf, Shapefile, KML, WKT or .poly file, or of a zip with them.

    `crs` overrides what the file says (`25832`, `EPSG:25832`, with `-vertauscht` for north before east). `name` is what
    its owner calls the file: single shapes without fields get their code and name from it. ImportRefused says in one
    sentence what is wrong, also where it lies unless `judges_place` is off.
    Only the formats above are opened, by their suffix and their first bytes, whatever GDAL would make of them.
    """
    path = _plain_file(path)
    stated = stated_crs(crs) if crs else None
    with tempfile.TemporaryDirectory(prefix="streifzug-") as folder:
        found = _opened(path, Path(folder), encoding, layer, Path(name).stem if name else path.stem)
    if crs and crs.strip().endswith(SWAPPED):
        found.frame = swapped_axes(found.frame)
    used = stated or found.crs
    try:
        moved, notes = _on_the_ground(found.frame, used, judges_place)
    except ImportRefused as error:
        if error.field == "crs":
            _offer_systems(error, found.frame)
        raise
    assert used is not None
    silent = stated is None and found.suffix in _WITHOUT_SYSTEM and used.to_epsg() == 4326
    source = "given" if stated else "default" if silent else "file"
    read = Layer(moved, crs_label(used), source, found.name, found.layers, [*found.notes, *notes])
    if not notes:
        return read
    lands = landing_of(moved, used)
    return replace(read, lands=lands, others=others_than(lands, found.frame))


@dataclass
class _Found:
    """What came out of a file, in the coordinates it has there; `crs` is None when it says nothing."""

    frame: gpd.GeoDataFrame
    crs: CRS | None
    notes: list[str]
    name: str
    suffix: str
    layers: tuple[str, ...] = ()


def _opened(path: Path, folder: Path, encoding: str | None, layer: str | None, stem: str) -> _Found:
    suffix = path.suffix.lower()
    if suffix not in {".zip", ".kmz"}:
        if suffix == ".shp":
            path = _copy_parts(path, folder)
        return _one(path, encoding, layer, stem)
    singles = unpack_singles(path, folder) if layer is None else []
    if len(singles) > 1 and (joined := _joined(singles, encoding)) is not None:
        joined.name = stem
        return joined
    unpacked = unpack(path, folder, layer)
    found = _one(unpacked.path, encoding, layer, unpacked.layer)
    if found.suffix != ".gpkg":
        found.name, found.layers = unpacked.layer, unpacked.layers
    return found


def _one(path: Path, encoding: str | None, layer: str | None, stem: str) -> _Found:
    frame, crs, notes = _read(path, encoding, layer)
    found = _Found(frame, crs, notes, stem, path.suffix.lower())
    if found.suffix == ".gpkg":
        found.layers, found.name = frame.attrs["layers"], frame.attrs["layer"]
    if named_by_file(frame, stem):
        notes.append(_("Kennung und Name stammen aus dem Dateinamen: %(name)s", name=stem[:80]))
    elif "name" in frame.columns and "kennung" not in frame.columns and found.suffix == ".poly":
        frame["kennung"] = [name_in(stem)[0]]
    return found


def _joined(singles: list[Unpacked], encoding: str | None) -> _Found | None:
    """Several files with one shape each are the areas of one set, named by their files; None when they are not."""
    found = []
    for single in singles:
        one = _one(single.path, encoding, None, single.layer)
        if len(one.frame) != 1 or "kennung" not in one.frame.columns:
            return None
        found.append(one)
    systems = {one.crs.to_wkt() if one.crs else None for one in found}
    if len(systems) > 1:
        raise ImportRefused(_("Die Dateien haben verschiedene Koordinatensysteme."), field="crs")
    frame = pd.concat([one.frame for one in found], ignore_index=True)
    note = _("%(n)s Dateien mit je einer Form; Kennung und Name stammen aus den Dateinamen.", n=len(found))
    return _Found(gpd.GeoDataFrame(frame, geometry="geometry"), found[0].crs, [note], "", found[0].suffix)


def _on_the_ground(
    frame: gpd.GeoDataFrame, used: CRS | None, judges_place: bool
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """The rows in WGS 84, and where that is in words; ImportRefused with field `crs` when it cannot be."""
    if used is None:
        raise ImportRefused(
            _(
                "Die Datei sagt nicht, welches Koordinatensystem sie hat. Bitte geben Sie es an, zum Beispiel 25832."
            ),
            field="crs",
        )
    moved = to_wgs84(frame, used)
    if not judges_place or moved.geometry.isna().all() or moved.geometry.is_empty.all():
        return moved, []
    return moved, place_notes(moved.total_bounds)


def _offer_systems(error: ImportRefused, frame: gpd.GeoDataFrame) -> None:
    """Say with a refusal which systems are possible, and where the file would land in each."""
    found = candidates_for(frame)
    error.candidates = [candidate.as_dict() for candidate in found]
    if found:
        places = "; ".join(f"{candidate.crs}: {candidate.place}" for candidate in found)
        error.problems.append(_("Möglich wären: %(places)s.", places=places))
    else:
        error.problems.append(
            _("In keinem der üblichen Systeme lägen die Formen in Deutschland oder nebenan.")
        )
    error.message = "\n".join(error.problems)


def _plain_file(path: Path) -> Path:
    """An existing, ordinary file of a known kind and bearable size; GDAL's virtual paths are not files."""
    if "vsi" in path.parts[:2] or str(path).startswith("/vsi") or not path.is_file():
        raise ImportRefused(_("Die Datei »%(name)s« gibt es nicht.", name=path.name))
    if path.suffix.lower() not in SUFFIXES:
        raise ImportRefused(
            _(
                "Dateien mit der Endung »%(suffix)s« werden nicht gelesen. Möglich sind GeoJSON, GeoPackage, "
                "Shapefile, FlatGeobuf, KML, WKT und .poly, auch als Zip-Datei.",
                suffix=path.suffix[:20],
            )
            + _hint(path.suffix.lower())
        )
    if path.stat().st_size > MAX_BYTES:
        raise ImportRefused(_("Die Datei ist größer als %(n)s MB.", n=MAX_BYTES // 1024**2))
    return path.resolve()


def _hint(suffix: str) -> str:
    """What helps with files that are near to what is needed."""
    if suffix in {".shx", ".dbf", ".prj", ".cpg"}:
        return " " + _(
            "Das ist ein Teil einer Shapefile: Bitte wählen Sie auch die übrigen Teile (.shp, .shx, .dbf, .prj)."
        )
    if suffix == ".gpx":
        return " " + _("GPX enthält Wege und Punkte, keine Flächen.")
    if suffix in {".pmtiles", ".mbtiles"}:
        return " " + _("Das sind Kartenkacheln, keine Grenzen zum Einlesen.")
    if suffix in {".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".tif", ".tiff", ".pdf"}:
        return " " + _("Ein Bild enthält keine Grenzen, mit denen gerechnet werden kann.")
    if suffix in {".csv", ".tsv", ".xlsx", ".xls", ".ods"}:
        return " " + _("Tabellen enthalten keine Grenzen; für Einwohnerzahlen gibt es eine eigene Seite.")
    if suffix in {".gml", ".xml", ".tab", ".mif", ".dxf", ".dwg", ".qgz", ".qgs", ".gdb", ".rar", ".7z"}:
        return " " + _("Bitte speichern Sie die Räume im GIS als GeoPackage.")
    return ""


def _beside(path: Path) -> list[Path]:
    """What stands beside a file; only itself where a reader may not look around."""
    try:
        return list(path.parent.iterdir())
    except PermissionError:
        return [path]


def _copy_parts(path: Path, folder: Path) -> Path:
    parts = {
        found.suffix.lower(): found
        for found in _beside(path)
        if found.stem == path.stem and found.suffix.lower() in SHAPE_PARTS and found.is_file()
    }
    refuse_incomplete(parts)
    for suffix, part in parts.items():
        shutil.copyfile(part, folder / f"layer{suffix}")
    return folder / "layer.shp"


def _read(
    path: Path, encoding: str | None, layer: str | None
) -> tuple[gpd.GeoDataFrame, CRS | None, list[str]]:
    suffix = path.suffix.lower()
    if suffix in {".geojson", ".json"}:
        return read_geojson(path.read_bytes(), encoding)
    if suffix == ".kml":
        return read_kml(path.read_bytes())
    if suffix in {".wkt", ".ewkt"}:
        return read_wkt(path.read_bytes(), encoding)
    if suffix == ".poly":
        return read_poly(path.read_bytes(), encoding)
    with path.open("rb") as file:
        start = file.read(16)
    if suffix == ".gpkg" and start == SQLITE_MARK:
        frame, crs, name, layers = read_geopackage(path, layer)
        frame.attrs.update(layer=name, layers=layers)
        return frame, crs, []
    if suffix == ".fgb" and start.startswith(FLATGEOBUF_MARK):
        frame, crs = read_flatgeobuf(path)
        return frame, crs, []
    if suffix == ".shp" and start.startswith(SHAPE_MARK):
        return read_shapefile(path, encoding)
    raise ImportRefused(_("Der Inhalt der Datei passt nicht zu ihrer Endung."))
