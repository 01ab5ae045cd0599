"""Odd tables of contributions as town halls really own them; each says what must come of it.

`read` files give the two good rows and nothing else, `line` ones are refused with line and column, `refused` ones with
a sentence. `says` must be in what a person is told: the refusal, or the notes of the reading.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.contributions.hostile_files import ROWS, Odd, repacked, table, workbook

TITLE = "Rückmeldungen zur Spielplatzplanung 2024"


def office_tables() -> list[Odd]:
    """All of them, each with a name of its own."""
    return [*_encodings(), *_frames(), *_numbers(), *_sheets(), *_other_programs(), *_forms()]


def _encodings() -> Iterator[Odd]:
    plain = table(";")
    for encoding in ("cp850", "cp437", "latin-1", "utf-16-be", "utf-8-sig"):
        signs = plain.replace("„", '""').replace("“", '""') if encoding != "utf-8-sig" else plain
        signs = signs.replace('Grüße; """"alle""""', "Grüße; alle").replace('""', "")
        yield Odd(f"dos and others {encoding}", signs.encode(encoding), "read")
    yield Odd("two marks", b"\xef\xbb\xbf" + plain.encode("utf-8-sig"), "read")
    yield Odd(
        "mark in the middle", plain.replace("Ost", "\ufeffOst").replace("Zwei", "\ufeffZwei").encode(), "read"
    )
    yield Odd("mixed line ends", plain.replace("\n", "\r\n", 1).encode(), "read")
    yield Odd(
        "all three line ends",
        plain.replace("\n", "\r\n", 1).replace("52.01\n", "52.01\r", 1).encode(),
        "read",
    )
    yield Odd(
        "hard spaces", plain.replace("9.01", "9.01\u00a0").replace("Nord", "Nord\u00a0").encode(), "read"
    )
    yield Odd("no line end", plain.rstrip("\n").encode(), "read")
    yield Odd("end of DOS", plain.encode() + b"\x1a", "read")
    yield Odd("half read twice", plain.encode("utf-8").decode("cp1252", "replace").encode(), "read-more")


def _frames() -> Iterator[Odd]:
    """Titles above, sums below, empty columns beside."""
    plain = table(";")
    wide = f"{TITLE};;\n"
    yield Odd("title", f"{TITLE}\n{plain}".encode(), "read", "Zeile 2")
    yield Odd("title with signs", (wide + plain).encode(), "read", "Zeile 2")
    yield Odd("title, date and gap", (wide + "Stand: 31.12.2024;;\n;;\n" + plain).encode(), "read", "Zeile 4")
    yield Odd("title with commas", (f'"{TITLE}, Stand heute",,\n' + table(",")).encode(), "read", "Zeile 2")
    for word in ("Summe", "Gesamt", "Insgesamt", "Anzahl:", "Gesamtergebnis"):
        yield Odd(f"sum {word}", (plain + f"{word};;2\n").encode(), "read", "Zeile 4")
    yield Odd("sum in words", (plain + "Summe: 2;;\n").encode(), "read", "Zeile 4")
    yield Odd("source", (plain + ";;\nQuelle: Jugendamt, eigene Erhebung;;\n").encode(), "read", "Zeile 5")
    yield Odd(
        "a wish for sums", (plain + "Summe aller Wünsche: mehr Bänke;9.02;52.01\n").encode(), "read-more"
    )
    yield Odd("empty columns behind", plain.replace("\n", ";;;\n").encode(), "read")
    yield Odd("empty column between", plain.replace(";9.", ";;9.").replace("Ost", ";Ost").encode(), "read")
    yield Odd("empty rows below", (plain + ";;\n" * 500).encode(), "read")
    yield Odd("head again", (plain + "Text;Ost;Nord\n").encode(), "read", "Zeile 4")
    yield Odd("unused heading twice", table(";", rows=[(*r, "a", "b") for r in ROWS[1:]]).join(
        ["Text;Ost;Nord;Notiz;Notiz\n", ""]).encode(), "read")  # fmt: skip
    yield Odd("heads with breaks", plain.replace("Nord;", "Nord").replace("Ost", '"Ost"').encode(), "read")
    yield Odd("words in a cell too many", (plain + "A;9.02;52.01;Notiz\n").encode(), "line", "Zeile 4")


def _numbers() -> Iterator[Odd]:
    """Coordinates as people and programs write them."""
    for label, lon, lat in (
        ("comma", "9,01", "52,01"),
        ("plus", "+9.01", "+52.01"),
        ("exponent", "9,01E+00", "5,201E+01"),
        ("apostrophe", "'9.01", "'52.01"),
        ("formula of Excel", '="9,01"', '="52,01"'),
        ("degree sign", "9,01°", "52,01°"),
        ("with side", "9,01 O", "52,01 N"),
        ("zeros behind", "9.0100000000000000", "52.010000000000000"),
    ):
        rows = (ROWS[0], ("Eins", lon, lat), ("Zwei", lon, lat))
        quoted = "\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
        yield Odd(f"degrees {label}", quoted.encode(), "read")
    for label, lon, lat in (("lost comma", "901", "5201"), ("thousands of Excel", "9.012.345", "52.012.345")):
        bad = (*ROWS, ("A", lon, lat))
        yield Odd(f"degrees {label}", table(";", rows=bad).encode(), "line", "Zeile 4, Spalte »Ost«")
    yield Odd("date for a number", table(";", rows=(*ROWS, ("A", "09. Jan", "52.01"))).encode(), "line",
              "Zeile 4, Spalte »Ost«")  # fmt: skip


def _sheets() -> Iterator[Odd]:
    """Workbooks with what people add to them."""
    yield Odd("sheet sum", workbook((*ROWS, ("Summe", "", "2"))), "read", "Zeile 4")
    yield Odd("sheet title", workbook(((TITLE,), (), *ROWS, (), ("Quelle: Jugendamt",))), "read", "Zeile 3")
    yield Odd("first sheet is a cover", _cover(), "read")
    yield Odd("hidden sheet first", _cover(hidden=True), "read")
    yield Odd("a chart and nothing else", _only_chart(), "refused")
    yield Odd("1904", _dated(), "read")
    yield Odd("styled to the end", workbook(change=_styled), "read")
    for name in ("wrong size", "no size"):
        sheet = {"xl/worksheets/sheet1.xml": _sized(b'ref="A1"' if name == "wrong size" else b'ref=""')}
        yield Odd(name, repacked(sheet), "read")
    yield Odd("numbers as text", workbook(change=lambda s: s.cell(2, 2, "9,01")), "read")
    yield Odd("strict form", repacked({"docProps/app.xml": b"<Properties/>"}), "read")


def _sized(ref: bytes):  # type: ignore[no-untyped-def]
    return lambda part: part.replace(b'ref="A1:C3"', ref)


def _styled(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    for row in range(4, 2000):
        sheet.cell(row, 3).font = Font(bold=True)


def _cover(hidden: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Deckblatt"
    book.active["A1"] = TITLE
    if hidden:
        book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Daten")
    for text, lon, lat in (ROWS[0], *((t, float(x), float(y)) for t, x, y in ROWS[1:])):
        sheet.append([text, lon, lat])
    return _bytes(book)


def _only_chart() -> bytes:
    book = openpyxl.Workbook()
    book.create_chartsheet("Diagramm")
    book.remove(book.worksheets[0])
    return _bytes(book)


def _dated() -> bytes:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["Text", "Ost", "Nord", "Datum"])
    for text in ("Eins", "Zwei"):
        sheet.append([text, 9.01, 52.01, date(2024, 5, 17)])
    return _bytes(book)


def _bytes(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _other_programs() -> Iterator[Odd]:
    """What is called a table and is none, with what to do instead."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    yield Odd(
        "old Excel", ole + b"\x00" * 3000 + "Workbook".encode("utf-16-le"), "refused", "alte Excel-Format"
    )
    locked = ole + b"\x00" * 3000 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 100
    yield Odd("with a password", locked, "refused", "Passwort")
    for kind in ("spreadsheet", "text"):
        content = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>"}
        yield Odd(f"OpenDocument {kind}", _zip(content), "refused", "OpenDocument")
    yield Odd("Word", _zip({"word/document.xml": "<x/>"}), "refused", "Word")
    yield Odd("Numbers", _zip({"Index/Document.iwa": "x", "Metadata/Properties.plist": "x"}), "refused")
    page = (
        b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>Text</td></tr></table></html>'
    )
    yield Odd("page called Excel", page, "refused")
    xml = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'
    yield Odd("XML of 2003", xml, "refused")
    yield Odd("rtf", b"{\\rtf1\\ansi Text}", "refused")
    yield Odd("mail", b"From: amt@stadt.example\nSubject: Tabelle\n\nsiehe Anhang\n", "refused")
    yield Odd("gzip", b"\x1f\x8b\x08\x00" + b"x" * 50, "refused")


def _zip(members: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def _forms() -> Iterator[Odd]:
    """XLSForm of survey programs: a workbook like any other, nothing of it is run or fetched."""
    for path in ("../../../../etc/passwd", "http://canary.invalid/x", "/proc/self/environ"):
        formula = f"pulldata('{path}', 'a', 'b', 'c')"
        survey = (("type", "name", "calculation"), ("calculate", "x", formula), ("text", "y", ""))
        yield Odd(f"pulldata {path}", workbook(survey), "refused", "gibt es nicht")
