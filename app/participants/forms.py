"""Forms to join, to come back, and for staff to make codes."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.areas.age_bands import AGE_BANDS
from app.participants.vocabulary import (
    CONSENT_TEXTS,
    GENDERS,
    MOST_PARTICIPANTS,
    OUTSIDE,
    PURPOSES,
    ROLES,
)

ASKED_AGE_BANDS = [band for band in AGE_BANDS if band not in ("a00_05", "na")]
NOT_SAID = _l("möchte ich nicht sagen")


def _with_none(none: object, choices: list[tuple[str, Any]]) -> list[SelectChoice]:
    """The choices behind one that chooses nothing."""
    return [SelectChoice("", none), *(SelectChoice(value, label) for value, label in choices)]


class CodeForm(FlaskForm):
    """The one field on the page to join; the hidden ones carry the work of a busy hour."""

    code = StringField(
        _l("Welcher Code steht auf deinem Zettel?"),
        description=_l("8 Zeichen, zum Beispiel K7PM 2RXA. Groß oder klein ist egal."),
        validators=[DataRequired(_l("Bitte gib den Code ein.")), Length(max=300)],
    )
    challenge = HiddenField()
    stamp = HiddenField()


class ReceiptForm(FlaskForm):
    """Come back with the receipt."""

    receipt = StringField(
        _l("Dein Beleg"),
        description=_l("16 Zeichen, zum Beispiel K7PM-2RXA-Q4TN-HB6E"),
        validators=[DataRequired(_l("Bitte gib deinen Beleg ein.")), Length(max=300)],
    )
    code = StringField(_l("Code vom Zettel"), validators=[Optional(), Length(max=300)])
    onward = HiddenField()
    challenge = HiddenField()
    stamp = HiddenField()


class AboutForm(FlaskForm):
    """What somebody says about themselves: an age band, and nothing else that has to be said."""

    age_band = RadioField(
        _l("Wie alt bist du?"),
        choices=[
            *(SelectChoice(band, AGE_BANDS[band]) for band in ASKED_AGE_BANDS),
            SelectChoice("na", NOT_SAID),
        ],
        validators=[DataRequired(_l("Tipp auf dein Alter oder auf »möchte ich nicht sagen«."))],
    )
    gender = RadioField(
        _l("Du bist …"),
        choices=[
            *(SelectChoice(code, GENDERS[code]) for code in ("f", "m", "d")),
            SelectChoice("na", NOT_SAID),
        ],
        validators=[Optional()],
    )
    home_area_code = SelectField(_l("Wo wohnst du?"), validators=[Optional()])
    role = SelectField(_l("Ich mache mit als …"), validators=[Optional()])

    def __init__(self, homes: list[tuple[str, str]], preset_role: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.home_area_code.choices = [
            SelectChoice("", NOT_SAID),
            *(SelectChoice(code, name) for code, name in homes),
            SelectChoice(OUTSIDE, _l("Ich wohne nicht in der Stadt")),
        ]
        self.role.choices = _with_none(_l("nichts davon"), list(ROLES.items()))
        if preset_role and not self.is_submitted():
            self.role.data = preset_role


class NewCodeForm(FlaskForm):
    """Staff make an invitation."""

    label = StringField(
        _l("Bezeichnung"),
        description=_l("Nur für Sie, zum Beispiel »IGS Nordstadt, Klasse 8b«."),
        validators=[DataRequired(_l("Bitte geben Sie eine Bezeichnung an.")), Length(max=120)],
    )
    activity_id = SelectField(_l("Führt direkt zu"), validators=[Optional()])
    preset_role = SelectField(_l("Rolle der Gruppe"), validators=[Optional()])
    valid_from = DateField(_l("Gültig ab"), validators=[Optional()])
    valid_to = DateField(_l("Gültig bis (einschließlich)"), validators=[Optional()])
    max_participants = IntegerField(
        _l("Höchstens so viele Teilnehmende"),
        description=_l("Zum Beispiel so viele, wie die Klasse Kinder hat. Leer heißt: ohne Grenze."),
        validators=[
            Optional(),
            NumberRange(1, MOST_PARTICIPANTS, _l("Bitte eine Zahl von 1 bis %(max)s.")),
        ],
    )

    def __init__(self, activities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.activity_id.choices = _with_none(_l("allen offenen Aktivitäten"), activities)
        self.preset_role.choices = _with_none(_l("nach Alter"), list(ROLES.items()))

    def validate_valid_to(self, field: DateField) -> None:
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(str(_l("Das Ende liegt vor dem Anfang.")))


class SlipsForm(FlaskForm):
    """Staff say how many slips are here and what all of them agree to; nothing is ticked in advance."""

    count = IntegerField(
        _l("So viele unterschriebene Zettel liegen vor"),
        description=_l("Mit dem Code machen dann genau so viele Kinder mit, nicht mehr."),
        validators=[
            InputRequired(_l("Bitte zählen Sie die Zettel.")),
            NumberRange(1, MOST_PARTICIPANTS, _l("Bitte eine Zahl von 1 bis %(max)s.")),
        ],
    )

    purposes = SelectMultipleField(
        _l("Dazu sagen alle Zettel Ja"),
        description=_l("Kreuzen Sie nur an, was auf jedem einzelnen Zettel angekreuzt ist."),
        choices=[SelectChoice(purpose, CONSENT_TEXTS[purpose].title) for purpose in PURPOSES],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[DataRequired(_l("Bitte wählen Sie, wofür die Zettel gelten."))],
    )
