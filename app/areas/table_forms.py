"""Forms of the pages that bring in tables of numbers; what a person corrects travels in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.areas.forms import ENCODINGS
from app.areas.splitting import EVEN, REFERENCE, TOTAL

METHODS = [
    SelectChoice("", _l("nichts verteilen: unpassende Altersgruppen melden")),
    SelectChoice(TOTAL, _l("nur die Gesamtzahl übernehmen, ohne Alter und Geschlecht")),
    SelectChoice(EVEN, _l("gleichmäßig auf die Altersjahre verteilen (geschätzt, E)")),
    SelectChoice(REFERENCE, _l("nach dem Altersaufbau schon gespeicherter Zahlen verteilen (geschätzt, E)")),
]


class PopulationFileForm(FlaskForm):
    """Step 1: a table and where it is from."""

    file = FileField(
        _l("Tabelle"),
        validators=[FileRequired(_l("Bitte wählen Sie eine Datei."))],
        description=_l(
            "CSV oder Excel (XLSX), nur zusammengefasste Zahlen, keine Angaben zu einzelnen Personen."
        ),
    )
    source = StringField(
        _l("Quelle"),
        validators=[InputRequired(_l("Bitte nennen Sie, von wem die Zahlen sind.")), Length(max=300)],
        description=_l(
            "Zum Beispiel: Statistikstelle, Melderegister. Unter diesem Namen merken wir uns auch, wie die Quelle "
            "die Räume schreibt."
        ),
    )


class ReadingForm(FlaskForm):
    """Step 2, for every table: corrections of what was understood. Sent by address, so nothing is changed by it."""

    sheet = SelectField(_l("Blatt"), validate_choice=False)
    encoding = SelectField(_l("Zeichensatz"), choices=ENCODINGS, validate_choice=False)
    head_first = IntegerField(
        _l("Kopf: erste Zeile"), validators=[Optional(), NumberRange(min=1, max=100_000)]
    )
    head_last = IntegerField(
        _l("Kopf: letzte Zeile"), validators=[Optional(), NumberRange(min=1, max=100_000)]
    )
    area_column = SelectField(_l("Spalte mit den Räumen"), validate_choice=False)
    source = StringField(_l("Quelle"), validators=[Optional(), Length(max=300)])

    @property
    def head(self) -> tuple[int, int] | None:
        """First and last line of the head as a person gave them."""
        first, last = self.head_first.data, self.head_last.data
        if first is None and last is None:
            return None
        return min(first or last, last or first), max(first or last, last or first)

    @property
    def column(self) -> int | None:
        text = self.area_column.data or ""
        return int(text) if text.isdigit() else None

    def arguments(self) -> Mapping[str, Any]:
        """What was chosen, to carry along in addresses and hidden fields."""
        return {
            field.name: field._value() if hasattr(field, "_value") else field.data
            for field in self
            if field.name not in {"csrf_token", "file"} and field.data not in (None, "", False)
        }


class PopulationReadingForm(ReadingForm):
    """Step 2 of residents."""

    reference_date = DateField(
        _l("Stichtag"),
        validators=[Optional()],
        description=_l("Nur nötig, wenn die Tabelle keinen nennt oder Sie einen von mehreren wollen."),
    )
    method = SelectField(_l("Altersgruppen, die nicht passen"), choices=METHODS, validate_choice=False)
