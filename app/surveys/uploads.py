"""Photos and recordings from a page without a script: read at once, kept with the draft, sent with the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict

from app.base.errors import DomainError
from app.contributions.media.drafts import ConsentDraft
from app.contributions.media.queries import KeptFile
from app.contributions.media.services import ReadFile, keep_waiting, read_file
from app.contributions.media.store import store
from app.questions.fields import FilesField
from app.questions.forms import form_of
from app.questions.steps import Step
from app.surveys.sheets import Sheets

PHOTO, PEOPLE, AUDIO = "photo", "photo_people", "audio"


@dataclass(frozen=True)
class Uploaded:
    """One file that was read, and what came with it."""

    path: str
    file: ReadFile
    text: str
    data: dict[str, Any]
    consents: tuple[ConsentDraft, ...]

    def keep(self, participant_id: UUID, submission_id: UUID) -> UUID:
        return keep_waiting(
            participant_id=participant_id,
            submission_id=submission_id,
            file=self.file,
            text=self.text,
            data=self.data,
            consents=self.consents,
        ).id


@dataclass
class Uploads:
    """What came with a page: `sent` are its fields with the ids of what is kept, `problems` why a file is not."""

    sent: MultiDict[str, str]
    taken: list[Uploaded] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)

    def kept(self, participant_id: UUID, submission_id: UUID) -> MultiDict[str, str]:
        """The fields with the ids of the new files, which are kept for this sitting."""
        fields = self.sent.copy()
        for one in self.taken:
            fields.add(one.path, str(one.keep(participant_id, submission_id)))
        return fields

    def refuse(self, message: str) -> None:
        """None of the files could be kept."""
        self.problems |= dict.fromkeys((one.path for one in self.taken), message)
        self.let_go()
        self.taken = []

    def let_go(self) -> None:
        """From now on the rows decide which files stay."""
        store().let_go([one.file.kept for one in self.taken])


def uploads(
    before: Sheets,
    step: Step,
    sent: Mapping[str, Any],
    files: Mapping[str, FileStorage],
    rules: Mapping[str, Mapping[str, Any]],
    known: Sequence[KeptFile],
) -> Uploads:
    """Read the files of a page, outside of any transaction. `known` are those kept before, `rules` say whose yes is
    needed (`app.participants.consents.for_page`). What is refused loses nothing else that was typed.
    """
    found = Uploads(MultiDict(sent))
    ids = {str(one.id) for one in known}
    form = form_of(step.questions, before.saying)(found.sent, prefix=step.prefix)
    for asked in _files_fields(form.every()):
        gone = set(found.sent.getlist(f"{asked.name}.drop"))
        left = [one for one in dict.fromkeys(asked.ids) if one in ids and one not in gone]
        found.sent.setlist(asked.name, left)
        file = files.get(f"{asked.name}.file")
        if file is None or not file.filename:
            continue
        try:
            found.taken.append(_read(asked, file, found.sent, rules, len(left)))
        except DomainError as error:
            found.problems[asked.name] = str(error.message)
    return found


def _files_fields(fields: Iterator[Any]) -> Iterator[FilesField]:
    return (one for one in fields if isinstance(one, FilesField))


def _read(
    asked: FilesField,
    file: FileStorage,
    sent: MultiDict[str, str],
    rules: Mapping[str, Mapping[str, Any]],
    here: int,
) -> Uploaded:
    """One file with its yeses; DomainError with a sentence for the person."""
    kind = asked.question.kind
    if reason := rules[kind]["reason"]:
        raise DomainError(reason)
    if here >= asked.most:
        raise DomainError(_("Möglich sind hier höchstens %(limit)s.", limit=asked.most))
    purposes = _purposes(asked.name, kind, sent, rules)
    if any(sent.get(f"{asked.name}.{purpose}") != "yes" for purpose in purposes):
        raise DomainError(
            _("Bitte hak noch an, dass wir das Foto haben dürfen, und wähl es noch einmal aus.")
            if kind == PHOTO
            else _("Bitte hak noch an, dass alle Ja gesagt haben, und wähl die Aufnahme noch einmal aus.")
        )
    media_type = file.mimetype or "application/octet-stream"
    read = read_file(kind=kind, stream=file.stream, media_type=media_type)
    has_people = {"has_people": sent.get(f"{asked.name}.people") == "yes"}
    return Uploaded(
        asked.name,
        read,
        sent.get(f"{asked.name}.caption", "").strip()[:300],
        has_people if kind == PHOTO else {},
        tuple(ConsentDraft(purpose, rules[purpose]["version"]) for purpose in purposes),
    )


def _purposes(
    name: str, kind: str, sent: MultiDict[str, str], rules: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """What has to be ticked. Without a script nobody can wipe over faces: who is to be seen has to agree."""
    if kind == AUDIO:
        return [AUDIO]
    people = sent.get(f"{name}.people")
    if people not in {"no", "yes"}:
        raise DomainError(_("Bitte sag noch, ob Leute zu erkennen sind, und wähl das Foto noch einmal aus."))
    if people == "yes" and not rules[PEOPLE]["isAllowed"]:
        raise DomainError(_("Bitte nimm ein Foto, auf dem niemand zu erkennen ist."))
    return [*([] if rules[PHOTO]["isGiven"] else [PHOTO]), *([PEOPLE] if people == "yes" else [])]


class Offer:
    """How a page without a script takes files for one question: what `f.upload` of the macros shows."""

    def __init__(
        self,
        asked: FilesField,
        rules: Mapping[str, Mapping[str, Any]],
        known: Sequence[KeptFile],
        sent: Mapping[str, Any],
    ) -> None:
        kind = asked.question.kind
        self.name = asked.name
        self.sent = sent
        self.rule = rules[kind]
        wanted = [PHOTO, PEOPLE] if kind == PHOTO else [AUDIO]
        self.ticks = [
            {"purpose": purpose, "text": rules[purpose]["text"]}
            for purpose in wanted
            if rules[purpose]["isAllowed"] and not (purpose == PHOTO and rules[PHOTO]["isGiven"])
        ]
        by_id = {str(one.id): one for one in known}
        kept = [by_id[one] for one in asked.ids if one in by_id]
        self.items = [
            {
                "id": str(one.id),
                "text": one.text,
                "label": _label(kind, number, one.size),
                "url": url_for("contributions_media.own_file", attachment_id=one.id, size="whole"),
            }
            for number, one in enumerate(kept, 1)
        ]
        self.rules = (
            _(
                "Zeig den Ort, nicht die Leute. Keine Fotos von Leuten, die nicht Ja gesagt haben, "
                "aus Wohnungen, Toiletten oder Umkleiden, von jemandem, der Hilfe braucht, und von Nacktheit."
            )
            if kind == PHOTO
            else _("Höchstens 3 Minuten. Sag keine Namen. Das Team hört die Aufnahme an.")
        )

    @property
    def reason(self) -> str:
        """Why nothing can be sent; empty when it can."""
        return str(self.rule["reason"])

    @property
    def reason_url(self) -> str:
        return url_for("participants.consents") if self.rule["asksAge"] else ""

    def typed(self, name: str) -> str:
        return str(self.sent.get(f"{self.name}.{name}", ""))


class NoOffer:
    """On trial nothing is taken."""

    items: tuple[object, ...] = ()
    reason_url = ""

    @property
    def reason(self) -> str:
        return _("Beim Ausprobieren werden keine Fotos und Aufnahmen genommen.")


def _label(kind: str, number: int, size: int) -> str:
    name = _("Foto %(number)s", number=number) if kind == PHOTO else _("Aufnahme %(number)s", number=number)
    return _("%(name)s (%(size)s KB)", name=name, size=max(1, round(size / 1024)))
