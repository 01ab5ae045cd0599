"""The photo of a mark on the page without script: what must not be on it, who can be recognised, the yes to it."""

from __future__ import annotations

from typing import IO, Any
from uuid import UUID, uuid5

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from app.contributions.media.drafts import ConsentDraft
from app.contributions.media.services import attach

_IDENTITY = UUID("6f2bb2a6-7a0e-5d0f-9a53-0b0a4c3c8f10")
_AGAIN = _l("Bitte wähl auch das Foto noch einmal aus, es ist nicht mit angekommen.")


class PhotoForm(FlaskForm):
    """Everything is free to leave out; with a photo the questions about it have to be answered.

    `rules` is what `app.participants.consents.for_page` says about this person.
    """

    photo = FileField(
        _l("Foto dazu"),
        description=_l(
            "Zeig den Ort, nicht die Leute. Keine Fotos von Leuten, die nicht Ja gesagt haben, "
            "aus Wohnungen, Toiletten oder Umkleiden, von jemandem, der Hilfe braucht, und von Nacktheit."
        ),
    )
    photo_text = StringField(
        _l("Was sieht man auf dem Foto?"),
        validators=[Length(max=300, message=_l("Bitte höchstens 300 Zeichen."))],
    )
    photo_people = RadioField(
        _l("Sind Leute zu erkennen?"),
        choices=[SelectChoice("no", _l("Nein")), SelectChoice("yes", _l("Ja"))],
        validators=[Optional()],
    )
    photo_yes = BooleanField()
    people_yes = BooleanField()

    def __init__(self, rules: dict[str, dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rules = rules
        self.photo_yes.label.text = rules["photo"]["text"]
        self.people_yes.label.text = rules["photo_people"]["text"]
        if rules["photo"]["isGiven"]:
            del self.photo_yes
        if not rules["photo_people"]["isAllowed"]:
            del self.people_yes

    @property
    def has_photo(self) -> bool:
        return bool(self.photo.data and self.photo.data.filename)

    def validate_photo(self, _field: FileField) -> None:
        if self.has_photo and not self.rules["photo"]["isAllowed"]:
            raise ValidationError(self.rules["photo"]["reason"])

    def validate_photo_yes(self, field: BooleanField) -> None:
        if self.has_photo and not field.data:
            raise ValidationError(_l("Bitte hak noch an, dass wir das Foto haben dürfen."))

    def validate(self, extra_validators: Any = None) -> bool:
        is_good: bool = super().validate(extra_validators)
        if not self.has_photo:
            return is_good
        people = self._about_people()
        if people:
            self.photo_people.errors = [people]
        return is_good and not people

    def _about_people(self) -> Any:
        if self.photo_people.data not in {"no", "yes"}:
            return _l("Bitte sag noch, ob Leute zu erkennen sind.")
        if self.photo_people.data == "yes" and not (self.people_yes and self.people_yes.data):
            return _l("Bitte nimm ein Foto, auf dem niemand zu erkennen ist, oder frag alle vorher.")
        return None

    def ask_again(self) -> None:
        """No browser keeps a file when a form comes back."""
        if self.has_photo:
            self.photo.errors = [*self.photo.errors, _AGAIN]

    def send(self, *, contribution_id: UUID, participant_id: UUID) -> None:
        """Attach the photo, if there is one; its id follows from the contribution's, so that twice is once."""
        if not self.has_photo:
            return
        stream: IO[bytes] = self.photo.data.stream
        attach(
            attachment_id=uuid5(_IDENTITY, str(contribution_id)),
            contribution_id=contribution_id,
            participant_id=participant_id,
            kind="photo",
            stream=stream,
            media_type=self.photo.data.mimetype or "application/octet-stream",
            text=(self.photo_text.data or "").strip(),
            data={"has_people": self.photo_people.data == "yes"},
            consents=self._consents(),
        )

    def _consents(self) -> tuple[ConsentDraft, ...]:
        said = [("photo", self.photo_yes), ("photo_people", self.people_yes)]
        is_asked = {"photo": True, "photo_people": self.photo_people.data == "yes"}
        return tuple(
            ConsentDraft(purpose, self.rules[purpose]["version"])
            for purpose, field in said
            if field and field.data and is_asked[purpose]
        )
