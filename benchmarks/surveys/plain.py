"""The plainest page that could record a sitting: a Flask view, SQLite, the sitting's rows in one transaction.

It checks nothing and knows nobody: whatever is sent, it writes the rows that the real application wrote for this
sitting (file ROWS) under new ids into a copy of its database (file PLAIN): same tables, same indexes, WAL,
synchronous=FULL, BEGIN IMMEDIATE. Who waits for the write lock waits as SQLite has it wait.
"""

from __future__ import annotations

import ast
import os
import sqlite3
import threading
from collections import defaultdict
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, jsonify, request

app = Flask(__name__)
_own = threading.local()
_SITTING, _PERSON, _ROWS = ast.literal_eval(Path(os.environ["ROWS"]).read_text(encoding="utf-8"))
_OTHERS = [row[0] for table, row in _ROWS if table == "contribution"]


def connection() -> sqlite3.Connection:
    """One connection a thread."""
    if not hasattr(_own, "connection"):
        _own.connection = sqlite3.connect(os.environ["PLAIN"], timeout=60, isolation_level=None)
        _own.connection.execute("PRAGMA synchronous=FULL")
    return _own.connection  # type: ignore[no-any-return]


@app.put("/api/submissions/<uuid:submission_id>")
def put(submission_id: UUID) -> Any:
    request.get_json()
    tables = _rows(submission_id)
    own = connection()
    own.execute("BEGIN IMMEDIATE")
    with own:
        for table, rows in tables.items():
            own.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)  # noqa: S608
    return jsonify(id=submission_id, state="received"), 201


def _rows(submission_id: UUID) -> dict[str, list[list[Any]]]:
    """By table: the rows of the sitting with ids of its own, a new person too."""
    ids = {_SITTING: submission_id, _PERSON: uuid4(), **{one: uuid4() for one in _OTHERS}}
    new = {old: one.hex for old, one in ids.items()} | {str(UUID(old)): str(one) for old, one in ids.items()}
    found: dict[str, list[list[Any]]] = defaultdict(list)
    for table, row in _ROWS:
        found[table].append([new.get(value, value) for value in row])
    return found
