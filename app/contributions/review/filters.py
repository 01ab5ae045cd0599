"""Which contributions the review desk shows: read from the address, so that a view can be kept and shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.contributions.vocabulary import QUALITIES, STATES

OPEN, ALL = "offen", "alle"
STATE_CHOICES = {
    OPEN: _l("offen (noch nicht entschieden)"),
    **{code: STATES[code] for code in ("released", "redacted", "internal", "rejected_rules")},
    ALL: _l("alle"),
}
FLAG_CHOICES = {"ja": _l("mit Hinweis"), "nein": _l("ohne Hinweis")}
OUTSIDE, NOWHERE = "außerhalb", "ohne"
LONGEST_SEARCH = 100

Marker = tuple[int, datetime, UUID]


@dataclass(frozen=True)
class Filters:
    """One view of the queue; the field names are the parameters of the address."""

    stand: str = OPEN
    art: str = ""
    raum: str = ""
    hinweis: str = ""
    aktivitaet: str = ""
    suche: str = ""
    nach: str = ""

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> Filters:
        """From an address; what is not known is treated as not said."""
        given = {field.name: arguments.get(field.name, "").strip()[:LONGEST_SEARCH] for field in fields(cls)}
        if given["stand"] not in STATE_CHOICES:
            given["stand"] = OPEN
        if given["art"] not in QUALITIES:
            given["art"] = ""
        if given["hinweis"] not in FLAG_CHOICES:
            given["hinweis"] = ""
        found = cls(**{name: value.replace("\x00", "") for name, value in given.items()})
        return found if found.after is not None or not found.nach else replace(found, nach="")

    @property
    def after(self) -> Marker | None:
        """Where the page before ended: urgency, time of arrival, id."""
        try:
            urgency, received_at, contribution_id = self.nach.split("_")
            marker = int(urgency), instant(received_at), UUID(contribution_id)
        except ValueError:
            return None
        return marker if 0 <= marker[0] <= 2 else None

    def arguments(self, **changes: str) -> dict[str, str]:
        """For url_for: the filters that are set, changed as wished; paging starts anew unless `nach` is given."""
        values = {field.name: getattr(self, field.name) for field in fields(self)} | {"nach": ""} | changes
        return {name: value for name, value in values.items() if value and (name, value) != ("stand", OPEN)}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.arguments())


def instant(text: str) -> datetime:
    """The UTC time that an address names in ISO format with its zone; ValueError for anything else."""
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo is None:
            raise ValueError("a time without its zone")
        return time.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("a time before or after all times") from error


def marker(urgency: int, received_at: datetime, contribution_id: UUID) -> str:
    """The parameter `nach` of the page that starts after this contribution."""
    return f"{urgency}_{received_at.isoformat()}_{contribution_id}"


def choices_of(labels: Mapping[str, Any], everything: object) -> list[tuple[str, object]]:
    """Options of a select with a first one for no filter."""
    return [("", everything), *labels.items()]
