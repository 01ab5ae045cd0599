"""A walk that has been walked, for tests of what comes after: stops, two devices, entries of every kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import shapely

from app.base.database import new_id, transaction
from app.contributions.drafts import SubmissionDraft
from app.contributions.services import record_many
from app.participants.services import join
from app.processes.services import open_activity
from app.walks.entries import entered
from app.walks.models import CHANNEL, Walk
from app.walks.queries import walk_of
from app.walks.services import StopDraft, create_trail, create_walk, create_walk_code
from app.walks.vocabulary import GROUP, RECORDER
from tests.staff import make_area_set, make_process

BEGIN = datetime(2026, 5, 12, 13, 0, tzinfo=UTC)
ROUTE = shapely.LineString([(9.28, 52.70), (9.284, 52.702), (9.288, 52.701)])


@dataclass
class Walked:
    """Ids of a walk with two stops; `people` are one recorder and two young people with their session tokens."""

    process_id: UUID
    activity_id: UUID
    stops: list[str]
    people: list[tuple[UUID, str, str]] = field(default_factory=list)
    minute: int = 0

    @property
    def walk(self) -> Walk:
        found = walk_of(self.activity_id)
        assert found is not None
        return found

    def note(self, what: str, stop: int | None = None, by: int = 0, **raw: Any) -> UUID:
        """One entry, a minute after the one before; the id of its sitting."""
        self.minute += 1
        person, _token, device = self.people[by]
        moment = BEGIN + timedelta(minutes=self.minute)
        sitting = SubmissionDraft(
            id=new_id(),
            process_id=self.process_id,
            activity_id=self.activity_id,
            participant_id=person,
            person_key=str(person),
            channel=CHANNEL,
            device_time=moment,
            received_at=moment,
        )
        raw = {"what": what, "stop": "" if stop is None else self.stops[stop], **raw}
        with transaction():
            record_many([entered(sitting, raw, device)])
        return sitting.id


def make_walk(slug: str = "mein-viertel", walk_slug: str = "runde") -> Walked:
    """An open walk on a trail of two stops; needs an application context."""
    make_area_set(f"Räume {slug}")
    process_id = make_process(slug, area_set_names=[f"Räume {slug}"])
    with transaction():
        stops = [
            StopDraft("Haltestelle", shapely.Point(9.281, 52.7005), prompts="Was passiert hier?"),
            StopDraft("Kanal", shapely.Point(9.287, 52.7013)),
        ]
        trail = create_trail(process_id=process_id, title="Nordrunde", stops=stops, route=ROUTE)
        walk = create_walk(
            trail=trail, slug=walk_slug, title="Nordrunde der Jugend", focus="Wo seid ihr gern?",
            group_label="Klasse 8b", group_bands=["a14_15"], starts_at=BEGIN, ends_at=BEGIN + timedelta(hours=2),
        )  # fmt: skip
        open_activity(activity_id=walk.activity_id)
        codes = [create_walk_code(walk=walk, device=device, label=device) for device in (RECORDER, GROUP)]
        made = Walked(process_id, walk.activity_id, [str(stop.id) for stop in trail.stops])
        for code, device in ((codes[0], RECORDER), (codes[1], GROUP), (codes[1], GROUP)):
            joined = join(code_id=code.id, age_band="a18_21" if device == RECORDER else "a14_15")
            made.people.append((joined.participant.id, joined.session_token, device))
    return made


def walked(slug: str = "mein-viertel", walk_slug: str = "runde") -> Walked:
    """The same after the walk: arrivals, hands, ratings, words, a secret, changes and the end round."""
    made = make_walk(slug, walk_slug)
    made.note("frame", weather="sunny", light="day", persons=9)
    made.note("arrived", 0)
    made.note("quote", 0, text="Hier ist es abends zu dunkel.", valence="neg", present=["youth"])
    made.note("observation", 0, text="Eine Lampe ist kaputt.")
    made.note("hands", 0, hands={"plus": 2, "zero": 1, "minus": 6})
    made.note("rating", 0, by=1, rating="minus")
    made.note("rating", 0, by=2, rating="plus")
    made.note("arrived", 1)
    made.note("idea", 1, text="Eine Bank am Wasser.", valence="pos")
    made.note("conflict", 1, text="Manche lassen Müll liegen.")
    made.note("observation", 1, by=1, text="Unser Versteck hinter der Brücke.", is_secret=True)
    made.note("route", text="Durch den Park, da ist Schatten.")
    made.note("stop_new", title="Skaterplatz", text="Da sind wir oft.")
    made.note("end_round", top_good=["Der Kanal"], top_bad=["Die dunkle Haltestelle"])
    return made
