"""Points of maps: views and tiles of a million points from our index, against PostGIS with GiST and ST_AsMVT.

Run: .venv/bin/python -m benchmarks.points
Both databases hold the same points and answer the same boxes and tiles in turns. Every view is checked: the rows are
those inside of the box by longitude and latitude, exactly. STREIFZUG_POINTS changes the number of points.
"""

from __future__ import annotations

import gzip
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import psycopg
from flask import Flask

from app import create_app
from app.base.database import db, prepare_sqlite, transaction
from app.config import Settings
from app.contributions.models import PointLayer
from app.contributions.points import morton, reading
from app.demo.large_voices import _marks
from app.processes.models import Process
from benchmarks.postgres import postgres
from benchmarks.results import table, write_section

TITLE = "Points of maps (`python -m benchmarks.points`)"
COUNT = int(os.environ.get("STREIFZUG_POINTS", "1000000"))
ROUNDS = 7
VIEWS = {"small": 0.045, "middle": 0.12, "large": 0.62}
"""Share of the town's width and height that a box has, around the busiest place."""
VALENCES = ("pos", "neg", "zero", "idea")


def fill(folder: str) -> tuple[Flask, reading.Layer, np.ndarray, list[str]]:
    """Our database with COUNT points of one process, and the same as arrays."""
    settings = Settings.from_environment({"STREIFZUG_DATA": folder, "SECRET_KEY": "only-for-measuring-" * 3})
    app = create_app(settings)
    drawn = list(_marks(np.random.default_rng(1), COUNT))
    places = np.array([(mark.geometry.x, mark.geometry.y) for mark in drawn])  # type: ignore[union-attr]
    kinds = [str(mark.quality) for mark in drawn]
    found = morton.keys(places[:, 0], places[:, 1]).tolist()
    with app.app_context():
        prepare_sqlite()
        db.create_all()
        with transaction():
            process = Process(slug="messen", title="Messen", status="open")
            db.session.add(process)
            db.session.flush()
            layer = PointLayer(process_id=process.id, is_public=False)
            db.session.add(layer)
            db.session.flush()
            process_id, layer_id = process.id, layer.id
        # Only the index is measured: the contributions behind it are not there.
        connection = db.engine.raw_connection()
        for words in ("PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF", "BEGIN"):
            connection.execute(words)
        connection.executemany(
            "INSERT INTO point_index (contribution_id, layer_id, z24, lon, lat, valence, quality, state, urgency) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, 'released', 0)",
            (
                (
                    f"{i:032x}",
                    layer_id,
                    found[i],
                    float(places[i, 0]),
                    float(places[i, 1]),
                    VALENCES[i % 4],
                    kinds[i],
                )
                for i in range(COUNT)
            ),
        )
        for words in ("COMMIT", "ANALYZE"):
            connection.execute(words)
        connection.close()
        return app, reading.layer_of(process_id, public=False), places, kinds


def fill_postgis(connection: psycopg.Connection[Any], places: np.ndarray, kinds: list[str]) -> None:
    """The same points as geometry with GiST, in degrees for boxes and in Web Mercator for tiles."""
    connection.execute("CREATE TABLE p (lon float8, lat float8, quality text, g geometry, m geometry)")
    with connection.cursor().copy("COPY p (lon, lat, quality) FROM STDIN") as copy:
        for (lon, lat), kind in zip(places.tolist(), kinds, strict=True):
            copy.write_row((lon, lat, kind))
    connection.execute(
        "UPDATE p SET g = ST_SetSRID(ST_MakePoint(lon, lat), 4326), "
        "m = ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857)"
    )
    connection.execute("CREATE INDEX ON p USING gist (g)")
    connection.execute("CREATE INDEX ON p USING gist (m)")
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE p")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return (time.perf_counter() - start) * 1000, result


def compare(ours: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[float, float, Any, Any]:
    """Medians in ms of interleaved rounds, and the last results."""
    times: list[tuple[float, float]] = []
    mine = other = None
    for _ in range(ROUNDS):
        first, mine = timed(ours)
        second, other = timed(theirs)
        times.append((first, second))
    return *(statistics.median(column) for column in zip(*times, strict=True)), mine, other  # type: ignore[return-value]


def views(
    layer: reading.Layer, connection: psycopg.Connection[Any], places: np.ndarray
) -> list[list[object]]:
    """Rows of boxes of three sizes: every row up to 5,000, above that the number and clusters as pages get them."""
    middle = np.median(places, axis=0)
    size = np.percentile(places, 99.5, axis=0) - np.percentile(places, 0.5, axis=0)
    lines: list[list[object]] = []
    for name, share in VIEWS.items():
        west, south, east, north = (
            *(middle - size * share / 2).tolist(),
            *(middle + size * share / 2).tolist(),
        )
        inside = (places >= (west, south)).all(axis=1) & (places <= (east, north)).all(axis=1)

        def theirs(box: tuple[float, ...] = (west, south, east, north)) -> Any:
            cursor = connection.cursor(binary=True)
            return cursor.execute(
                "SELECT lon, lat, quality FROM p WHERE g && ST_MakeEnvelope(%s, %s, %s, %s, 4326) "
                "AND lon BETWEEN %s AND %s AND lat BETWEEN %s AND %s",
                (*box, box[0], box[2], box[1], box[3]),
            ).fetchall()

        def ours(box: tuple[float, float, float, float] = (west, south, east, north)) -> Any:
            return reading.view(layer, box, most=COUNT)

        mine, other, rows, reference = compare(ours, theirs)
        exact = len(rows) == len(reference) == int(inside.sum())
        exact &= {(row[0], row[1]) for row in rows} == set(map(tuple, places[inside].tolist()))
        lines.append([name, f"{len(rows):,}", f"{mine:.1f}", f"{other:.1f}", f"{mine / other:.2f}", exact])
    return lines


def tiles(
    layer: reading.Layer, connection: psycopg.Connection[Any], places: np.ndarray
) -> list[list[object]]:
    """Tiles around the busiest place, against ST_AsMVT of the same tile with every point in it."""
    x24, y24 = morton.pixels(places[:, 0], places[:, 1])
    lines: list[list[object]] = []
    for z in (11, 12, 13, 14, 15, 16, 17):
        cells, amounts = np.unique(np.stack([x24 >> 24 - z, y24 >> 24 - z]), axis=1, return_counts=True)
        densest = int(amounts.argmax())
        about_2k = int(np.abs(amounts - 2000).argmin())
        chosen = {"densest": densest} | ({"about 2,000": about_2k} if z == 15 else {})
        for name, index in chosen.items():
            x, y = (int(value) for value in cells[:, index])

            def theirs(at: tuple[int, int, int] = (z, x, y)) -> Any:
                return connection.execute(
                    "SELECT ST_AsMVT(t, 'points', 4096, 'geom') FROM (SELECT quality, ST_AsMVTGeom(m, "
                    "ST_TileEnvelope(%s, %s, %s), 4096, 0, false) AS geom FROM p "
                    "WHERE m && ST_TileEnvelope(%s, %s, %s)) AS t",
                    (*at, *at),
                ).fetchone()[0]  # type: ignore[index]

            mine, other, ours, reference = compare(
                lambda at=(z, x, y): reading.tile(layer, *at),
                theirs,  # type: ignore[misc]
            )
            sizes = [f"{len(gzip.compress(content, 5)) / 1024:.1f}" for content in (ours, reference)]
            lines.append(
                [
                    f"z{z} {name}",
                    f"{int(amounts[index]):,}",
                    f"{mine:.1f}",
                    f"{other:.1f}",
                    f"{mine / other:.2f}",
                    *sizes,
                ]
            )
    return lines


def main(folder: str) -> int:
    app, layer, places, kinds = fill(folder)
    with app.app_context(), postgres() as address, psycopg.connect(address) as connection:
        fill_postgis(connection, places, kinds)
        seen = views(layer, connection, places)
        made = tiles(layer, connection, places)
    lines = [
        f"{COUNT:,} points; medians of {ROUNDS} rounds in turns. A view is rechecked by longitude and latitude on both "
        "sides and compared with the points themselves. Pages never ask for more than 5,000 rows: above that they get "
        "tiles, in which near points are counted together. Limits: ratio 1.0; 50 kB a tile.",
        "",
        *table(["view", "rows", "ours, ms", "GiST, ms", "ratio", "exact"], seen),
        "",
        *table(["tile", "points", "ours, ms", "ST_AsMVT, ms", "ratio", "ours, kB gz", "theirs, kB gz"], made),
    ]
    write_section(TITLE, lines)
    return 0 if all(row[-1] for row in seen) else 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.exit(main(place))
