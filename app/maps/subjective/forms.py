"""Forms of subjective maps: a map in words without a script, and the activity's settings for staff."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.contributions.forms import QUOTE
from app.maps.set_up_form import SetUpForm
from app.maps.subjective.services import LONGEST_HINT
from app.maps.subjective.vocabulary import RATINGS, START_POINTS

_LONG = Length(max=1000, message=_l("Bitte höchstens 1.000 Zeichen."))


class WordsForm(FlaskForm):
    """A subjective map in words; `id` makes sending twice harmless. Nothing but one of the answers is needed."""

    id = HiddenField(validators=[DataRequired()])
    title = StringField(
        _l("Wie heißt deine Karte?"),
        description=_l("Zum Beispiel: Mein Weg zum Skatepark."),
        validators=[Length(max=120, message=_l("Bitte höchstens 120 Zeichen."))],
    )
    start_point = SelectField(_l("Wo fängt deine Karte an?"), validators=[Optional()])
    places = TextAreaField(
        _l("Welche Orte sind dir wichtig?"),
        description=_l("Was ist dort? Was machst du da? Bitte keine Adresse und keine Namen."),
        validators=[_LONG],
    )
    ways = TextAreaField(
        _l("Welche Wege nimmst du?"),
        description=_l("Wie ist es auf diesen Wegen?"),
        validators=[_LONG],
    )
    borders = TextAreaField(
        _l("Wo hört dein Viertel auf?"),
        description=_l("Wo gehst du nicht weiter? Warum?"),
        validators=[_LONG],
    )
    missing = TextAreaField(_l("Was fehlt auf deiner Karte?"), validators=[_LONG])
    quote = BooleanField(QUOTE.text)
    photo = FileField(
        _l("Foto von deiner Zeichnung"),
        description=_l("Wenn du auf Papier gezeichnet hast. Nur das Blatt, keine Menschen."),
        validators=[Optional()],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_point.choices = [
            SelectChoice("", _l("bitte wählen")),
            *(SelectChoice(code, label) for code, label in START_POINTS.items()),
        ]

    def validate_places(self, field: TextAreaField) -> None:
        """A map needs something on it; a photo of a drawing is enough."""
        if not any(one.data and one.data.strip() for one in self.answers) and not self.photo.data:
            raise ValidationError(str(_l("Schreib etwas zu deiner Karte oder wähle ein Foto.")))

    @property
    def answers(self) -> list[TextAreaField]:
        return [self.places, self.ways, self.borders, self.missing]

    @property
    def text(self) -> str:
        """The answers under their questions, as one text."""
        said = [(one.label.text, (one.data or "").strip()) for one in self.answers]
        return "\n\n".join(f"{question}\n{answer}" for question, answer in said if answer)


class TaskForm(SetUpForm):
    """The settings of a drawing activity."""

    intro = TextAreaField(
        _l("Einleitung"),
        description=_l("Zwei Sätze in Du-Form. Nichts muss schön oder richtig sein."),
        validators=[Length(max=LONGEST_HINT)],
    )
    start_hint = TextAreaField(
        _l("Stufe 1: Womit fängt man an?"),
        description=_l("Ein fester Punkt hilft. Das Zuhause wird gezeichnet, nie als Adresse genannt."),
        validators=[Length(max=LONGEST_HINT)],
    )
    second_hint = TextAreaField(
        _l("Stufe 2: Was wird ergänzt?"),
        description=_l(
            "Nach dem Erzählen in der kleinen Gruppe. Ergänzungen bleiben sichtbar unterschieden."
        ),
        validators=[Length(max=LONGEST_HINT)],
    )
    ratings = SelectMultipleField(
        _l("Stufe 3: Aufkleber"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=[SelectChoice(code, rating.label) for code, rating in RATINGS.items()],
    )
    ask_narration = BooleanField(_l("Um eine Erzählung bitten (Sprache oder Text)"), default=True)
    ask_places = BooleanField(_l("Fragen, welche Orte man auf der Stadtkarte zeigen möchte"), default=True)
