"""A hundred odd and hostile files for the import (R48), made anew with fixed seeds; each says what must come of it.

`read` files give all their rows, `line` ones are refused with line and column, `refused` ones with a sentence.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl

SEED = 48
ROWS = (("Text", "Ost", "Nord"), ("Grüße; „alle“", "9.01", "52.01"), ("Zwei", "9.02", "52.01"))
CANARY = "http://canary.invalid/x"


@dataclass(frozen=True)
class Odd:
    """One file: what it is called in the test, its bytes, what must come of it, and what the refusal must name."""

    name: str
    content: bytes
    wanted: str
    says: str = ""


def odd_files() -> list[Odd]:
    """One hundred of them."""
    return [*_texts(), *_broken_texts(), *_workbooks(), *_hostile_workbooks(), *_maps(), *_noise()]


def table(sign: str = ",", end: str = "\n", rows: Any = ROWS) -> str:
    return end.join(sign.join(f'"{cell}"' if sign in cell else cell for cell in row) for row in rows) + end


def _texts() -> Iterator[Odd]:
    """Every usual way to write the same table: 24 of them."""
    for sign in (",", ";", "\t", "|"):
        for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
            yield Odd(f"table {sign!r} {encoding}", table(sign).encode(encoding), "read")
    yield Odd("windows line ends", table(end="\r\n").encode(), "read")
    yield Odd("old mac line ends", table(end="\r").encode(), "read")
    yield Odd("utf-16 without mark", table(";").encode("utf-16-le"), "read")
    yield Odd("decimal comma", table(";").replace(".", ",").encode(), "read")
    yield Odd("sep line of Excel", b"sep=;\r\n" + table(";").encode(), "read")
    yield Odd("empty lines between", table().replace("\n", "\n\n\n").encode(), "read")
    yield Odd("line breaks in cells", table().replace("Zwei", '"Zw\nei"').encode(), "read")
    yield Odd("spaces around headings", table().replace("Ost", "  Ost ").encode(), "read")


def _broken_texts() -> Iterator[Odd]:
    """Tables with one fault each: 22 of them."""
    plain = table()
    yield Odd("open quote", (plain + '"offen,9,52\n').encode(), "line", "Zeile 4")
    yield Odd("too many cells", (plain + "A,9.01,52.01,x,y\n").encode(), "line", "Zeile 4")
    yield Odd("NUL in a cell", plain.replace("Zwei", "Zw\x00ei").encode(), "line", "Zeile 3")
    yield Odd("NUL at the end", plain.encode() + b"\x00", "line", "Zeile 4")
    yield Odd("words as numbers", (plain + "A,neun,52\n").encode(), "line", "Zeile 4, Spalte »Ost«")
    yield Odd("one coordinate", (plain + "A,9.01,\n").encode(), "line", "Zeile 4, Spalte »Nord«")
    yield Odd("infinite", (plain + "A,inf,52\n").encode(), "line", "Zeile 4, Spalte »Ost«")
    yield Odd("huge exponent", (plain + "A,1e308,52\n").encode(), "line", "Zeile 4, Spalte »Ost«")
    yield Odd("metres", (plain + "A,565000,5620000\n").encode(), "line", "Zeile 4, Spalte »Ost«")
    yield Odd("exchanged axes", (plain + "A,52.01,9.01\n").encode(), "line", "Zeile 4, Spalte »Ost«")
    yield Odd("pole", (plain + "A,9,90\n").encode(), "line", "Zeile 4")
    yield Odd(
        "too long a text", (plain + "x" * 6000 + ",9.01,52.01\n").encode(), "line", "Zeile 4, Spalte »Text«"
    )
    yield Odd(
        "a cell of 200,000 signs", (plain + "x" * 200_000 + ",9.01,52.01\n").encode(), "line", "Zeile 4"
    )
    yield Odd("no text, no place", (plain + " ,,\n-,,\n").encode(), "read-more")
    yield Odd(
        "16,384 columns", (",".join(f"S{n}" for n in range(16_384)) + "\nA\n").encode(), "line", "Zeile 1"
    )
    yield Odd("a million rows", b"Text,Ost,Nord\n" + b"A,9.01,52.01\n" * 1_000_000, "refused", "mehr als")
    yield Odd("only headings", b"Text,Ost,Nord\n", "refused", "leer")
    yield Odd("nothing", b"", "refused", "leer")
    yield Odd("only a mark", b"\xef\xbb\xbf", "refused", "leer")
    yield Odd("only line ends", b"\n" * 5000, "refused", "leer")
    yield Odd("twice the same heading", b"Text,Ost,Nord,Ost\nA,9.01,52.01,9\n", "refused", "zweimal")
    yield Odd("other headings", b"A,B,C\n1,2,3\n", "refused", "gibt es nicht")


def workbook(rows: Any = ROWS, *, sheets: int = 1, change: Any = None) -> bytes:
    book = openpyxl.Workbook()
    for number in range(sheets):
        sheet = book.active if number == 0 else book.create_sheet(f"Blatt {number + 1}")
        for row in rows:
            sheet.append([float(cell) if cell.replace(".", "").isdigit() else cell for cell in row])
        if change:
            change(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _workbooks() -> Iterator[Odd]:
    """Workbooks as offices make them: 12 of them."""
    yield Odd("workbook", workbook(), "read")
    yield Odd("several sheets", workbook(sheets=3), "read")
    yield Odd("title above", workbook((("Rückmeldungen",), (), *ROWS)), "read")
    yield Odd(
        "merged title",
        workbook((("Rückmeldungen", "", ""), *ROWS), change=lambda s: s.merge_cells("A1:C1")),
        "read",
    )
    far = b'</sheetData><mergeCells count="1"><mergeCell ref="A10:XFD1048576"/></mergeCells>'
    merged = {"xl/worksheets/sheet1.xml": lambda part: part.replace(b"</sheetData>", far)}
    yield Odd("far merged cells", repacked(merged), "read")
    yield Odd("empty rows below", workbook(change=lambda s: s.cell(900, 1, " ")), "read")
    yield Odd(
        "words as numbers in a sheet", workbook((*ROWS, ("A", "x", "52"))), "line", "Zeile 4, Spalte »Ost«"
    )
    yield Odd("a wrong value", workbook((*ROWS, ("A", "#REF!", "52"))), "line", "Zeile 4, Spalte »Ost«")
    yield Odd(
        "a formula without a value", workbook((*ROWS, ("A", "=1/0", "52"))), "line", "Zeile 4, Spalte »Ost«"
    )
    yield Odd("last column", workbook(change=lambda s: s.cell(2, 16_384, "x")), "line", "Zeile 2")
    yield Odd("last row", workbook(change=lambda s: s.cell(1_048_576, 1, "x")), "read-more")
    yield Odd("an empty workbook", workbook(()), "refused", "leer")


def repacked(change: dict[str, Any], content: bytes | None = None) -> bytes:
    """A workbook with parts replaced (bytes), changed (functions) or added."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content or workbook())) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = change.get(name, old.read(name))
            new.writestr(name, part(old.read(name)) if callable(part) else part)
        for name in set(change) - set(old.namelist()):
            new.writestr(name, change[name])
    return file.getvalue()


def _with_type(entities: str) -> Any:
    head = f"<!DOCTYPE x [{entities}]>".encode()
    return lambda part: part.replace(b"<worksheet", head + b"<worksheet", 1)


def _hostile_workbooks() -> Iterator[Odd]:
    """Workbooks that want something: 18 of them."""
    sheet, strings = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
    yield Odd("billion laughs", repacked({sheet: _with_type(laughs)}), "refused", "fremde Anweisungen")
    for target in ("file:///etc/passwd", CANARY, "php://filter", "ftp://canary.invalid/"):
        entity = f'<!ENTITY x SYSTEM "{target}">'
        yield Odd(f"entity {target}", repacked({sheet: _with_type(entity)}), "refused", "fremde Anweisungen")
    outer = f'<!ENTITY % x SYSTEM "{CANARY}"> %x;'
    yield Odd("parameter entity", repacked({sheet: _with_type(outer)}), "refused", "fremde Anweisungen")
    far = lambda part: b"<?xml version='1.0'?>" + b" " * 3_000_000 + b"<!DOCTYPE a>" + part  # noqa: E731
    yield Odd("a type far down", repacked({"docProps/app.xml": far}), "refused")
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    link = f'<Relationship Id="rId9" Type="x" Target="{CANARY}" TargetMode="External"/>'
    links = f'<Relationships xmlns="{space}">{link}</Relationships>'
    yield Odd("external link", repacked({"xl/externalLinks/_rels/externalLink1.xml.rels": links}), "read")
    yield Odd("remote picture", repacked({"xl/drawings/_rels/drawing1.xml.rels": links}), "read")
    query = f'<connections><connection id="1"><webPr url="{CANARY}"/></connection></connections>'
    yield Odd("web query", repacked({"xl/connections.xml": query}), "read")
    yield Odd("macros", repacked({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 100}), "read")
    yield Odd("zip bomb", repacked({"xl/media/bomb.bin": b"\x00" * 50_000_000}), "refused", "zu groß")
    yield Odd(
        "a thousand parts",
        repacked({f"xl/extra/{n}.xml": b"<x/>" for n in range(1000)}),
        "refused",
        "Dateien",
    )
    yield Odd("climbing names", repacked({"../../etc/cron.d/x": b"x"}), "refused", "gefährlich")
    yield Odd("cut off", workbook()[:-200], "refused", "beschädigt")
    yield Odd("no sheet part", repacked({sheet: b""}), "refused")
    yield Odd("other strings", repacked({strings: b"<sst/>"}), "read")
    yield Odd("sheet of garbage", repacked({sheet: b"\xff\xfe\x00<worksheet>"}), "refused")


def _collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def _feature(geometry: Any, text: str = "A") -> dict[str, Any]:
    return {"type": "Feature", "properties": {"Text": text}, "geometry": geometry}


def _maps() -> Iterator[Odd]:
    """Map files: 14 of them."""
    point = {"type": "Point", "coordinates": [9.01, 52.01]}
    yield Odd("map", _collection(_feature(point), _feature(None, "ohne Ort")), "read")
    yield Odd("cut off map", _collection(_feature(point))[:-10], "refused", "JSON")
    yield Odd("NaN in a map", _collection(_feature(point)).replace(b"9.01", b"NaN"), "refused", "JSON")
    yield Odd("100,000 brackets", b"[" * 100_000, "refused")
    yield Odd(
        "unknown system",
        _collection(_feature(point), crs={"type": "name", "properties": {"name": "EPSG:999999"}}),
        "refused",
        "unbekannt",
    )
    yield Odd(
        "a shape without numbers",
        _collection(_feature({"type": "Point", "coordinates": ["a", "b"]})),
        "refused",
    )
    yield Odd(
        "an exchanged map",
        _collection(_feature({"type": "Point", "coordinates": [52.01, 9.01]})),
        "line",
        "vertauscht",
    )
    yield Odd(
        "a huge map coordinate",
        _collection(_feature({"type": "Point", "coordinates": [1e300, 9]})),
        "refused",
    )
    kml = '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>A</name><Point><coordinates>9.01,52.01</coordinates></Point></Placemark>{}</kml>'
    yield Odd("places", kml.format("").encode(), "map")
    yield Odd(
        "places from afar",
        kml.format(f"<NetworkLink><Link><href>{CANARY}</href></Link></NetworkLink>").encode(),
        "map",
    )
    yield Odd(
        "places with entities",
        (f'<!DOCTYPE kml [<!ENTITY x SYSTEM "{CANARY}">]>' + kml.format("<name>&x;</name>")).encode(),
        "refused",
        "Dokumenttyp",
    )
    yield Odd("places cut off", kml.format("").encode()[:-9], "refused")
    yield Odd("SQLite that is no map", b"SQLite format 3\x00" + b"\x00" * 4000, "refused")
    yield Odd("a zip without anything", repacked({"leer.txt": b""}, _zip()), "refused")


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")
    return file.getvalue()


def _noise() -> Iterator[Odd]:
    """What is none of it: 10 of them."""
    choose = random.Random(SEED)
    for size in (10, 1000, 100_000):
        yield Odd(f"{size} bytes of noise", choose.randbytes(size), "refused")
    for start in (b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        yield Odd(f"{start[:4]!r}", start + choose.randbytes(500), "refused")
    yield Odd("a page", b"<!doctype html><html><body><table><tr><td>A</table></html>", "refused")
    yield Odd("a script", b"#!/bin/sh\ncurl " + CANARY.encode() + b"\n", "refused")
    yield Odd(
        "prose", "Liebe Stadt,\nwir, die Kinder, wünschen uns, bitte, eine Rutsche.\n".encode(), "refused"
    )
