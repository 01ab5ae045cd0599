"""Deliveries of numbers: every table that was taken over is a version of its period; earlier ones stay readable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.areas.models import AreaAlias, AreaSet, Delivery
from app.base.audit import note
from app.base.database import db
from app.base.errors import NotFound


@dataclass(frozen=True)
class Period:
    """What a delivery is about: `population` or an indicator_id, in a vintage, for days from start to end."""

    subject: str
    area_set: str
    area_vintage: str
    start: date
    end: date


def versions_of(period: Period) -> list[Delivery]:
    """All versions of a period, newest first."""
    query = select(Delivery).where(
        Delivery.subject == period.subject,
        Delivery.area_set == period.area_set,
        Delivery.area_vintage == period.area_vintage,
        Delivery.period_start == period.start,
        Delivery.period_end == period.end,
    )
    return list(db.session.scalars(query.order_by(Delivery.version.desc())))


def keep_delivery(
    period: Period,
    rows: Sequence[Sequence[object]],
    *,
    source: str,
    file_name: str,
    about: Mapping[str, object],
    actor: UUID | str,
) -> Delivery:
    """Write the next version of a period."""
    earlier = versions_of(period)
    text = json.dumps(rows, ensure_ascii=False, default=str)
    delivery = Delivery(
        subject=period.subject,
        area_set=period.area_set,
        area_vintage=period.area_vintage,
        period_start=period.start,
        period_end=period.end,
        version=earlier[0].version + 1 if earlier else 1,
        source=source[:300],
        file_name=file_name[:200],
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        rows=[list(row) for row in rows],
        about=dict(about),
        actor=str(actor),
    )
    db.session.add(delivery)
    db.session.flush()
    return delivery


def deliveries_of(area_set: AreaSet, subject: str) -> list[Delivery]:
    """Deliveries about a subject in a vintage, newest period first, in it the newest version first."""
    query = select(Delivery).where(
        Delivery.subject == subject,
        Delivery.area_set == area_set.name,
        Delivery.area_vintage == area_set.vintage,
    )
    return list(db.session.scalars(query.order_by(Delivery.period_end.desc(), Delivery.version.desc())))


def aliases_of(area_set: str, source: str | None = None) -> list[AreaAlias]:
    """Confirmed spellings of a set, of one source or all, by source and text."""
    query = select(AreaAlias).where(AreaAlias.area_set == area_set)
    if source is not None:
        query = query.where(AreaAlias.source == source_key(source))
    return list(db.session.scalars(query.order_by(AreaAlias.source, AreaAlias.text)))


def confirmed(area_set: str, source: str) -> dict[str, str]:
    """Text to area code (empty = no area) as people confirmed them for this source."""
    return {found.text: found.area_code for found in aliases_of(area_set, source)}


def confirm(*, area_set: str, source: str, answers: Mapping[str, str], actor: UUID | str = "command") -> int:
    """Remember answers for a source; an answer given before is replaced. Returns how many are new or changed."""
    known = {found.text: found for found in aliases_of(area_set, source)}
    changed = 0
    for text, code in answers.items():
        if text in known and known[text].area_code == code:
            continue
        changed += 1
        if text in known:
            known[text].area_code, known[text].actor = code, str(actor)
        else:
            key = source_key(source)
            db.session.add(
                AreaAlias(area_set=area_set, source=key, text=text[:300], area_code=code, actor=str(actor))
            )
    if changed:
        note(actor=actor, action="area_alias.confirmed", object_kind="area_set", object_id=area_set[:64])
    db.session.flush()
    return changed


def forget(*, alias_id: UUID, area_set: str, actor: UUID | str) -> None:
    """Remove a confirmed spelling; NotFound when this set has no such one."""
    found = db.session.get(AreaAlias, alias_id)
    if found is None or found.area_set != area_set:
        raise NotFound(_l("Diese Zuordnung gibt es nicht."))
    db.session.delete(found)
    note(actor=actor, action="area_alias.removed", object_kind="area_alias", object_id=alias_id)
    db.session.flush()


def source_key(source: str) -> str:
    """A source however it is capitalised: `Statistikstelle` and `statistikstelle ` are the same."""
    return " ".join(source.casefold().split())[:300]
