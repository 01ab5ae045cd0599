"""Forms of staff for walks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length


class NewWalkForm(FlaskForm):
    """What a walk begins with."""

    title = StringField(
        _l("Titel"), validators=[DataRequired(_l("Bitte geben Sie einen Titel an.")), Length(max=200)]
    )
    slug = StringField(
        _l("Kurzadresse"),
        description=_l("Kleinbuchstaben, Ziffern, Bindestriche."),
        validators=[Length(max=80)],
    )
    focus = StringField(
        _l("Frage des Spaziergangs"),
        description=_l("Eine einzige Frage, um die es unterwegs geht."),
        validators=[Length(max=300)],
    )
