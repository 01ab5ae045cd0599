"""The maps of an activity side by side, for talk in the room: drawings, words, what was told; no persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.contributions.in_activity import SaidThere, said_in
from app.contributions.media.queries import attachments_of
from app.maps.subjective.outlines import outline
from app.maps.subjective.picture import STICKER, colour_of, tint_of
from app.maps.subjective.vocabulary import RATINGS, STAMPS, WIDTHS

SEEN_BY_TEAM = {"in_review", "released", "internal"}
"""States of an attachment whose drawing the team may look at; rejected and locked ones stay away (E13)."""
UNDER_WAY = {"pending", "received"}


@dataclass(frozen=True)
class Sheet:
    """One map: its words, its drawing for the page (None without one), what was told, the paper pictures waiting."""

    said: SaidThere
    drawing: dict[str, Any] | None
    told: str
    paper: int
    is_waiting: bool


def sheets(activity_id: UUID) -> list[Sheet]:
    """All maps of an activity in the order of their arrival."""
    said = said_in(activity_id, ("subjective_map", "narration"))
    maps = [one for one in said if one.kind == "subjective_map"]
    told = {one.attributes.get("about"): one.text for one in said if one.kind == "narration"}
    attachments = attachments_of([one.id for one in maps])
    found = []
    for one in maps:
        files = attachments.get(one.id, [])
        seen = [file for file in files if file.state in SEEN_BY_TEAM]
        drawn = next((file.data for file in seen if file.kind == "drawing" and file.data), None)
        paper = sum(file.kind == "scan" for file in files)
        is_waiting = any(file.kind == "drawing" and file.state in UNDER_WAY for file in files)
        shown = shapes(drawn) if drawn else None
        found.append(Sheet(one, shown, told.get(str(one.id), ""), paper, is_waiting))
    return found


def shapes(drawing: dict[str, Any]) -> dict[str, Any]:
    """A stored drawing as shapes for SVG: every line a path, every stamp its parts, in the order they lie."""
    return {
        "width": drawing["width"],
        "height": drawing["height"],
        "objects": [_SHAPE[found["type"]](found) for found in drawing["objects"]],
    }


def _stroke(found: dict[str, Any]) -> dict[str, Any]:
    width = WIDTHS[found["width"]][0]
    points = found["points"] if len(found["points"]) > 2 else found["points"] * 2
    inner = max(width - 2, 4) if found["stage"] == 2 else 0
    return _base(found) | {
        "path": _path(points),
        "width": width + 6 if inner else width,
        "inner": inner,
        "colour": colour_of(found["ink"]),
    }


def _stamp(found: dict[str, Any]) -> dict[str, Any]:
    ink = colour_of(found["ink"])
    fills = {"paper": "#ffffff", "tint": tint_of(ink), "ink": ink}
    parts = [
        {
            "circle": part.get("c"),
            "path": _path(part["d"], is_closed="z" in part) if "d" in part else "",
            "fill": fills.get(part.get("f", ""), "none"),
        }
        for part in STAMPS[found["stamp"]]
    ]
    unit = found["size"] / 24
    corner = {"left": found["x"] - 12 * unit, "top": found["y"] - 12 * unit, "unit": unit}
    mark = {"mark_x": found["x"] + 9 * unit, "mark_y": found["y"] - 9 * unit}
    label = {"text": found["name"], "x": found["x"], "y": found["y"] + 13 * unit + 30, "size": 34}
    return _base(found) | {"parts": parts, "colour": ink} | corner | mark | label


def _text(found: dict[str, Any]) -> dict[str, Any]:
    wide = len(found["text"]) * found["size"] * 0.27
    return _base(found) | {
        "text": found["text"],
        "x": found["x"],
        "y": found["y"] + found["size"] * 0.32,
        "size": found["size"],
        "colour": colour_of(found["ink"]),
        "mark_x": found["x"] - wide - 18,
        "mark_y": found["y"],
    }


def _sticker(found: dict[str, Any]) -> dict[str, Any]:
    rating = RATINGS[found["rating"]]
    corners = [
        value
        for dx, dy in outline(rating.outline)
        for value in (found["x"] + dx * STICKER, found["y"] + dy * STICKER)
    ]
    return _base(found) | {
        "path": _path(corners, is_closed=True),
        "number": found["number"],
        "x": found["x"],
        "number_y": found["y"] + 13,
        "text": found["name"],
        "y": found["y"] + STICKER + 32,
        "size": 34,
        "colour": rating.colour,
        "label": rating.label,
    }


_SHAPE = {"stroke": _stroke, "stamp": _stamp, "text": _text, "sticker": _sticker}


def _base(found: dict[str, Any]) -> dict[str, Any]:
    return {"type": found["type"], "stage": found["stage"]}


def _path(numbers: list[float], *, is_closed: bool = False) -> str:
    pairs = (f"{x:.1f} {y:.1f}" for x, y in zip(numbers[::2], numbers[1::2], strict=True))
    return "M" + "L".join(pairs) + ("Z" if is_closed else "")
