"""KML and WKT as town halls own them: folders, odd encodings and line ends, points among areas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import shapely

from tests.areas.files import WEST, frame
from tests.areas.hostile import packed
from tests.areas.hostile_texts import ANY, REFUSED, TAKEN, Case, kml_of, ring_of_kml


def _placemark(name: str, ring: str, more: str = "") -> str:
    return f"<Placemark><name>{name}</name>{more}{ring}</Placemark>"


def kml(_folder: Path) -> Iterator[Case]:
    ring = ring_of_kml()
    one = _placemark("Altstadt", ring)
    yield "ordner.kml", kml_of(f"<Folder><name>Bezirk 1</name><Folder>{one}</Folder></Folder>"), TAKEN, {}
    both = f"<Folder><name>A</name>{one}</Folder><Folder><name>B</name>{_placemark('Süd', ring)}</Folder>"
    yield "zwei ordner.kml", kml_of(both), TAKEN, {}
    yield "GROSS.KML", kml_of(one), TAKEN, {}
    yield "teile.kml", kml_of(_placemark("A", f"<MultiGeometry>{ring}{ring}</MultiGeometry>")), ANY, {}
    point = "<Point><coordinates>9.01,52.01,0</coordinates></Point>"
    yield "mit punkt.kml", kml_of(_placemark("A", f"<MultiGeometry>{point}{ring}</MultiGeometry>")), TAKEN, {}
    yield "abstände.kml", kml_of(_placemark("A", ring.replace(",", ", "))), TAKEN, {}
    yield "umbrüche.kml", kml_of(_placemark("A", ring.replace(" ", "\r\n\t\t"))), TAKEN, {}
    data = '<ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="NR">01</SimpleData></SchemaData></ExtendedData>'
    yield "felder.kml", kml_of(_placemark("A", ring, data)), TAKEN, {}
    text = kml_of(_placemark("Südstadt", ring)).decode()
    head = '<?xml version="1.0"'
    for encoding in ("UTF-8", "ISO-8859-1", "windows-1252", "UTF-16"):
        stated = text.replace(head, f'{head} encoding="{encoding}"')
        yield f"{encoding}.kml", stated.encode(encoding), TAKEN, {}
    yield "ohne angabe latin-1.kml", text.encode("latin-1"), ANY, {}
    yield "bom.kml", text.encode("utf-8-sig"), TAKEN, {}
    yield "leerzeile davor.kml", b"\r\n" + text.encode(), TAKEN, {}
    spaceless = text.replace(' xmlns="http://www.opengis.net/kml/2.2"', "")
    yield "ohne namensraum.kml", spaceless.encode(), TAKEN, {}
    yield (
        "google earth 4.kml",
        text.replace("opengis.net/kml/2.2", "earth.google.com/kml/2.1").encode(),
        TAKEN,
        {},
    )
    yield "html name.kml", kml_of(_placemark("<![CDATA[<b>Süd</b>]]>", ring)), TAKEN, {}
    yield "strecke.kml", kml_of(_placemark("A", ring.replace("Polygon", "LineString"))), REFUSED, {}
    yield "nur orte.kml", kml_of(_placemark("A", point)), REFUSED, {}
    images = {"files/logo.png": b"\x89PNG", "doc.kml": kml_of(one)}
    yield "mit bild.kmz", packed(images), TAKEN, {}
    yield "in ordner.kmz", packed({"Ordner/karte.kml": kml_of(one)}), TAKEN, {}


def wkt(_folder: Path) -> Iterator[Case]:
    metres = [shapely.to_wkt(shape) for shape in frame(25832).geometry]
    degrees = shapely.to_wkt(WEST)
    for label, end in (("windows", "\r\n"), ("mac", "\r"), ("gemischt", "\r\n\n")):
        yield f"{label}.wkt", end.join(f"SRID=25832;{one}" for one in metres).encode(), TAKEN, {}
    yield "srid ohne meter.ewkt", f"SRID=25832;{degrees}".encode(), REFUSED, {}
    yield "srid ohne grad.ewkt", f"SRID=4326;{metres[0]}".encode(), REFUSED, {}
    yield "srid null.ewkt", f"SRID=0;{metres[0]}".encode(), REFUSED, {}
    yield "klein.wkt", f"srid=4326;{degrees.lower()}".encode(), TAKEN, {}
    yield "bom.wkt", f"SRID=4326;{degrees}".encode("utf-8-sig"), TAKEN, {}
    yield "anführung.wkt", f'"SRID=4326;{degrees}"'.encode(), ANY, {}
    yield "kopfzeile.wkt", f"geom\nSRID=4326;{degrees}\n".encode(), REFUSED, {}
    yield "hex.wkt", shapely.to_wkb(WEST, hex=True).encode(), REFUSED, {}
