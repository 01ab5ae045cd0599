"""The form of staff for the report of a walk."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from app.walks.report.services import LONGEST_INTRO


class ReportForm(FlaskForm):
    """What stands before the released words."""

    intro = TextAreaField(
        _l("Einleitung"),
        description=_l(
            "Wer ist wann wo gegangen, worum ging es, was war schön, was fehlt? In einfachen Sätzen, das Gute zuerst; "
            "»Teilnehmende nannten«, keine Urteile über Orte."
        ),
        validators=[Length(max=LONGEST_INTRO, message=_l("Bitte höchstens %(max)d Zeichen."))],
    )
    version = HiddenField()
