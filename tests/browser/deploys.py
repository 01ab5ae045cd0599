"""Deploys while people are on their way: the same application with other names of all built files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from tests.browser.served import ServedApp


@contextmanager
def deployed(server: ServedApp, times: int = 1) -> Iterator[None]:
    """So many deploys, one after the other; the files of all versions before are still there, as after a real one."""
    app = server.app
    manifest, folder = dict(app.extensions["streifzug_manifest"]), str(app.static_folder)
    # Pages that are still open afterwards may ask for them: it goes with the rest of the data.
    kept = Path(mkdtemp(prefix="static-", dir=app.config["SETTINGS"].data))
    shutil.copytree(folder, kept, dirs_exist_ok=True)
    app.static_folder = str(kept)
    try:
        for turn in range(times):
            app.extensions["streifzug_manifest"] = _renamed(manifest, kept / "dist", turn)
        yield
    finally:
        app.static_folder = folder
        app.extensions["streifzug_manifest"] = manifest


def _renamed(manifest: dict[str, dict[str, object]], dist: Path, turn: int) -> dict[str, dict[str, object]]:
    """Every built file once more, under a name of this deploy."""
    changed = {}
    for name, entry in manifest.items():
        old = str(entry["file"])
        fresh = old.replace("-", f"-N{turn}", 1)
        (dist / fresh).symlink_to(dist / old)
        changed[name] = {**entry, "file": fresh}
    return changed
