"""The catalogue of indicators that ships; the order is the order in lists and exports."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.base.errors import NotFound
from app.indicators.catalogue.classic import CLASSIC
from app.indicators.catalogue.counts import COUNTS
from app.indicators.catalogue.participation import PARTICIPATION
from app.indicators.definitions import Definition

CATALOGUE: dict[str, Definition] = {
    definition.id: definition for definition in (*COUNTS, *PARTICIPATION, *CLASSIC)
}


def base_id(indicator_id: str) -> str:
    """`N01` of `N01:quality=fav`."""
    return indicator_id.partition(":")[0]


def definition_of(indicator_id: str) -> Definition:
    """The definition behind an indicator_id, also of a breakdown; NotFound when the catalogue has none."""
    try:
        return CATALOGUE[base_id(indicator_id)]
    except KeyError:
        raise NotFound(_l("Diese Kennzahl gibt es nicht.")) from None
