"""How much memory one photo needs: the highest a process of its own reaches, and how much of that it began with."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

from benchmarks.walk_photos.ways import Way


def peak(way: Way, source: Path, folder: Path) -> tuple[float, float]:
    """MiB of memory at the peak and before the photo, of a fork that has everything imported (Linux)."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        # Since this moment only: /proc/PID/clear_refs, value 5, resets the peak (man 5 proc).
        Path("/proc/self/clear_refs").write_text("5")
        before = _of("VmRSS")
        way(source, folder)
        os.write(writing, json.dumps([_of("VmHWM"), before]).encode())
        sys.stdout.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        found = json.loads(answer.read())
    os.waitpid(pid, 0)
    return found[0], found[1]


def _of(name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024
