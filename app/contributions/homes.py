"""Homes are never pins (E16): hears words that name one, coarsens such a point, knows whether a way was cut."""

from __future__ import annotations

import re

import shapely

_LATIN = (
    r"zu ?hause|daheim|bei mir|bei uns|mein(e[mnrs]?)? (haus|hause|wohnung|zimmer|garten|balkon|hof)"
    r"|wo ich wohne|da wohne ich|ich wohne|my (home|house|flat|room|garden)|at home|where i live|i live"
    r"|evde|evim(de|in|e|iz|izde|izin)?|bizim ev|odam|oturduğum|yaşadığım (ev|yer)"
    r"|u mnie|u nas|m(ój|oj) (dom|pok[oó]j|balkon)|moim (domu|mieszkaniu|pokoju)|moje mieszkanie|mieszkam"
    r"|chez (moi|nous)|ma (maison|chambre)|mon (appart|appartement|jardin|balcon)|j['’]habite"
)
# Where a word ends is known to scripts of a browser for Latin letters only; these are looked for anywhere.
_OTHER = (
    r"вдома|мій дім|мій будинок|моя (хата|квартира|кімната)|моїй (хаті|квартирі|кімнаті)|моєму (домі|будинку)"
    r"|у меня дома|у нас дома|мой дом|моя комната|моей (квартире|комнате)|моём доме|моем доме"
    r"|я живу|де живу|где живу|мы живём|мы живем|ми живемо"
    r"|بيتي|بيتنا|منزلي|منزلنا|شقتي|شقتنا|غرفتي|أسكن|اسكن|نسكن|حيث أعيش"
)
HOME = re.compile(rf"\b({_LATIN})\b|{_OTHER}", re.IGNORECASE)
"""In all languages of the pages; the phone uses the same expression, so it keeps to what both understand alike."""
STEP_LON, STEP_LAT = 0.0075, 0.005
"""About 500 m by 550 m in Germany; the phone uses the same grid, so that the exact place never leaves it."""


_EDGE = 2e-6
"""Degrees, some decimetres: so near to the edge of a cell a cut end lies after rounding."""


def names_a_home(text: str) -> bool:
    """True when the words sound as if the place were somebody's home."""
    return HOME.search(text) is not None


def coarsened(point: shapely.Point) -> shapely.Point:
    """The middle of the coarse cell of a WGS 84 point."""
    lon = (point.x // STEP_LON + 0.5) * STEP_LON
    lat = (point.y // STEP_LAT + 0.5) * STEP_LAT
    return shapely.Point(round(lon, 6), round(lat, 6))


def is_coarse(point: shapely.Geometry) -> bool:
    """True when a point is the middle of its cell (to about a metre)."""
    return bool(point.geom_type == "Point" and point.distance(coarsened(point)) < 1e-5)


def open_ends(way: shapely.Geometry) -> set[str]:
    """Which ends of a drawn way, `start` and `end`, do not lie on the edge of a coarse cell.

    Where a way begins or ends at home the phone cuts it there: it leaves out everything inside the cell of that end,
    so that all ways from one cell begin at its edge and no circle can be drawn around the home.
    """
    lines = shapely.get_parts(way)
    ends = {"start": lines[0].coords[0], "end": lines[-1].coords[-1]}
    return {name for name, place in ends.items() if not _is_on_edge(place[0], place[1])}


def _is_on_edge(lon: float, lat: float) -> bool:
    return any(
        abs(value / step - round(value / step)) * step < _EDGE
        for value, step in ((lon, STEP_LON), (lat, STEP_LAT))
    )
