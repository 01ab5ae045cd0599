"""What the processes of one test run share: things that one of them makes once, and compiled templates."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache


def folder_of_run(own: Path) -> Path:
    """The folder that all processes of this run share; OWN is pytest's folder for this process."""
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


def made_once(run: Path, name: str, make: Callable[[Path], None]) -> Path:
    """The folder NAME, filled by `make` in whichever process of the run comes first; the others wait for it."""
    place = run / name
    with (run / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not place.exists():
            half = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=run))
            make(half)
            half.rename(place)
    return place


def share_templates(app: Flask, run: Path) -> None:
    """Compile each template once in a run, not once for each application: that takes longer than to fill it.

    Only for one run, because in the next one the same words may stand in an environment that reads them otherwise.
    """
    place = run / "templates"
    place.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(place))
