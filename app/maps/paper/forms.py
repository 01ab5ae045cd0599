"""Forms of the pages about paper: a new sheet, an upload, a board laid on the ground by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields import DecimalField, SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.areas.age_bands import AGE_BANDS
from app.base.printed_map.ground import SCALES
from app.base.printed_map.layout import PAPERS
from app.maps.models import NeedleCampaign
from app.maps.paper.legend import INKS
from app.maps.paper.services.sheets import MOST_COPIES
from app.participants.vocabulary import GENDERS

NUMBER = _l("Bitte geben Sie eine Zahl an.")
TOWN, VIEW = "town", "view"
GROUPS = (("a12_13", "f"), ("a12_13", "m"), ("a14_15", "f"), ("a14_15", "m"), ("na", "na"))
"""The groups of B4 in the order of the inks; staff change them."""


class GroupForm(Form):
    """Who one colour stands for."""

    age_band = SelectField(
        _l("Alter"), choices=[SelectChoice(code, label) for code, label in AGE_BANDS.items()]
    )
    gender = SelectField(
        _l("Geschlecht"), choices=[SelectChoice(code, label) for code, label in GENDERS.items()]
    )


class SheetForm(FlaskForm):
    """A print job."""

    question = SelectField(_l("Was fragt das Blatt?"))
    colours = RadioField(
        _l("Was bedeuten die Farben?"),
        choices=[
            SelectChoice("kind", _l("die Art des Ortes – ein Blatt für eine Person oder eine Gruppe")),
            SelectChoice("group", _l("die Gruppe – ein Blatt oder Brett für viele")),
        ],
        default="kind",
    )
    groups = FieldList(
        FormField(GroupForm), label=_l("Gruppen"), min_entries=len(GROUPS), max_entries=len(INKS)
    )
    paper = SelectField(_l("Papier"), choices=[SelectChoice(name, name) for name in PAPERS], default="A3")
    landscape = RadioField(
        _l("Format"), choices=[SelectChoice("0", _l("hoch")), SelectChoice("1", _l("quer"))], default="1"
    )
    area = SelectField(_l("Gebiet"), default=VIEW)
    center_lat = DecimalField(
        _l("Mitte: Breite (Nord)"), places=5, validators=[InputRequired(NUMBER), NumberRange(-85, 85)]
    )
    center_lon = DecimalField(
        _l("Mitte: Länge (Ost)"), places=5, validators=[InputRequired(NUMBER), NumberRange(-180, 180)]
    )
    scale = SelectField(_l("Maßstab"), default="5000")
    cut_off = BooleanField(_l("Das Gebiet darf am Rand abgeschnitten werden"))
    copies = IntegerField(
        _l("Wie viele Blätter?"),
        default=1,
        description=_l(
            "Jedes Blatt trägt seine eigene Nummer. So bleibt klar, welches Foto zu welchem Blatt gehört."
        ),
        validators=[InputRequired(NUMBER), NumberRange(1, MOST_COPIES, _l("Bitte 1 bis 60."))],
    )

    def __init__(self, campaign: NeedleCampaign, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.question.choices = question_choices(campaign, whole=True)
        self.area.choices = [
            SelectChoice(VIEW, _l("Ausschnitt auf der Karte wählen")),
            *([SelectChoice(TOWN, _l("ganze Stadt"))] if areas else []),
            *(SelectChoice(key, name) for key, name in areas),
        ]
        self.scale.choices = [
            SelectChoice("0", _l("so groß wie möglich (nur mit Gebiet)")),
            *(SelectChoice(str(scale), f"1:{scale:,}".replace(",", ".")) for scale in SCALES),
        ]


class UploadForm(FlaskForm):
    """Photographs and scans that come back."""

    files = MultipleFileField(
        _l("Fotos oder Scans"),
        description=_l("JPEG, PNG, HEIC oder PDF, mehrere auf einmal, zusammen höchstens 32 MB."),
    )


class CodeForm(FlaskForm):
    """The code beside the QR code, typed."""

    code = StringField(
        _l("Blatt und Nummer"), description=_l("Zum Beispiel K7MQ 2XRT 4WBD · 1"), validators=[Length(max=40)]
    )


class PointForm(Form):
    """One place on the photograph and on the ground; all empty or all filled."""

    x = DecimalField(_l("Foto: von links"), places=None, validators=[Optional()])
    y = DecimalField(_l("Foto: von oben"), places=None, validators=[Optional()])
    lat = DecimalField(_l("Breite (Nord)"), places=None, validators=[Optional(), NumberRange(-85, 85)])
    lon = DecimalField(_l("Länge (Ost)"), places=None, validators=[Optional(), NumberRange(-180, 180)])


class BoardForm(FlaskForm):
    """A board: its question, who its colours are, and points on photograph and map."""

    question = SelectField(_l("Welche Frage stand am Brett?"))
    groups = FieldList(
        FormField(GroupForm), label=_l("Gruppen"), min_entries=len(GROUPS), max_entries=len(INKS)
    )
    points = FieldList(FormField(PointForm), label=_l("Punkte"), min_entries=8, max_entries=8)

    def __init__(self, campaign: NeedleCampaign, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.question.choices = question_choices(campaign, whole=False)


def question_choices(campaign: NeedleCampaign, *, whole: bool) -> list[SelectChoice]:
    """The needle questions of a campaign, with all of them together where that is possible."""
    single = [SelectChoice(one.key, one.text) for one in campaign.questions if one.task == "needle"]
    return [*([SelectChoice("", _l("alle Fragen dieser Karte"))] if whole else []), *single]
