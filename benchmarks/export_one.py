"""One export or one reference, for benchmarks.export: prints its figures as JSON."""

from __future__ import annotations

import csv
import json
import resource
import sqlite3
import struct
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyogrio
from sqlalchemy import text

from app import create_app
from app.areas.queries import areas_of
from app.base.database import db
from app.contributions.extracts import Wish, reading
from app.contributions.extracts.internal import InternalExtract
from app.contributions.vocabulary import COUNTED_STATES
from app.exports.streams import write_file
from app.exports.streams.geopackage import POINTS, _points, _schema
from app.processes.queries import area_sets_of, process_by_slug

SLUG = "grosse-stadt"


def statement(wish: Wish) -> tuple[str, list[str]]:
    """What one would write by hand: a row a contribution, an outer join for each answer and each vintage."""
    columns = [
        *(f"c.{name}" for name in ("id", "kind", "quality", "valence", "title", "text", "released_text")),
        *("c.said_at", "c.place_text", "c.precision", "c.geometry AS shape", "c.cell_100m"),
        *("s.activity_id AS activity", "s.channel", "s.source", "c.state", "c.flags", "c.is_secret"),
    ]
    joins = ["LEFT JOIN submission AS s ON s.id = c.submission_id"]
    for number, key in enumerate(reading.answer_keys(wish.process_id)):
        columns.append(
            f"coalesce(a{number}.value_text, CAST(a{number}.value_number AS TEXT)) AS answer_{number}"
        )
        joins.append(
            f"LEFT JOIN attribute AS a{number} ON a{number}.contribution_id = c.id AND a{number}.key = '{key}'"
        )
    for number, area_set in enumerate(area_sets_of(process_by_slug(SLUG))):
        columns.append(f"p{number}.area_id AS area_{number}")
        joins.append(
            f"LEFT JOIN placement AS p{number} ON p{number}.contribution_id = c.id "
            f"AND p{number}.area_set_id = '{area_set.id.hex}'"
        )
    states = ", ".join(f"'{state}'" for state in COUNTED_STATES)
    where = f"c.state IN ({states}) AND c.urgency < 2 AND c.process_id || '' = '{wish.process_id.hex}'"
    sql = f"SELECT {', '.join(columns)} FROM contribution AS c {' '.join(joins)} WHERE {where}"  # noqa: S608
    return sql, [column.rpartition(" AS ")[2].rpartition(".")[2] for column in columns]


def source() -> sqlite3.Connection:
    return sqlite3.connect(f"file:{db.engine.url.database}?mode=ro", uri=True)


def names_of_areas() -> dict[str, tuple[str, str]]:
    sets = area_sets_of(process_by_slug(SLUG))
    return {area.id.hex: (area.code, area.name) for found in sets for area in areas_of(found.id)}


def reference_csv(wish: Wish, path: Path) -> int:
    """What one would write by hand: a cursor, the csv module, the point taken out of its WKB, the area's name."""
    sql, names = statement(wish)
    shape, areas = names.index("shape"), names_of_areas()
    area = names.index("area_0")
    count = 0
    with closing(source()) as connection, path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*names, "lon", "lat", "area_code", "area_name"])
        for row in connection.execute(sql):
            blob = row[shape]
            lon, lat = (
                struct.unpack_from("<dd", blob, 5) if blob is not None and len(blob) == 21 else (None, None)
            )
            values = list(row)
            values[shape] = None
            writer.writerow([*values, lon, lat, *areas.get(row[area], (None, None))])
            count += 1
    return count


def reference_geojson(wish: Wish, path: Path) -> int:
    """SQLite makes the features by json_object; the coordinates stand ready in a table, as SQLite reads no WKB."""
    sql, names = statement(wish)
    properties = ", ".join(f"'{name}', f.{name}" for name in names if name not in ("shape",))
    with closing(source()) as connection:
        connection.execute("CREATE TEMP TABLE spot (id TEXT PRIMARY KEY, lon REAL, lat REAL) WITHOUT ROWID")
        found = connection.execute(
            "SELECT id, geometry FROM contribution WHERE length(geometry) = 21 ORDER BY id"
        )
        made = ((key, *struct.unpack_from("<dd", blob, 5)) for key, blob in found)
        connection.executemany("INSERT INTO spot VALUES (?, ?, ?)", made)
        begin()
        count = 0
        with path.open("w", encoding="utf-8") as file:
            file.write('{"type":"FeatureCollection","features":[\n')
            feature = (
                "json_object('type', 'Feature', 'geometry', CASE WHEN s.id IS NULL THEN NULL ELSE json_object("
                "'type', 'Point', 'coordinates', json_array(s.lon, s.lat)) END, 'properties', "
                f"json_object({properties}, 'area_code', a.code, 'area_name', a.name))"
            )
            joined = f"({sql}) AS f LEFT JOIN spot AS s ON s.id = f.id LEFT JOIN area AS a ON a.id = f.area_0"
            rows = connection.execute(f"SELECT {feature} FROM {joined}")  # noqa: S608 - our own statement
            before = ""
            for (written,) in rows:
                file.write(before + written)
                before = ",\n"
                count += 1
            file.write("\n]}\n")
    return count


def reference_gpkg(wish: Wish, path: Path) -> int:
    """Everything read into one Arrow table, given to pyogrio at once."""
    extract = InternalExtract(wish)
    aside = {name: _Nothing() for name in ("wege", "flaechen", "ohne_ort")}
    batches = list(_points(extract.columns, extract.batches(), aside))  # type: ignore[arg-type]
    whole = pa.Table.from_batches(batches, schema=_schema(extract.columns))
    pyogrio.write_arrow(
        whole,
        path,
        layer=POINTS,
        driver="GPKG",
        geometry_name="geometry",
        geometry_type="Point",
        crs="EPSG:25832",
    )
    return len(whole)


class _Nothing:
    """The few that are no points are left out of the reference."""

    def add(self, batch: object) -> None:
        pass


REFERENCES: dict[str, Callable[[Wish, Path], int]] = {
    "reference-csv": reference_csv,
    "reference-geojson": reference_geojson,
    "reference-gpkg": reference_gpkg,
}
_started: dict[str, float] = {}


def begin() -> None:
    """The clock and the memory from here on; a reference may begin anew behind its preparations."""
    Path("/proc/self/clear_refs").write_text("5")
    _started.update(wall=time.perf_counter(), cpu=time.process_time(), rss=_resident("VmRSS"))


def _resident(name: str) -> float:
    """Megabytes of memory in use now (VmRSS) or at most since `begin` (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def main(name: str, path: Path) -> None:
    app = create_app()
    with app.app_context():
        wish = Wish(process_id=process_by_slug(SLUG).id, internal=True)
        db.session.execute(text("SELECT 1"))
        begin()
        reference = REFERENCES.get(name)
        rows = reference(wish, path) if reference else write_file(InternalExtract(wish), name, path)
        figures = {
            "rows": rows,
            "seconds": time.perf_counter() - _started["wall"],
            "cpu": time.process_time() - _started["cpu"],
            "start_mb": _started["rss"],
            "grown_mb": _resident("VmHWM") - _started["rss"],
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "file_mb": path.stat().st_size / 1e6,
        }
    path.unlink()
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
