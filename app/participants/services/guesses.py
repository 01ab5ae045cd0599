"""Counts wrong codes and receipts by the hour, in one statement, so that it holds over all processes and servers."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite

from app.base.database import db, now
from app.participants.models import GuessCount


def count_failure(*, kind: str) -> None:
    """Add one failure of kind `code` or `receipt` to the running hour. Nothing about who guessed is kept."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    hour = now().replace(minute=0, second=0, microsecond=0)
    statement = insert(GuessCount).values(kind=kind, hour=hour, failures=1)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[GuessCount.kind, GuessCount.hour], set_={"failures": GuessCount.failures + 1}
        )
    )
