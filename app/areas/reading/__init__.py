"""Boundary files of strangers to one table of shapes in WGS 84: formats, encodings, systems; never a partial result."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
from flask_babel import gettext as _
from pyproj import CRS

from app.areas.errors import ImportRefused
from app.areas.reading.archives import MAX_BYTES, SHAPE_PARTS, refuse_incomplete, unpack
from app.areas.reading.geojson import read_geojson
from app.areas.reading.kml import read_kml
from app.areas.reading.ogr import SHAPE_MARK, SQLITE_MARK, read_geopackage, read_shapefile
from app.areas.reading.references import crs_label, place_notes, stated_crs, to_wgs84

SUFFIXES = (".geojson", ".json", ".gpkg", ".zip", ".shp", ".kml")


@dataclass(frozen=True)
class Layer:
    """One layer of a file. `frame` is in WGS 84 with the file's fields as columns beside `geometry`.

    `crs_source` is given (by a person), file or default (GeoJSON and KML without a word are WGS 84).
    """

    frame: gpd.GeoDataFrame
    crs: str
    crs_source: str
    name: str
    layers: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)

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
) -> Layer:
    """Read one layer of a GeoJSON, GeoPackage, Shapefile (.shp or zipped) or KML file.

    `crs` overrides what the file says (`25832`, `EPSG:25832`). ImportRefused says in one sentence what is wrong, also
    where it lies unless `judges_place` is off.
    Only the formats above are opened, by their suffix and their first bytes, whatever GDAL would make of them.
    """
    path = _plain_file(path)
    stated = stated_crs(crs) if crs else None
    with tempfile.TemporaryDirectory(prefix="streifzug-") as folder:
        layers: tuple[str, ...] = ()
        name = path.stem
        if path.suffix.lower() == ".zip":
            unpacked = unpack(path, Path(folder), layer)
            path, name, layers = unpacked.path, unpacked.layer, unpacked.layers
        elif path.suffix.lower() == ".shp":
            path = _copy_parts(path, Path(folder))
        frame, own, notes = _read(path, encoding, layer)
        if path.suffix.lower() == ".gpkg":
            layers, name = frame.attrs["layers"], frame.attrs["layer"]
    used = stated or own
    if used is None:
        raise ImportRefused(
            _(
                "Die Datei sagt nicht, welches Koordinatensystem sie hat. Bitte geben Sie es an, zum Beispiel 25832."
            ),
            field="crs",
        )
    moved = to_wgs84(frame, used)
    if judges_place and not moved.geometry.isna().all() and not moved.geometry.is_empty.all():
        notes = [*notes, *place_notes(moved.total_bounds)]
    silent = (
        stated is None and path.suffix.lower() in {".geojson", ".json", ".kml"} and used.to_epsg() == 4326
    )
    source = "given" if stated else "default" if silent else "file"
    return Layer(moved, crs_label(used), source, name, layers, notes)


def _plain_file(path: Path) -> Path:
    """An existing, ordinary file of a known kind and bearable size; GDAL's virtual paths are not files."""
    if "vsi" in path.parts[:2] or str(path).startswith("/vsi") or not path.is_file():
        raise ImportRefused(_("Die Datei »%(name)s« gibt es nicht.", name=path.name))
    if path.suffix.lower() not in SUFFIXES:
        raise ImportRefused(
            _(
                "Dateien mit der Endung »%(suffix)s« werden nicht gelesen. Möglich sind GeoJSON, GeoPackage, "
                "Shapefile (als Zip-Datei) und KML.",
                suffix=path.suffix,
            )
        )
    if path.stat().st_size > MAX_BYTES:
        raise ImportRefused(_("Die Datei ist größer als %(n)s MB.", n=MAX_BYTES // 1024**2))
    return path.resolve()


def _copy_parts(path: Path, folder: Path) -> Path:
    parts = {
        found.suffix.lower(): found
        for found in path.parent.iterdir()
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
    with path.open("rb") as file:
        start = file.read(16)
    if suffix == ".gpkg" and start == SQLITE_MARK:
        frame, crs, name, layers = read_geopackage(path, layer)
        frame.attrs.update(layer=name, layers=layers)
        return frame, crs, []
    if suffix == ".shp" and start.startswith(SHAPE_MARK):
        return read_shapefile(path, encoding)
    raise ImportRefused(_("Der Inhalt der Datei passt nicht zu ihrer Endung."))
