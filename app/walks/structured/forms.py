"""Forms of a structured walk: the grid, one note, what two agreed on."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.walks.structured.services import LONGEST_TEXT
from app.walks.structured.vocabulary import ITEMS, Item


class GridForm(FlaskForm):
    """Segments and times, a line each."""

    names = TextAreaField(
        _l("Abschnitte"),
        description=_l("Je Zeile einer, zum Beispiel »Lindenallee bis Ärztehaus«."),
    )
    metres = IntegerField(
        _l("Oder: die Linie des Weges teilen, alle … Meter"),
        validators=[Optional(), NumberRange(30, 1000, message=_l("Bitte 30 bis 1000 Meter."))],
    )
    slots = TextAreaField(
        _l("Zeiten"),
        description=_l("Je Zeile eine. Jeder Abschnitt wird zu jeder Zeit besucht, mindestens dreimal."),
    )


class _NoteForm(FlaskForm):
    version = HiddenField()
    text = TextAreaField(
        _l("In eigenen Worten"),
        validators=[Length(max=LONGEST_TEXT, message=_l("Bitte höchstens 2.000 Zeichen."))],
    )


def _field(item: Item) -> Field:
    choices = [SelectChoice(code, label) for code, label in item.choices.items()]
    if item.many:
        return SelectMultipleField(
            item.label, choices=choices, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
        )
    return RadioField(item.label, choices=choices, validators=[Optional()])


NoteForm: type[_NoteForm] = type("NoteForm", (_NoteForm,), {key: _field(item) for key, item in ITEMS.items()})
"""One note: a field for each item, by its key."""


class JointForm(FlaskForm):
    """What two noters agreed on."""

    version = HiddenField()
    joint = TextAreaField(_l("Gemeinsame Notiz"))
