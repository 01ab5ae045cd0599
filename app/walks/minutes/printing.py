"""Minutes as a PDF with tags (PDF/UA-1, ISO 14289-1), made in a child."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from app.base import child
from app.base.printed_map.labels import FONTS
from app.walks.minutes.content import Printed

PDF = "minutes.pdf"
_TEMPLATE = Path(__file__).with_name("minutes.typ")


def minutes_pdf(printed: Printed) -> bytes:
    """A4 pages; the sketch and each photo carry their words for those who do not see them."""
    arguments = {
        "title": printed.title,
        "process": printed.process,
        "state": printed.state,
        "picture": printed.picture,
        "picture_label": printed.picture_label,
        "sections": [
            {
                "title": one.title,
                "confirmed": one.confirmed,
                "blocks": [{"kind": block.kind, "lines": block.lines} for block in one.blocks],
                "photos": [
                    {"data": base64.b64encode(data).decode(), "text": text} for data, text in one.photos
                ],
            }
            for one in printed.sections
        ],
    }
    with TemporaryDirectory(prefix="streifzug-") as name:
        folder = Path(name)
        child.run("app.walks.minutes.printing:make", arguments, folder=folder, seconds=60, memory_mb=2048)
        return (folder / PDF).read_bytes()


def make(arguments: dict[str, Any], folder: Path, report: Callable[..., None]) -> dict[str, Any]:
    """Write minutes.pdf; `arguments` is what `minutes_pdf` put together. Runs in the child."""
    shutil.copy(_TEMPLATE, folder / "minutes.typ")
    if arguments["picture"]:
        (folder / "sketch.svg").write_text(arguments["picture"], "utf-8")
    for number, section in enumerate(arguments["sections"]):
        for at, photo in enumerate(section["photos"]):
            data = base64.b64decode(photo.pop("data"))
            ending = "png" if data.startswith(b"\x89PNG") else "jpg"
            photo["file"] = f"photo-{number}-{at}.{ending}"
            (folder / photo["file"]).write_bytes(data)
    (folder / "data.json").write_text(json.dumps(arguments), "utf-8")
    pages = typst.compile(
        str(folder / "minutes.typ"),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        root=str(folder),
    )
    (folder / PDF).write_bytes(pages)
    return {}
