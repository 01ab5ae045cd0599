"""The form with which staff begin a walk."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from app.participants.vocabulary import ROLES


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
    group_role = SelectField(
        _l("Rolle der Gruppe"), choices=[SelectChoice(code, label) for code, label in ROLES.items()]
    )
    group_label = StringField(
        _l("Gruppe"),
        description=_l("Zum Beispiel: Jugendliche aus dem Jugendtreff. Keine Namen."),
        validators=[Length(max=120)],
    )
    trail = SelectField(
        _l("Weg"),
        description=_l("Auf einem Weg, den es schon gibt, werden Spaziergänge Halt für Halt verglichen."),
        validators=[Optional()],
    )

    def __init__(self, trails: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.trail.choices = [
            SelectChoice("", _l("ein neuer Weg")),
            *(SelectChoice(code, title) for code, title in trails),
        ]
