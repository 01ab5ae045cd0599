"""Indicators of the town's own: others compute them, the town says what they mean (X01 …)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.base.database import db
from app.base.errors import DomainError
from app.indicators.definitions import Definition, Measure
from app.indicators.models import ExternalIndicator

REFS = {"residence": _l("Wohnort der Menschen"), "place": _l("Ort der Sache (Einrichtung, Fläche)")}


@dataclass(frozen=True)
class Own:
    """What a person says about an indicator of the town's own."""

    name: str
    unit: str
    ref: str
    meaning: str = ""
    is_public: bool = False


def is_external(indicator_id: str) -> bool:
    return re.fullmatch(r"X\d{2,}", indicator_id) is not None


def definitions() -> list[Definition]:
    """All own indicators, by code."""
    found = db.session.scalars(select(ExternalIndicator).order_by(ExternalIndicator.code))
    return [_definition(row) for row in found]


def definition(code: str) -> Definition | None:
    found = _row(code)
    return _definition(found) if found else None


def is_public(code: str) -> bool:
    found = _row(code)
    return found is not None and found.is_public


def define(own: Own) -> Definition:
    """The indicator of this name: a new one, or the one there is when it means the same; DomainError otherwise."""
    name = " ".join(own.name.split())
    if not name:
        raise DomainError(_l("Bitte geben Sie der Kennzahl einen Namen."), field="name")
    if own.ref not in REFS:
        raise DomainError(_l("Bitte wählen Sie, worauf sich die Kennzahl bezieht."), field="ref")
    found = db.session.scalar(select(ExternalIndicator).where(ExternalIndicator.name == name))
    if found is None:
        codes = [int(code[1:]) for code in db.session.scalars(select(ExternalIndicator.code))]
        found = ExternalIndicator(
            code=f"X{max(codes, default=0) + 1:02d}",
            name=name,
            meaning=own.meaning.strip()[:500],
            unit=own.unit,
            ref=own.ref,
            is_public=own.is_public,
        )
        db.session.add(found)
        db.session.flush()
    elif (found.unit, found.ref) != (own.unit, own.ref):
        raise DomainError(
            _("»%(name)s« gibt es schon mit anderer Einheit oder anderem Bezug.", name=name), field="name"
        )
    return _definition(found)


def _row(code: str) -> ExternalIndicator | None:
    return db.session.scalar(select(ExternalIndicator).where(ExternalIndicator.code == code))


def _definition(row: ExternalIndicator) -> Definition:
    counts = row.unit in {"persons", "households"}
    return Definition(
        id=row.code,
        label=row.name,
        formula=row.meaning or _("von einer anderen Stelle berechnet"),
        interpretation=row.meaning or _("Was die Zahl bedeutet, sagt ihre Quelle."),
        pitfalls=_l("Von einer anderen Stelle übernommen und hier nicht nachgerechnet."),
        measure=Measure.IMPORTED,
        ref=row.ref,
        unit=row.unit,
        percent=row.unit == "%",
        reveals=(("value", row.code),) if counts else (),
    )
