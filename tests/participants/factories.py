"""A small process with areas, opened, for tests of joining and of maps."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import shapely

from app.areas.models import Area, AreaSet
from app.base.database import db, now
from app.participants.models import Consent, JoinCode
from app.participants.services import create_code
from app.participants.vocabulary import CONSENT_TEXTS
from app.processes.models import Process
from app.processes.services import create, open_process

FIELDS = {
    "aim": "Wir wollen wissen, wo ihr gern seid.",
    "decision_scope": "Der Rat entscheidet im Dezember.",
    "participation_level": "consult",
    "target_groups": "Alle von 6 bis 21",
    "results_use": "Es entsteht ein Plan.",
}


def make_area_set(name: str = "sozialraeume") -> AreaSet:
    """Two squares side by side around 9.30/52.70."""
    area_set = AreaSet(name=name, valid_from=date(2024, 1, 1), content_hash="0" * 64)
    for code, label, west in (("SR01", "Altstadt", 9.28), ("SR02", "Hafen", 9.30)):
        shape = shapely.box(west, 52.69, west + 0.02, 52.71)
        area_set.areas.append(Area(code=code, name=label, geometry=shape, area_m2=3.0e6))
    db.session.add(area_set)
    db.session.flush()
    return area_set


def make_process(slug: str = "zeig-dein-viertel", *, is_open: bool = True, **values: object) -> Process:
    """A process in those areas, described and open."""
    make_area_set(f"raum-{slug}")
    process = create(
        slug=slug, title="Zeig dein Viertel", area_set_names=[f"raum-{slug}"], **{**FIELDS, **values}
    )
    if is_open:
        open_process(process_id=process.id)
    return process


def make_code(process: Process, **values: object) -> JoinCode:
    return create_code(process_id=process.id, label="Klasse 8b", **values)  # type: ignore[arg-type]


def say_all_yeses(participant_id: UUID, purpose: str = "quote") -> None:
    """The standing yes of the person and, on a slip, of a guardian to `purpose` at large."""
    version = CONSENT_TEXTS[purpose].version
    for giver in ("self", "guardian"):
        db.session.add(
            Consent(
                participant_id=participant_id,
                purpose=purpose,
                giver=giver,
                text_version=version,
                given_at=now(),
            )
        )
    db.session.flush()
