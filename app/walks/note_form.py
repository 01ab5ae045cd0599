"""The forms of a walk's page without a script: a note at a stop, and how it is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.contributions.checks import LONGEST_TEXT
from app.contributions.forms import QUOTE, quote_of
from app.walks.models import Stop
from app.walks.vocabulary import RATINGS, SAID, VALENCES


def _needs_words(form: Form, field: TextAreaField) -> None:
    """A rating stands without words, everything else is made of them."""
    if form["what"].data in SAID and not (field.data or "").strip():
        raise ValidationError(_l("Hier fehlen noch die Worte."))


class EntryForm(FlaskForm):
    """One entry; `id` makes sending twice harmless."""

    id = HiddenField(validators=[DataRequired()])
    stop = SelectField(_l("Wo?"), validators=[Optional()])

    def __init__(self, stops: Sequence[Stop], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        named = [SelectChoice(str(stop.id), f"{number} {stop.name}") for number, stop in enumerate(stops, 1)]
        self.stop.choices = (
            named if isinstance(self, RatingForm) else [*named, SelectChoice("", _l("unterwegs"))]
        )


class NoteForm(EntryForm):
    """Words at a stop or on the way."""

    what = RadioField(
        _l("Was ist es?"),
        choices=[SelectChoice(code, label) for code, label in SAID.items()],
        default="observation",
        validators=[DataRequired(_l("Bitte wähle, was es ist."))],
    )
    text = TextAreaField(
        _l("In Worten"),
        validators=[
            _needs_words,
            Length(max=LONGEST_TEXT, message=_l("Bitte höchstens 5.000 Zeichen.")),
        ],
    )
    valence = SelectField(
        _l("Wie ist das?"),
        choices=[
            SelectChoice("", _l("keine Angabe")),
            *(SelectChoice(code, label) for code, label in VALENCES.items()),
        ],
        validators=[Optional()],
    )
    quote = BooleanField(QUOTE.text)
    is_secret = BooleanField(_l("Geheimer Ort – nicht zeigen"))

    def entry(self) -> dict[str, Any]:
        """As a device would send it."""
        return {
            "what": self.what.data,
            "stop": self.stop.data or "",
            "text": self.text.data or "",
            "valence": self.valence.data or "",
            "is_secret": self.is_secret.data,
            "quote": quote_of(self),
        }


class RatingForm(EntryForm):
    """How it is at a stop, for one person."""

    stop = SelectField(_l("Wo?"), validators=[DataRequired(_l("Bitte wähle einen Halt."))])
    rating = RadioField(
        _l("Wie ist es hier?"),
        choices=[SelectChoice(code, label) for code, label in RATINGS.items()],
        validators=[DataRequired(_l("Bitte wählen: gut, weder noch oder nicht gut."))],
    )

    def entry(self) -> dict[str, Any]:
        return {"what": "rating", "stop": self.stop.data or "", "rating": self.rating.data}
