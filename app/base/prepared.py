"""Statements of the busiest paths, compiled once for each database instead of looked up in a cache at every use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult

from app.base.database import db


class Prepared:
    """A Core statement that is run often; `by_dialect` names another one for a database, such as `postgresql=…`.

    Values travel as in any statement; what the session has not flushed yet is not flushed for it.
    """

    def __init__(self, statement: Any, **by_dialect: Any) -> None:
        self._statement, self._by_dialect = statement, by_dialect
        self._compiled: dict[tuple[object, ...], Any] = {}

    def run(self, parameters: Mapping[str, Any]) -> CursorResult[Any]:
        """Run it once with these values by name; an insert fills exactly the columns they name."""
        return self._execute(parameters, parameters, many=False)

    def run_many(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each row; all rows have the names of the first."""
        self._execute(rows[0], rows, many=True)

    def _execute(self, names: Mapping[str, Any], parameters: Any, *, many: bool) -> CursorResult[Any]:
        connection = db.session.connection()
        key = (connection.dialect.name, many, *names)
        compiled = self._compiled.get(key)
        if compiled is None:
            statement = self._by_dialect.get(connection.dialect.name, self._statement)
            # For many rows nothing is asked back: PostgreSQL would be asked for the keys of new rows otherwise.
            compiled = statement.compile(
                dialect=connection.dialect, column_keys=list(names), for_executemany=many
            )
            self._compiled[key] = compiled
        return connection.execute(compiled, parameters)
