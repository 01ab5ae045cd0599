"""Forms about events of return: when and where, and whether it took place."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.processes.models import Activity, ResultsReturn
from app.processes.services.returns import MOST_PEOPLE

TOO_LONG = _l("Bitte höchstens %(max)d Zeichen.")


class ReturnForm(FlaskForm):
    """When and where people hear what became of what they said."""

    starts_at = DateTimeLocalField(
        _l("Tag und Uhrzeit"), validators=[InputRequired(_l("Bitte geben Sie Tag und Uhrzeit an."))]
    )
    place = StringField(
        _l("Ort"),
        description=_l("Am besten dort, wo die Menschen mitgemacht haben."),
        validators=[DataRequired(_l("Bitte geben Sie einen Ort an.")), Length(max=300, message=TOO_LONG)],
    )
    text = TextAreaField(
        _l("Was dort geschieht"),
        description=_l("Zwei, drei einfache Sätze; sie stehen auf der öffentlichen Seite."),
        validators=[Length(max=2000, message=TOO_LONG)],
    )
    activity_id = SelectField(_l("Wofür"), validate_choice=True)
    version = HiddenField()

    def __init__(
        self, activities: list[Activity], planned: ResultsReturn | None = None, **kwargs: Any
    ) -> None:
        if planned is not None:
            kwargs["data"] = {
                "starts_at": planned.starts_at.astimezone(zone()).replace(tzinfo=None),
                "place": planned.place,
                "text": planned.text,
                "activity_id": str(planned.activity_id or ""),
                "version": str(planned.version),
            }
        super().__init__(**kwargs)
        self.activity_id.choices = [
            SelectChoice("", _l("Das ganze Verfahren")),
            *(SelectChoice(str(one.id), one.title) for one in activities),
        ]


class HeldForm(FlaskForm):
    """It took place; an empty day says that it did not yet."""

    held_on = DateField(_l("Stattgefunden am"), validators=[Optional()])
    came = IntegerField(
        _l("Wie viele kamen"),
        validators=[Optional(), NumberRange(0, MOST_PEOPLE, _l("Bitte eine Zahl von %(min)d bis %(max)d."))],
    )


def zone() -> ZoneInfo:
    """The town's time, in which dates are typed."""
    return ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
