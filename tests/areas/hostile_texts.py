"""Hostile and odd boundary files that are text: GeoJSON, WKT, .poly, KML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely

from tests.areas.files import EAST, WEST, collection, feature, two_areas

TAKEN, REFUSED, ANY = "taken", "refused", "either"
Case = tuple[str, bytes, str, dict[str, str]]
"""Name of the file, content, what must happen, options (crs, encoding)."""


def as_json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def good() -> bytes:
    return as_json(collection(two_areas()))


def geojson(folder: Path, port: int) -> Iterator[Case]:
    for broken in (
        *(b"", b"{", b"[]", b"null", b"\x00" * 100, b"[" * 100_000),
        b'{"type":"FeatureCollection"}',
        b'{"type":"FeatureCollection","features":[{}]}',
        b'{"type":"FeatureCollection","features":[1]}',
        b'{"type":"FeatureCollection","features":[]}',
        b'{"type":["FeatureCollection"],"features":[]}',
        b'{"type":"Feature","geometry":NaN}',
    ):
        yield "a.geojson", broken, REFUSED, {}
    far = 1e308
    shapes = {
        "nan": {"type": "Polygon", "coordinates": [[[9, 52], ["x", 1], [9, 53], [9, 52]]]},
        "huge": {"type": "Polygon", "coordinates": [[[far, far], [far, 0], [0, far], [far, far]]]},
        "deep": {"type": "Polygon", "coordinates": [[[[[[[9, 52]]]]]]]},
        "line": {"type": "LineString", "coordinates": [[9, 52], [9.1, 52]]},
        "point": {"type": "Point", "coordinates": [9, 52]},
        "curve": {"type": "CircularString", "coordinates": [[9, 52], [9.1, 52]]},
        "empty": {"type": "Polygon", "coordinates": []},
        "short": {"type": "Polygon", "coordinates": [[[9, 52], [9.1, 52]]]},
        "bow": {"type": "Polygon", "coordinates": [[[9, 52], [9.1, 52.1], [9.1, 52], [9, 52.1], [9, 52]]]},
        "swapped": {"type": "Polygon", "coordinates": [[[52, 9], [52.1, 9], [52.1, 9.1], [52, 9]]]},
        "world": {"type": "Polygon", "coordinates": [[[-179, 50], [179, 50], [179, 51], [-179, 50]]]},
    }
    for shape in shapes.values():
        yield "a.geojson", as_json(collection([feature(shape, nr="1", name="A")])), REFUSED, {}
    none = {"type": "Feature", "geometry": None, "properties": {"nr": "1", "name": "A"}}
    yield "a.geojson", as_json(collection([none])), REFUSED, {}
    whole = shapely.to_geojson(shapely.force_3d(WEST, 7))
    yield "3d.geojson", as_json(collection([feature(json.loads(whole), nr="1", name="A")])), TAKEN, {}
    holed = WEST.difference(shapely.box(9.01, 52.01, 9.02, 52.02))
    yield "hole.geojson", as_json(collection([feature(holed, nr="1", name="A")])), TAKEN, {}
    multi = shapely.MultiPolygon([WEST, shapely.box(9.2, 52, 9.3, 52.1)])
    yield "multi.geojson", as_json(collection([feature(multi, nr="1", name="A")])), TAKEN, {}
    yield "bare.geojson", shapely.to_geojson(shapely.GeometryCollection([WEST])).encode(), TAKEN, {}
    yield "double.geojson", as_json(collection([*two_areas(), *two_areas()])), REFUSED, {}
    yield "lost.geojson", as_json(collection([feature(WEST, nr="1", name="Gr\ufffdnau")])), TAKEN, {}
    words = "<script>alert(1)</script>"
    yield "script.geojson", as_json(collection([feature(WEST, nr="1", name=words)])), TAKEN, {}
    yield (
        "wide.geojson",
        as_json(collection([feature(WEST, **{f"f{n}": n for n in range(5000)})])),
        REFUSED,
        {},
    )
    for encoding in ("utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le"):
        text = json.dumps(collection(two_areas()), ensure_ascii=False)
        content = text.encode(encoding)
        yield f"{encoding}.geojson", content, ANY if encoding == "utf-16-le" else TAKEN, {}


def texts(folder: Path, port: int) -> Iterator[Case]:
    square = shapely.to_wkt(WEST)
    yield "a.wkt", f"SRID=4326;{square}".encode(), TAKEN, {}
    yield "lines.wkt", f"SRID=4326;{square}\nSRID=4326;{shapely.to_wkt(EAST)}\n".encode(), TAKEN, {}
    yield "nosrid.wkt", square.encode(), REFUSED, {}
    yield "nosrid.ewkt", square.encode(), TAKEN, {"crs": "4326"}
    yield "mixed.wkt", f"SRID=4326;{square}\nSRID=25832;{square}".encode(), REFUSED, {}
    yield "wrong.wkt", f"SRID=999999;{square}".encode(), REFUSED, {}
    yield "broken.wkt", b"SRID=4326;POLYGON((9 52,", REFUSED, {}
    yield "long.wkt", b"SRID=4326;" + b"(" * 1_000_000, REFUSED, {}
    yield "z.wkt", f"SRID=4326;{shapely.to_wkt(shapely.force_3d(WEST, 1))}".encode(), TAKEN, {}
    ring = "\n".join(f"\t{x}\t{y}" for x, y in WEST.exterior.coords)
    hole = "\n".join(f"\t{x}\t{y}" for x, y in shapely.box(9.01, 52.01, 9.02, 52.02).exterior.coords)
    yield "a.poly", f"polygon\n1\n{ring}\nEND\nEND\n".encode(), TAKEN, {}
    yield "hole.poly", f"Altstadt\n1\n{ring}\nEND\n!2\n{hole}\nEND\nEND\n".encode(), TAKEN, {}
    yield "open.poly", f"polygon\n1\n{ring}\n".encode(), REFUSED, {}
    yield "words.poly", b"polygon\n1\nnord sued\nEND\nEND", REFUSED, {}


def ring_of_kml() -> str:
    points = " ".join(f"{x},{y},0" for x, y in WEST.exterior.coords)
    ring = f"<outerBoundaryIs><LinearRing><coordinates>{points}</coordinates></LinearRing></outerBoundaryIs>"
    return f"<Polygon>{ring}</Polygon>"


def kml_of(inner: str, head: str = "") -> bytes:
    start = f'<?xml version="1.0"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    return f"{start}{inner}</Document></kml>".encode()


def kml(folder: Path, port: int) -> Iterator[Case]:
    url = f"http://127.0.0.1:{port}"
    place = f"<Placemark><name>A</name>{ring_of_kml()}</Placemark>"
    yield "a.kml", kml_of(place), TAKEN, {}
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "x"}">' for n in range(10))
    for head in (f"<!DOCTYPE k [{laughs}]>", f'<!DOCTYPE k SYSTEM "{url}/a.dtd">',
                 '<!DOCTYPE k [<!ENTITY e SYSTEM "file:///etc/passwd">]>'):  # fmt: skip
        yield "entity.kml", kml_of(place, head), REFUSED, {}
    link = f"<NetworkLink><Link><href>{url}/a.kml</href></Link></NetworkLink>"
    yield "link.kml", kml_of(link), REFUSED, {}
    yield "both.kml", kml_of(link + place), TAKEN, {}
    yield "empty.kml", kml_of(""), REFUSED, {}
    yield "cut.kml", kml_of(place)[:-40], REFUSED, {}
