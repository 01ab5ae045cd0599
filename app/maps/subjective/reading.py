"""Runs in the limited child: the JSON of a drawing becomes a checked drawing and two pictures of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.base.errors import DomainError
from app.contributions.media.decoding.computing import limit_computing
from app.contributions.media.decoding.saving import save
from app.maps.subjective.drawing import checked
from app.maps.subjective.picture import picture

SECONDS = 10


def read_drawing(arguments: dict[str, Any], folder: Path, _report: Callable[..., None]) -> dict[str, Any]:
    """The answer of a processor of `contributions.media`: names of the files, their size, what is kept as data."""
    limit_computing(SECONDS)
    try:
        given = json.loads(Path(arguments["path"]).read_bytes())
    except (ValueError, RecursionError):
        return {"refused": "damaged"}
    try:
        drawing = checked(given)
    except DomainError:
        return {"refused": "damaged"}
    if not drawing.objects:
        return {"refused": "no_strokes"}
    image = picture(drawing)
    return {
        **save(image, folder, ""),
        "width": image.width,
        "height": image.height,
        "format": "drawing",
        "data": drawing.as_json(),
    }
