"""From confirmed marks to contributions (origin `paper`) and, as long as nobody has decided about them, back."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import shapely
from flask_babel import gettext as _

from app.base.audit import note
from app.base.database import db, new_id
from app.base.errors import Conflict, DomainError
from app.contributions.drafts import ContributionDraft, SubmissionDraft
from app.contributions.homes import coarsened, names_a_home
from app.contributions.queries import states_of
from app.contributions.services import erase_participant, record
from app.maps.models import CHANNEL
from app.maps.paper.models import PaperMark, PaperPhoto
from app.maps.paper.queries import colours_of, legend_of, lonlats
from app.maps.paper.second_entry import KIND
from app.maps.queries import extent_around, pin_rules
from app.participants.services import erase, join_direct
from app.processes.double_entry.services import forget_entry
from app.processes.standing import sets_in_force

UNDECIDED = ("submitted", "in_review")


def record_photo(*, photo: PaperPhoto, version: int, actor: UUID | str) -> int:
    """Record every confirmed mark once; how many. Conflict when stale or done, DomainError when something is missing.

    One sheet is one person or one group and counts as one; where colours mean groups, each colour is one. A single
    person keeps to the limit of pins of each question (B4); a place that sounds like a home is made coarse (E16).
    """
    photo.expect_version(version)
    if photo.state != "ready":
        raise Conflict(_("Dieses Foto ist schon eingetragen."))
    marks = [mark for mark in photo.marks if mark.state == "confirmed"]
    if not marks:
        raise DomainError(_("Es ist noch kein Punkt bestätigt."))
    people = _people(photo, marks)
    _check(photo, marks, is_person=len(people) == 1 and colours_of(photo) == "kind" and not photo.is_group)
    participants = []
    for age_band, gender, mine in people:
        joined = join_direct(process_id=photo.process_id, age_band=age_band, gender=gender)
        participants.append(str(joined.participant.id))
        record(_sitting(photo, joined.participant.id, mine))
    photo.participants, photo.state = participants, "recorded"
    db.session.flush()
    note(actor=actor, action="paper.record", object_kind="paper_photo", object_id=photo.id)
    return len(marks)


def take_back(*, photo: PaperPhoto, version: int, actor: UUID | str) -> int:
    """Delete what was recorded from a photograph; its marks stay for another try. Conflict once any was decided."""
    photo.expect_version(version)
    if photo.state != "recorded":
        raise Conflict(_("Von diesem Foto ist nichts eingetragen."))
    ids = [mark.contribution_id for mark in photo.marks if mark.contribution_id is not None]
    if any(state not in UNDECIDED for state in states_of(ids).values()):
        raise Conflict(
            _(
                "Beiträge von diesem Foto sind schon gesichtet. Deshalb lassen sie sich nicht mehr zurücknehmen."
            )
        )
    gone = 0
    for participant in photo.participants:
        gone += erase_participant(participant_id=UUID(participant))
        erase(participant_id=UUID(participant))
    for mark in photo.marks:
        mark.contribution_id = None
    forget_entry(kind=KIND, sheet_id=photo.id)
    photo.participants, photo.state = [], "ready"
    db.session.flush()
    note(actor=actor, action="paper.take_back", object_kind="paper_photo", object_id=photo.id)
    return gone


def _people(photo: PaperPhoto, marks: list[PaperMark]) -> list[tuple[str, str, list[PaperMark]]]:
    """Age band, gender and marks of each person or group."""
    if colours_of(photo) == "kind":
        return [(photo.age_band, photo.gender, marks)]
    groups = {entry.ink: (entry.age_band, entry.gender) for entry in legend_of(photo)}
    found: dict[tuple[str, str], list[PaperMark]] = {}
    for mark in marks:
        found.setdefault(groups.get(mark.ink, ("na", "na")), []).append(mark)
    return [(age_band, gender, mine) for (age_band, gender), mine in found.items()]


def _check(photo: PaperPhoto, marks: list[PaperMark], *, is_person: bool) -> None:
    rules = pin_rules(photo.activity_id) or {}
    extent = extent_around(sets_in_force(photo.process_id))
    for mark, (lon, lat) in zip(marks, lonlats(photo, [(mark.x, mark.y) for mark in marks]), strict=True):
        rule = rules.get(mark.question)
        if rule is None or mark.quality not in rule.qualities:
            raise DomainError(
                _("Punkt %(number)s: Bitte wählen Sie, was für ein Ort das ist.", number=mark.number)
            )
        if extent is not None and not shapely.box(*extent).covers(shapely.Point(lon, lat)):
            raise DomainError(_("Punkt %(number)s liegt zu weit weg von der Stadt.", number=mark.number))
    if is_person:
        for key, count in Counter(mark.question for mark in marks).items():
            if count > rules[key].max_pins:
                raise DomainError(
                    _(
                        "Eine Person darf zu einer Frage höchstens %(limit)s Punkte setzen, hier sind es %(count)s. "
                        "War es eine Gruppe? Dann kreuzen Sie das an.",
                        limit=rules[key].max_pins,
                        count=count,
                    )
                )


def _sitting(photo: PaperPhoto, participant_id: UUID, marks: list[PaperMark]) -> SubmissionDraft:
    said = []
    for mark, (lon, lat) in zip(marks, lonlats(photo, [(mark.x, mark.y) for mark in marks]), strict=True):
        mark.contribution_id = new_id()
        point, is_home = shapely.Point(round(lon, 6), round(lat, 6)), names_a_home(mark.text)
        said.append(
            ContributionDraft(
                id=mark.contribution_id,
                quality=mark.quality,
                text=mark.text,
                geometry=coarsened(point) if is_home else point,
                precision="approximate" if is_home or photo.kind == "board" else "exact",
                attributes={"question": mark.question},
            )
        )
    code = f"{photo.sheet.code}-{photo.copy or 0}" if photo.sheet is not None else f"board-{photo.id}"
    return SubmissionDraft(
        id=new_id(),
        process_id=photo.process_id,
        activity_id=photo.activity_id,
        participant_id=participant_id,
        person_key=str(participant_id),
        channel=CHANNEL,
        source="paper",
        import_key=code,
        contributions=said,
    )
