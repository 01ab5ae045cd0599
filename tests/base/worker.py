"""A worker with one slow task, as a process of its own: `python -m tests.base.worker`."""

from __future__ import annotations

from typing import Any

from app import create_app
from app.base import child
from app.base.jobs import JobHandle, queue, task


@task("tests.slow")
def wait(job: JobHandle) -> dict[str, Any]:
    """Leaves a file, then waits in a child that waits."""
    (job.folder / "half").write_text("x")
    child.run(
        "tests.base.hostile:sleep",
        {},
        folder=job.folder,
        progress=lambda done, total: job.progress(done, total, "wartet"),
        cancelled=job.cancelled,
    )
    return {}


if __name__ == "__main__":
    queue.work(create_app())
