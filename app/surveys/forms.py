"""Forms of staff for surveys: a new one, its settings."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.surveys.models import MODES
from app.surveys.services import LONGEST_CLOSING


class SurveyForm(FlaskForm):
    """The settings of a survey."""

    version = HiddenField()
    title = StringField(
        _l("Titel"), validators=[DataRequired(_l("Bitte geben Sie einen Titel an.")), Length(max=200)]
    )
    modes = SelectMultipleField(
        _l("Wege zur Umfrage"),
        description=_l("Mehrere sind möglich. Jede Antwort merkt sich, auf welchem Weg sie kam."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=[SelectChoice(code, label) for code, label in MODES.items()],
        validators=[DataRequired(_l("Bitte wählen Sie mindestens einen Weg zur Umfrage."))],
    )
    closing = TextAreaField(
        _l("Schlusswort"),
        description=_l("Steht nach dem Absenden, in Du-Form: Was geschieht jetzt mit den Antworten?"),
        validators=[Length(max=LONGEST_CLOSING, message=_l("Bitte höchstens 2.000 Zeichen."))],
    )


class NewSurveyForm(SurveyForm):
    """A new survey and what its questionnaire begins with."""

    slug = StringField(
        _l("Kurzadresse"),
        description=_l("Kleinbuchstaben, Ziffern, Bindestriche."),
        validators=[Length(max=80)],
    )
    beginning = RadioField(
        _l("Fragebogen"), validators=[DataRequired(_l("Bitte wählen Sie einen Fragebogen."))]
    )

    def __init__(self, beginnings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.beginning.choices = [SelectChoice(code, label) for code, label in beginnings]
