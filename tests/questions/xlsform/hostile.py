"""Hostile and broken form files, made by code: the same on every machine (R48)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

SURVEY = [("type", "name", "label"), ("text", "q", "Frage")]


def good(rows: list[tuple[str, ...]] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in rows or SURVEY:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(part: str, change: Callable[[bytes], bytes], data: bytes | None = None) -> bytes:
    """A workbook with one part changed or added."""
    with zipfile.ZipFile(io.BytesIO(data or good())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts.get(part, b""))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def _with_doctype(doctype: str, text: str) -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        return doctype.encode() + part.replace(b"Frage", text.encode())

    return change


def _sheet(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("ABC", SURVEY[0], strict=True)
    )
    return f'<worksheet xmlns="{space}"><sheetData><row r="1">{head}</row>{body}</sheetData></worksheet>'.encode()


def _cells(row: int, *texts: str) -> str:
    cells = "".join(
        f'<c r="{letter}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("ABC", texts, strict=False)
    )
    return f'<row r="{row}">{cells}</row>'


Files = dict[str, tuple[str, Callable[[], bytes]]]
"""Label to file name and what makes the content."""


def _laughs() -> str:
    parts = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 30))]
    return f"<!DOCTYPE a [{''.join(parts)}]>"


def refused(port: int) -> Files:
    """Files that must be refused in words; `port` is a listener that must hear nothing."""
    external = f'<!DOCTYPE a [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/x">]>'
    local = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    old = b"\xd0\xcf\x11\xe0" + b"\x00" * 600

    def sheet(change: Callable[[bytes], bytes]) -> tuple[str, Callable[[], bytes]]:
        return "a.xlsx", lambda: changed(SHEET, change)

    def part(name: str, content: bytes) -> tuple[str, Callable[[], bytes]]:
        return "a.xlsx", lambda: changed(name, lambda old: content + old)

    def rows(*parts: str) -> tuple[str, Callable[[], bytes]]:
        return sheet(lambda part: _sheet("".join(parts)))

    return {
        "entity from outside": sheet(_with_doctype(external, "&e;")),
        "entity from a file": sheet(_with_doctype(local, "&e;")),
        "billion laughs": sheet(_with_doctype(_laughs(), "&a29;")),
        "entity in UTF-16": sheet(lambda part: (external.encode() + part).decode().encode("utf-16")),
        "document type in the strings": part("xl/sharedStrings.xml", external.encode()),
        "zip bomb": part("xl/media/bomb.xml", b"<a>" + b" " * (30 * 1024 * 1024) + b"</a>"),
        "path that climbs": part("../../outside.xml", b"<a/>"),
        "too many rows": rows(*(_cells(n, "text", f"q{n}", "F") for n in range(2, 10_500))),
        "too many columns": rows(_cells(2, "text", "q", "F"), _FAR),
        "one endless cell": rows(_cells(2, "text", "q", "x" * 100_000)),
        "cut short": ("a.xlsx", lambda: good()[:-200]),
        "damaged sheet": sheet(lambda part: part[: len(part) // 2]),
        "no sheet at all": ("a.xlsx", lambda: changed("xl/workbook.xml", lambda part: b"<workbook/>")),
        "a zip of nothing": ("a.xlsx", lambda: b"PK\x05\x06" + b"\x00" * 18),
        "old Excel": ("a.xls", lambda: old),
        "password": ("a.xlsx", lambda: old),
        "a page": ("a.xlsx", lambda: b"<!doctype html><title>404</title>"),
        "NUL in a CSV": ("a.csv", lambda: b"type,name,label\ntext,q\x00,F\n"),
        "an image": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
        "XML": ("a.xml", lambda: b"<h:html/>"),
        "empty": ("a.xlsx", lambda: b""),
        "empty CSV": ("a.csv", lambda: b""),
    }


_FAR = '<row r="3"><c r="XFD3" t="inlineStr"><is><t>weit</t></is></c></row>'


def harmless(port: int) -> Files:
    """Files that may be read, because nothing happens that somebody hoped for."""
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        f'Target="http://127.0.0.1:{port}/x.xlsx" TargetMode="External"/></Relationships>'
    ).encode()
    formulas = [
        ("text", "web", f'=WEBSERVICE("http://127.0.0.1:{port}/x")'),
        ("text", "cmd", "=cmd|'/c calc'!A1"),
    ]
    pull = ("text", "r", "F", "pulldata('../../x','a','b','1')")
    last = _cells(2, "text", "q", "Frage") + _cells(1_048_576, "text", "r", "Letzte")

    def rows(*more: tuple[str, ...]) -> tuple[str, Callable[[], bytes]]:
        return "a.xlsx", lambda: good([*SURVEY, *more])

    return {
        "external link": (
            "a.xlsx",
            lambda: changed("xl/externalLinks/_rels/externalLink1.xml.rels", lambda part: link),
        ),
        "huge claimed size": (
            "a.xlsx",
            lambda: changed(SHEET, lambda part: part.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')),
        ),
        "formulas": rows(*formulas),
        "pulldata": ("a.xlsx", lambda: good([(*SURVEY[0], "relevant"), SURVEY[1], pull])),
        "escaped NUL": rows(("text", "r", "a_x0000_b_x0008_")),
        "far away row": ("a.xlsx", lambda: changed(SHEET, lambda part: _sheet(last))),
        "script": rows(("text", "r", "<script>alert(1)</script>")),
        "UTF-16": ("a.csv", lambda: "type;name;label\ntext;q;Größe\n".encode("utf-16")),
        "old Windows": ("a.csv", lambda: "type,name,label\r\ntext,q,Größe\r\n".encode("cp1252")),
        "marks of order": ("a.csv", lambda: "\ufeff\ufefftype\tname\tlabel\ntext\tq\tGröße\n".encode()),
    }
