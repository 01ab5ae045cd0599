"""From the rows of a layer to areas fit to be stored: code, name and a valid shape each, or every reason why not."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from flask_babel import gettext as _
from flask_babel import ngettext

from app.areas.errors import ImportRefused, listed
from app.areas.measuring import areas_m2, epsg_for
from app.areas.mending import AREAL, Repair, flat, repaired_shapes, signed_m2
from app.areas.reading import Layer
from app.areas.reading.text import broken_names, tidy

MAX_CODE = 80
MAX_NAME = 200


@dataclass(frozen=True)
class PreparedArea:
    """One area ready to be stored; the shape is valid, two-dimensional and in WGS 84, `area_m2` from its UTM zone."""

    code: str
    name: str
    geometry: shapely.Geometry
    area_m2: float


@dataclass
class Preparation:
    """What became of a layer: the areas by code, what is wrong (then nothing may be stored), what is worth knowing.

    `duplicates`, `invalid` name what `dissolve` and `repair` would mend; `repairs` show it, before anybody agrees.
    """

    areas: list[PreparedArea] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    def checked(self) -> list[PreparedArea]:
        """The areas, or ImportRefused with all problems."""
        if self.problems:
            raise ImportRefused(self.problems)
        return self.areas


@dataclass
class _Row:
    line: int
    code: str
    name: str
    shapes: list[shapely.Geometry]


def prepare(
    layer: Layer, *, code_field: str, name_field: str, dissolve: bool = False, repair: bool = False
) -> Preparation:
    """Check every row; with `dissolve` rows of the same code and name become one area, with `repair` invalid shapes
    are mended by `make_valid` (lines and points that fall off are dropped) and each change is told in m²."""
    result = Preparation(notes=list(layer.notes))
    codes = column(layer, code_field, "code_field")
    names = column(layer, name_field, "name_field")
    if not len(layer.frame):
        raise ImportRefused(_("Die Datei enthält keine Objekte."))
    rows = [
        _Row(line, code, name or code, [] if shape is None else [shapely.force_2d(shape)])
        for line, (code, name, shape) in enumerate(
            zip(codes, names, layer.frame.geometry, strict=True), start=1
        )
    ]
    _check_words(rows, names, result)
    rows = _check_shapes(rows, result)
    rows = _join(rows, dissolve, result)
    _check_validity(rows, repair, result)
    if not result.problems:
        result.areas = _measured(rows)
    return result


def column(layer: Layer, name: str, argument: str) -> list[str]:
    """One field as text; ImportRefused lists the fields there are."""
    fields = layer.fields
    if name not in fields:
        alike = [found for found in fields if found.casefold() == name.strip().casefold()]
        if len(alike) != 1:
            raise ImportRefused(_no_field(name, fields), field=argument)
        name = alike[0]
    return [tidy(value) for value in layer.frame[name].tolist()]


def _no_field(name: str, fields: list[str]) -> str:
    if not fields:
        return str(_("Die Datei enthält nur Formen, aber keine Felder mit Kennung und Namen."))
    return str(
        _("Das Feld »%(name)s« gibt es nicht. Vorhanden: %(fields)s", name=name, fields=listed(fields, 40))
    )


def _check_words(rows: list[_Row], names: list[str], result: Preparation) -> None:
    missing = [row.line for row in rows if not row.code]
    if missing:
        result.problems.append(_("Die Kennung fehlt bei Objekt Nr. %(numbers)s.", numbers=listed(missing)))
    for limit, texts in ((MAX_CODE, [row.code for row in rows]), (MAX_NAME, names)):
        if long := [text[:40] + "…" for text in texts if len(text) > limit]:
            result.problems.append(
                _("Länger als %(limit)s Zeichen: %(names)s", limit=limit, names=listed(long, 3))
            )
    if unnamed := [row.code for row, name in zip(rows, names, strict=True) if not name and row.code]:
        result.notes.append(_("Ohne Namen, die Kennung steht dafür: %(codes)s", codes=listed(unnamed)))
    broken = [
        _("Nr. %(n)s »%(text)s«", n=row.line, text=text[:60])
        for row, name in zip(rows, names, strict=True)
        for text in broken_names(list(dict.fromkeys([row.code, name])))
    ]
    if broken:
        result.notes.append(
            _(
                "Diese Namen enthalten zerstörte Zeichen: %(names)s. "
                "Die Umlaute sind schon in der Datei verloren; besser ist eine frühere Fassung der Datei.",
                names=listed(broken, 5),
            )
        )


def _check_shapes(rows: list[_Row], result: Preparation) -> list[_Row]:
    """Refuse rows without a shape, with lines or points, with coordinates that are no numbers."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        row.shapes = [polygon for shape in row.shapes for polygon in flat(shape)]
        if not row.shapes:
            kinds["empty"].append(_called(row))
        elif not all(shapely.get_type_id(shape) in AREAL for shape in row.shapes):
            kinds["lines"].append(_called(row))
        elif not np.isfinite(shapely.get_coordinates(row.shapes)).all():
            kinds["numbers"].append(_called(row))
    sentences: dict[str, Callable[[str], str]] = {
        "empty": lambda names: _(
            "Ohne Form: %(names)s. Löschen Sie diese Zeilen im GIS, oder zeichnen Sie die Fläche.",
            names=names,
        ),
        "lines": lambda names: _(
            "Keine Fläche, sondern Linie oder Punkt: %(names)s. Gebraucht werden Flächen (Polygone).",
            names=names,
        ),
        "numbers": lambda names: _(
            "Unmögliche Koordinaten: %(names)s. Bitte prüfen Sie die Datei im GIS.", names=names
        ),
    }
    bad = {name for names in kinds.values() for name in names}
    result.problems += [sentence(listed(kinds[kind])) for kind, sentence in sentences.items() if kinds[kind]]
    return [row for row in rows if _called(row) not in bad]


def _join(rows: list[_Row], dissolve: bool, result: Preparation) -> list[_Row]:
    """One row for each code; the same code with different names is never joined."""
    by_code: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    double = {code: found for code, found in by_code.items() if len(found) > 1 and code}
    clashing = {code: found for code, found in double.items() if len({row.name for row in found}) > 1}
    if clashing:
        result.problems.append(
            _(
                "Dieselbe Kennung steht bei verschiedenen Namen: %(codes)s",
                codes=listed(
                    f"{code} ({listed(dict.fromkeys(row.name for row in found))})"
                    for code, found in clashing.items()
                ),
            )
        )
    same = {code: found for code, found in double.items() if code not in clashing}
    result.duplicates = [f"{code} {found[0].name} ({len(found)}×)" for code, found in same.items()]
    if same and not dissolve:
        result.problems.append(
            _(
                "Mehrfach vorhanden: %(codes)s. "
                "Wenn es Teile desselben Raums sind, lassen Sie sie zusammenfassen.",
                codes=listed(result.duplicates),
            )
        )
    elif same:
        result.notes.append(_("Zusammengefasst: %(codes)s", codes=listed(result.duplicates)))
    return [
        _Row(found[0].line, code, found[0].name, [shape for row in found for shape in row.shapes])
        for code, found in by_code.items()
    ]


def _check_validity(rows: list[_Row], repair: bool, result: Preparation) -> None:
    """Make each row one shape; invalid shapes are mended only with consent."""
    reasons, repaired = [], []
    for row in rows:
        if bad := [shape for shape in row.shapes if not shape.is_valid]:
            result.invalid.append(_called(row))
            before = row.shapes
            done = repaired_shapes(_called(row), before, bad[0])
            result.repairs.append(done)
            reasons.append(f"{_called(row)} ({done.reason})")
            if not repair:
                continue
            row.shapes = done.after
            repaired.append(_("%(name)s (Fläche %(m2)s)", name=_called(row), m2=signed_m2(done.change_m2)))
            if not row.shapes:
                result.problems.append(
                    _("Von dieser Form bleibt nach der Reparatur nichts: %(name)s", name=_called(row))
                )
                continue
        shape = row.shapes[0] if len(row.shapes) == 1 else shapely.union_all(row.shapes)
        row.shapes = [shape]
    if reasons and not repair:
        count = ngettext("%(num)s Form ist ungültig", "%(num)s Formen sind ungültig", len(reasons))
        result.problems.append(
            _(
                "%(count)s: %(names)s. Bitte reparieren Sie sie im GIS oder lassen Sie sie hier reparieren.",
                count=count,
                names=listed(reasons),
            )
        )
    elif repaired:
        result.notes.append(_("Repariert: %(names)s", names=listed(repaired)))


def _measured(rows: list[_Row]) -> list[PreparedArea]:
    return measured((row.code, row.name, row.shapes[0]) for row in rows)


def measured(areas: Iterable[tuple[str, str, shapely.Geometry]]) -> list[PreparedArea]:
    """Areas from (code, name, valid WGS 84 shape), ordered by code, with their size in m²."""
    ordered = sorted(areas, key=lambda area: area[0])
    shapes = np.array([shape for _code, _name, shape in ordered], dtype=object)
    sizes = areas_m2(shapes, epsg_for(shapes))
    return [
        PreparedArea(code, name, shape, float(size))
        for (code, name, shape), size in zip(ordered, sizes, strict=True)
    ]


def content_hash(areas: list[PreparedArea]) -> str:
    """SHA-256 (hex) of codes, names and shapes; coordinates count to 1e-8 degrees (a millimetre)."""
    digest = hashlib.sha256()
    for area in sorted(areas, key=lambda found: found.code):
        shape = shapely.transform(area.geometry, _rounded)
        for part in (area.code.encode(), area.name.encode(), shapely.to_wkb(shape, byte_order=1)):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _rounded(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.round(coordinates, 8) + 0.0


def _called(row: _Row) -> str:
    return f"{row.code} {row.name}" if row.name != row.code else row.code or _("Objekt Nr. %(n)s", n=row.line)
