"""The form of a trail: line, stops and notes; places as two numbers, as a name of the town, or in words only."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

import shapely
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.walks.models import Stop, Trail
from app.walks.planning.services import NotePlan, StopPlan, TrailPlan
from app.walks.vocabulary import NOTES

_NUMBER = re.compile(r"-?\d{1,3}(?:[.,]\d+)?")
FIRST_ROWS = 5


def first_prompts() -> str:
    """What is asked at a stop until somebody writes something else (B1), so that all groups can be asked it."""
    return "\n".join(
        (
            _("Was ist hier los?"),
            _("Wer ist hier, und zu welchen Zeiten?"),
            _("Was tut diesem Ort gut, was stört hier?"),
            _("Was soll hier anders werden?"),
        )
    )


def _is_point(form: Form, field: StringField) -> None:
    if field.data and point_of(field.data) is None:
        message = _l("Bitte Breite und Länge, zum Beispiel 52.3759, 9.7320, oder leer lassen.")
        raise ValidationError(message)


class StopForm(Form):
    """One stop."""

    id = HiddenField()
    name = StringField(
        _l("Name"), validators=[DataRequired(_l("Bitte geben Sie dem Halt einen Namen.")), Length(max=200)]
    )
    place_text = StringField(
        _l("Wo ist das?"),
        description=_l("In Worten, oder der Name eines Ortes der Stadt."),
        validators=[Length(max=300)],
    )
    point = StringField(
        _l("Punkt auf der Karte"),
        description=_l("Breite, Länge. Aus der Karte oder mit »Ort suchen«."),
        validators=[_is_point],
    )
    prompts = TextAreaField(
        _l("Fragen am Halt"), description=_l("Eine Frage je Zeile."), validators=[Length(max=1000)]
    )
    minutes = IntegerField(
        _l("Minuten"),
        default=6,
        validators=[
            InputRequired(_l("Bitte geben Sie eine Zahl an.")),
            NumberRange(1, 60, _l("Bitte 1 bis 60 Minuten je Halt.")),
        ],
    )
    is_dropped = BooleanField(_l("Auslassen"), description=_l("Was dort gesagt wurde, bleibt."))


class NoteForm(Form):
    """Something beside the way."""

    kind = SelectField(_l("Was?"), choices=[SelectChoice(code, label) for code, label in NOTES.items()])
    text = StringField(_l("Hinweis"), validators=[Length(max=200)])
    point = StringField(_l("Punkt auf der Karte"), validators=[_is_point])


class TrailForm(FlaskForm):
    """The trail; the buttons to add, move and remove rows send the whole form."""

    version = HiddenField()
    title = StringField(
        _l("Name des Weges"),
        validators=[DataRequired(_l("Bitte geben Sie dem Weg einen Namen.")), Length(max=200)],
    )
    slope_hint = TextAreaField(
        _l("Steigungen"),
        description=_l("Zum Beispiel: eben, nur an der Brücke eine kurze Rampe."),
        validators=[Length(max=1000)],
    )
    route = HiddenField(validators=[Optional(), Length(max=60_000)])
    joins_stops = BooleanField(
        _l("Weg gerade von Halt zu Halt ziehen"),
        description=_l("Dann brauchen Sie nichts zu zeichnen. Was gezeichnet war, wird ersetzt."),
    )
    stops = FieldList(FormField(StopForm), label=_l("Halte"))
    notes = FieldList(FormField(NoteForm), label=_l("Hinweise am Weg"))

    def validate_route(self, field: HiddenField) -> None:
        if field.data and line_of(field.data) is None:
            raise ValidationError(_l("Der gezeichnete Weg ist nicht lesbar. Bitte zeichnen Sie ihn neu."))

    def plan(self) -> TrailPlan:
        """What was typed, as the service takes it."""
        return TrailPlan(
            title=self.title.data or "",
            route=line_of(self.route.data or ""),
            slope_hint=self.slope_hint.data or "",
            joins_stops=self.joins_stops.data,
            stops=[
                StopPlan(
                    id=_id(entry.form.id.data),
                    name=entry.form.name.data or "",
                    point=point_of(entry.form.point.data or ""),
                    place_text=entry.form.place_text.data or "",
                    prompts=entry.form.prompts.data or "",
                    minutes=entry.form.minutes.data,
                    is_dropped=entry.form.is_dropped.data,
                )
                for entry in self.stops
            ],
            notes=[
                NotePlan(
                    entry.form.kind.data, point_of(entry.form.point.data or ""), entry.form.text.data or ""
                )
                for entry in self.notes
            ],
        )


def point_of(text: str) -> shapely.Point | None:
    """Latitude and longitude in degrees, divided by a comma or a space; None for anything else."""
    parts = text.replace(";", " ").split() if text.count(",") != 1 else text.split(",")
    numbers = [part.strip().strip(",").replace(",", ".") for part in parts if part.strip()]
    if len(numbers) != 2 or not all(_NUMBER.fullmatch(number) for number in numbers):
        return None
    lat, lon = map(float, numbers)
    return shapely.Point(lon, lat) if abs(lat) <= 85 and abs(lon) <= 180 else None


def line_of(text: str) -> shapely.LineString | None:
    """A line from JSON `[[lon, lat], …]`, None when it is none or has fewer than two points."""
    try:
        places = [(float(lon), float(lat)) for lon, lat in json.loads(text)]
    except (ValueError, TypeError):
        return None
    if len(places) < 2 or not all(abs(lon) <= 180 and abs(lat) <= 85 for lon, lat in places):
        return None
    return shapely.LineString(places)


def point_text(point: shapely.Geometry | None) -> str:
    """A point as the form shows it."""
    return f"{point.y:.6f}, {point.x:.6f}" if point is not None else ""


def values_of(trail: Trail) -> dict[str, Any]:
    """What the form shows of a trail that is stored; one without stops begins with rows to be filled."""
    return {
        "version": trail.version,
        "title": trail.title,
        "slope_hint": trail.slope_hint,
        "route": json.dumps([[round(x, 6), round(y, 6)] for x, y in trail.route.coords])
        if trail.route
        else "",
        "stops": [_stop(stop) for stop in trail.stops]
        or [{"prompts": first_prompts(), "minutes": 6} for _row in range(FIRST_ROWS)],
        "notes": [
            {"kind": one.kind, "text": one.text, "point": point_text(one.point)} for one in trail.notes
        ],
    }


def _stop(stop: Stop) -> dict[str, Any]:
    names = ("name", "place_text", "prompts", "minutes", "is_dropped")
    shown = {name: getattr(stop, name) for name in names}
    return {**shown, "id": str(stop.id), "point": point_text(stop.point)}


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
