"""A stranger's .lss file as tables of text: one pass over the XML, no document types, no entities, nothing fetched.

An .lss file is a dump of tables: `<questions><rows><row><qid>1</qid>…`. Columns differ between versions of LimeSurvey.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from flask_babel import gettext as _

from app.questions.xlsform.losses import FormRefused

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
LONGEST_CELL = 20_000
MOST_COLUMNS = 200
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff\ufffe\uffff\ud800-\udfff]")

Row = dict[str, str]
Tables = dict[str, list[Row]]
"""Rows by table; cells are text without spaces around them, empty ones are left out."""


def open_lss(path: Path, name: str) -> Tables:
    """All tables of a survey file that its owner calls `name`; FormRefused says what it is instead."""
    if not path.is_file():
        raise FormRefused(_("Die Datei »%(name)s« gibt es nicht.", name=name))
    if path.stat().st_size > MOST_BYTES:
        raise FormRefused(_("Die Datei ist größer als %(n)s MB.", n=MOST_BYTES // 1024**2))
    reader = _Reader()
    try:
        with path.open("rb") as file:
            found = iterparse(
                file, events=("start", "end"), forbid_dtd=True, forbid_entities=True, forbid_external=True
            )
            for event, element in found:
                reader.take(event, element)
    except DefusedXmlException as error:
        raise FormRefused(
            _(
                "Die Datei enthält eine Dokumenttyp-Angabe. LimeSurvey schreibt keine, darum wird sie nicht gelesen."
            )
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise FormRefused(
            _(
                "Das ist keine Umfrage aus LimeSurvey: Die Datei ist kein gültiges XML. Erwartet wird eine .lss-Datei."
            )
        ) from error
    kind = reader.kind
    if kind != "Survey":
        raise FormRefused(
            _(
                "Das ist keine Umfrage aus LimeSurvey, sondern: %(kind)s. Bitte exportieren Sie dort die ganze "
                "Umfragestruktur (.lss).",
                kind=kind or _("eine andere XML-Datei"),
            )
        )
    return reader.tables


class _Reader:
    """Gathers rows while the file is read and lets go of what was read."""

    def __init__(self) -> None:
        self.tables: Tables = {}
        self.kind = ""
        self._path: list[str] = []
        self._rows = 0
        self._row: Row | None = None
        self._on: dict[str, Callable[[Any], None]] = {"start": self._start, "end": self._end}

    def take(self, event: str, element: Any) -> None:
        self._on[event](element)

    def _start(self, element: Any) -> None:
        self._path.append(str(element.tag))
        if len(self._path) > 8:
            raise FormRefused(_("Die Datei ist zu tief verschachtelt."))
        if self._path[0] != "document":
            raise ValueError("no LimeSurvey document")
        if self._is_row():
            self._row = {}

    def _end(self, element: Any) -> None:
        text = _CONTROL.sub("", element.text or "").strip()
        if len(text) > LONGEST_CELL:
            raise FormRefused(_("Ein Text in der Datei ist zu lang."))
        if self._path == ["document", "LimeSurveyDocType"]:
            self.kind = text[:60]
        elif self._path == ["document", "languages", "language"]:
            self.tables.setdefault("languages", []).append({"language": text})
        elif self._is_row():
            self._keep(self._path[1])
        elif self._row is not None and self._is_row(above=1) and text:
            self._row[self._path[-1]] = text
            if len(self._row) > MOST_COLUMNS:
                raise FormRefused(_("Die Datei hat zu viele Spalten."))
        self._path.pop()
        element.clear()

    def _is_row(self, above: int = 0) -> bool:
        path = self._path
        return len(path) == 4 + above and path[2] == "rows" and path[3] == "row"

    def _keep(self, table: str) -> None:
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise FormRefused(_("Die Datei hat mehr als %(n)s Zeilen.", n=MOST_ROWS))
        self.tables.setdefault(table, []).append(self._row or {})
        self._row = None
