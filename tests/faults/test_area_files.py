"""R47: hostile and odd map files through every door are read or refused in words; nothing leaves, nothing breaks.

Doors: boundaries as the command and the page read them, and contributions. The suite sends half of the hostile files
and some of the odd ones of offices; STREIFZUG_FULL=1 sends every file through both doors. Egress is heard by a
listener, reads of foreign files by a watched folder; time and memory are limits of the child, the times seen are
printed.
"""

from __future__ import annotations

import logging
import stat
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from app.areas.inspecting import MEMORY_MB, SECONDS, Options, inspect_paths
from app.areas.landing import doubt
from app.base import child
from app.base.child import NotReadable, TooMuch
from app.base.errors import DomainError
from app.contributions.importing.stored import read_in_child
from tests.areas.hostile import cases, packed
from tests.areas.hostile_texts import ANY, REFUSED, TAKEN, Case, as_json, good, kml_of, ring_of_kml
from tests.areas.office_files import office_files
from tests.base.test_child import listener
from tests.faults.forked import FULL
from tests.faults.watched import Watched, watched

pytestmark = pytest.mark.one_database

RAW = ("Traceback", "Error", "Exception", "None", "GDAL", "pyogrio", "ogr", "NULL", "/tmp", "streifzug-")
"""What must not be in a sentence for a planner."""

Door = Callable[[Path, dict[str, str]], tuple[str, list[str]]]
HOSTILE = {"boundaries": 1, "contributions": 1} if FULL else {"boundaries": 2, "contributions": 4}
OFFICE = 1 if FULL else 7
"""One in so many of the hostile files at each door, and of the odd files of offices."""


def boundaries(path: Path, options: dict[str, str]) -> tuple[str, list[str]]:
    try:
        found = inspect_paths([path], Options(**options))
    except DomainError as error:
        return REFUSED, [str(error.message)]
    wrong = found.problems or [sentence for sentence in [doubt(found, [])] if sentence]
    return (REFUSED, wrong) if wrong else (TAKEN, [])


def contributions(path: Path, options: dict[str, str]) -> tuple[str, list[str]]:
    reading = {"crs": options.get("crs"), "encoding": options.get("encoding"), "sheet": options.get("layer")}
    with tempfile.TemporaryDirectory(prefix="streifzug-") as folder:
        try:
            refused = read_in_child(path, Path(folder), reading).get("refused")
        except DomainError as error:
            return REFUSED, [str(error.message)]
    return (REFUSED, [refused["message"]]) if refused else (TAKEN, [])


def aimed(secret: Path) -> Iterator[Case]:
    """Files that point at the watched one in every way a format offers."""
    target = secret / "a.geojson"
    layer = f'<OGRVRTLayer name="a"><SrcDataSource>{target}</SrcDataSource></OGRVRTLayer>'
    for suffix in ("geojson", "gpkg", "kml", "fgb", "shp", "wkt"):
        yield f"vrt.{suffix}", f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>".encode(), REFUSED, {}

    def link(member: zipfile.ZipInfo) -> None:
        member.external_attr = (stat.S_IFLNK | 0o777) << 16

    yield "link.zip", packed({"a.geojson": str(target).encode()}, link), REFUSED, {}
    yield "slip.zip", packed({"../../secret/a.geojson": good()}), REFUSED, {}
    place = f"<Placemark><name>A</name>{ring_of_kml()}</Placemark>"
    away = f"<NetworkLink><Link><href>file://{target}</href></Link></NetworkLink>"
    yield "link.kml", kml_of(away + place), TAKEN, {}
    entity = f'<!DOCTYPE k [<!ENTITY e SYSTEM "file://{target}">]>'
    yield "entity.kml", kml_of(place.replace(">A<", ">&e;<"), entity), REFUSED, {}
    member = {"type": "link", "properties": {"href": f"file://{secret}/a.prj", "type": "proj4"}}
    yield "crs.geojson", good()[:-1] + b', "crs": ' + as_json(member) + b"}", ANY, {}
    yield "given.geojson", good(), REFUSED, {"crs": f"{secret}/a.prj"}
    yield "vsi.zip", f"/vsizip/{target}".encode(), REFUSED, {}


def judged(door: Door, case: Case, place: Path) -> tuple[str, str, float]:
    """What came of it, what is wrong with that, and the seconds it took."""
    name, content, wanted, options = case
    place.mkdir()
    (place / name).write_bytes(content)
    begin = time.monotonic()
    result, sentences = door(place / name, options)
    seconds = time.monotonic() - begin
    words = " ".join(sentences)
    for own in options.values():  # what a person typed may be said again
        words = words.replace(own, "…")
    if door is boundaries and wanted not in {ANY, result}:
        return result, f"{result}, not {wanted}. {words}", seconds
    if result == REFUSED and (len(words) < 20 or any(raw in words for raw in RAW)):
        return result, f"no sentence: {words!r}", seconds
    return result, "", seconds


def secret_in(folder: Path) -> Path:
    folder.mkdir()
    (folder / "a.geojson").write_bytes(good())
    (folder / "a.prj").write_text("EPSG:25832")
    return folder


@pytest.mark.parametrize("door", [boundaries, contributions])
def test_hostile_and_odd_files(
    app: APIFlask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any, door: Door
) -> None:
    made, here = tmp_path / "made", tmp_path / "here"
    for folder in (made, here):
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(here))
    faults, seen, times = list[str](), Counter[str](), list[tuple[float, str]]()
    with (
        app.app_context(),
        listener() as ear,
        watched(secret_in(tmp_path / "secret")) as eye,
        caplog.at_level(logging.ERROR),
    ):
        hostile = list(cases(made, ear.port))[:: HOSTILE[door.__name__]]
        files = [*hostile, *aimed(eye.path), *list(office_files(made))[::OFFICE]]
        for number, case in enumerate(files):
            result, fault, seconds = judged(door, case, tmp_path / f"{number}")
            seen[result] += 1
            times.append((seconds, case[0]))
            faults += [
                f"{number} {case[0]} {case[3]}: {words}" for words in (fault, *_traces(here, eye)) if words
            ]
            faults += [f"{number} {case[0]}: {record.getMessage()[-300:]}" for record in caplog.records]
            caplog.clear()
        assert ear.received == b""
    total, (longest, slow) = sum(seconds for seconds, _name in times), max(times)
    print(
        f"{door.__name__}: {len(files)} files, {dict(seen)}, {total:.0f} s, longest {longest:.1f} s ({slow})"
    )
    assert "\n".join(faults) == ""
    assert len(files) >= (300 if FULL else 80)
    assert min(seen[TAKEN], seen[REFUSED]) >= 20


def _traces(here: Path, eye: Watched) -> list[str]:
    """Files that were left behind, and foreign ones that were opened."""
    left, opened = [path.name for path in here.iterdir()], eye.opened()
    return [f"left {left}" if left else "", f"opened {opened}" if opened else ""]


def test_reading_ends_in_time_and_memory() -> None:
    """The limits of R47 are those of every child; boundaries get them twice in time, for the check for gaps as well."""
    defaults = child.run.__kwdefaults__ or {}
    assert defaults["seconds"] <= 60
    assert SECONDS <= 2 * 60
    assert max(defaults["memory_mb"], MEMORY_MB) <= 1024
    assert issubclass(TooMuch, DomainError)
    assert issubclass(NotReadable, DomainError)
