"""What staff send from the pages of photos and tracks."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField

from app.base.errors import Problems
from app.walks.bringing.placing import Place
from app.walks.bringing.services import Change

_NUMBER = r"[+-]?\d{1,3}(?:[.,]\d+)?"
_PLACE = re.compile(rf"\s*({_NUMBER})\s*[;,\s]\s*({_NUMBER})\s*")
_SECONDS = re.compile(r"\s*([+-]?\d{1,12}(?:[.,]\d+)?)\s*")
AUTO, BETWEEN = "auto", "none"


class PhotosForm(FlaskForm):
    files = MultipleFileField(
        _l("Fotos"), description=_l("JPEG oder HEIC, auch viele auf einmal, je höchstens 20 Megabyte.")
    )


class TrackForm(FlaskForm):
    track = FileField(_l("Spur"), description=_l("Eine GPX-Datei, höchstens 20 Megabyte."))


def place_from(said: str) -> Place | None:
    """(longitude, latitude) of "latitude, longitude" in degrees; None for nothing, ValueError for nonsense."""
    if not said.strip():
        return None
    found = _PLACE.fullmatch(said)
    if found is None:
        raise ValueError(said)
    lat, lon = (float(value.replace(",", ".")) for value in found.groups())
    if abs(lat) > 90 or abs(lon) > 180:
        raise ValueError(said)
    return lon, lat


def seconds_from(said: str) -> float:
    """Seconds, ValueError for anything else."""
    found = _SECONDS.fullmatch(said or "0")
    if found is None or not math.isfinite(value := float(found[1].replace(",", "."))):
        raise ValueError(said)
    return value


def changes_from(sent: Mapping[str, str]) -> dict[UUID, Change]:
    """What was said of each photo of the page, by its id; Problems names the fields that do not fit."""
    problems, changes = {}, {}
    for name in sent:
        if not name.startswith("place-"):
            continue
        key = name.removeprefix("place-")
        try:
            photo_id = UUID(key)
        except ValueError:
            continue
        stop = sent.get(f"stop-{key}", AUTO)
        try:
            place = place_from(sent[name])
        except ValueError:
            problems[name] = _(
                "Ein Ort besteht aus zwei Zahlen: Breite und Länge in Grad, zum Beispiel 52.0512, 9.1034."
            )
            continue
        try:
            stop_id = None if stop in (AUTO, BETWEEN) else UUID(stop)
        except ValueError:
            problems[f"stop-{key}"] = _("Diesen Halt gibt es nicht.")
            continue
        changes[photo_id] = Change(place, stop_id, stop == BETWEEN, sent.get(f"text-{key}", ""))
    if problems:
        raise Problems(_("Bitte prüfen"), problems)
    return changes
