"""What somebody wants extracted: which contributions and which columns; travels as JSON to a background job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import current_app


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`since` and `until` are days in the town (both included); empty filters mean all.

    `area` is the id_number of a Raum in the Raumgliederung `area_set_id`; `groups` are keys of columns.GROUPS.
    """

    process_id: UUID
    internal: bool = False
    since: date | None = None
    until: date | None = None
    states: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    code: str = ""
    area: str = ""
    area_set_id: UUID | None = None
    groups: tuple[str, ...] = field(default=())

    @property
    def instants(self) -> tuple[datetime | None, datetime | None]:
        """First moment and first moment after, in UTC; a day begins at midnight in the town."""
        zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
        days = (self.since, self.until + timedelta(days=1) if self.until else None)
        first, after = (
            datetime.combine(day, time.min, zone).astimezone(UTC) if day else None for day in days
        )
        return first, after

    def as_json(self) -> dict[str, Any]:
        """Plain values; the inverse of `from_json`."""
        return {
            name: value.isoformat()
            if isinstance(value, date)
            else str(value)
            if isinstance(value, UUID)
            else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Wish:
        given = dict(values)
        for name in ("since", "until"):
            given[name] = date.fromisoformat(given[name]) if given[name] else None
        for name in ("process_id", "area_set_id"):
            given[name] = UUID(given[name]) if given[name] else None
        for name in ("states", "qualities", "groups"):
            given[name] = tuple(given[name])
        return cls(**given)
