"""Where on the map a place is, in words: so many kilometres from the nearest larger town."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from flask_babel import format_decimal
from flask_babel import gettext as _

# Rounded to a hundredth of a degree (about a kilometre), enough to say "bei Bonn".
_CITIES = """
Berlin 13.41 52.52, Hamburg 9.99 53.55, München 11.58 48.14, Köln 6.96 50.94, Frankfurt am Main 8.68 50.11,
Stuttgart 9.18 48.78, Düsseldorf 6.78 51.23, Leipzig 12.37 51.34, Dortmund 7.47 51.51, Essen 7.01 51.46,
Bremen 8.80 53.08, Dresden 13.74 51.05, Hannover 9.73 52.37, Nürnberg 11.08 49.45, Duisburg 6.76 51.43,
Bielefeld 8.53 52.02, Bonn 7.10 50.73, Münster 7.63 51.96, Mannheim 8.47 49.49, Karlsruhe 8.40 49.01,
Augsburg 10.90 48.37, Wiesbaden 8.24 50.08, Kiel 10.14 54.32, Aachen 6.08 50.78, Braunschweig 10.52 52.27,
Chemnitz 12.92 50.83, Halle 11.97 51.48, Magdeburg 11.63 52.13, Freiburg 7.85 47.99, Lübeck 10.69 53.87,
Erfurt 11.03 50.98, Rostock 12.10 54.09, Mainz 8.27 50.00, Kassel 9.48 51.31, Saarbrücken 7.00 49.24,
Potsdam 13.06 52.40, Oldenburg 8.21 53.14, Osnabrück 8.05 52.28, Regensburg 12.10 49.01, Ulm 9.99 48.40,
Würzburg 9.93 49.79, Trier 6.64 49.76, Koblenz 7.59 50.36, Siegen 8.02 50.87, Jena 11.59 50.93,
Cottbus 14.33 51.76, Schwerin 11.41 53.63, Flensburg 9.43 54.79, Göttingen 9.93 51.53, Konstanz 9.18 47.66,
Passau 13.46 48.57, Kempten 10.32 47.73, Hof 11.92 50.31, Fulda 9.68 50.55, Emden 7.21 53.37,
Stralsund 13.09 54.31, Neubrandenburg 13.26 53.56, Görlitz 14.99 51.15, Lingen 7.32 52.52, Paderborn 8.75 51.72,
Zürich 8.54 47.37, Basel 7.59 47.56, Bern 7.45 46.95, Wien 16.37 48.21, Salzburg 13.05 47.80, Innsbruck 11.39 47.27,
Prag 14.42 50.08, Amsterdam 4.90 52.37, Straßburg 7.75 48.57, Kopenhagen 12.57 55.68, Stettin 14.55 53.43
"""
CITIES: tuple[tuple[str, float, float], ...] = tuple(
    (" ".join(words[:-2]), float(words[-2]), float(words[-1]))
    for words in (entry.split() for entry in _CITIES.replace("\n", " ").split(","))
)
_FOLDED = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}
_EARTH_KM = 6371.0
_NEAR, _FAR = 12, 150


def near_what(lon: float, lat: float) -> str:
    """`bei Bonn`, `34 km nördlich von Ulm`, or how far away from all of it."""
    names = [name for name, _lon, _lat in CITIES]
    places = np.array([(x, y) for _name, x, y in CITIES])
    distances = kilometres(lon, lat, places)
    nearest = int(np.argmin(distances))
    away = float(distances[nearest])
    if away <= _NEAR:
        return str(_("bei %(city)s", city=names[nearest]))
    if away > _FAR:
        return str(_("mehr als %(km)s km von Deutschland entfernt", km=format_decimal(int(away // 50 * 50))))
    return str(
        _(
            "%(km)s km %(direction)s von %(city)s",
            km=round(away),
            direction=_direction(lon - places[nearest][0], lat - places[nearest][1], lat),
            city=names[nearest],
        )
    )


def named_in(texts: Sequence[str]) -> list[tuple[str, float, float]]:
    """The towns named as a word of their own in texts, umlauts or not: name, lon, lat."""
    words = {word for text in texts for word in re.findall(r"[a-z]+", _folded(text))}
    return [city for city in CITIES if _folded(city[0]).split()[0] in words]


def _folded(text: str) -> str:
    """Lower case, umlauts written out."""
    return text.lower().translate(_FOLDED)


def kilometres(lon: float, lat: float, places: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Great-circle distances in km to places (n × lon, lat in degrees), by the haversine formula."""
    east, north = np.radians(places[:, 0] - lon), np.radians(places[:, 1] - lat)
    half = np.sin(north / 2) ** 2
    half += np.cos(np.radians(lat)) * np.cos(np.radians(places[:, 1])) * np.sin(east / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def _direction(east: float, north: float, lat: float) -> str:
    words = (
        _("östlich"),
        _("nordöstlich"),
        _("nördlich"),
        _("nordwestlich"),
        _("westlich"),
        _("südwestlich"),
        _("südlich"),
        _("südöstlich"),
    )
    angle = np.degrees(np.arctan2(north, east * np.cos(np.radians(lat))))
    return str(words[round(angle / 45) % 8])
