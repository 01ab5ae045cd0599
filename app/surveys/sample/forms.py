"""Forms of staff for a sample: a new stack of letters, and its codes on their way into a file."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.base.errors import DomainError
from app.surveys.sample.services import MOST_LETTERS


class StackForm(FlaskForm):
    """A new stack of letters."""

    number = IntegerField(
        _l("Zahl der Briefe"),
        description=_l("Nur die Zahl. Namen und Adressen bleiben in Ihrer eigenen Liste."),
        validators=[
            InputRequired(_l("Bitte geben Sie an, wie viele Briefe Sie verschicken.")),
            NumberRange(1, MOST_LETTERS, _l("Bitte eine Zahl von 1 bis %(max)s.")),
        ],
    )
    label = StringField(
        _l("Gruppe"),
        description=_l("Zum Beispiel »Lindenhof, 14–17 Jahre«. Bitte keine Namen."),
        validators=[Optional(), Length(max=120, message=_l("Bitte höchstens 120 Zeichen."))],
    )
    target = IntegerField(
        _l("So viele sollen mitmachen"),
        description=_l("Ihr Ziel für diese Gruppe. Leer heißt: ohne Ziel."),
        validators=[Optional(), NumberRange(1, MOST_LETTERS, _l("Bitte eine Zahl von 1 bis %(max)s."))],
    )


class ReturnedForm(FlaskForm):
    """Letters whose sheet of paper came back."""

    numbers = TextAreaField(
        _l("Nummern der Briefe"),
        description=_l("Zum Beispiel 12, 40–44, 71. Die Nummer vom Brief, nicht die vom Bogen."),
        validators=[
            DataRequired(_l("Bitte geben Sie mindestens eine Nummer ein.")),
            Length(max=20_000, message=_l("Das sind zu viele Nummern auf einmal.")),
        ],
    )

    def serials(self) -> list[int]:
        """The numbers that were typed; DomainError for what is no number."""
        found: list[int] = []
        for part in re.split(r"[\s,;]+", re.sub(r"\s*[-–]\s*", "-", self.numbers.data or "").strip()):
            match = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", part)
            if match is None:
                raise DomainError(_("»%(part)s« ist keine Nummer.", part=part[:40]), field="numbers")
            first = int(match[1])
            found += range(first, int(match[2] or first) + 1)
            if len(found) > MOST_LETTERS:
                raise DomainError(_("Das sind zu viele Nummern auf einmal."), field="numbers")
        return found


class LettersForm(FlaskForm):
    """The codes a page shows, on their way into a file; they are kept nowhere."""

    codes = TextAreaField(validators=[DataRequired(), Length(max=MOST_LETTERS * 20)])
