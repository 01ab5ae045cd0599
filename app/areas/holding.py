"""Who writes places and who changes areas wait for each other, so that no place is written for an area that just went.

On SQLite there is one writer at a time anyway. On PostgreSQL it is one advisory lock to the end of the transaction:
many may write places together, whoever changes areas is alone. What is read after it, is as it stays.
"""

from __future__ import annotations

from sqlalchemy import Function, func, select

from app.base.database import db

_KEY = 0x5374726569667A
"""Any number, as long as nothing else locks by it."""


def hold_areas() -> None:
    """Call in a transaction before reading the areas that places are written for."""
    _lock(func.pg_advisory_xact_lock_shared(_KEY))


def change_areas() -> None:
    """Call in a transaction before changing areas or vintages; waits for those who write places."""
    _lock(func.pg_advisory_xact_lock(_KEY))


def _lock(call: Function[None]) -> None:
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(call))
