"""From bytes of a stranger to files of our own: which function of a limited child reads which kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.base import child

SECONDS, MEMORY_MB, FILE_MB = 120, 512, 64
"""Limits of the child. The seconds are for a busy machine, so that no photo is refused because many came at once;
how much a file may compute the functions limit themselves, to a few seconds."""

PROCESSORS = {
    "photo": "app.contributions.media.decoding.pictures:read_photo",
    "scan": "app.contributions.media.decoding.pictures:read_scan",
    "audio": "app.contributions.media.decoding.sounds:read_sound",
}
"""For each kind `package.module:function`, called in the child as `function(arguments, folder, report)`.

`arguments`: `path` of the file and `data` as announced. It answers `{"refused": code}` with a code of
`vocabulary.FAILURES`, or what `Found` holds, with names of files it wrote into `folder`: `whole`, and if there are,
`preview`, `public` (the whole with what must be blurred) and `public_preview`. What it writes must hold nothing of
the file but what can be seen or heard. Another package adds its kind by `add_processor`.
"""


@dataclass(frozen=True)
class Found:
    """What became of a file: names of the new files, and what they show.

    `place` is (longitude, latitude) and `taken_at` ISO 8601, when they stood in the file. `turned` is the orientation
    of Exif (1 to 8) that was applied. `data` is kept with the attachment beside what was announced.
    """

    whole: str
    preview: str = ""
    public: str = ""
    public_preview: str = ""
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    place: tuple[float, float] | None = None
    taken_at: str | None = None
    turned: int = 1
    format: str = ""
    redactions: tuple[dict[str, Any], ...] = ()
    data: dict[str, Any] | None = None

    def files(self) -> dict[str, str]:
        """Role and name of each file."""
        names = {name: getattr(self, name) for name in ("whole", "preview", "public", "public_preview")}
        return {role: name for role, name in names.items() if name}


class Refused(Exception):
    """The file is none we can show; `reason` is a code of `vocabulary.FAILURES`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def add_processor(kind: str, function: str) -> None:
    """Let `package.module:function` read attachments of this kind from now on."""
    PROCESSORS[kind] = function


def process(path: Path, *, kind: str, folder: Path, data: Mapping[str, Any] | None = None) -> Found:
    """Read `path` in a child that may write into `folder` only.

    Refused for a file that is none or takes too much; NotReadable when it was not the file's fault.
    """
    try:
        answer = child.run(
            PROCESSORS[kind],
            {"path": str(path.resolve()), "data": dict(data or {})},
            folder=folder,
            reads=[path],
            seconds=SECONDS,
            memory_mb=MEMORY_MB,
            file_mb=FILE_MB,
        )
    except child.TooMuch as error:
        raise Refused("too_large") from error
    if "refused" in answer:
        raise Refused(answer["refused"])
    for name in ("place", "redactions"):
        if answer.get(name) is not None:
            answer[name] = tuple(answer[name])
    return Found(**answer)


def blur(path: Path, boxes: list[dict[str, Any]], *, folder: Path) -> tuple[Path, Path]:
    """Whole and preview of a picture of ours with all boxes unrecognisable; TooMuch, NotReadable."""
    answer = child.run(
        "app.contributions.media.decoding.blurring:blur_file",
        {"path": str(path.resolve()), "boxes": boxes},
        folder=folder,
        reads=[path],
        seconds=SECONDS,
        memory_mb=MEMORY_MB,
        file_mb=FILE_MB,
    )
    return folder / answer["whole"], folder / answer["preview"]
