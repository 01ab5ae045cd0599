"""The tasks of a needle map and the kinds of questions that ask for them."""

from __future__ import annotations

CHANNEL = "maps"
PHOTO = ("none", "offered", "first")
"""Whether a question asks for a photo: not at all, beside the words, or before the place."""
NEEDLE, FELT_AREA, WAY = "needle", "felt_area", "way"
TASKS = (NEEDLE, FELT_AREA, WAY)
"""What a question asks to do on the map: set needles, draw one's own quarter (B16), draw a way."""
KIND_OF_TASK = {NEEDLE: "point", FELT_AREA: "polygon", WAY: "line"}
TASK_OF_KIND = {kind: task for task, kind in KIND_OF_TASK.items()}
