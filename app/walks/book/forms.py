"""The form with which staff give out observation sheets."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app.walks.book.services import MOST_AT_ONCE


class SheetsForm(FlaskForm):
    """How many, and for which task or group."""

    number = IntegerField(
        _l("Wie viele Bögen?"),
        default=8,
        description=_l("Ein Bogen je Halt und Person, die schreibt."),
        validators=[
            InputRequired(_l("Bitte geben Sie eine Zahl an.")),
            NumberRange(1, MOST_AT_ONCE, _l("Bitte eine Zahl von 1 bis %(max)s.")),
        ],
    )
    given_to = StringField(
        _l("Für wen?"),
        description=_l("Eine Aufgabe oder Gruppe, zum Beispiel »Protokoll«. Keine Namen."),
        validators=[Length(max=120)],
    )
