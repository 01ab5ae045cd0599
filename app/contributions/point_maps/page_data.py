"""What the script of a map of points needs to know, as JSON in the page: addresses, kinds of places, words."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _

from app.base.pages import asset
from app.base.tiles import tile_source
from app.contributions.points.reading import Bounds
from app.contributions.vocabulary import QUALITIES


def points_config(*, tiles: str, here: str, bounds: Bounds, valences: tuple[str, ...]) -> dict[str, Any]:
    """`tiles` has {z}, {x} and {y} in it; `here` gets bbox and seite; `valences` are those of the legend."""
    return {
        "tiles": tiles,
        "here": here,
        "bounds": bounds,
        "valences": valences,
        "basemap": asdict(tile_source()),
        "symbols": asset("base/icons/symbols.svg"),
        "qualities": [[code, str(quality.label)] for code, quality in QUALITIES.items()],
        "words": {
            "one": _("Ein Ort"),
            "many": _("%1 Orte"),
            "shown": _("%1 Orte im Ausschnitt"),
            "pos": _("gut"),
            "neg": _("nicht gut"),
            "idea": _("Idee oder Wunsch"),
            "zero": _("weder noch"),
            "zoomIn": _("Näher ran"),
            "zoomOut": _("Weiter weg"),
            "failed": _("Die Orte lassen sich gerade nicht laden. Bitte laden Sie die Seite neu."),
        },
    }


def template(address: str) -> str:
    """The address of tile 0/0/0 with places for z, x and y."""
    path, _separator, query = address.partition("?")
    return path.removesuffix("0/0/0") + "{z}/{x}/{y}" + (f"?{query}" if query else "")
