"""Draws the base map of a printed page: what the house has of it is named for the child, which makes one picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from app.base import tiles
from app.base.printed_map import paint, picture
from app.base.printed_map.ground import Ground
from app.base.printed_map.labels import labels
from app.base.printed_map.layout import Layout
from app.base.printed_map.tiles import read

Rings = Sequence[Sequence[Sequence[float]]]


def base_map(ground: Ground, layout: Layout) -> tuple[dict[str, Any], list[Path]]:
    """What `draw` needs to know of the base map, and the files and folders it will read; fetches pictures of tiles."""
    path = tiles.map_file()
    if path is not None:
        return {"kind": "pmtiles", "path": str(path.resolve())}, [path]
    if not tiles.has_pictures():
        return {"kind": "none"}, []
    zoom, places = picture.wanted_pictures(ground, layout)
    found = {f"{x} {y}": tiles.picture(zoom, x, y) for x, y in places}
    files = {place: picture for place, picture in found.items() if picture is not None}
    given = {
        "kind": "images",
        "zoom": zoom,
        "files": {place: str(file.resolve()) for place, file in files.items()},
    }
    return given, list({file.parent for file in files.values()})


def rings_of(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """All rings of a GeoJSON (Multi)Polygon."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def draw(given: dict[str, Any], ground: Ground, layout: Layout, folder: Path) -> str:
    """Write the map into `folder` and tell the file's name; `given` is what `base_map` told, with the town's `outline`.

    Runs in the child.
    """
    if given["kind"] == "images" and given["files"]:
        picture.draw(given["files"], given["zoom"], ground, layout, folder / "map.png")
        return "map.png"
    pieces = read(Path(given["path"]), ground, layout) if given["kind"] == "pmtiles" else []
    edge = _edge(given["outline"], ground, layout)
    inner = f"{paint.paint(pieces, layout, ground.scale)}{edge}{labels(pieces, layout, ground.scale)}"
    svg = map_svg(layout, f"<defs>{paint.patterns(layout.unit)}</defs>{_paper(layout)}{inner}")
    (folder / "map.svg").write_text(svg, "utf-8")
    return "map.svg"


def map_svg(layout: Layout, inner: str) -> str:
    """A picture of the map's size; `inner` are SVG elements in millimetres of the page."""
    frame = layout.frame
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{frame.width}mm" height="{frame.height}mm" '
        f'viewBox="{frame.x} {frame.y} {frame.width} {frame.height}">{inner}</svg>'
    )


def _paper(layout: Layout) -> str:
    frame = layout.frame
    return f'<rect x="{frame.x}" y="{frame.y}" width="{frame.width}" height="{frame.height}" fill="#fff"/>'


def _edge(rings: Rings, ground: Ground, layout: Layout) -> str:
    """The edge of the town; inner borders are left out on purpose (B16)."""
    unit = layout.unit
    lines = []
    for ring in rings:
        points = ground.paper_of(np.array(ring), layout)
        lines.append("M" + " ".join(f"{x:.2f} {y:.2f}" for x, y in points.tolist()) + "Z")
    return (
        f'<path d="{"".join(lines)}" fill="none" stroke="#555" stroke-width="{0.5 * unit}" '
        f'stroke-dasharray="{3 * unit} {1 * unit} {0.6 * unit} {1 * unit}"/>'
    )
