"""The catalogue of indicators that ships; the order is the order in lists and exports."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.base.errors import NotFound
from app.indicators.catalogue import external
from app.indicators.catalogue.classic import CLASSIC
from app.indicators.catalogue.counts import COUNTS
from app.indicators.catalogue.offices import OFFICES
from app.indicators.catalogue.participation import PARTICIPATION
from app.indicators.catalogue.surveys import SURVEYS
from app.indicators.definitions import Definition

CATALOGUE: dict[str, Definition] = {
    definition.id: definition for definition in (*COUNTS, *PARTICIPATION, *SURVEYS, *CLASSIC, *OFFICES)
}


def base_id(indicator_id: str) -> str:
    """`N01` of `N01:quality=fav`."""
    return indicator_id.partition(":")[0]


def definition_of(indicator_id: str) -> Definition:
    """The definition behind an indicator_id, also of a breakdown; NotFound when nobody defined it."""
    base = base_id(indicator_id)
    found = CATALOGUE.get(base) or (external.definition(base) if external.is_external(base) else None)
    if found is None:
        raise NotFound(_l("Diese Kennzahl gibt es nicht."), field="indicator")
    return found


def all_definitions() -> list[Definition]:
    """The catalogue that ships, then the town's own indicators."""
    return [*CATALOGUE.values(), *external.definitions()]


def is_kept_inside(indicator_id: str) -> bool:
    """True for an indicator of the town that is not public."""
    return external.is_external(indicator_id) and not external.is_public(indicator_id)
