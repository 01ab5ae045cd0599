"""An uploaded table is read and understood in a limited child; what came of it is kept beside the file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import shapely
from flask_babel import gettext as _
from pyarrow import feather

from app.areas import uploads
from app.areas.errors import ImportRefused
from app.areas.folding import BandsCross
from app.areas.grid_tables import by_area, is_grid
from app.areas.locator import Locator
from app.areas.matching import MatchesNeeded, Proposal
from app.areas.models import AreaSet
from app.areas.persons import PersonsRefused
from app.areas.pictures import Picture, PictureLine, picture
from app.areas.queries import areas_of
from app.areas.sheets import Sheet, read_sheet
from app.areas.understanding import Understood, understand
from app.areas.uploads import Upload
from app.base import child
from app.base.i18n import current_language
from app.base.plain import from_plain, to_plain

LARGE = 256 * 1024
"""Bytes from which on a table is read in the background."""
SECONDS, MEMORY_MB = 240, 1536
_RESULT, _SHAPES = "result.json", "areas.feather"
_MOST_TOLD = 256 * 1024 * 1024
Report = Callable[[int, int | None], None]


@dataclass
class AreaName:
    """What a child knows of an area."""

    code: str
    name: str


@dataclass
class Examined:
    """What became of a table. `content` (counts or values) is None while something is open.

    `names` are the sheets of a book, `header` and `value_heads` the columns to choose from, `areas` how many of them
    it names. `matches` and `crossing` wait for a person; a table about persons (`is_personal`) is to be deleted.
    """

    names: tuple[str, ...] = ()
    header: list[str] = field(default_factory=list)
    value_heads: list[str] = field(default_factory=list)
    picture: Picture | None = None
    areas: int = 0
    content: Any = None
    problems: list[str] = field(default_factory=list)
    matches: list[Proposal] = field(default_factory=list)
    crossing: list[str] = field(default_factory=list)
    is_personal: bool = False


@dataclass(frozen=True)
class Question:
    """How a table is to be read: `function` (in the child) and its `arguments`; `kinds` are classes it answers with."""

    function: str
    arguments: dict[str, Any]
    kinds: tuple[type, ...] = ()


def examined(upload: Upload, area_set: AreaSet, question: Question) -> Examined:
    """Read the table, or find what was read from it before in the same way; TooMuch or NotReadable from the child."""
    told = json.loads((prepare(upload, area_set, question) / _RESULT).read_text("utf-8"))
    found: Examined = from_plain(told, (Examined, Picture, PictureLine, Proposal, *question.kinds))
    return found


def prepare(
    upload: Upload,
    area_set: AreaSet,
    question: Question,
    *,
    progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Let a child read the table unless that was done before; the folder with its answer."""
    place = uploads.readings(upload.token)
    folder = place / _key(area_set, question)
    if not (folder / _RESULT).is_file():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="reading-", dir=place) as new:
            _read_into(Path(new), upload, area_set, question, progress, cancelled)
            try:
                os.rename(new, folder)
            except OSError:  # somebody else was faster with the same
                shutil.rmtree(new, ignore_errors=True)
            Path(new).mkdir(exist_ok=True)
    return folder


def waits(upload: Upload, area_set: AreaSet, question: Question) -> bool:
    """True for a large table that was not read in this way yet."""
    place = uploads.readings(upload.token) / _key(area_set, question)
    return upload.path.stat().st_size > LARGE and not (place / _RESULT).is_file()


def _key(area_set: AreaSet, question: Question) -> str:
    about = [
        question.function,
        question.arguments,
        str(area_set.id),
        area_set.content_hash,
        current_language(),
    ]
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:24]


def _read_into(
    folder: Path,
    upload: Upload,
    area_set: AreaSet,
    question: Question,
    progress: Report | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    areas = areas_of(area_set.id)
    arguments = {
        **question.arguments,
        "path": str(upload.path.resolve()),
        "areas": [(area.code, area.name) for area in areas],
    }
    for _turn in range(2):
        answer = child.run(
            question.function,
            arguments,
            folder=folder,
            reads=[upload.path],
            seconds=SECONDS,
            memory_mb=MEMORY_MB,
            progress=progress,
            cancelled=cancelled,
        )
        if not answer.get("needs_shapes"):
            break
        shapes = shapely.to_wkb([area.geometry for area in areas])
        feather.write_feather(pa.table({"shape": shapes}), folder / _SHAPES, compression="uncompressed")
    (folder / _SHAPES).unlink(missing_ok=True)
    if (folder / _RESULT).stat().st_size > _MOST_TOLD:
        raise child.TooMuch(_("Die Tabelle ist zu groß. Es hilft, sie in mehrere Dateien zu teilen."))


def answer(
    arguments: dict[str, Any],
    folder: Path,
    report: Report,
    work: Callable[[Sheet, Sequence[AreaName]], Any],
    meant: Callable[[Understood | None, Any], Mapping[int, str]],
    value_heads: Callable[[Understood], list[str]] = lambda found: [],
) -> dict[str, Any]:
    """In the child: read the file, let `work` understand it, write what a page shows of it into `folder`.

    `meant` says in words what the columns are. What `work` returns has its table as `understood`, which stays here.
    """
    found, sheet, understood = Examined(), None, None
    areas = [AreaName(*names) for names in arguments["areas"]]
    report(0, 3)
    try:
        sheet = read_sheet(
            Path(arguments["path"]), encoding=arguments["encoding"] or None, sheet=arguments["sheet"] or None
        )
        if is_grid(sheet):
            if not (folder / _SHAPES).is_file():
                return {"needs_shapes": True}
            sheet = _of_areas(sheet, areas, folder)
        report(1, 3)
        found.content = work(sheet, areas)
        understood = found.content.understood
        found.content.understood = None
    except MatchesNeeded as needed:
        found.matches = needed.proposals
    except PersonsRefused as error:
        found.problems, found.is_personal, sheet = error.problems, True, None
    except BandsCross as crossed:
        found.crossing = crossed.heads
    except ImportRefused as error:
        found.problems = error.problems
    report(2, 3)
    if sheet is not None:
        understood = understood or _as_far_as(sheet, areas, arguments)
        found.names = sheet.names
        found.picture = picture(sheet, understood, meant(understood, found.content))
    if understood is not None:
        found.header, found.value_heads = understood.table.header, value_heads(understood)
        found.areas = len({row.code for row in understood.of_areas()})
    (folder / _RESULT).write_text(json.dumps(to_plain(found), ensure_ascii=False), "utf-8")
    return {}


def _of_areas(sheet: Sheet, areas: Sequence[AreaName], folder: Path) -> Sheet:
    shapes = feather.read_table(folder / _SHAPES, memory_map=False).column("shape").to_pylist()
    numbers = [UUID(int=number) for number in range(len(areas))]
    return by_area(sheet, areas, Locator(numbers, list(shapely.from_wkb(shapes))))


def _as_far_as(sheet: Sheet, areas: Sequence[AreaName], arguments: dict[str, Any]) -> Understood | None:
    """As much as can be told about a table that cannot be taken over yet."""
    try:
        return understand(
            sheet,
            areas,
            head=head_of(arguments),
            area_column=arguments["column"],
            confirmed=arguments["confirmed"],
        )
    except ImportRefused:
        return None


def head_of(arguments: dict[str, Any]) -> tuple[int, int] | None:
    return tuple(arguments["head"]) if arguments["head"] else None


def steps() -> tuple[str, ...]:
    """What the child does, for the message of a job at each step of its progress."""
    return (
        _("Die Tabelle wird gelesen."),
        _("Die Räume und Zahlen werden erkannt."),
        _("Die Vorschau wird gemacht."),
        "",
    )
