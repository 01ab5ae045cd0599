"""Who watches a long computation: told of each step, and asked now and then whether to go on."""

from __future__ import annotations


class Watch:
    """Nobody watches; a job does it better."""

    def step(self, number: int) -> None:
        """Step `number` begins. Called between reads only: telling may end the snapshot of the database."""

    def look(self) -> None:
        """Called while rows are read; raises when somebody wants the work to stop, and leaves the database alone."""


UNWATCHED = Watch()
READ, COMPUTE, PROTECT, AUDIT, KEEP = range(5)
STEPS = 5
