"""The smallest thing that could record: a Flask view, one psycopg INSERT, one commit. A scale, not a rival.

It knows no participant, no rule, no place and no repeat; address of the database in DATABASE_URL. `nothing` does not
even that: what it costs is what the server in front costs.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
from flask import Flask, jsonify, request
from psycopg.types.json import Jsonb

app = Flask(__name__)
_own = threading.local()
TABLE = """
CREATE TABLE IF NOT EXISTS bare (
    id uuid PRIMARY KEY, person text NOT NULL, body jsonb NOT NULL, received_at timestamptz DEFAULT now());
CREATE INDEX IF NOT EXISTS bare_person ON bare (person);
CREATE INDEX IF NOT EXISTS bare_received_at ON bare (received_at)
"""


def connection() -> psycopg.Connection[Any]:
    """One connection a thread."""
    if not hasattr(_own, "connection"):
        _own.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return _own.connection  # type: ignore[no-any-return]


@app.put("/api/submissions/<uuid:submission_id>")
def put(submission_id: UUID) -> Any:
    connection().execute(
        "INSERT INTO bare (id, person, body) VALUES (%s, %s, %s)",
        (submission_id, request.cookies.get("teilnahme", ""), Jsonb(request.get_json())),
    )
    return jsonify(id=submission_id, state="received"), 201


def nothing(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Takes the body in and says that it is there."""
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("201 Created", [("Content-Type", "application/json"), ("Content-Length", "3")])
    return [b"{}\n"]
