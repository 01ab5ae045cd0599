"""12-megapixel photos through the media path on one core: `python -m benchmarks.walk_photos`.

Every way makes the same two sizes of the same files, in turns, on one core of the machine; rounds are interleaved.
Where others work on the machine the fastest of a photo's rounds says most about its cost, so ratios are made of the
sums of these. PHOTOS and ROUNDS change its length. vipsthumbnail is left out where it is not installed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from app import create_app
from app.config import Settings
from benchmarks.results import table, write_section
from benchmarks.walk_photos.memory import peak
from benchmarks.walk_photos.photo import draw
from benchmarks.walk_photos.ways import WAYS, bare_pillow, without_child

TITLE = "Photos of a walk (`python -m benchmarks.walk_photos`)"
PHOTOS, ROUNDS = int(os.environ.get("PHOTOS") or 8), int(os.environ.get("ROUNDS") or 5)
PILLOW, VIPS = "bare Pillow, draft", "vipsthumbnail, two calls"
MOST_RATIO, MOST_MEMORY = 1.3, 100


def main() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    ways = {name: way for name, way in WAYS.items() if name != VIPS or shutil.which("vipsthumbnail")}
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        own = Path(name)
        settings = Settings.from_environment(
            {"STREIFZUG_DATA": str(own / "data"), "SECRET_KEY": "only here " * 4}
        )
        sources = [own / f"{number}.jpg" for number in range(PHOTOS)]
        for number, source in enumerate(sources):
            draw(source, number)
        with create_app(settings).app_context():
            seconds: dict[str, list[list[float]]] = {way: [] for way in ways}
            for turn in range(ROUNDS + 1):
                for way, make in ways.items():
                    spent = [_timed(make, source, own) for source in sources]
                    if turn:  # the first round only warms up
                        seconds[way].append(spent)
            memory = {
                way: [peak(make, source, _room(own)) for source in sources[:4]]
                for way, make in (("the same without a child", without_child), (PILLOW, bare_pillow))
            }
        size = statistics.mean(source.stat().st_size for source in sources) / 1e6
    _report(seconds, memory, size, load)


def _room(own: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=own))


def _timed(make: object, source: Path, own: Path) -> float:
    room = _room(own)
    begin = time.perf_counter()
    make(source, room)  # type: ignore[operator]
    spent = time.perf_counter() - begin
    shutil.rmtree(room)
    return spent


def _report(
    seconds: dict[str, list[list[float]]],
    memory: dict[str, list[tuple[float, float]]],
    size: float,
    load: float,
) -> None:
    fastest = {way: statistics.mean(map(min, zip(*rounds, strict=True))) for way, rounds in seconds.items()}
    rows = []
    for way, spent in fastest.items():
        middle = statistics.median(one for turn in seconds[way] for one in turn)
        vips = f"{spent / fastest[VIPS]:.2f}" if VIPS in fastest else "–"
        ratios = [f"{spent / fastest[PILLOW]:.2f}", vips]
        rows.append([way, f"{1 / spent:.2f}", f"{spent * 1000:.0f}", f"{middle * 1000:.0f}", *ratios])
    lines = [
        f"{PHOTOS} drawn photos of 4000 × 3000 pixels ({size:.1f} MB each), {ROUNDS} interleaved rounds on one core, "
        f"both sizes (1600 and 400 pixels) as JPEG. Load of the machine at the start: {load:.1f}.",
        "",
        *table(["way", "photos/s", "fastest, ms", "median, ms", "to bare Pillow", "to vipsthumbnail"], rows),
        "",
        *table(
            ["memory of one process", "peak, MiB", "before the photo, MiB", "for the photo, MiB"],
            [
                [
                    way,
                    *(f"{max(column):.0f}" for column in zip(*found, strict=True)),
                    f"{max(a - b for a, b in found):.0f}",
                ]
                for way, found in memory.items()
            ],
        ),
        "",
        *table(["goal", "found", ""], _goals(fastest, memory)),
    ]
    write_section(TITLE, lines)


def _goals(fastest: dict[str, float], memory: dict[str, list[tuple[float, float]]]) -> list[list[str]]:
    def verdict(met: bool) -> str:
        return "met" if met else "**missed**"

    found = []
    for way in ("whole media path", "without looking for people"):
        ratio = fastest[way] / fastest[PILLOW]
        found.append([f"{way} ≤ {MOST_RATIO} × bare Pillow", f"{ratio:.2f}", verdict(ratio <= MOST_RATIO)])
        if VIPS in fastest:
            faster = fastest[way] / fastest[VIPS]
            found.append([f"{way} faster than vipsthumbnail", f"{faster:.2f}", verdict(faster < 1)])
    most = max(high - before for high, before in memory["the same without a child"])
    found.append([f"memory for a photo ≤ {MOST_MEMORY} MiB", f"{most:.0f}", verdict(most <= MOST_MEMORY)])
    return found


if __name__ == "__main__":
    main()
