"""Map files to the internal table: one row for each object, its fields as cells and its shape in WGS 84."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from app.areas.errors import ImportRefused
from app.areas.reading import read_layer
from app.areas.reading.text import tidy
from app.contributions.importing.problems import FileRefused
from app.contributions.importing.reading.table import MOST_COLUMNS, Row, Table

_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")


def read_shapes(
    path: Path, suffix: str, *, crs: str | None = None, encoding: str | None = None, layer: str | None = None
) -> Table:
    """Read a GeoJSON, GeoPackage, FlatGeobuf, KML or zipped Shapefile file; FileRefused in one sentence.

    `suffix` is what the content is, whatever the name says. Objects without a shape stay as rows without a place.
    """
    with tempfile.TemporaryDirectory(prefix="streifzug-") as folder:
        named = Path(folder) / f"{path.stem[:60] or 'datei'}{suffix}"
        shutil.copyfile(path, named)
        try:
            found = read_layer(named, crs=crs, encoding=encoding, layer=layer, judges_place=False)
        except ImportRefused as error:
            refused = FileRefused("\n".join(error.problems))
            refused.field, refused.choices = error.field, error.choices
            raise refused from error
    fields = found.fields[:MOST_COLUMNS]
    columns = [_cells(found.frame[name].tolist()) for name in fields]
    shapes: Any = np.asarray(found.frame.geometry.array, dtype=object)
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    rows = [
        Row(number, list(cells), None if gone else _single(shape))
        for number, (cells, shape, gone) in enumerate(
            zip(zip(*columns, strict=True) if columns else ((),) * len(shapes), shapes, empty, strict=True),
            start=1,
        )
    ]
    chosen = found.name if len(found.layers) > 1 else ""
    return Table(
        fields, rows, crs=found.crs, sheet=chosen, sheets=tuple(found.layers), notes=list(found.notes)
    )


def _single(shape: Any) -> Any:
    """Several points in one object that are only one."""
    return shape.geoms[0] if shape.geom_type == "MultiPoint" and len(shape.geoms) == 1 else shape


def _cells(values: Sequence[Any]) -> list[str]:
    return [_cell(value) for value in values]


def _cell(value: Any) -> str:
    """Text as it stands with its line breaks, markup of descriptions taken off; anything else in short."""
    if not isinstance(value, str):
        return tidy(value)
    text = value.replace("\x00", "").strip()
    return _Words.of(text) if _MARKUP.search(text) else text


class _Words(HTMLParser):
    """What is left of HTML when its tags are taken away; nothing in it is run or fetched."""

    _SILENT = ("script", "style")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    @classmethod
    def of(cls, text: str) -> str:
        words = cls()
        words.feed(text)
        words.close()
        return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+", " ", "".join(words.parts))).strip()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._silent += tag in self._SILENT
        if tag in ("br", "p", "div", "tr", "li"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in self._SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
