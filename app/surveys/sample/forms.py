"""Forms of staff for a sample: a new stack of letters, and its codes on their way into a file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.surveys.sample.services import MOST_LETTERS


class StackForm(FlaskForm):
    """A new stack of letters."""

    number = IntegerField(
        _l("Zahl der Briefe"),
        description=_l("Nur die Zahl. Namen und Adressen bleiben in Ihrer eigenen Liste."),
        validators=[
            InputRequired(_l("Bitte geben Sie an, wie viele Briefe Sie verschicken.")),
            NumberRange(1, MOST_LETTERS, _l("Bitte eine Zahl von 1 bis %(max)s.")),
        ],
    )
    label = StringField(
        _l("Gruppe"),
        description=_l("Zum Beispiel »Lindenhof, 14–17 Jahre«. Bitte keine Namen."),
        validators=[Optional(), Length(max=120, message=_l("Bitte höchstens 120 Zeichen."))],
    )
    target = IntegerField(
        _l("So viele sollen mitmachen"),
        description=_l("Ihr Ziel für diese Gruppe. Leer heißt: ohne Ziel."),
        validators=[Optional(), NumberRange(1, MOST_LETTERS, _l("Bitte eine Zahl von 1 bis %(max)s."))],
    )


class LettersForm(FlaskForm):
    """The codes a page shows, on their way into a file; they are kept nowhere."""

    codes = TextAreaField(validators=[DataRequired(), Length(max=MOST_LETTERS * 20)])
