"""The form for the code from a letter."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length


class LetterForm(FlaskForm):
    """The code from a letter; the hidden fields carry the work of a busy hour."""

    code = StringField(
        _l("Welcher Code steht in deinem Brief?"),
        description=_l("12 Zeichen, zum Beispiel K7PM-2RXA-Q4TN. Groß oder klein ist egal."),
        validators=[DataRequired(_l("Bitte gib den Code ein.")), Length(max=300)],
    )
    challenge = HiddenField()
    stamp = HiddenField()
