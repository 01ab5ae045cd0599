"""A place of the town by its name, as staff type it."""

from __future__ import annotations

import unicodedata

import shapely

from app.base.tiles import named_places


def place_named(words: str) -> shapely.Point | None:
    """The place with this name, or the only one whose name begins with it; None when there is none or several."""
    wanted = _plain(words)
    if len(wanted) < 2:
        return None
    named = [(_plain(str(place["name"])), place) for place in named_places()]
    found = [place for name, place in named if name == wanted]
    if not found:
        found = [place for name, place in named if name.startswith(wanted)]
    if not found or len({place["name"] for place in found}) > 1:
        return None
    return shapely.Point(found[0]["lon"], found[0]["lat"])


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFD", words.casefold().replace("ß", "ss"))
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())
