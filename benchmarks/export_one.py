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
from app.contributions.extracts.columns import VALENCES
from app.contributions.extracts.internal import WORDS_OF_ANSWERS, InternalExtract
from app.contributions.vocabulary import COUNTED_STATES, KINDS, QUALITIES, STATES
from app.exports.streams import write_file
from app.exports.streams.geojson import GIVEN_BY_SHAPE
from app.exports.streams.geopackage import POINTS, _points, _schema
from app.processes.queries import activities_of, area_sets_of, process_by_slug

SLUG = "grosse-stadt"


def statement(wish: Wish) -> tuple[str, list[str]]:
    """What one would write by hand: a row a contribution by rising id, an outer join for each answer and vintage."""
    columns = [
        *(f"c.{name}" for name in ("id", "kind", "quality", "valence", "title", "text", "released_text")),
        *("c.said_at", "c.place_text", "c.precision", "c.geometry AS shape", "c.cell_100m"),
        *("s.activity_id AS activity", "s.channel", "s.source", "c.state", "c.flags", "c.is_secret"),
    ]
    joins = ["LEFT JOIN submission AS s ON s.id = c.submission_id"]
    for number, key in enumerate(reading.answer_keys(wish.process_id)):
        columns.append(f"coalesce(a{number}.value_text, CAST(a{number}.value_number AS TEXT)) AS {key}")
        joins.append(
            f"LEFT JOIN attribute AS a{number} ON a{number}.contribution_id = c.id AND a{number}.key = '{key}'"
        )
    (area_set,) = area_sets_of(process_by_slug(SLUG))
    columns.append("p.area_id AS area")
    joins.append(
        f"LEFT JOIN placement AS p ON p.contribution_id = c.id AND p.area_set_id = '{area_set.id.hex}'"
    )
    states = ", ".join(f"'{state}'" for state in COUNTED_STATES)
    where = f"c.state IN ({states}) AND c.urgency < 2 AND c.process_id = '{wish.process_id.hex}'"
    joined = f"contribution AS c {' '.join(joins)}"
    # Without the order SQLite walks an index of states through the whole file, three times as slowly.
    sql = f"SELECT {', '.join(columns)} FROM {joined} WHERE {where} ORDER BY c.id"  # noqa: S608
    return sql, [column.rpartition(" AS ")[2].rpartition(".")[2] for column in columns]


def source() -> sqlite3.Connection:
    return sqlite3.connect(f"file:{db.engine.url.database}?mode=ro", uri=True)


def words_by_column() -> dict[str, dict[str, str]]:
    """The words that stand beside the codes of a column in an extract."""
    told = {"kind": KINDS, "quality": {key: found.label for key, found in QUALITIES.items()}}
    told |= {"valence": VALENCES, "state": STATES, **WORDS_OF_ANSWERS}
    return {name: {key: str(word) for key, word in words.items()} for name, words in told.items()}


def names_of_areas() -> dict[str, tuple[str, str]]:
    sets = area_sets_of(process_by_slug(SLUG))
    return {area.id.hex: (area.code, area.name) for found in sets for area in areas_of(found.id)}


def titles() -> dict[str, str]:
    return {found.id.hex: found.title for found in activities_of(process_by_slug(SLUG).id)}


def reference_csv(wish: Wish, path: Path) -> int:
    """The csv module fed by one cursor, with the columns of our export except metres, which it has no means for."""
    sql, names = statement(wish)
    areas, activities, words = names_of_areas(), titles(), words_by_column()
    place = {name: number for number, name in enumerate(names)}
    labels = [(place[name], found) for name, found in words.items() if name in place]
    shape, area, activity = place["shape"], place["area"], place["activity"]
    identity, said_at, flags, secret = place["id"], place["said_at"], place["flags"], place["is_secret"]
    heads = [*names, *(f"{name}_label" for name in words if name in place), "lon", "lat", "code", "name"]
    count = 0
    with closing(source()) as connection, path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        for row in connection.execute(sql):
            blob = row[shape]
            lon, lat = (
                struct.unpack_from("<dd", blob, 5) if blob is not None and len(blob) == 21 else (None, None)
            )
            values = list(row)
            key, moment = row[identity], row[said_at]
            values[identity] = f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
            values[said_at] = f"{moment[:10]}T{moment[11:19]}Z"
            values[activity] = activities.get(row[activity])
            values[flags] = "; ".join(json.loads(row[flags])) if row[flags] != "[]" else None
            values[secret] = bool(row[secret])
            values[shape] = None
            values += [found.get(row[number]) for number, found in labels]
            writer.writerow([*values, lon, lat, *areas.get(row[area], (None, None))])
            count += 1
    return count


def reference_geojson(wish: Wish, path: Path) -> int:
    """SQLite makes the same features by json_object; coordinates stand ready in a table, as SQLite reads no WKB."""
    sql, _names = statement(wish)
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
            joined = f"({sql}) AS f LEFT JOIN spot AS s ON s.id = f.id LEFT JOIN area AS a ON a.id = f.area"
            rows = connection.execute(f"SELECT {_feature(wish)} FROM {joined} ORDER BY f.id")  # noqa: S608 - our own statement
            before = ""
            for (written,) in rows:
                file.write(before + written)
                before = ",\n"
                count += 1
            file.write("\n]}\n")
    return count


def _feature(wish: Wish) -> str:
    """The expression that makes one feature, property for property as our export has them."""
    values = {
        "contribution_id": "substr(f.id, 1, 8) || '-' || substr(f.id, 9, 4) || '-' || substr(f.id, 13, 4) "
        "|| '-' || substr(f.id, 17, 4) || '-' || substr(f.id, 21)",
        "said_at": "substr(f.said_at, 1, 10) || 'T' || substr(f.said_at, 12, 8) || 'Z'",
        "activity": _case("f.activity", titles()),
        "flags": "CASE f.flags WHEN '[]' THEN NULL ELSE "
        "(SELECT group_concat(value, '; ') FROM json_each(f.flags)) END",
        "is_secret": "json(CASE f.is_secret WHEN 1 THEN 'true' ELSE 'false' END)",
    }
    values |= {f"{name}_label": _case(f"f.{name}", words) for name, words in words_by_column().items()}
    properties = []
    for column in InternalExtract(wish).columns:
        if column.name in GIVEN_BY_SHAPE:
            continue
        area = {"area_id": "a.code", "area_name": "a.name"}.get(column.name[: column.name.find("_", 5)])
        properties.append(f"'{column.name}', {area or values.get(column.name, f'f.{column.name}')}")
    return (
        "json_object('type', 'Feature', 'geometry', CASE WHEN s.id IS NULL THEN NULL ELSE json_object("
        "'type', 'Point', 'coordinates', json_array(round(s.lon, 7), round(s.lat, 7))) END, 'properties', "
        f"json_object({', '.join(properties)}))"
    )


def _case(value: str, words: dict[str, str]) -> str:
    told = " ".join(f"WHEN '{key}' THEN '{word}'" for key, word in words.items())
    return f"CASE {value} {told} END"


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
