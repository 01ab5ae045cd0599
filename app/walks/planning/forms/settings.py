"""The form of what a walk is: question, group, date, place; times are those of the town's clocks."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.areas.age_bands import AGE_BANDS
from app.base.errors import DomainError
from app.participants.vocabulary import ROLES
from app.walks.local_time import local, moment
from app.walks.models import Walk
from app.walks.planning.materials import plain
from app.walks.planning.services import Plan
from app.walks.vocabulary import AUDIENCES, KINDS


class WalkForm(FlaskForm):
    """All of a walk but its trail, its people and its questionnaire."""

    version = HiddenField()
    title = StringField(
        _l("Titel"), validators=[DataRequired(_l("Bitte geben Sie einen Titel an.")), Length(max=200)]
    )
    focus = StringField(
        _l("Frage des Spaziergangs"),
        description=_l("Eine einzige Frage, um die es unterwegs geht, in Worten der Gruppe."),
        validators=[Length(max=300)],
    )
    kind = RadioField(_l("Art"), choices=[SelectChoice(code, label) for code, label in KINDS.items()])
    audience = RadioField(
        _l("Wer geht zusammen?"),
        description=_l(
            "Gruppen, die miteinander im Streit sind, gehen getrennt: Legen Sie einen Schwesterspaziergang an."
        ),
        choices=[SelectChoice(code, label) for code, label in AUDIENCES.items()],
    )
    group_label = StringField(
        _l("Gruppe"),
        description=_l("Zum Beispiel: Jugendliche aus dem Jugendtreff. Keine Namen."),
        validators=[Length(max=120)],
    )
    group_role = SelectField(
        _l("Rolle der Gruppe"), choices=[SelectChoice(code, label) for code, label in ROLES.items()]
    )
    group_bands = SelectMultipleField(
        _l("Alter der Gruppe"),
        description=_l("Nur wenn alle in einer Altersgruppe sind, bekommt das Protokollgerät diese."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=[SelectChoice(code, label) for code, label in AGE_BANDS.items() if code != "na"],
    )
    expected_persons = IntegerField(
        _l("Wie viele kommen ungefähr?"), description=_l("Gut sind höchstens 12."), validators=[Optional()]
    )
    day = DateField(_l("Tag"), validators=[Optional()])
    starts_at = TimeField(_l("Beginn"), validators=[Optional()])
    ends_at = TimeField(_l("Ende"), validators=[Optional()])
    rain_day = DateField(_l("Ausweichtermin bei Regen: Tag"), validators=[Optional()])
    rain_starts_at = TimeField(_l("Ausweichtermin: Beginn"), validators=[Optional()])
    meeting_point = StringField(
        _l("Treffpunkt"),
        description=_l("Zum Beispiel: vor dem Jugendtreff, Eingang Gartenstraße."),
        validators=[Length(max=300)],
    )
    accessibility = TextAreaField(
        _l("Barrieren und Hilfen"),
        description=_l("Stufen, Steigungen, Rollstuhl, Hörschleife, Begleitung, Sprachen."),
        validators=[Length(max=2000)],
    )
    materials = TextAreaField(
        _l("Was muss mit?"),
        description=_l("Eine Sache je Zeile. Auf der Übersicht haken Sie ab, was gepackt ist."),
        validators=[Length(max=2000)],
    )
    is_announced = BooleanField(
        _l("Öffentlich ankündigen"),
        description=_l("Ort, Zeit und Weg stehen dann auf einer Seite, die alle lesen können."),
    )

    def plan(self) -> Plan:
        """What was typed, with moments in UTC; DomainError for an hour that does not exist."""
        day, rain_day = self.day.data, self.rain_day.data
        if day is None and (self.starts_at.data or self.ends_at.data):
            raise DomainError(_("Bitte geben Sie den Tag an."), field="day")
        if rain_day is None and self.rain_starts_at.data:
            raise DomainError(_("Bitte geben Sie den Tag an."), field="rain_day")
        return Plan(
            title=self.title.data or "",
            focus=self.focus.data or "",
            kind=self.kind.data or "",
            audience=self.audience.data or "",
            group_label=self.group_label.data or "",
            group_role=self.group_role.data or "",
            group_bands=self.group_bands.data or (),
            starts_at=moment(day, self.starts_at.data, "starts_at"),
            ends_at=moment(day, self.ends_at.data, "ends_at"),
            rain_starts_at=moment(rain_day, self.rain_starts_at.data, "rain_starts_at"),
            meeting_point=self.meeting_point.data or "",
            accessibility=self.accessibility.data or "",
            materials=self.materials.data or "",
            expected_persons=self.expected_persons.data,
            is_announced=self.is_announced.data,
        )


def values_of(walk: Walk) -> dict[str, Any]:
    """What the form shows of a walk that is stored."""
    begins, ends, rain = local(walk.starts_at), local(walk.ends_at), local(walk.rain_starts_at)
    names = (
        *("version", "focus", "kind", "audience", "group_label", "group_role", "group_bands"),
        *("expected_persons", "meeting_point", "accessibility", "is_announced"),
    )
    return {
        **{name: getattr(walk, name) for name in names},
        "title": walk.activity.title,
        "day": begins.date() if begins else None,
        "starts_at": begins.time() if begins else None,
        "ends_at": ends.time() if ends else None,
        "rain_day": rain.date() if rain else None,
        "rain_starts_at": rain.time() if rain else None,
        "materials": plain(walk.materials),
    }
