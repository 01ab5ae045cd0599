"""The test town: a process with as many contributions as wished, in hundreds of areas, written by the bulk services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import text

from app.accounts.queries import find_user
from app.areas.population import import_population
from app.areas.queries import areas_of, vintages
from app.areas.services import import_area_set
from app.base.database import db, transaction
from app.base.errors import Conflict
from app.contributions.services import record_many
from app.demo.large_areas import residents, small_areas
from app.demo.large_voices import batches
from app.demo.load import SOURCE, load_town
from app.demo.process import PROCESS, QUESTIONS
from app.demo.staff import STAFF
from app.demo.town_ground import lonlat
from app.maps.services import create_campaign
from app.maps.template import CampaignDraft
from app.participants.services import join_many
from app.participants.vocabulary import OUTSIDE
from app.processes.models import Activity, Process
from app.processes.queries import all_processes
from app.processes.services import add_membership, create, open_activity, open_process

SLUG, CAMPAIGN = "grosse-stadt", "nadelkarte"
AREA_SET = "Quartiere der Teststadt"
VALID_FROM = date(2024, 1, 1)
_OUTSIDE_SHARE = 25
"""One of so many people lives outside of the town."""


def load_large(
    *, contributions: int, areas: int, seed: int, told: Callable[[int], None] = lambda count: None
) -> None:
    """Make the test town; `told` hears the number of contributions after each transaction. Conflict when it exists.

    Memory stays bounded: some thousand people at a time are made, written and forgotten.
    """
    if any(process.slug == SLUG for process in all_processes()):
        raise Conflict(_l("Die Teststadt gibt es schon."))
    with transaction():
        if find_user(STAFF[0].email) is None:
            load_town()
        _load_areas(areas, seed)
        process, activity = _load_process()
        process_id, activity_id = process.id, activity.id
        codes = [area.code for area in areas_of(vintages(AREA_SET)[0].id)]
    homes = codes * _OUTSIDE_SHARE + [OUTSIDE] * len(codes)
    count = 0
    for batch in batches(contributions, seed, process_id=process_id, activity_id=activity_id, homes=homes):
        with transaction():
            join_many(process_id=process_id, profiles=batch.profiles)
            record_many(batch.sittings)
        db.session.remove()
        count += sum(len(sitting.contributions) for sitting in batch.sittings)
        told(count)
    with transaction():
        db.session.execute(text("ANALYZE"))


def _load_areas(count: int, seed: int) -> None:
    areas = small_areas(count, seed)
    found = import_area_set(name=AREA_SET, valid_from=VALID_FROM, areas=areas, source=SOURCE, kind="Quartier")
    import_population(area_set_id=found.area_set.id, rows=residents(areas, seed), source=SOURCE)


def _load_process() -> tuple[Process, Activity]:
    words = {**PROCESS, "slug": SLUG, "title": "Große Stadt (Testdaten)", "area_set_names": [AREA_SET]}
    process = create(**words)  # type: ignore[arg-type]
    for person in STAFF:
        user = find_user(person.email)
        for role in person.roles:
            add_membership(process_id=process.id, user_id=user.id, role=role)  # type: ignore[union-attr]
    lon, lat = lonlat(0, 0)
    campaign = create_campaign(
        process_id=process.id,
        slug=CAMPAIGN,
        draft=CampaignDraft(
            title="Nadelkarte", center_lon=lon, center_lat=lat, zoom=13, intro="", questions=QUESTIONS
        ),
        description="Erfundene Beiträge für Messungen.",
    )
    open_process(process_id=process.id)
    open_activity(activity_id=campaign.activity.id)
    return process, campaign.activity
