"""Forms of the needle map: one mark without a script, and the campaign's settings for staff."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import DecimalField, SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from app.contributions.forms import QUOTE
from app.contributions.vocabulary import QUALITIES
from app.maps.asked import MapQuestion
from app.maps.set_up_form import SetUpForm
from app.maps.speaking import spoken
from app.maps.vocabulary import FELT_AREA, NEEDLE, PHOTO, WAY

PHOTO_LABELS = {
    "none": _l("kein Foto"),
    "offered": _l("Foto wird angeboten"),
    "first": _l("Das Foto kommt zuerst"),
}
TASK_LABELS = {
    NEEDLE: _l("Nadeln setzen"),
    FELT_AREA: _l("Das eigene Viertel zeichnen (Karte ohne Namen und Grenzen)"),
    WAY: _l("Wege zeichnen"),
}


class MarkForm(FlaskForm):
    """One mark by name or description of its place; `id` makes sending twice harmless.

    What is asked about it are fields of their own (`asking.fields_of`).
    """

    id = HiddenField(validators=[DataRequired()])
    quality = RadioField(
        _l("Was für ein Ort ist das?"), validators=[DataRequired(_l("Bitte wähle, was für ein Ort das ist."))]
    )
    place = SelectField(_l("Ort aus der Liste"), validators=[Optional()])
    place_text = StringField(
        _l("Oder beschreibe den Ort"),
        description=_l("Zum Beispiel: Spielplatz hinter der Schule, Ecke Gartenstraße."),
        validators=[Length(max=300)],
    )
    quote = BooleanField(QUOTE.text)
    is_secret = BooleanField(_l("Geheimer Ort – nicht zeigen"))

    def __init__(self, question: MapQuestion, places: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.quality.choices = [
            SelectChoice(one.key, spoken(one.label).text) for one in question.asked.choices
        ]
        self.place.choices = [
            SelectChoice("", _l("bitte wählen")),
            *(SelectChoice(name, name) for name in places),
        ]
        if len(question.qualities) == 1 and not self.is_submitted():
            self.quality.data = question.qualities[0]


def _needs_kinds(form: Form, field: SelectMultipleField) -> None:
    """Only needles have kinds; what is chosen for drawings changes nothing."""
    if form["task"].data == NEEDLE and not field.data:
        raise ValidationError(_l("Bitte wählen Sie mindestens eine Nadelart."))


class QuestionForm(Form):
    """One question of a campaign."""

    key = HiddenField()
    text = StringField(
        _l("Frage"), validators=[DataRequired(_l("Bitte schreiben Sie die Frage.")), Length(max=300)]
    )
    task = SelectField(
        _l("Was ist auf der Karte zu tun?"),
        default=NEEDLE,
        choices=[SelectChoice(task, label) for task, label in TASK_LABELS.items()],
    )
    qualities = SelectMultipleField(
        _l("Nadelarten"),
        validators=[_needs_kinds],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=[SelectChoice(code, quality.label) for code, quality in QUALITIES.items()],
    )
    max_pins = IntegerField(
        _l("Nadeln oder Zeichnungen je Person"),
        default=3,
        validators=[
            InputRequired(_l("Bitte geben Sie eine Zahl an.")),
            NumberRange(1, 20, _l("Bitte 1 bis 20.")),
        ],
    )
    ask_time = BooleanField(_l("Nach der Tageszeit fragen"), default=True)
    ask_company = BooleanField(_l("Fragen, mit wem man dort ist"), default=True)
    ask_photo = SelectField(
        _l("Foto"),
        description=_l("Halbe Sätze wie »Hier bin ich gern, weil …« beginnen gut mit einem Foto."),
        choices=[SelectChoice(code, PHOTO_LABELS[code]) for code in PHOTO],
        default="offered",
    )
    ask_voice = BooleanField(_l("Sprechen statt schreiben anbieten"), default=True)


class CampaignForm(SetUpForm):
    """A needle campaign; the buttons to add, move and remove questions send the whole form."""

    intro = TextAreaField(
        _l("Einleitung"),
        description=_l("Zwei Sätze in Du-Form, stehen über der ersten Frage."),
        validators=[Length(max=1000)],
    )
    center_lat = DecimalField(
        _l("Kartenmitte: Breite (Nord)"),
        places=5,
        validators=[InputRequired(_l("Bitte geben Sie eine Zahl an.")), NumberRange(-85, 85)],
    )
    center_lon = DecimalField(
        _l("Kartenmitte: Länge (Ost)"),
        places=5,
        validators=[InputRequired(_l("Bitte geben Sie eine Zahl an.")), NumberRange(-180, 180)],
    )
    zoom = IntegerField(
        _l("Zoomstufe am Anfang"),
        description=_l("13 zeigt eine kleine Stadt, 16 ein Viertel."),
        validators=[
            InputRequired(_l("Bitte geben Sie eine Zahl an.")),
            NumberRange(3, 19, _l("Bitte 3 bis 19.")),
        ],
    )
    reveal = BooleanField(_l("Am Ende die freigegebenen Orte der anderen zeigen"), default=True)
    questions = FieldList(FormField(QuestionForm), label=_l("Fragen"))
