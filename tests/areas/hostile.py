"""150 hostile and odd boundary files, made by code: the same on every machine."""

from __future__ import annotations

import io
import random
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import shapely

from tests.areas.files import EAST, WEST, collection, feature, frame, two_areas, write_shapefile
from tests.areas.hostile_texts import (
    ANY,
    REFUSED,
    TAKEN,
    Case,
    as_json,
    geojson,
    good,
    kml,
    kml_of,
    ring_of_kml,
    texts,
)


def cases(folder: Path, port: int) -> Iterator[Case]:
    """All files; `port` is a listener of this machine that must not hear anything."""
    for make in (_zips, _pointers, _geopackages, geojson, _shapefiles, texts, kml, _systems, _damaged):
        yield from make(folder, port)


def packed(members: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(member)
            archive.writestr(member, content)
    return file.getvalue()


def _zips(folder: Path, port: int) -> Iterator[Case]:
    plain = good()
    for name in ("../a.geojson", "/etc/a.geojson", "..\\a.geojson", "C:\\a.geojson", "a/../../b.geojson"):
        yield "slip.zip", packed({name: plain}), REFUSED, {}

    def link(member: zipfile.ZipInfo) -> None:
        member.external_attr = (stat.S_IFLNK | 0o777) << 16

    for target in (b"/etc/passwd", b"../../secret_key", b"/proc/self/environ"):
        yield "link.zip", packed({"a.geojson": target}, link), REFUSED, {}

    def device(member: zipfile.ZipInfo) -> None:
        member.external_attr = (stat.S_IFCHR | 0o600) << 16

    yield "device.zip", packed({"a.geojson": b""}, device), REFUSED, {}
    for name in ("b.zip", "b.7z", "b.rar", "b.gz"):
        yield "nested.zip", packed({name: packed({"a.geojson": plain})}), REFUSED, {}
    for megabytes in (20, 260):
        yield "bomb.zip", packed({"a.geojson": b" " * (megabytes << 20)}), REFUSED, {}
    yield "many.zip", packed({f"{n}.geojson": plain for n in range(300)}), REFUSED, {}
    yield "empty.zip", packed({}), REFUSED, {}
    yield "other.zip", packed({"a.exe": b"MZ", "b.txt": b"x"}), REFUSED, {}
    yield "two.zip", packed({"a.geojson": plain, "b.geojson": plain}), REFUSED, {}
    yield "mac.zip", packed({"__MACOSX/._a.geojson": b"x", "a.geojson": plain}), TAKEN, {}
    yield "folder.zip", packed({"Daten/Räume/a.geojson": plain}), TAKEN, {}
    bare = {
        f"{code}_{name}.json": shapely.to_geojson(shape).encode()
        for code, name, shape in (("1", "altstadt", WEST), ("2", "grünau", EAST))
    }
    yield "set.zip", packed(bare), TAKEN, {}
    yield (
        "kmz.kmz",
        packed({"doc.kml": kml_of("<Placemark><name>A</name>" + ring_of_kml() + "</Placemark>")}),
        TAKEN,
        {},
    )
    secret = bytearray(packed({"a.geojson": plain}))
    secret[6] |= 1
    secret[secret.rindex(b"PK\x01\x02") + 8] |= 1
    yield "secret.zip", bytes(secret), REFUSED, {}


def _pointers(folder: Path, port: int) -> Iterator[Case]:
    """Files that tell GDAL to fetch something else."""
    url = f"http://127.0.0.1:{port}"
    vrt = '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>{0}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
    targets = (f"/vsicurl/{url}/a.geojson", f"{url}/a.geojson", "/etc/passwd", f"/vsizip//vsicurl/{url}/a.zip",
               f"WFS:{url}/wfs", f"PG:host=127.0.0.1 port={port}", "/vsistdin/")  # fmt: skip
    for target in targets:
        for name in ("a.geojson", "a.gpkg", "a.kml", "a.fgb", "a.vrt"):
            yield name, vrt.format(target).encode(), REFUSED, {}
    yield "wfs.geojson", f"WFS:{url}/wfs".encode(), REFUSED, {}
    yield "url.wkt", f"/vsicurl/{url}/a.wkt".encode(), REFUSED, {}
    yield "remote.json", as_json({"type": "Topology", "arcs": [], "url": url}), REFUSED, {}
    yield "esri.json", as_json({"geometryType": "esriGeometryPolygon", "features": []}), REFUSED, {}
    member = {"type": "link", "properties": {"href": f"{url}/a.prj", "type": "ogcwkt"}}
    yield "link.geojson", as_json(collection(two_areas(), crs=member)), ANY, {}
    named = {"type": "name", "properties": {"name": f"{url}/a.prj"}}
    yield "named.geojson", as_json(collection(two_areas(), crs=named)), REFUSED, {}


def _geopackages(folder: Path, port: int) -> Iterator[Case]:
    def changed(*statements: str) -> bytes:
        path = folder / "a.gpkg"
        path.unlink(missing_ok=True)
        frame(25832).to_file(path, driver="GPKG", layer="a")
        with closing(sqlite3.connect(path)) as connection:
            connection.create_function("ST_IsEmpty", 1, lambda _shape: 0)
            for name in ("MinX", "MaxX", "MinY", "MaxY"):
                connection.create_function(f"ST_{name}", 1, lambda _shape: 0.0)
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        return path.read_bytes()

    endless = (
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS fid, x AS nr FROM c"
    )
    yield "good.gpkg", changed(), TAKEN, {}
    yield "view.gpkg", changed("ALTER TABLE a RENAME TO b", f"CREATE VIEW a AS {endless}"), REFUSED, {}
    yield (
        "trigger.gpkg",
        changed("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT load_extension('x'); END"),
        ANY,
        {},
    )
    yield (
        "attach.gpkg",
        changed("CREATE TABLE q(x)"),
        TAKEN,
        {},
    )
    yield "nothing.gpkg", changed("DELETE FROM gpkg_contents"), REFUSED, {}
    yield "empty.gpkg", changed("DELETE FROM a"), REFUSED, {}
    yield "lost.gpkg", changed("DROP TABLE a"), REFUSED, {}
    yield "srs.gpkg", changed("UPDATE gpkg_geometry_columns SET srs_id = 999999"), ANY, {}
    yield "unknown.gpkg", changed("UPDATE gpkg_geometry_columns SET srs_id = -1"), ANY, {}
    yield "blob.gpkg", changed("UPDATE a SET geom = x'00'"), REFUSED, {}
    yield "head.gpkg", b"SQLite format 3\x00" + b"\x00" * 84, REFUSED, {}
    yield "text.gpkg", b"nur Text", REFUSED, {}


def _shapefiles(folder: Path, port: int) -> Iterator[Case]:
    path = write_shapefile(folder / "shape")
    parts = {part.name: part.read_bytes() for part in sorted(path.parent.iterdir())}
    yield "good.zip", packed(parts), TAKEN, {}
    for suffix, wanted in (
        (".shp", REFUSED),
        (".shx", REFUSED),
        (".dbf", REFUSED),
        (".prj", REFUSED),
        (".cpg", TAKEN),
    ):
        without = {name: part for name, part in parts.items() if not name.endswith(suffix)}
        yield f"without{suffix}.zip", packed(without), wanted, {}
    for suffix in (".shp", ".shx", ".dbf", ".prj"):
        cut = {
            name: part[: len(part) // 3] if name.endswith(suffix) else part for name, part in parts.items()
        }
        yield f"cut{suffix}.zip", packed(cut), ANY, {}
    head = parts["räume.shp"]
    lying = head[:24] + struct.pack(">i", 2**31 - 1) + head[28:]
    yield "lying.zip", packed({**parts, "räume.shp": lying}), ANY, {}
    rows = parts["räume.dbf"]
    many = rows[:4] + struct.pack("<I", 2**31 - 1) + rows[8:]
    yield "rows.zip", packed({**parts, "räume.dbf": many}), ANY, {}
    zone = parts["räume.prj"].replace(b"UTM_Zone_32N", b"UTM_Zone_33N")
    yield "name.zip", packed({**parts, "räume.prj": zone}), TAKEN, {}
    yield (
        "noprj.zip",
        packed({n: p for n, p in parts.items() if not n.endswith(".prj")}),
        TAKEN,
        {"crs": "25832"},
    )
    yield "alone.shp", parts["räume.shp"], REFUSED, {}


def _systems(folder: Path, port: int) -> Iterator[Case]:
    for epsg in (25832, 25833, 31467, 3857):
        moved = frame(epsg)
        rows = [
            feature(shape, nr=code, name=name)
            for shape, code, name in zip(moved.geometry, moved["nr"], moved["name"], strict=True)
        ]
        yield f"metres{epsg}.geojson", as_json(collection(rows)), REFUSED, {}
        yield f"given{epsg}.geojson", as_json(collection(rows)), TAKEN, {"crs": str(epsg)}
        path = folder / f"a{epsg}.fgb"
        gpd.GeoDataFrame(moved).to_file(path, driver="FlatGeobuf")
        yield f"{epsg}.fgb", path.read_bytes(), TAKEN, {}
    for name in (
        "quatsch",
        "99999",
        "+proj=pipeline",
        "/etc/passwd",
        "EPSG:5773",
        f"http://127.0.0.1:{port}/a.prj",
    ):
        yield "a.geojson", good(), REFUSED, {"crs": name}
    yield "a.geojson", good(), REFUSED, {"encoding": "klingonisch"}


def _damaged(folder: Path, port: int) -> Iterator[Case]:
    """Good files with bytes of chance in them: they may be read or refused, but never break anything."""
    chance = random.Random(25832)
    path = write_shapefile(folder / "chance")
    parts = {part.name: part.read_bytes() for part in sorted(path.parent.iterdir())}
    flat = folder / "a25832.fgb"
    package = folder / "b.gpkg"
    frame(25832).to_file(package, driver="GPKG", layer="a")
    sources = {
        ".fgb": flat.read_bytes(),
        ".gpkg": package.read_bytes(),
        ".geojson": good(),
        ".zip": packed(parts),
    }
    for suffix, content in sources.items():
        for number in range(4):
            bytes_ = bytearray(content)
            for _change in range(1 + 5 * number):
                bytes_[chance.randrange(len(bytes_))] = chance.randrange(256)
            yield f"chance{number}{suffix}", bytes(bytes_), ANY, {}
        yield f"half{suffix}", content[: len(content) // 2], ANY, {}
