"""Forms for drawing questions without a map: one's quarter or a way in words, and what does not fit at a border."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.contributions.forms import QUOTE
from app.contributions.vocabulary import BORDER_FIT

TOO_LONG = _l("Bitte höchstens 1.000 Zeichen.")


class QuarterForm(FlaskForm):
    """One's own quarter in words; `id` makes sending twice harmless."""

    id = HiddenField(validators=[DataRequired()])
    places = SelectMultipleField(
        _l("Was gehört dazu?"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
    )
    place_text = TextAreaField(
        _l("Beschreib dein Viertel: Straßen, Plätze, Grenzen"),
        description=_l("Zum Beispiel: vom Fluss bis zur Bahn, mit dem Park und der Schule."),
        validators=[Length(max=300, message=_l("Bitte höchstens 300 Zeichen."))],
    )
    quote = BooleanField(QUOTE.text)
    is_secret = BooleanField(_l("Geheim – nicht zeigen"))

    def __init__(self, places: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.places.choices = [SelectChoice(name, name) for name in places]

    def described(self) -> str:
        """What was ticked and what was written, in one line."""
        return ", ".join([*(self.places.data or []), *filter(None, [(self.place_text.data or "").strip()])])


class WayForm(FlaskForm):
    """One way in words: from, to, by way of."""

    id = HiddenField(validators=[DataRequired()])
    start = StringField(
        _l("Von wo?"),
        description=_l("Nicht deine Adresse. Zum Beispiel: Nordstadt, bei der Kirche."),
        validators=[DataRequired(_l("Bitte schreib, wo dein Weg anfängt.")), Length(max=90)],
    )
    goal = StringField(
        _l("Nach wo?"),
        validators=[DataRequired(_l("Bitte schreib, wo dein Weg endet.")), Length(max=90)],
    )
    place_text = StringField(_l("Über welche Straßen und Plätze?"), validators=[Length(max=100)])
    quote = BooleanField(QUOTE.text)
    is_secret = BooleanField(_l("Geheim – nicht zeigen"))

    def described(self) -> str:
        """`von … nach … über …`, in the language of the page."""
        start, goal, via = ((field.data or "").strip() for field in (self.start, self.goal, self.place_text))
        if via:
            return _("von %(start)s nach %(goal)s über %(via)s", start=start, goal=goal, via=via)
        return _("von %(start)s nach %(goal)s", start=start, goal=goal)


class BorderForm(FlaskForm):
    """What does not fit at the planning border beside one's own drawing."""

    fits = SelectMultipleField(
        _l("Was passt nicht?"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=[SelectChoice(key, label) for key, label in BORDER_FIT.items()],
        validators=[Optional()],
    )
    text = TextAreaField(_l("Was müsste anders sein?"), validators=[Length(max=1000, message=TOO_LONG)])
    quote = BooleanField(QUOTE.text)

    def answers(self) -> dict[str, str]:
        return dict.fromkeys(self.fits.data or [], "yes")
