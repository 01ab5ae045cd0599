"""How many rows at once: as many as a fifth of a second takes, then a breath, so that nobody's sitting waits long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from app.base.database import transaction

_WANTED, _BREATH = 0.2, 0.01
_FEWEST, _MOST = 20, 1000


class Pace:
    """`size` rows for the next transaction; `turn` is one, which measures itself."""

    def __init__(self, size: int = 100) -> None:
        self.size = size

    @contextmanager
    def turn(self) -> Iterator[None]:
        with transaction():
            begin = time.monotonic()
            yield
        seconds = max(time.monotonic() - begin, 0.001)
        self.size = int(min(_MOST, max(_FEWEST, self.size * min(2.0, _WANTED / seconds))))
        # Those who wait for the lock come first.
        time.sleep(_BREATH)
