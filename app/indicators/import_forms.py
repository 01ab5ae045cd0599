"""Forms of the pages that take over values of classic indicators."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.areas.table_forms import ReadingForm
from app.indicators.carrying import BY
from app.indicators.catalogue.external import REFS

OWN = "own"
UNITS = [
    SelectChoice("%", _l("Prozent")),
    SelectChoice("per_1000", _l("je 1.000")),
    SelectChoice("persons", _l("Personen")),
    SelectChoice("households", _l("Haushalte")),
    SelectChoice("count", _l("Anzahl von Dingen")),
    SelectChoice("m²", _l("Quadratmeter")),
    SelectChoice("euro", _l("Euro")),
    SelectChoice("years", _l("Jahre")),
    SelectChoice("index", _l("Indexwert")),
]
LICENCES = [
    SelectChoice("intern", _l("intern: bleibt im Haus")),
    SelectChoice("dl-de/by-2-0", "Datenlizenz Deutschland – Namensnennung 2.0"),
    SelectChoice("dl-de/zero-2-0", "Datenlizenz Deutschland – Zero 2.0"),
    SelectChoice("CC-BY-4.0", "CC BY 4.0"),
    SelectChoice("CC-BY-3.0-DE", "CC BY 3.0 DE"),
    SelectChoice("CC0-1.0", "CC0 1.0"),
]
_NEEDED = _l("Bitte ausfüllen.")


class ValuesFileForm(FlaskForm):
    """Step 1: the table, what it is about and where it is from."""

    file = FileField(
        _l("Tabelle"),
        validators=[FileRequired(_l("Bitte wählen Sie eine Datei."))],
        description=_l("CSV oder Excel (XLSX), ein Wert je Raum. Keine Angaben zu einzelnen Personen."),
    )
    area_set = SelectField(_l("Raumgliederung und Stand"), validators=[InputRequired(_NEEDED)])
    indicator = SelectField(_l("Kennzahl"), validators=[InputRequired(_NEEDED)])
    name = StringField(
        _l("Name der eigenen Kennzahl"),
        validators=[Optional(), Length(max=200)],
        description=_l("Nur für eine eigene Kennzahl."),
    )
    meaning = StringField(
        _l("Was sie bedeutet und wie sie gerechnet ist"), validators=[Optional(), Length(max=500)]
    )
    unit = SelectField(_l("Einheit"), choices=UNITS)
    ref = SelectField(_l("Bezug"), choices=[SelectChoice(code, text) for code, text in REFS.items()])
    is_public = BooleanField(_l("Die eigene Kennzahl darf veröffentlicht werden"))
    period_start = DateField(_l("Zeitraum von"), validators=[InputRequired(_NEEDED)])
    period_end = DateField(_l("bis"), validators=[InputRequired(_NEEDED)])
    source = StringField(_l("Quelle"), validators=[InputRequired(_NEEDED), Length(max=200)])
    provider = StringField(_l("Anbieter"), validators=[InputRequired(_NEEDED), Length(max=200)])
    licence = SelectField(_l("Lizenz"), choices=LICENCES)


class CarryForm(FlaskForm):
    """Which values of another vintage are to be estimated here, and how. Sent by address, nothing is changed by it."""

    series = SelectField(_l("Kennzahl und Zeitraum"), validate_choice=False)
    by = RadioField(
        _l("Aufteilen"),
        choices=[SelectChoice(code, text) for code, text in BY.items()],
        validate_choice=False,
        description=_l("Nach Bevölkerung ist meist genauer. Nach Fläche eignet sich für Flächen und Orte."),
    )


class ValuesReadingForm(ReadingForm):
    """Step 2: which columns hold the values. Sent by address, so nothing is changed by it."""

    area_set = StringField(validators=[Length(max=100)])
    indicator = StringField(validators=[Length(max=20)])
    period_start = DateField(_l("Zeitraum von"))
    period_end = DateField(_l("bis"))
    provider = StringField(validators=[Length(max=200)])
    licence = StringField(validators=[Length(max=40)])
    value = SelectField(_l("Spalte mit dem Wert"), validate_choice=False)
    numerator = SelectField(_l("Spalte mit dem Zähler"), validate_choice=False)
    denominator = SelectField(_l("Spalte mit dem Nenner"), validate_choice=False)
