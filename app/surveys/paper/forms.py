"""Forms of staff for paper: how many sheets to print, in which language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from app.surveys.paper.services import MOST_COPIES


class PrintForm(FlaskForm):
    """A new print run."""

    copies = IntegerField(
        _l("Zahl der Bögen"),
        description=_l("Jeder Bogen bekommt eine eigene Nummer. Höchstens 200 auf einmal."),
        validators=[
            InputRequired(_l("Bitte geben Sie an, wie viele Bögen Sie drucken.")),
            NumberRange(1, MOST_COPIES, _l("Bitte eine Zahl von 1 bis %(max)s.")),
        ],
    )
    language = SelectField(_l("Sprache des Bogens"))
    for_letters = BooleanField(
        _l("Diese Bögen liegen nur in Briefen der Stichprobe"),
        description=_l(
            "Dann zählen ihre Antworten zur Stichprobe. Für Bögen, die ausliegen, bleibt es leer."
        ),
    )

    def __init__(self, languages: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.language.choices = [SelectChoice(code, name) for code, name in languages]
