"""What staff choose before they take contributions away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.areas.models import AreaSet
from app.areas.queries import area_names
from app.contributions.extracts import Wish
from app.contributions.extracts.columns import GROUPS
from app.contributions.vocabulary import COUNTED_STATES, QUALITIES, STATES
from app.exports.microdata.formats import SURVEY_FORMATS
from app.exports.streams import STREAM_FORMATS
from app.processes.models import Process

RELEASED, INTERNAL = "released", "internal"
DOORS = {
    RELEASED: _l(
        "Freigegebene Orte: auf 25 Meter gerundet, mit Monat, ohne Unwohlorte. Darf jede Person bekommen."
    ),
    INTERNAL: _l(
        "Alle gezählten Beiträge im Wortlaut, mit Sichtung, genauem Ort und Räumen. Nur für den Dienstgebrauch."
    ),
}
_WIDGETS: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}


def _choices(labels: Mapping[str, object]) -> list[SelectChoice]:
    return [SelectChoice(key, str(label)) for key, label in labels.items()]


class SurveyDataForm(FlaskForm):
    """Which file of a survey."""

    format_name = RadioField(
        _l("Welche Datei?"),
        validators=[InputRequired(_l("Bitte wählen Sie eine Datei."))],
        default="xlsx",
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.format_name.choices = _choices(
            {key: f"{found.label}: {found.use}" for key, found in SURVEY_FORMATS.items()}
        )


class TakeAwayForm(FlaskForm):
    """Empty filters mean all; columns are chosen in groups, none chosen means all."""

    door = RadioField(_l("Welche Beiträge?"), default=RELEASED)
    format_name = RadioField(
        _l("Welche Datei?"),
        validators=[InputRequired(_l("Bitte wählen Sie eine Datei."))],
        default="xlsx",
    )
    since = DateField(_l("Von"), validators=[Optional()])
    until = DateField(
        _l("Bis"),
        validators=[Optional()],
        description=_l("Bei freigegebenen Orten zählen nur ganze Monate."),
    )
    quality = SelectField(_l("Art"))
    states = SelectMultipleField(_l("Stand der Sichtung"), **_WIDGETS)
    area = SelectField(_l("Raum"))
    code = StringField(_l("Schlagwort"), validators=[Optional(), Length(max=200)])
    groups = SelectMultipleField(
        _l("Welche Spalten?"), description=_l("Nichts angekreuzt heißt: alle Spalten."), **_WIDGETS
    )

    def offer(self, sets: list[AreaSet], *, internal: bool) -> None:
        """Fill the choices; the inner door and what only it can filter by stand there for those who may."""
        self.door.choices = _choices(
            {key: told for key, told in DOORS.items() if internal or key == RELEASED}
        )
        self.format_name.choices = _choices(
            {key: f"{found.label}: {found.use}" for key, found in STREAM_FORMATS.items()}
        )
        self.quality.choices = _choices(
            {"": _("alle"), **{key: found.label for key, found in QUALITIES.items()}}
        )
        self.states.choices = _choices({key: STATES[key] for key in COUNTED_STATES})
        areas: dict[str, object] = {"": _("alle")}
        names = area_names(found.id for found in sets)
        for found in sets:
            told = f"{found.name} ({found.valid_from:%d.%m.%Y})"
            areas |= {f"{found.id} {code}": f"{told}: {name}" for code, name in names[found.id]}
        self.area.choices = _choices(areas)
        self.groups.choices = _choices({key: f"{label}: {told}" for key, (label, told) in GROUPS.items()})

    def validate_until(self, field: DateField) -> None:
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError(_("Das Ende liegt vor dem Anfang."))

    def wish(self, process: Process) -> Wish:
        """What was chosen; filters that only the inner door knows are left out at the outer one."""
        internal = self.door.data == INTERNAL
        set_id, _space, area = (self.area.data or "").partition(" ")
        return Wish.from_json(
            {
                "process_id": str(process.id),
                "internal": internal,
                "since": self.since.data.isoformat() if self.since.data else "",
                "until": self.until.data.isoformat() if self.until.data else "",
                "qualities": [self.quality.data] if self.quality.data else [],
                "states": (self.states.data or []) if internal else [],
                "area": area if internal else "",
                "area_set_id": set_id if internal else "",
                "code": (self.code.data or "").strip() if internal else "",
                "groups": self.groups.data or [],
            }
        )
