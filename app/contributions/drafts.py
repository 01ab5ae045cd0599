"""What somebody says, before it is recorded: the shape every channel hands to `services.record`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely

PRECISIONS = ("exact", "approximate", "described")


@dataclass(kw_only=True)
class ContributionDraft:
    """One utterance or place. `geometry` is WGS 84 (longitude, latitude in degrees) or None.

    `kind`, `quality` and the attributes `time_of_day` and `company` are C2 codes; `valence` follows from the quality
    when it is None. `quote` is the version of the yes to showing these words, empty without one. `files` are
    ids of photos and recordings that may wait here for this sitting already. `said_at` and `state` are for loads of
    earlier data; the server decides them for phones.
    """

    id: UUID
    kind: str = "mark"
    quality: str | None = None
    text: str = ""
    title: str = ""
    geometry: shapely.Geometry | None = None
    place_text: str = ""
    precision: str = "exact"
    is_secret: bool = False
    quote: str = ""
    valence: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    files: tuple[UUID, ...] = ()
    said_at: datetime | None = None
    state: str | None = None


@dataclass(kw_only=True)
class SubmissionDraft:
    """One sitting of one person or group: who, in which activity, and everything said in it.

    `person_key` counts persons (the participant's id, or a keyed hash); `received_at` is set by the server unless
    earlier data is loaded; `import_key` names the row of a file it came from, `import_id` the import of it.
    `attributes` are closed answers of the whole sitting by flat key (`q`, `q.choice`, `section.2.q`), texts or numbers.
    `sent` is what a phone sent when a channel makes attributes and contributions of it: then a repeat is told by it,
    whatever today's rules would make of it.
    """

    id: UUID
    process_id: UUID
    person_key: str
    channel: str
    activity_id: UUID | None = None
    participant_id: UUID | None = None
    source: str = "online"
    language: str = "de"
    device_time: datetime | None = None
    received_at: datetime | None = None
    import_key: str | None = None
    import_id: UUID | None = None
    contributions: list[ContributionDraft] = field(default_factory=list)
    attributes: dict[str, str | float] = field(default_factory=dict)
    sent: dict[str, Any] | None = None
