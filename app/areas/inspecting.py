"""What a file of boundaries holds and what becomes of it: read, checked and drawn in a limited child."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import shapely
from flask_babel import gettext as _
from pyarrow import feather

from app.areas import partition_files
from app.areas.errors import ImportRefused
from app.areas.preparing import Preparation, PreparedArea, prepare
from app.areas.previews import FieldPreview, fields_of, guess_fields, picture, simplified
from app.areas.reading import Layer, read_layer
from app.areas.reading.archives import SHAPE_PARTS
from app.areas.reading.text import tidy
from app.areas.uploads import pack
from app.areas.validation import PartitionReport, check_partition
from app.base import child
from app.base.i18n import current_language

_RESULT = "result.json"
_SHAPES, _AREAS, _PARTITION = "shapes.geojson", "areas.feather", "partition.json"
_PICTURES = 12
SECONDS, MEMORY_MB = 120, 1024


@dataclass(frozen=True)
class Options:
    """How a person wants a file to be read; empty means: guess."""

    crs: str = ""
    encoding: str = ""
    layer: str = ""
    code_field: str = ""
    name_field: str = ""
    dissolve: bool = False
    repair: bool = False


@dataclass
class Inspected:
    """What became of a file. `crs` is "" when it could not be read; `areas` is empty while there are problems.

    `candidates` are systems to choose from (crs, label, lon, lat, place) when it could not; `lands` is where it lies
    when it could, `others` where else it could lie. `repairs` are the drawings of `previews.picture`, `shapes` is the
    GeoJSON file for the small map, `report` tells gaps and overlaps of the areas.
    """

    crs: str = ""
    crs_source: str = ""
    layer: str = ""
    layers: list[str] = field(default_factory=list)
    fields: list[FieldPreview] = field(default_factory=list)
    code_field: str = ""
    name_field: str = ""
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)
    repairs: list[dict[str, Any]] = field(default_factory=list)
    candidates: list[dict[str, Any]] = field(default_factory=list)
    lands: dict[str, Any] | None = None
    others: list[dict[str, Any]] = field(default_factory=list)
    argument: str = ""
    areas: list[PreparedArea] = field(default_factory=list)
    shapes: Path | None = None
    report: PartitionReport | None = None

    def checked(self) -> list[PreparedArea]:
        """The areas, or ImportRefused with all problems."""
        if self.problems:
            raise ImportRefused(self.problems, field=self.argument or None, candidates=self.candidates)
        return self.areas


def inspect_file(
    path: Path,
    options: Options,
    *,
    name: str,
    place: Path,
    beside: Path | None = None,
    progress: Callable[[int, int | None], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Inspected:
    """Read `path`, which its owner calls `name`, in a child; what it found is kept in `place` and found there again.

    The child sees that file only, or the folder `beside` with its other parts.

    DomainError (TooMuch, NotReadable) when the child was stopped; what is wrong with the file itself are `problems`.
    """
    folder = _kept_at(options, name, place)
    if not (folder / _RESULT).is_file():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="reading-", dir=place) as new:
            _read_into(Path(new), path, beside or path, options, name, progress, cancelled)
            try:
                os.rename(new, folder)
            except OSError:  # somebody else was faster with the same
                shutil.rmtree(new, ignore_errors=True)
            Path(new).mkdir(exist_ok=True)
    return _restored(folder)


def inspect_paths(paths: Sequence[Path], options: Options) -> Inspected:
    """Read files of this machine for a command; several together are one set, a .shp brings its other parts along."""
    with tempfile.TemporaryDirectory(prefix="streifzug-") as folder:
        path, name = paths[0], paths[0].name
        if len(paths) > 1:
            path, name = Path(folder) / "dateien.zip", "dateien.zip"
            with ExitStack() as opened, path.open("wb") as target:
                if missing := [found.name for found in paths if not found.is_file()]:
                    raise ImportRefused(_("Die Datei »%(name)s« gibt es nicht.", name=missing[0]))
                pack([(opened.enter_context(found.open("rb")), found.name) for found in paths], target)
        elif path.suffix.lower() == ".shp" and path.is_file():
            for part in path.parent.iterdir():
                if part.stem == path.stem and part.suffix.lower() in SHAPE_PARTS and part.is_file():
                    shutil.copyfile(part, Path(folder) / part.name)
            path = Path(folder) / path.name
            (Path(folder) / "place").mkdir()
            return inspect_file(path, options, name=name, place=Path(folder) / "place", beside=Path(folder))
        return inspect_file(path, options, name=name, place=Path(folder) / "place")


def is_inspected(options: Options, *, name: str, place: Path) -> bool:
    """True when `inspect_file` would find its answer without reading."""
    return (_kept_at(options, name, place) / _RESULT).is_file()


def _kept_at(options: Options, name: str, place: Path) -> Path:
    """What an older version found and kept is not found here when it was made of other parts."""
    parts = [part.name for part in fields(Inspected)]
    key = json.dumps([asdict(options), name, current_language(), parts], sort_keys=True)
    return place / hashlib.sha256(key.encode()).hexdigest()[:24]


def _read_into(
    folder: Path,
    path: Path,
    reads: Path,
    options: Options,
    name: str,
    progress: Callable[[int, int | None], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    result = child.run(
        "app.areas.inspecting:look_into",
        {"path": str(path.resolve()), "name": name, "options": asdict(options)},
        folder=folder,
        reads=[reads],
        seconds=SECONDS,
        memory_mb=MEMORY_MB,
        progress=progress,
        cancelled=cancelled,
    )
    (folder / _RESULT).write_text(json.dumps(result), "utf-8")


def _restored(folder: Path) -> Inspected:
    result = json.loads((folder / _RESULT).read_text("utf-8"))
    result["fields"] = [
        FieldPreview(found["name"], tuple(found["values"]), found["is_unique"]) for found in result["fields"]
    ]
    inspected = Inspected(**result)
    if (folder / _SHAPES).is_file():
        inspected.shapes = folder / _SHAPES
    if not inspected.problems and (folder / _AREAS).is_file():
        table = feather.read_table(folder / _AREAS, memory_map=False).to_pydict()
        shapes = shapely.from_wkb(table["shape"])
        inspected.report = partition_files.restored(json.loads((folder / _PARTITION).read_text("utf-8")))
        inspected.areas = [
            PreparedArea(code, name, shape, size)
            for code, name, shape, size in zip(table["code"], table["name"], shapes, table["m2"], strict=True)
        ]
    return inspected


def look_into(
    arguments: dict[str, Any], folder: Path, report: Callable[[int, int | None], None]
) -> dict[str, Any]:
    """In the child: everything a page or a command wants to know about a file, as JSON and files in `folder`."""
    options = Options(**arguments["options"])
    found = Inspected()
    report(0, 3)
    try:
        layer = read_layer(
            Path(arguments["path"]),
            crs=options.crs or None,
            encoding=options.encoding or None,
            layer=options.layer or None,
            name=arguments["name"] or None,
        )
    except ImportRefused as error:
        found.problems, found.argument = error.problems, error.field or ""
        found.layers, found.candidates = list(error.choices), error.candidates
        return _told(found)
    report(1, 3)
    _describe(found, layer, options)
    try:
        _prepare(found, layer, options, folder)
    except ImportRefused as error:
        found.problems, found.argument = error.problems, error.field or ""
    report(2, 3)
    _draw(layer, found.name_field, folder)
    return _told(found)


def _describe(found: Inspected, layer: Layer, options: Options) -> None:
    found.crs, found.crs_source = layer.crs, layer.crs_source
    found.layer, found.layers = layer.name, list(layer.layers)
    found.fields = fields_of(layer)
    code, name = guess_fields(found.fields)
    found.code_field, found.name_field = options.code_field or code or "", options.name_field or name or ""
    found.notes = list(layer.notes)
    found.lands = layer.lands.as_dict() if layer.lands else None
    found.others = [other.as_dict() for other in layer.others]


def _prepare(found: Inspected, layer: Layer, options: Options, folder: Path) -> None:
    done: Preparation = prepare(
        layer,
        code_field=found.code_field,
        name_field=found.name_field,
        dissolve=options.dissolve,
        repair=options.repair,
    )
    found.problems, found.notes = done.problems, done.notes
    found.duplicates, found.invalid = done.duplicates, done.invalid
    found.repairs = [picture(repair) for repair in done.repairs[:_PICTURES]]
    if done.areas:
        columns = {
            "code": [area.code for area in done.areas],
            "name": [area.name for area in done.areas],
            "m2": [area.area_m2 for area in done.areas],
            "shape": shapely.to_wkb([area.geometry for area in done.areas]),
        }
        feather.write_feather(pa.table(columns), folder / _AREAS, compression="uncompressed")
        report = partition_files.told(check_partition(done.areas))
        (folder / _PARTITION).write_text(json.dumps(report), "utf-8")


def _draw(layer: Layer, name_field: str, folder: Path) -> None:
    names: Sequence[Any] = [""] * len(layer.frame)
    if name_field in layer.fields:
        names = layer.frame[name_field].tolist()
    shapes = simplified(list(layer.frame.geometry), [{"code": "", "name": tidy(name)} for name in names])
    (folder / _SHAPES).write_text(json.dumps(shapes), "utf-8")


def _told(found: Inspected) -> dict[str, Any]:
    told = asdict(found)
    del told["areas"], told["shapes"], told["report"]
    return told


def steps() -> tuple[str, ...]:
    """What the child does, for the message of a job at each step of its progress."""
    return (
        _("Die Datei wird gelesen."),
        _("Die Formen werden geprüft."),
        _("Die Karte wird gezeichnet."),
        "",
    )
