"""Forms of the pages about Raumgliederungen."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

ENCODINGS = [
    SelectChoice("", _l("automatisch erkennen")),
    SelectChoice("utf-8", "UTF-8"),
    SelectChoice("cp1252", "Windows-1252"),
    SelectChoice("latin-1", "ISO-8859-1 (Latin-1)"),
    SelectChoice("cp850", "DOS (CP850)"),
]
_NEEDED = _l("Bitte ausfüllen.")
_NO_FILE = _l("Bitte wählen Sie eine Datei.")


class UploadForm(FlaskForm):
    """Step 1: a boundary file."""

    file = MultipleFileField(
        _l("Datei mit den Grenzen"),
        validators=[FileRequired(_NO_FILE)],
        description=_l(
            "GeoPackage, GeoJSON, Shapefile, FlatGeobuf, KML, WKT oder .poly, auch als Zip-Datei, zusammen höchstens "
            "32 MB. Gehören mehrere Dateien zusammen (alle Teile einer Shapefile, eine Datei je Raum), wählen Sie alle "
            "auf einmal."
        ),
    )


class AreaSetForm(FlaskForm):
    """Step 2: what the file means; fields and layers are choices filled from the file."""

    name = StringField(
        _l("Name der Raumgliederung"),
        validators=[InputRequired(_NEEDED), Length(max=80)],
        description=_l("Zum Beispiel Sozialräume oder Ortsteile. Ein neuer Stand bekommt denselben Namen."),
    )
    valid_from = DateField(_l("Gültig ab"), validators=[InputRequired(_NEEDED)])
    layer = SelectField(_l("Ebene"), validate_choice=False)
    code_field = SelectField(_l("Feld mit der Kennung"), validate_choice=False)
    name_field = SelectField(_l("Feld mit dem Namen"), validate_choice=False)
    crs = StringField(
        _l("Koordinatensystem"),
        validators=[Optional(), Length(max=80)],
        description=_l("Leer lassen, wenn die Angabe der Datei stimmt. Sonst zum Beispiel 25832."),
    )
    encoding = SelectField(_l("Zeichensatz"), choices=ENCODINGS, validate_choice=False)
    source = StringField(_l("Quelle und Lizenz"), validators=[Optional(), Length(max=300)])
    confirmed_place = HiddenField(validators=[Optional(), Length(max=82)])
    dissolve = BooleanField(_l("Zeilen mit gleicher Kennung und gleichem Namen zusammenfassen"))
    repair = BooleanField(_l("Ungültige Formen reparieren"))
    replace = BooleanField(_l("Vorhandenen Stand mit gleichem Datum austauschen"))


class PopulationForm(FlaskForm):
    """Step 1 of the residents: a table and what it does not say itself."""

    file = FileField(
        _l("Tabelle"),
        validators=[FileRequired(_NO_FILE)],
        description=_l(
            "CSV oder Excel (XLSX), nur zusammengefasste Zahlen, keine Angaben zu einzelnen Personen."
        ),
    )
    reference_date = DateField(
        _l("Stichtag"), validators=[Optional()], description=_l("Nur nötig, wenn die Tabelle keinen nennt.")
    )
    encoding = SelectField(_l("Zeichensatz"), choices=ENCODINGS, validate_choice=False)
    source = StringField(_l("Quelle"), validators=[Optional(), Length(max=300)])
    total_only = BooleanField(_l("Nur die Gesamtzahl übernehmen, ohne Alter und Geschlecht"))


class ConfirmPopulationForm(FlaskForm):
    """Step 2 of the residents: the same words again, hidden, for the file that was shown."""

    reference_date = DateField(_l("Stichtag"), validators=[Optional()])
    encoding = StringField(validators=[Optional()])
    source = StringField(validators=[Optional(), Length(max=300)])
    total_only = BooleanField()
