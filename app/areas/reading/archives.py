"""Zip files from strangers: nothing is written outside our folder and nothing unpacks to more than it may."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from flask_babel import gettext as _

from app.areas.errors import ImportRefused, listed

MAX_BYTES = 256 * 1024 * 1024
MAX_MEMBERS = 200
MAX_RATIO = 100
_DOCUMENT_TYPES = (b"<!DOCTYPE", b"<!ENTITY")
_SMALL = 1024 * 1024
_CHUNK = 1024 * 1024
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    NotImplementedError,
    OSError,
    EOFError,
    zlib.error,
    ValueError,
    RuntimeError,
)
SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NEEDED = (".shp", ".shx", ".dbf")
_PLAIN = (".geojson", ".json", ".wkt", ".ewkt", ".poly")
_SINGLE = (".gpkg", ".fgb", ".kml", *_PLAIN)


@dataclass(frozen=True)
class Unpacked:
    """What was taken out: one file, or the parts of a Shapefile under the name `layer`; `layers` were there."""

    path: Path
    layer: str
    layers: tuple[str, ...]


def refuse_bomb(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files in a zip after checking names, kinds, number and sizes; ImportRefused (CWE-22, CWE-59, CWE-409)."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise ImportRefused(
            _("Die Zip-Datei enthält %(n)s Dateien, erlaubt sind %(most)s.", n=len(members), most=MAX_MEMBERS)
        )
    for member in members:
        name = member.filename.replace("\\", "/")
        kind = stat.S_IFMT(member.external_attr >> 16)
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name:
            raise ImportRefused(
                _("Die Zip-Datei enthält einen gefährlichen Dateinamen: %(name)s", name=name[:80])
            )
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise ImportRefused(
                _("Die Zip-Datei enthält eine Verknüpfung statt einer Datei: %(name)s", name=name[:80])
            )
        if member.flag_bits & 0x1:
            raise ImportRefused(
                _("Die Zip-Datei ist mit einem Passwort geschützt. Bitte ohne Passwort speichern.")
            )
        if path.suffix.lower() in {".zip", ".7z", ".rar", ".gz"}:
            raise ImportRefused(_("In der Zip-Datei steckt ein weiteres Archiv: %(name)s", name=name[:80]))
    size = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if size > MAX_BYTES or (size > _SMALL and size / packed > MAX_RATIO):
        raise ImportRefused(_("Die Zip-Datei ist ausgepackt zu groß (%(n)s MB).", n=round(size / 1024**2)))
    return [member for member in members if not member.is_dir() and not _is_litter(member.filename)]


def refuse_document_types(archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]) -> None:
    """ImportRefused when XML in a workbook has a document type: nothing is expanded or fetched (CWE-611, CWE-776)."""
    for member in members:
        if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        left, tail = member.file_size, b""
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                left -= len(chunk)
                window = (tail + chunk).replace(b"\x00", b"")
                if left < 0 or any(mark in window for mark in _DOCUMENT_TYPES):
                    raise ImportRefused(
                        _(
                            "Die Excel-Datei enthält fremde Anweisungen (Dokumenttyp) und wird deshalb nicht gelesen."
                        )
                    )
                tail = chunk[-20:]


def _is_litter(name: str) -> bool:
    """Files that macOS adds to every zip."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._")


def unpack(path: Path, folder: Path, layer: str | None = None) -> Unpacked:
    """Take one layer out of a zip into `folder` under names of our own; ImportRefused says what is missing."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _unpack(archive, refuse_bomb(archive), folder, layer)
    except _ZIP_ERRORS as error:
        raise ImportRefused(_("Die Zip-Datei ist beschädigt oder unvollständig.")) from error


def unpack_singles(path: Path, folder: Path) -> list[Unpacked]:
    """The small text files of a zip that hold nothing else, in the order of their names; empty for other zips."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(refuse_bomb(archive), key=lambda member: member.filename)
            if len({_suffix(member) for member in members}) != 1 or _suffix(members[0]) not in _PLAIN:
                return []
            found = []
            for number, member in enumerate(members):
                target = folder / f"single{number}{_suffix(member)}"
                _extract(archive, member, target)
                stem = _stem(member).rpartition("/")[2]
                found.append(Unpacked(target, stem, ()))
            return found
    except _ZIP_ERRORS as error:
        raise ImportRefused(_("Die Zip-Datei ist beschädigt oder unvollständig.")) from error


def _unpack(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path, layer: str | None
) -> Unpacked:
    shapes = {_stem(member): member for member in members if _suffix(member) == ".shp"}
    singles = {_stem(member): member for member in members if _suffix(member) in _SINGLE}
    stems = _by_short_name(sorted(shapes or singles))
    if not stems:
        raise ImportRefused(
            _(
                "In der Zip-Datei ist keine Datei mit Grenzen: keine Shapefile (.shp), kein GeoPackage (.gpkg), "
                "kein GeoJSON, FlatGeobuf, KML, WKT und .poly."
            )
        )
    layers = tuple(stems)
    chosen = choose_layer(list(layers), layer)
    stem = stems[chosen]
    if stem in shapes:
        parts = {_suffix(m): m for m in members if _stem(m).lower() == stem.lower()}
        refuse_incomplete(parts)
        for suffix in SHAPE_PARTS:
            if suffix in parts:
                _extract(archive, parts[suffix], folder / f"layer{suffix}")
        return Unpacked(folder / "layer.shp", chosen, layers)
    member = singles[stem]
    target = folder / f"layer{_suffix(member)}"
    _extract(archive, member, target)
    return Unpacked(target, chosen, layers)


def _by_short_name(stems: list[str]) -> dict[str, str]:
    """Places in a zip by what people call them: the name without its folders where only one has it."""
    short = [stem.rpartition("/")[2] for stem in stems]
    return {name if short.count(name) == 1 else stem: stem for name, stem in zip(short, stems, strict=True)}


def refuse_incomplete(parts: object) -> None:
    """ImportRefused naming the parts of a Shapefile that are not there; `parts` is anything with suffixes in it."""
    missing = [suffix for suffix in _NEEDED if suffix not in parts]  # type: ignore[operator]
    if missing:
        raise ImportRefused(
            _(
                "Zur Shapefile fehlt die Datei %(missing)s. Bitte packen Sie alle Dateien mit gleichem Namen "
                "(.shp, .shx, .dbf, .prj) zusammen in eine Zip-Datei.",
                missing=listed(missing),
            )
        )


def choose_layer(layers: list[str], wanted: str | None) -> str:
    """The only layer or the wanted one; ImportRefused lists what there is."""
    if wanted is None and len(layers) == 1:
        return layers[0]
    if wanted is not None and wanted in layers:
        return wanted
    if wanted is None:
        raise ImportRefused(
            _("Die Datei enthält mehrere Ebenen. Bitte wählen Sie eine: %(names)s", names=listed(layers, 30)),
            field="layer",
            choices=layers,
        )
    raise ImportRefused(
        _("Die Ebene »%(name)s« gibt es nicht. Vorhanden: %(names)s", name=wanted, names=listed(layers, 30)),
        field="layer",
        choices=layers,
    )


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    """Copy with a limit of our own: the size in a zip's directory is only a claim."""
    written = 0
    with archive.open(member) as source, target.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > member.file_size or written > MAX_BYTES:
                raise ImportRefused(_("Die Zip-Datei ist ausgepackt größer, als sie angibt."))
            sink.write(chunk)


def _suffix(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename.replace("\\", "/")).suffix.lower()


def _stem(member: zipfile.ZipInfo) -> str:
    return str(PurePosixPath(member.filename.replace("\\", "/")).with_suffix(""))
