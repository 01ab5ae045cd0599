"""Makes the pages of a sheet inside the child: draws the map, hands positions and words to typst, keeps a picture.

The picture of the empty sheet is what photographs are compared with later.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import segno
import typst

from app.base.printed_map.drawing import draw
from app.base.printed_map.ground import Ground
from app.base.printed_map.labels import FONTS
from app.base.printed_map.layout import MARK_MODULES, Layout, about_box
from app.maps.paper.legend import sign_svg

PDF, REFERENCE = "sheet.pdf", "reference.png"
_TEMPLATE = Path(__file__).with_name("sheet.typ")
_BARS = (50, 100, 200, 300, 400, 500, 800, 1000, 2000, 3000)
_DICTIONARY = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_1000)


def pixels_per_mm(layout: Layout) -> float:
    """Of the reference and of straight pictures: fine enough for a sticker, small enough for a phone to look at."""
    return (
        8.0 if layout.paper in ("A4", "A3") else round(min(6.0, 3600 / max(layout.width, layout.height)), 3)
    )


def make(arguments: dict[str, Any], folder: Path, report: Callable[..., None]) -> dict[str, Any]:
    """Write sheet.pdf and reference.png; `arguments` is what `printing.order` put together."""
    layout, ground = Layout.from_json(arguments["layout"]), Ground(**arguments["ground"])
    report(0, 4)
    map_name = draw(arguments["map"], ground, layout, folder)
    report(1, 4)
    (folder / "marks.svg").write_text(_marks_svg(layout), "utf-8")
    for ink in {entry["ink"] for entry in arguments["legend"]}:
        (folder / f"{ink}.svg").write_text(sign_svg(ink), "utf-8")
    copies = [
        {
            "number": number,
            "text": f"{_spaced(arguments['code'])} · {number}",
            "code": f"SZ1:{arguments['code']}-{number:03}",
        }
        for number in range(1, arguments["copies"] + 1)
    ]
    for copy in copies:
        code = segno.make_qr(str(copy["code"]), error="h", version=2)
        code.save(str(folder / f"code-{copy['number']}.svg"), scale=1, border=2, xmldecl=False)
    shutil.copy(_TEMPLATE, folder / "sheet.typ")
    data = _data(arguments, layout, ground, map_name, copies)
    (folder / "data.json").write_text(json.dumps(data), "utf-8")
    options: dict[str, Any] = {"font_paths": [str(FONTS)], "ignore_system_fonts": True, "root": str(folder)}
    pages = typst.compile(str(folder / "sheet.typ"), format="pdf", pdf_standards=["ua-1"], **options)
    (folder / PDF).write_bytes(pages)
    report(2, 4)
    data["copies"] = copies[:1]
    (folder / "data.json").write_text(json.dumps(data), "utf-8")
    drawn = typst.compile(
        str(folder / "sheet.typ"), format="png", ppi=pixels_per_mm(layout) * 25.4, **options
    )
    _keep_reference(drawn, layout, folder)
    report(4, 4)
    return {"pages": len(copies)}


def _keep_reference(drawn: bytes, layout: Layout, folder: Path) -> None:
    """The empty sheet in grey, as many pixels as straight pictures of it have."""
    grey = np.asarray(cv2.imdecode(np.frombuffer(drawn, np.uint8), cv2.IMREAD_GRAYSCALE))
    size = round(layout.width * pixels_per_mm(layout)), round(layout.height * pixels_per_mm(layout))
    cv2.imwrite(str(folder / REFERENCE), cv2.resize(grey, size, interpolation=cv2.INTER_AREA))


def _marks_svg(layout: Layout) -> str:
    parts = []
    for mark in layout.marks:
        module = mark.size / MARK_MODULES
        quiet = module * 1.2
        parts.append(
            f'<rect x="{mark.x - quiet:.3f}" y="{mark.y - quiet:.3f}" width="{mark.size + 2 * quiet:.3f}" '
            f'height="{mark.size + 2 * quiet:.3f}" fill="#fff"/>'
            f'<rect x="{mark.x:.4f}" y="{mark.y:.4f}" width="{mark.size:.4f}" height="{mark.size:.4f}" fill="#000"/>'
        )
        bits = cv2.aruco.generateImageMarker(_DICTIONARY, mark.id, MARK_MODULES)
        for row, column in np.argwhere(bits > 0).tolist():
            parts.append(
                f'<rect x="{mark.x + column * module:.4f}" y="{mark.y + row * module:.4f}" '
                f'width="{module:.4f}" height="{module:.4f}" fill="#fff" shape-rendering="crispEdges"/>'
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{layout.width}mm" height="{layout.height}mm" '
        f'viewBox="0 0 {layout.width} {layout.height}">{"".join(parts)}</svg>'
    )


def _data(
    arguments: dict[str, Any], layout: Layout, ground: Ground, map_name: str, copies: list[dict[str, Any]]
) -> dict[str, Any]:
    """Everything the template reads, ready to be set."""
    words, unit = arguments["words"], layout.unit
    panel, about = layout.panel, about_box(layout.panel, layout.landscape, unit)
    box = {"x": panel.x, "y": panel.y, "width": panel.width, "height": panel.height}
    code_height = layout.code.height
    if layout.landscape:
        legend = {**box, "height": about.y - panel.y}
        bottom = about.y + about.height
        privacy = {**box, "y": bottom, "height": layout.code.y - bottom}
        code_text = {
            **box,
            "y": layout.code.y,
            "width": panel.width - layout.code.width,
            "height": code_height,
        }
    else:
        legend = {**box, "width": panel.width * 0.325}
        left = about.x + about.width + panel.width * 0.02
        wide = panel.x + panel.width - left
        privacy = {**box, "x": left, "width": wide, "height": panel.height - code_height}
        code_text = {
            **box, "x": left, "y": layout.code.y, "width": wide - layout.code.width - unit, "height": code_height,
        }  # fmt: skip
    length = max((bar for bar in _BARS if bar / ground.per_mm <= 44 * unit), default=_BARS[0])
    title = words["title"]
    room = (layout.frame.width / unit - 34) / max(len(title), 1)
    ticks = [{**vars(tick), "label": words["ticks"][tick.key]} for tick in layout.ticks]
    return {
        "unit": unit,
        "width": layout.width,
        "height": layout.height,
        "frame": vars(layout.frame),
        "rail": 14.4 * unit,
        "code": vars(layout.code),
        "boxes": {"legend": legend, "about": vars(about), "privacy": privacy, "code_text": code_text},
        "code_left": layout.landscape,
        "copies": copies,
        "language": words["language"],
        "words": words,
        "title_size": round(min(6.6, max(3.6, room * 1.85)), 2),
        "legend": arguments["legend"],
        "legend_columns": 2 if not layout.landscape and len(arguments["legend"]) > 4 else 1,
        "notes": min(10, max(0, int((legend["height"] / unit - 38 - 6.6 * len(arguments["legend"])) / 7)))
        if layout.landscape
        else 0,
        "privacy_size": 2.45 if layout.landscape else 2.7,
        "map": map_name,
        "bar": {"length": length / ground.per_mm, **_bar_words(length)},
        "ticks": ticks,
        "about_lines": _lines(words["rows"], layout) if layout.ticks else [],
        "write_lines": []
        if layout.ticks
        else [
            {"text": text, "y": about.y + (6.6 + number * 11) * unit}
            for number, text in enumerate(words["write"])
        ],
    }


def _lines(rows: list[str], layout: Layout) -> list[dict[str, Any]]:
    """A question above the first box of each row."""
    starts: dict[str, float] = {}
    for tick in layout.ticks:
        starts.setdefault(tick.key.partition(":")[0], tick.y)
    return [{"text": text, "y": y - 4.2 * layout.unit} for text, y in zip(rows, starts.values(), strict=True)]


def _bar_words(length: int) -> dict[str, str]:
    if length >= 1000:
        return {"middle": f"{length / 2000:g}".replace(".", ","), "end": f"{length // 1000} km"}
    return {"middle": str(length // 2), "end": f"{length} m"}


def _spaced(code: str) -> str:
    return f"{code[:4]} {code[4:8]} {code[8:]}"
