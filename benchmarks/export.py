"""Export of a million contributions: each format against a reference in the same run, with time and memory.

Run: .venv/bin/python -m benchmarks.export   (STREIFZUG_ROWS sets the number, STREIFZUG_TOWN an installation to read)
Every export and every reference is a process of its own (`benchmarks.export_one`), in turns, so that peak memory is
its own and the machine's mood is shared. References: the csv module fed by one SQLite cursor, SQLite's json_object
streamed, and pyogrio.write_arrow of one table that holds everything.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.results import table, write_section

ROWS = int(os.environ.get("STREIFZUG_ROWS", "1000000"))
ROUNDS = int(os.environ.get("STREIFZUG_ROUNDS", "3"))
PAIRS = {
    "csv": ("reference-csv", 1.2, 60),
    "geojson": ("reference-geojson", 1.2, None),
    "gpkg": ("reference-gpkg", 1.3, None),
}
ALONE = ("csv-de", "parquet", "xlsx")
NAMES = {
    "csv": "CSV for programs",
    "csv-de": "CSV for German Excel",
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
    "parquet": "Parquet",
    "xlsx": "Excel workbook",
    "reference-csv": "csv module, one cursor",
    "reference-geojson": "SQLite json_object",
    "reference-gpkg": "pyogrio.write_arrow, one table",
}
Figures = dict[str, float]


def measure(name: str, town: Path, folder: Path) -> Figures:
    """One export in a process of its own: seconds, cpu, rows, megabytes of the file and of memory above the start."""
    environment = {**os.environ, "STREIFZUG_DATA": str(town), "DEMO": "1"}
    command = [sys.executable, "-m", "benchmarks.export_one", name, str(folder / f"out-{name}.gpkg")]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603
    return json.loads(done.stdout)


def build(town: Path, count: int = ROWS) -> None:
    environment = {**os.environ, "STREIFZUG_DATA": str(town), "DEMO": "1"}
    command = [sys.executable, "-m", "flask", "demo", "large", "--contributions", str(count)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def middle(runs: list[Figures], key: str) -> float:
    return statistics.median(run[key] for run in runs)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = os.environ.get("STREIFZUG_TOWN")
        town = Path(given) if given else folder / "town"
        if not given:
            build(town)
        order = [*PAIRS, *(reference for reference, _, _ in PAIRS.values()), *ALONE]
        runs: dict[str, list[Figures]] = {method: [] for method in order}
        for turn in range(ROUNDS):
            for method in order[turn:] + order[:turn]:
                runs[method].append(measure(method, town, folder))
    return report(runs)


def report(runs: dict[str, list[Figures]]) -> int:
    rows, failed = [], False
    for method, found in runs.items():
        reference, limit, memory = PAIRS.get(method, ("", 0.0, None))
        ratio = middle(found, "seconds") / middle(runs[reference], "seconds") if reference else 0.0
        cpu = middle(found, "cpu") / middle(runs[reference], "cpu") if reference else 0.0
        grown = middle(found, "grown_mb")
        failed |= bool(limit and ratio > limit) or bool(memory and grown > memory)
        rows.append(
            (
                NAMES[method],
                f"{middle(found, 'seconds'):.1f}",
                f"{middle(found, 'cpu'):.1f}",
                f"{ratio:.2f} ({cpu:.2f})" if reference else "",
                f"{limit}" if limit else "",
                f"{grown:.0f}",
                f"{memory}" if memory else "",
                f"{middle(found, 'file_mb'):.0f}",
            )
        )
    count = int(next(iter(runs.values()))[0]["rows"])
    heads = ("method", "s", "CPU s", "ratio (of CPU)", "limit", "memory above start, MB", "limit", "file, MB")
    start = middle(runs["csv"], "start_mb")
    write_section(
        "Export of contributions (`python -m benchmarks.export`)",
        [
            f"{count:,} counted contributions with their answers and areas, SQLite, medians of {ROUNDS} runs each.",
            f"The process holds {start:.0f} MB before it begins (the application and its libraries).",
            "",
            *table(heads, rows),
        ],
    )
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
