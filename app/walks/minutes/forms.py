"""Forms about minutes: a section's text, an answer to a correction, the yes of a group."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.walks.minutes.vocabulary import LONGEST

TOO_LONG = _l("Bitte höchstens %(max)d Zeichen.")


class SectionForm(FlaskForm):
    """The text of one section."""

    text = TextAreaField(
        _l("Text"),
        description=_l("Zeilen, die mit einem Strich – beginnen, werden eine Liste. Bitte keine Namen."),
        validators=[Length(max=LONGEST, message=TOO_LONG)],
    )
    version = HiddenField()


class AnswerVoiceForm(FlaskForm):
    """What became of a correction."""

    answer = TextAreaField(
        _l("Antwort"),
        description=_l("Das lesen alle, die mitgegangen sind. Kurz und in einfachen Worten."),
        validators=[
            DataRequired(_l("Bitte schreiben Sie eine kurze Antwort.")),
            Length(max=1000, message=TOO_LONG),
        ],
    )
    is_taken = BooleanField(_l("Übernommen: Der Text ist geändert"))


class ConfirmForm(FlaskForm):
    """The minutes are right."""

    is_spoken = BooleanField(_l("Die Gruppe hat es mündlich bestätigt"))


class SayForm(FlaskForm):
    """Only the token: what is said to each section has names of its own (`right-<id>`, `text-<id>`)."""
