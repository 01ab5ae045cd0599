"""Forms of people's own list: change one thing, take one back, take everything back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from app.contributions.checks import LONGEST_LINE, LONGEST_TEXT
from app.participants.consents import allowed
from app.participants.models import Participant
from app.participants.vocabulary import CONSENT_TEXTS

QUOTE = CONSENT_TEXTS["quote"]
"""The yes to showing one's own words: forms ask for it beside a text, never ticked in advance (E02)."""


def quote_of(form: Form) -> str:
    """The wording somebody said yes to in a form with the field `quote`, empty without a yes."""
    return QUOTE.version if form["quote"].data else ""


def tell_who_else(form: Form, person: Participant) -> None:
    """Say at the box `quote` whose yes is needed besides, to those who lack it: under 16 without a counted slip."""
    form["quote"].description = allowed(person, "quote").reason


class CorrectForm(FlaskForm):
    """What one said about a place; where it lies is changed on the map."""

    text = TextAreaField(
        _l("Was möchtest du dazu sagen?"),
        validators=[Length(max=LONGEST_TEXT, message=_l("Bitte höchstens 5.000 Zeichen."))],
    )
    place_text = StringField(
        _l("Wo ist das?"),
        description=_l("Zum Beispiel: Spielplatz hinter der Schule."),
        validators=[Length(max=LONGEST_LINE, message=_l("Bitte höchstens 300 Zeichen."))],
    )
    quote = BooleanField(QUOTE.text)
    is_secret = BooleanField(_l("Geheimer Ort – niemandem zeigen"))
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class TakeBackForm(FlaskForm):
    """Yes to taking one thing back; the version only tells which state the person saw."""


class EraseForm(FlaskForm):
    """The second step before everything is deleted."""

    sure = BooleanField(
        _l("Ja, alles löschen, was ich gesagt habe"),
        validators=[DataRequired(_l("Setz das Häkchen, wenn du wirklich alles löschen willst."))],
    )
