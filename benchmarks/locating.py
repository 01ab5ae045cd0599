"""Placing a million points in several hundred areas, and one point alone: `python -m benchmarks.locating`.

References, in the same run and interleaved: GeoPandas `sjoin(predicate="within")` and PostGIS (`ST_Contains` with a
GiST index, one worker: parallel ones lose the prepared polygons). The answer is compared point by point with Shapely's
`within` through an STRtree, and with the rule for ties on points that lie on borders. Real Berlin areas when the
shared data is there, else generated ones.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import psycopg
import shapely

from app.areas.locator import Locator
from benchmarks.postgres import postgres
from benchmarks.results import table, write_section
from tests.shared_data import SHARED_DATA

POINTS = 1_000_000
SINGLE = 200_000
ROUNDS = 5
TITLE = "Placing points in areas (`python -m benchmarks.locating`)"
REAL = SHARED_DATA / "boundaries/berlin_hand"
Floats = npt.NDArray[np.float64]


def layers() -> dict[str, list[shapely.Geometry]]:
    """The area layers to measure, WGS 84, each in the order of its codes."""
    if REAL.exists():
        files = {
            "Berlin PLR 2021": "plr_2021_bez01-06.gpkg",
            "Berlin PLR to 2020": "plr_bis2020_bez01-06.shp",
        }
        return {name: _read(REAL / file) for name, file in files.items()}
    sys.stderr.write(f"No real areas at {REAL}: measuring generated ones.\n")
    return {"generated, 21 x 21 cells of 200 vertices": generated(21, 200)}


def _read(path: Any) -> list[shapely.Geometry]:
    frame = gpd.read_file(path).to_crs(4326)
    return list(shapely.make_valid(shapely.force_2d(frame.geometry.to_numpy())))


def generated(size: int, vertices: int) -> list[shapely.Geometry]:
    """A partition of a square town with wavy borders: `size` x `size` areas of about `vertices` vertices."""
    steps = np.linspace(0, size, size * vertices // 4 + 1)

    def wavy(at: float, phase: float) -> Floats:
        return at + 0.2 * np.sin(3.1 * steps + phase) + 0.03 * np.sin(41 * steps)

    lines = [np.column_stack([steps, wavy(at, at)]) for at in range(size + 1)]
    lines += [np.column_stack([wavy(at, 2 * at), steps]) for at in range(size + 1)]
    edges = shapely.union_all([shapely.LineString(line * 0.01 + (13.0, 52.0)) for line in lines])
    return [piece for piece in shapely.polygonize([edges]).geoms if piece.area > 1e-6]


def scattered(areas: list[shapely.Geometry], count: int) -> tuple[Floats, Floats]:
    """Points over the box of all areas, seeded; some lie outside."""
    west, south, east, north = shapely.total_bounds(areas)
    random = np.random.default_rng(3)
    return random.uniform(west, east, count), random.uniform(south, north, count)


def by_sjoin(
    areas: list[shapely.Geometry], lons: Floats, lats: Floats
) -> Callable[[], npt.NDArray[np.int64]]:
    frame = gpd.GeoDataFrame({"area": range(len(areas))}, geometry=areas, crs=4326)
    # Building the point frame is not counted: whoever uses sjoin has one already.
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lons, lats), crs=4326)

    def work() -> npt.NDArray[np.int64]:
        joined = gpd.sjoin(points, frame, how="left", predicate="within")["area"]
        return _lowest(joined.fillna(len(areas)).groupby(level=0).min().to_numpy(), len(areas))

    return work


def _lowest(found: npt.NDArray[Any], none: int) -> npt.NDArray[np.int64]:
    return np.where(found == none, -1, found).astype(np.int64)


def by_postgis(
    connection: psycopg.Connection[Any], areas: list[shapely.Geometry], lons: Floats, lats: Floats
) -> Callable[[], object]:
    run = connection.execute
    run("DROP TABLE IF EXISTS area, point")
    run("CREATE TABLE area (id int PRIMARY KEY, shape geometry(Geometry, 4326))")
    run("CREATE TABLE point (id int PRIMARY KEY, shape geometry(Point, 4326))")
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO area VALUES (%s, ST_GeomFromWKB(%s, 4326))",
            [(index, shapely.to_wkb(area)) for index, area in enumerate(areas)],
        )
        run("CREATE TEMP TABLE loaded (id int, x float8, y float8)")
        with cursor.copy("COPY loaded FROM STDIN") as copy:
            for index, (lon, lat) in enumerate(zip(lons.tolist(), lats.tolist(), strict=True)):
                copy.write_row((index, lon, lat))
    run("INSERT INTO point SELECT id, ST_SetSRID(ST_MakePoint(x, y), 4326) FROM loaded")
    run("DROP TABLE loaded")
    run("CREATE INDEX ON area USING gist (shape)")
    run("CREATE INDEX ON point USING gist (shape)")
    connection.commit()
    connection.autocommit = True
    run("VACUUM ANALYZE area, point")
    connection.autocommit = False
    run("SET max_parallel_workers_per_gather = 0")
    # Counted on the server, as a statement that writes placements would run it; nothing travels.
    query = "SELECT count(*) FROM area a JOIN point p ON ST_Contains(a.shape, p.shape)"
    return lambda: run(query).fetchone()


def exactly(areas: list[shapely.Geometry], lons: Floats, lats: Floats) -> npt.NDArray[np.int64]:
    """Shapely's `within`, the lowest area where several hold."""
    found = np.full(len(lons), len(areas), dtype=np.int64)
    tree = shapely.STRtree(areas)
    for start in range(0, len(lons), 100_000):
        part = slice(start, start + 100_000)
        points, hit = tree.query(shapely.points(lons[part], lats[part]), predicate="within")
        np.minimum.at(found, points + start, hit)
    return _lowest(found, len(areas))


def border_points_agree(locator: Locator, areas: list[shapely.Geometry]) -> tuple[int, int]:
    """Vertices of all areas: how many, and how many the locator puts elsewhere than the first area that covers them."""
    corners = np.unique(shapely.get_coordinates(areas), axis=0)[:: max(1, len(areas) // 50)]
    points = shapely.points(corners)
    first = np.full(len(points), len(areas), dtype=np.int64)
    pairs = shapely.STRtree(areas).query(points, predicate="covered_by")
    np.minimum.at(first, pairs[0], pairs[1])
    found = locator.locate_many(corners[:, 0], corners[:, 1])
    return len(points), int((found != _lowest(first, len(areas))).sum())


def timed(work: Callable[[], Any]) -> float:
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def single_times(locator: Locator, lons: Floats, lats: Floats) -> list[float]:
    """Sorted times (µs) of one point after the other."""
    times = []
    clock = time.perf_counter_ns
    for lon, lat in zip(lons.tolist(), lats.tolist(), strict=True):
        begin = clock()
        locator.locate(lon, lat)
        times.append((clock() - begin) / 1000)
    return sorted(times)


def measure(name: str, areas: list[shapely.Geometry], connection: psycopg.Connection[Any]) -> list[object]:
    lons, lats = scattered(areas, POINTS)
    begin = time.perf_counter()
    locator = Locator([UUID(int=index) for index in range(len(areas))], areas)
    build = time.perf_counter() - begin
    ways: dict[str, Callable[[], object]] = {
        "ours": lambda: locator.locate_many(lons, lats),
        "sjoin": by_sjoin(areas, lons, lats),
        "postgis": by_postgis(connection, areas, lons, lats),
    }
    expected = exactly(areas, lons, lats)
    wrong = int((locator.locate_many(lons, lats) != expected).sum())
    if (by_sjoin(areas, lons, lats)() != expected).any():
        raise AssertionError("sjoin and within disagree")
    borders, elsewhere = border_points_agree(locator, areas)
    names = list(ways)
    times: dict[str, list[float]] = {way: [] for way in names}
    for turn in range(ROUNDS):
        for way in names[turn % 3 :] + names[: turn % 3]:
            times[way].append(timed(ways[way]))
    middle = {way: statistics.median(values) for way, values in times.items()}
    single = single_times(locator, lons[:SINGLE], lats[:SINGLE])
    return [
        name,
        len(areas),
        f"{middle['ours']:.3f}",
        f"{middle['sjoin']:.2f} ({middle['sjoin'] / middle['ours']:.1f}x)",
        f"{middle['postgis']:.2f} ({middle['postgis'] / middle['ours']:.1f}x)",
        f"{wrong} of {POINTS:,}",
        f"{elsewhere} of {borders:,}",
        f"{single[len(single) // 2]:.1f} / {single[len(single) * 99 // 100]:.1f}",
        f"{build:.2f}",
    ]


def main() -> int:
    columns = (
        "areas", "n", "ours, s", "sjoin, s", "PostGIS, s", "other than `within`", "border points elsewhere",
        "one point median / p99, µs", "table built once, s",
    )  # fmt: skip
    with postgres() as address, psycopg.connect(address) as connection:
        rows = [measure(name, areas, connection) for name, areas in layers().items()]
    limits = "1,000,000 points, medians of 5 interleaved rounds. Limits: 5x against both references, 30 µs."
    write_section(TITLE, [limits, "", *table(columns, rows)])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
