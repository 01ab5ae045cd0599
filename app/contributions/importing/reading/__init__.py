"""Any file a planner has to the one internal table, told apart by its content and not by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path

from flask_babel import gettext as _

from app.contributions.importing.problems import FileRefused
from app.contributions.importing.reading.shapes import read_shapes
from app.contributions.importing.reading.table import LARGEST_FILE as LARGEST_FILE
from app.contributions.importing.reading.table import Row as Row
from app.contributions.importing.reading.table import Rows as Rows
from app.contributions.importing.reading.table import Table as Table
from app.contributions.importing.reading.text import read_text
from app.contributions.importing.reading.workbook import read_workbook

WORKBOOK, TEXT = "workbook", "text"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_IN_ZIP = {".shp", ".gpkg", ".geojson", ".json", ".kml", ".fgb", ".wkt", ".ewkt", ".poly"}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_table(
    path: Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    crs: str | None = None,
    sheet: str | None = None,
) -> Table:
    """Read a file; FileRefused says in one sentence what is wrong, with line and column where there is one.

    `crs` is for the shapes of map files, `sheet` chooses a sheet of a workbook or a layer of a map file.
    """
    if not path.is_file():
        raise FileRefused(_("Die Datei »%(name)s« gibt es nicht.", name=path.name))
    if path.stat().st_size > LARGEST_FILE:
        raise FileRefused(_("Die Datei ist größer als %(n)s MB.", n=LARGEST_FILE // 1024**2))
    with path.open("rb") as file:
        start = file.read(4096)
    kind = _kind(path, start)
    if kind == WORKBOOK:
        return read_workbook(path, sheet=sheet)
    if kind == TEXT:
        return read_text(path.read_bytes(), encoding=encoding, delimiter=delimiter)
    return read_shapes(path, kind, crs=crs, encoding=encoding, layer=sheet)


def _kind(path: Path, start: bytes) -> str:
    """WORKBOOK, TEXT or the suffix of a map format; FileRefused for what is none, with what to do instead."""
    if start.startswith(b"PK"):
        return _kind_of_zip(path)
    if start.startswith(b"SQLite format 3\x00"):
        return ".gpkg"
    if start.startswith(b"fgb\x03"):
        return ".fgb"
    if start.startswith(_OLD_OFFICE):
        if _LOCKED in path.read_bytes():
            raise FileRefused(
                _("Die Excel-Datei ist mit einem Passwort geschützt. Bitte ohne Passwort speichern.")
            )
        raise FileRefused(
            _("Das ist das alte Excel-Format. Bitte speichern Sie die Tabelle als .xlsx oder CSV.")
        )
    if start.startswith(b"\x00\x00\x27\x0a"):
        raise FileRefused(
            _(
                "Zur Shapefile gehören mehrere Dateien. Bitte packen Sie .shp, .shx, .dbf und .prj in eine Zip-Datei."
            )
        )
    if start.startswith(_PICTURES) or start[4:8] == b"ftyp" or start[8:12] == b"WEBP":
        raise FileRefused(_("Das ist ein Bild und keine Tabelle. Bitte wählen Sie CSV, Excel oder GeoJSON."))
    if start.startswith((b"%PDF", b"\x1f\x8b", b"PMTiles", b"{\\rtf")):
        raise FileRefused(
            _("Das ist keine Tabelle und keine Kartendatei. Bitte wählen Sie CSV, Excel oder GeoJSON.")
        )
    return _kind_of_text(start)


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused(_("Die Datei ist beschädigt oder unvollständig.")) from error
    if any(name.startswith("xl/") for name in names):
        return WORKBOOK
    if "word/document.xml" in names:
        raise FileRefused(
            _("Das ist ein Word-Dokument. Bitte speichern Sie die Tabelle darin als Excel oder CSV.")
        )
    if "mimetype" in names and "content.xml" in names:
        raise FileRefused(
            _("Das ist eine OpenDocument-Datei. Bitte speichern Sie die Tabelle als .xlsx oder CSV.")
        )
    if any(name.endswith(".iwa") for name in names):
        raise FileRefused(
            _("Das ist eine Numbers-Datei. Bitte exportieren Sie die Tabelle als Excel (.xlsx) oder CSV.")
        )
    if any(
        name.lower().endswith((".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")) for name in names
    ) and not any(Path(name).suffix.lower() in _IN_ZIP for name in names):
        raise FileRefused(_("Bitte packen Sie die Zip-Datei aus und wählen Sie die Tabelle darin."))
    return ".zip"


def _kind_of_text(start: bytes) -> str:
    text = start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", errors="replace")
    text = text.removeprefix("\u00ef\u00bb\u00bf").lstrip("\ufeff \t\r\n")
    if text[:1] in ("{", "["):
        return ".geojson"
    if not text.startswith("<"):
        return TEXT
    lowered = text.lower()
    if "<kml" in lowered:
        return ".kml"
    if "<gpx" in lowered:
        raise FileRefused(
            _(
                "Das ist eine GPX-Aufzeichnung. Bitte speichern Sie ihre Punkte als GeoJSON, zum Beispiel in QGIS."
            )
        )
    if "excel" in lowered and ("<table" in lowered or "<html" in lowered or "progid" in lowered):
        raise FileRefused(
            _(
                "Das ist eine Internetseite oder ein altes Format unter dem Namen von Excel. Bitte öffnen Sie die "
                "Datei in Excel und speichern Sie sie als .xlsx."
            )
        )
    if "<!doctype" in lowered and "html" not in lowered:
        return ".kml"
    raise FileRefused(
        _("Das ist keine Tabelle und keine Kartendatei. Bitte wählen Sie CSV, Excel oder GeoJSON.")
    )
