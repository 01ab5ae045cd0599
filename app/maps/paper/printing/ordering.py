"""Has the pages of a sheet made in a child and keeps them; what the child needs is gathered here."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from app.base import child
from app.base.printed_map.drawing import base_map, rings_of
from app.base.printed_map.ground import Ground
from app.base.printed_map.layout import Layout
from app.maps.paper import storage
from app.maps.paper.legend import INKS, SIGNS, entries
from app.maps.paper.models import PaperSheet
from app.maps.paper.printing.making import PDF, REFERENCE
from app.maps.queries import outline_of

Progress = Callable[[int, int | None], None]


def is_made(sheet: PaperSheet) -> bool:
    folder = storage.sheet_folder(sheet.id)
    return (folder / PDF).is_file() and (folder / REFERENCE).is_file()


def make_pages(sheet: PaperSheet, folder: Path, progress: Progress | None = None) -> None:
    """Write PDF and picture of a sheet into its own folder; `folder` is an empty one to work in."""
    layout = Layout.from_json(sheet.layout)
    ground = Ground(sheet.crs, sheet.center_x, sheet.center_y, sheet.scale)
    given, reads = base_map(ground, layout)
    outline = outline_of(sheet.activity.process)
    given["outline"] = rings_of(outline["geometry"]) if outline else []
    legend = [
        {
            "ink": entry.ink,
            "label": entry.label,
            "ink_label": str(INKS[entry.ink].label),
            "sign": str(SIGNS[INKS[entry.ink].sign]),
        }
        for entry in entries(sheet.legend)
    ]
    arguments = {
        "layout": sheet.layout,
        "ground": asdict(ground),
        "map": given,
        "legend": legend,
        "words": sheet.words,
        "code": sheet.code,
        "copies": sheet.copies,
    }
    child.run(
        "app.maps.paper.printing.making:make",
        arguments,
        folder=folder,
        reads=reads,
        seconds=600,
        memory_mb=3072,
        progress=progress,
    )
    place = storage.sheet_folder(sheet.id)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (REFERENCE, PDF):
        shutil.move(folder / name, place / f"{name}.new")
        (place / f"{name}.new").replace(place / name)
