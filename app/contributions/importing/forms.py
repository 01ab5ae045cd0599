"""Forms of the pages that bring in earlier contributions."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from app.contributions.importing.columns import FIELDS, heading
from app.contributions.importing.guessing import Guess
from app.contributions.importing.stored import StoredTable

_ENCODINGS = (
    ("", _l("automatisch erkennen")),
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows-1252"),
    ("latin-1", "ISO-8859-1 (Latin-1)"),
    ("utf-16", "UTF-16"),
    ("cp850", "DOS (CP850)"),
)
_DELIMITERS = (
    ("", _l("automatisch erkennen")),
    (";", _l("Semikolon")),
    (",", _l("Komma")),
    ("tab", _l("Tabulator")),
    ("|", "|"),
)


class UploadForm(FlaskForm):
    """Step 1: the file."""

    file = FileField(
        _l("Datei mit Beiträgen"),
        validators=[FileRequired(_l("Bitte wählen Sie eine Datei."))],
        description=_l(
            "CSV, Excel (.xlsx), GeoJSON, GeoPackage, KML oder Shapefile als Zip-Datei, höchstens 32 MB."
        ),
    )


class ReadingForm(FlaskForm):
    """How the file is to be read, when the first reading was not right."""

    sheet = SelectField(_l("Blatt oder Ebene"), validate_choice=False)
    encoding = SelectField(
        _l("Zeichensatz"), choices=[SelectChoice(*pair) for pair in _ENCODINGS], validate_choice=False
    )
    delimiter = SelectField(
        _l("Trennzeichen"), choices=[SelectChoice(*pair) for pair in _DELIMITERS], validate_choice=False
    )
    crs = StringField(
        _l("Koordinatensystem"),
        validators=[Length(max=80)],
        description=_l("Leer heißt Grad (WGS 84) oder was die Datei sagt. Sonst zum Beispiel 25832."),
    )


class ConfirmForm(FlaskForm):
    """Step 3: take it over."""

    skip_invalid = BooleanField(_l("Fehlerhafte Zeilen auslassen und die übrigen übernehmen"))
    source = StringField(
        _l("Quelle"),
        validators=[Length(max=300, message=_l("Bitte höchstens 300 Zeichen."))],
        description=_l("Woher die Beiträge sind, zum Beispiel »Jugendbefragung 2024, Stadt Ellerbrück«."),
    )
    licence = StringField(
        _l("Lizenz"),
        validators=[Length(max=40, message=_l("Bitte höchstens 40 Zeichen."))],
        description=_l("Zum Beispiel CC-BY-4.0 oder dl-de/by-2-0; »intern«, wenn die Daten im Haus bleiben."),
    )


class UndoForm(FlaskForm):
    """Yes to taking a whole import back."""


def columns_form(table: StoredTable, guesses: list[Guess], chosen: dict[str, str]) -> tuple[Any, list[Field]]:
    """A reading form with one choice for each column, `column_0` …, and these choices in the order of the file."""
    meanings = [
        SelectChoice("", _l("nicht übernehmen")),
        *(SelectChoice(code, label) for code, label in FIELDS.items()),
    ]
    members: dict[str, Any] = {
        f"column_{guess.index}": SelectField(
            heading(table.header, guess.index),
            choices=meanings,
            validate_choice=False,
            default=chosen.get(str(guess.index), guess.field) if chosen else guess.field,
        )
        for guess in guesses
    }
    form = type("ColumnsForm", (ReadingForm,), members)()
    return form, [form[name] for name in members]
