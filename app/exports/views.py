"""Downloads of releases; what is in a release may be read by anybody."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, Response, abort, make_response, request

from app.base.access import public
from app.exports.dataset import dataset
from app.exports.formats import FORMATS
from app.processes.queries import public_process

blueprint = Blueprint("exports", __name__)


@blueprint.get("/verfahren/<slug>/ergebnisse/<int:number>/<format_name>")
@public
def download(slug: str, number: int, format_name: str) -> Response:
    """One file of a release of this process; a number of another process is not found."""
    process = public_process(slug)
    chosen = FORMATS.get(format_name)
    data = dataset(number)
    if chosen is None or data.release.process_id != process.id:
        abort(404)
    with tempfile.TemporaryDirectory() as folder:
        chosen.write(data, Path(folder))
        content = (Path(folder) / chosen.file).read_bytes()
    response = make_response(content)
    response.mimetype = chosen.mimetype
    name = (
        f"{slug}_veroeffentlichung-{number}_{chosen.file.partition('.')[0]}.{chosen.file.partition('.')[2]}"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "public, max-age=300"
    response.set_etag(f"{data.release.content_hash[:32]}-{format_name}")
    response.make_conditional(request)
    return response
