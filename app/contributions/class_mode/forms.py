"""Forms of lessons: plan one, answer E37, press a button of the board."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import AnyOf, DataRequired, Length, Optional

from app.contributions.class_mode.vocabulary import PERMISSIONS, STEPS


class PermissionForm(FlaskForm):
    """E37: may this school be asked, and where can others check it?"""

    permission = RadioField(
        _l("Darf an dieser Schule gefragt werden?"),
        description=_l(
            "Umfragen an Schulen genehmigt in Niedersachsen die Schulbehörde, Antrag 3 Wochen vorher. "
            "An eigenen Schulen der Stadt genügt die Schulleitung. Ohne Antwort gibt es keinen Code."
        ),
        choices=[SelectChoice(code, label) for code, label in PERMISSIONS.items()],
        default="asked",
        validators=[DataRequired(_l("Bitte wählen Sie eine der Antworten."))],
    )
    permission_note = StringField(
        _l("Nachweis oder Begründung"),
        description=_l(
            "Zum Beispiel »Genehmigt am 12.10.2026, Az. 4.1-81402« oder »Zusage der Schulleitung vom 3.11.«"
        ),
        validators=[Optional(), Length(max=300, message=_l("Bitte höchstens 300 Zeichen."))],
    )


class PlanForm(PermissionForm):
    """A new lesson."""

    label = StringField(
        _l("Bezeichnung"),
        description=_l(
            "Zum Beispiel »8b Gesamtschule«. Schreiben Sie hier keine Namen von Schülerinnen und Schülern."
        ),
        validators=[DataRequired(_l("Bitte geben Sie eine Bezeichnung an.")), Length(max=120)],
    )
    activity_id = SelectField(_l("Womit arbeitet die Klasse?"), validators=[DataRequired()])
    plan = RadioField(
        _l("Wie viel Zeit ist?"),
        choices=[SelectChoice("45", _l("45 Minuten")), SelectChoice("90", _l("90 Minuten"))],
        default="45",
        validators=[DataRequired(_l("Bitte wählen Sie die Dauer."))],
    )

    def __init__(self, activities: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.activity_id.choices = activities


class StepForm(FlaskForm):
    """A button of the board, and the phase its page showed."""

    step = HiddenField(validators=[AnyOf(STEPS)])
    phase = IntegerField(validators=[Optional()])
