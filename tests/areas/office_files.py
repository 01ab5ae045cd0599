"""Odd boundary files as town halls really own them: nobody means harm, and each must be read or refused in words."""

from __future__ import annotations

import json
import sqlite3
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from tests.areas.files import EAST, WEST, collection, feature, frame, two_areas
from tests.areas.hostile import packed
from tests.areas.hostile_texts import ANY, REFUSED, TAKEN, Case, as_json
from tests.areas.office_texts import kml, wkt


def office_files(folder: Path) -> Iterator[Case]:
    """All of them, each with a name of its own."""
    for make in (_geojson, _systems, _shapefiles, _sidecars, _geopackages, kml, wkt, _zips, _flatgeobufs):
        yield from make(folder)


def _named(*names: str) -> bytes:
    shapes = (WEST, EAST)
    rows = [
        feature(shape, nr=f"0{n}", name=name)
        for n, (shape, name) in enumerate(zip(shapes, names, strict=True))
    ]
    return as_json(collection(rows))


def _pretty(end: str) -> bytes:
    return json.dumps(collection(two_areas()), indent=1, ensure_ascii=False).replace("\n", end).encode()


def _geojson(folder: Path) -> Iterator[Case]:
    plain = as_json(collection(two_areas()))
    yield "GROSS.GEOJSON", plain, TAKEN, {}
    yield "Räume (Stand 2024) – endgültig.json", plain, TAKEN, {}
    yield "ohne umbruch.json", plain.replace(b", ", b","), TAKEN, {}
    for label, end in (("windows", "\r\n"), ("mac", "\r"), ("gemischt", "\n\r\n")):
        yield f"zeilenenden {label}.geojson", _pretty(end), TAKEN, {}
    mark = b"\xef\xbb\xbf"
    yield "zwei bom.geojson", mark + mark + plain, TAKEN, {}
    yield "bom in der mitte.geojson", _named("\ufeffAltstadt", "Grü\ufeffnau"), TAKEN, {}
    yield "leerzeichen.geojson", _named(" Altstadt ", "Gr\u00fc\u00a0nau"), TAKEN, {}
    yield "zerlegte umlaute.geojson", _named("Altstadt", "Gru\u0308nau"), TAKEN, {}
    yield "doppelt kodiert.geojson", _named("Altstadt", "GrÃ¼nau"), TAKEN, {}
    yield "dos.geojson", plain.decode().encode("cp850"), TAKEN, {}
    mixed = plain.replace(b"Altstadt", "Südstadt".encode("cp1252"))
    yield "zwei zeichensätze.geojson", mixed, TAKEN, {}
    for label, values in (("zahl", (1, 2)), ("komma", (1.0, 2.0)), ("lang", (10100100.0, 10100101.0))):
        rows = [feature(shape, nr=n, name="A") for shape, n in zip((WEST, EAST), values, strict=True)]
        yield f"kennung als {label}.geojson", as_json(collection(rows)), TAKEN, {}
    rows = [feature(WEST, nr="1", name="A", leer=None, mehr={"a": 1}), feature(EAST, nr="2", name="B")]
    yield "leere felder.geojson", as_json(collection(rows)), TAKEN, {}
    yield "feld geometry.geojson", plain.replace(b'"nr"', b'"geometry": "x", "nr"'), TAKEN, {}
    yield "feld doppelt.geojson", plain.replace(b'"nr": "01"', b'"nr": "00", "nr": "01"'), TAKEN, {}
    none = [{"type": "Feature", "geometry": g, "properties": None} for g in (_shape(WEST), _shape(EAST))]
    yield "ohne eigenschaften.geojson", as_json(collection(none)), REFUSED, {}
    total = {"type": "Feature", "geometry": None, "properties": {"nr": "", "name": "Gesamtstadt"}}
    yield "summenzeile.geojson", as_json(collection([*two_areas(), total])), REFUSED, {}
    whole = feature(WEST.union(EAST), nr="00", name="Gesamtstadt")
    yield "gesamtstadt.geojson", as_json(collection([*two_areas(), whole])), TAKEN, {}
    label = feature(shapely.Point(9.02, 52.02), nr="01", name="Altstadt")
    yield "beschriftung.geojson", as_json(collection([*two_areas(), label])), REFUSED, {}
    strings = plain.replace(b"9.04", b'"9.04"')
    yield "zahlen als text.geojson", strings, ANY, {}
    lines = b"\n".join(as_json(one) for one in two_areas())
    yield "eine zeile je raum.geojson", lines, TAKEN, {}
    yield "mit trenner.geojson", b"\x1e" + lines.replace(b"\n", b"\n\x1e"), TAKEN, {}
    yield "für leaflet.json", b"var raeume = " + plain + b";", REFUSED, {}
    yield "komma am ende.json", plain[:-2] + b",]}", REFUSED, {}
    yield "abgeschnitten.json", plain[: len(plain) // 2], REFUSED, {}
    yield "fehlerseite.geojson", b"<!doctype html><title>404</title>", REFUSED, {}
    yield "esri.json", as_json({"features": [{"attributes": {}, "geometry": {"rings": []}}]}), REFUSED, {}


def _shape(shape: shapely.Geometry) -> Any:
    return json.loads(shapely.to_geojson(shape))


def _in_metres(epsg: int, shift: float = 0.0, **members: Any) -> bytes:
    moved = frame(epsg)
    shapes = shapely.transform(moved.geometry.values, lambda at: at + [shift, 0.0])
    rows = [feature(shape, nr=f"0{n}", name="A") for n, shape in enumerate(shapes)]
    return as_json(collection(rows, **members))


def _systems(folder: Path) -> Iterator[Case]:
    for epsg in (25832, 25833, 31467, 3857, 4647, 5243):
        for label, name in (("kurz", f"EPSG:{epsg}"), ("urn", f"urn:ogc:def:crs:EPSG::{epsg}")):
            crs = {"type": "name", "properties": {"name": name}}
            yield f"crs {label} {epsg}.geojson", _in_metres(epsg, crs=crs), TAKEN, {}
    old = {"type": "EPSG", "properties": {"code": 25832}}
    yield "crs alt.geojson", _in_metres(25832, crs=old), TAKEN, {}
    yield "crs null.geojson", as_json(collection(two_areas(), crs=None)), TAKEN, {}
    lie = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    yield "crs gelogen.geojson", _in_metres(25832, crs=lie), REFUSED, {}
    degrees = {"type": "name", "properties": {"name": "EPSG:25832"}}
    yield "crs ohne meter.geojson", as_json(collection(two_areas(), crs=degrees)), REFUSED, {}
    yield "mit zonenzahl.geojson", _in_metres(25832, 32_000_000, crs=degrees), REFUSED, {}
    yield "als 4647.geojson", _in_metres(25832, 32_000_000), TAKEN, {"crs": "4647"}
    turned = [
        feature(shapely.transform(shape, lambda at: at[:, ::-1]), nr=f"{n}", name="A")
        for n, shape in enumerate((WEST, EAST))
    ]
    yield "vertauscht.geojson", as_json(collection(turned)), REFUSED, {}
    yield "wieder vertauscht.geojson", as_json(collection(turned)), TAKEN, {"crs": "4326-vertauscht"}


def _shapefile(folder: Path, change: Callable[[gpd.GeoDataFrame], Any] | None = None, **options: Any) -> Any:
    """The parts of a Shapefile by suffix."""
    place = folder / "amt"
    place.mkdir(exist_ok=True)
    for old in place.iterdir():
        old.unlink()
    areas = frame(25832)
    areas = areas if change is None else change(areas)
    areas.to_file(place / "a.shp", driver="ESRI Shapefile", **{"encoding": "utf-8", **options})
    return {part.suffix: part.read_bytes() for part in place.iterdir()}


def _zip(parts: dict[str, bytes], name: str = "Räume") -> bytes:
    return packed({f"{name}{suffix}": part for suffix, part in parts.items()})


def _shapefiles(folder: Path) -> Iterator[Case]:
    parts = _shapefile(folder)
    upper = {suffix.upper(): part for suffix, part in parts.items()}
    yield "GROSS.ZIP", packed({f"RAEUME{suffix}": part for suffix, part in upper.items()}), TAKEN, {}
    more = {".shp.xml": b"<metadata/>", ".sbn": b"x", ".sbx": b"x", ".qix": b"x", ".qmd": b"x", ".lyr": b"x"}
    yield "beigaben.zip", _zip({**parts, **more}), TAKEN, {}
    long = _shapefile(folder, lambda f: f.rename(columns={"nr": "STADTTEILN", "name": "STADTTEI_1"}))
    yield "gekürzte namen.zip", _zip(long), TAKEN, {}
    twice = _shapefile(folder, lambda f: f.assign(NAMF=f["name"]))
    twice[".dbf"] = twice[".dbf"].replace(b"NAMF", b"name")
    yield "feld zweimal.zip", _zip(twice), TAKEN, {}
    twice[".dbf"] = parts[".dbf"].replace(b"name\0\0\0\0", b"geometry")
    yield "feld geometry.zip", _zip({**parts, ".dbf": twice[".dbf"]}), TAKEN, {"name_field": "nr"}
    cut = _shapefile(folder, lambda f: f.assign(name=["Altstadt", "x" * 79 + "ü"]))
    cut[".dbf"] = cut[".dbf"].replace("xü".encode(), "ü".encode()[:1].rjust(2, b"x") + b" ")
    yield "halbes zeichen.zip", _zip(cut), TAKEN, {}
    number = _shapefile(folder, lambda f: f.assign(nr=[1.0, 2.0]))
    yield "kennung als zahl.zip", _zip(number), TAKEN, {}
    for kind, change in (("3d", shapely.force_3d), ("multi", lambda shape: shapely.MultiPolygon([shape]))):
        yield f"{kind}.zip", _zip(_shapefile(folder, _shaped(change))), TAKEN, {}
    yield (
        "linien.zip",
        _zip(_shapefile(folder, _shaped(lambda shape: shapely.LineString(shape.exterior.coords)))),
        REFUSED,
        {},
    )
    yield "eine form fehlt.zip", _zip(_shapefile(folder, _without_first_shape)), REFUSED, {}
    for epsg in (31467, 31468, 25833, 3857, 4647, 4326, 4258):
        moved = _shapefile(folder, lambda f, epsg=epsg: f.to_crs(epsg))
        yield f"{epsg}.zip", _zip(moved), TAKEN, {}
    yield "leeres prj.zip", _zip({**parts, ".prj": b""}), REFUSED, {}
    yield "lokales prj.zip", _zip({**parts, ".prj": b'LOCAL_CS["Grundriss"]'}), REFUSED, {}
    yield "prj epsg.zip", _zip({**parts, ".prj": b"EPSG:25832"}), ANY, {}
    yield "prj mit bom.zip", _zip({**parts, ".prj": b"\xef\xbb\xbf" + parts[".prj"]}), TAKEN, {}
    degrees = _shapefile(folder, lambda f: f.to_crs(4326))
    yield "prj vom nachbarn.zip", _zip({**degrees, ".prj": parts[".prj"]}), REFUSED, {}
    yield "dbf allein.dbf", parts[".dbf"], REFUSED, {}


def _shaped(change: Callable[[Any], Any]) -> Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]:
    return lambda areas: areas.set_geometry([change(shape) for shape in areas.geometry], crs=areas.crs)


def _without_first_shape(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return areas.set_geometry([None, *areas.geometry[1:]], crs=areas.crs)


def _sidecars(folder: Path) -> Iterator[Case]:
    """What the .cpg says and what the bytes are: all nine ways to mix them up."""
    for bytes_ in ("utf-8", "cp1252", "cp850"):
        parts = _shapefile(folder)
        rows = parts[".dbf"].replace(
            "Grünau ".encode(), "Grünau".encode(bytes_).ljust(len("Grünau ".encode()))
        )
        for says in (b"UTF-8", b"1252", b"ISO-8859-1", b"850", b"klingonisch", None):
            told = {} if says is None else {".cpg": says}
            changed = {**{name: part for name, part in parts.items() if name != ".cpg"}, ".dbf": rows, **told}
            name = f"bytes {bytes_} cpg {(says or b'fehlt').decode()}.zip"
            yield name, _zip(changed), TAKEN, {}


def _package(folder: Path, *layers: str, epsg: int | None = 25832) -> Path:
    path = folder / "amt.gpkg"
    path.unlink(missing_ok=True)
    for layer in layers:
        _written(frame(25832) if epsg else frame(25832).set_crs(None, allow_override=True), path, layer=layer)
    return path


def _written(areas: gpd.GeoDataFrame, path: Path, **options: str) -> None:
    """Write a file also without a system, of which the writer would warn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        areas.to_file(path, **options)


def _geopackages(folder: Path) -> Iterator[Case]:
    several = _package(folder, "Stadtteile", "Bezirke", "größere Räume").read_bytes()
    yield "ebenen.gpkg", several, REFUSED, {}
    yield "gewählt.gpkg", several, TAKEN, {"layer": "größere Räume"}
    yield "verwählt.gpkg", several, REFUSED, {"layer": "Wahlkreise"}
    path = _package(folder, "Stadtteile")
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT)")
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('layer_styles', 'attributes', 's')"
        )
        file.commit()
    yield "mit stil.gpkg", path.read_bytes(), TAKEN, {}
    path = _package(folder, "Stadtteile")
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode=WAL")
    yield "aus dem qgis.gpkg", path.read_bytes(), TAKEN, {}
    path = _package(folder, "Stadtteile")
    with closing(sqlite3.connect(path)) as file:
        file.execute("ALTER TABLE Stadtteile ADD COLUMN geometry TEXT")
        file.commit()
    yield "feld geometry.gpkg", path.read_bytes(), TAKEN, {}
    yield "ohne system.gpkg", _package(folder, "a", epsg=None).read_bytes(), REFUSED, {}
    yield "system gesagt.gpkg", _package(folder, "a", epsg=None).read_bytes(), TAKEN, {"crs": "25832"}
    yield "GROSS.GPKG", _package(folder, "Ebene mit Leerzeichen").read_bytes(), TAKEN, {}
    for ordinates in (b"Infinity", b"x"):
        yield f"text {ordinates.decode()}.gpkg", b"SQLite format 3\x00" + ordinates * 500, REFUSED, {}


def _zips(folder: Path) -> Iterator[Case]:
    plain = as_json(collection(two_areas()))
    reading = {"LIESMICH.txt": b"Datenlizenz", "Lizenz.pdf": b"%PDF", "Thumbs.db": b"x", ".DS_Store": b"x"}
    yield "mit liesmich.zip", packed({**reading, "Daten/raeume.geojson": plain}), TAKEN, {}
    parts = _shapefile(folder)
    two = {f"{name}{suffix}": part for name in ("Teile", "Bezirke") for suffix, part in parts.items()}
    yield "zwei shapefiles.zip", packed(two), REFUSED, {}
    yield "eine gewählt.zip", packed(two), TAKEN, {"layer": "Teile"}
    yield "nur shp.zip", packed({"a.shp": parts[".shp"]}), REFUSED, {}
    yield "falsch benannt.zip", plain, REFUSED, {}
    dos = {f"R\u00e4ume{suffix}".encode("cp850").decode("cp437"): part for suffix, part in parts.items()}
    yield "namen aus dos.zip", packed(dos), TAKEN, {}
    yield "zip als geojson.geojson", packed({"a.geojson": plain}), REFUSED, {}


def _flatgeobufs(folder: Path) -> Iterator[Case]:
    path = folder / "amt.fgb"
    _written(frame(25832).set_crs(None, allow_override=True), path, driver="FlatGeobuf")
    yield "ohne system.fgb", path.read_bytes(), REFUSED, {}
    yield "system gesagt.fgb", path.read_bytes(), TAKEN, {"crs": "25832"}
    frame(4326).to_file(path, driver="FlatGeobuf")
    yield "grad.fgb", path.read_bytes(), TAKEN, {}
    yield "kopf.fgb", path.read_bytes()[:60], REFUSED, {}
    yield "länge.fgb", path.read_bytes()[:8] + struct.pack("<I", 2**31 - 1), REFUSED, {}
