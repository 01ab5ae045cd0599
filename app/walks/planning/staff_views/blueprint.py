"""The blueprint of planning, and the walk one of its pages is about."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.processes.models import Process

blueprint = Blueprint(
    "walks_plan",
    __name__,
    url_prefix="/verwaltung/verfahren/<slug>/spaziergang/<walk>",
    template_folder="../../templates",
)


def to(process: Process, walk: str, endpoint: str = "walks_staff.edit", **more: Any) -> Response:
    """To another page of this walk; without an endpoint to its overview."""
    return redirect(url_for(endpoint, slug=process.slug, walk=walk, **more))
