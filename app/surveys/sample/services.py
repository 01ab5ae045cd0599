"""Writes of a sample for staff: make a stack of letters for one group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.base.audit import note
from app.base.database import db, now
from app.base.errors import DomainError
from app.base.tokens import new_code
from app.participants.services import create_code
from app.surveys.models import SAMPLE, Survey
from app.surveys.sample.joining import lock_letters, note_used
from app.surveys.sample.models import SurveyBatch, SurveyCode, SurveySample
from app.surveys.sample.queries import LENGTH, hash_of, not_used, sample_of

MOST_LETTERS = 5000
"""Of one stack; a page shows them all once."""
MOST_OF_A_SURVEY = 100_000


@dataclass(frozen=True)
class Letter:
    """Serial number and code (12 signs) of one letter; the code exists only here."""

    serial: int
    code: str


def make_letters(
    *, survey: Survey, number: int, label: str = "", target: int | None = None, actor: UUID | str = "command"
) -> tuple[SurveyBatch, list[Letter]]:
    """A stack of `number` letters for one group; their codes are known to the caller alone.

    DomainError when the survey takes no sample, for a number out of reason and for a target beyond the letters.
    """
    if SAMPLE not in survey.modes:
        raise DomainError(
            _("Diese Umfrage hat keine Stichprobe. Sie können das in ihren Einstellungen ändern."),
            field="number",
        )
    if not 1 <= number <= MOST_LETTERS:
        raise DomainError(_("Bitte eine Zahl von 1 bis %(max)s.", max=MOST_LETTERS), field="number")
    if target is not None and not 1 <= target <= number:
        raise DomainError(_("Das Ziel kann nicht größer sein als die Zahl der Briefe."), field="target")
    lock_letters(survey.activity_id)
    sample = sample_of(survey.activity_id) or _begin(survey, actor)
    last = db.session.scalar(
        select(func.max(SurveyCode.serial)).where(SurveyCode.activity_id == survey.activity_id)
    )
    first = (last or 0) + 1
    if first + number - 1 > MOST_OF_A_SURVEY:
        raise DomainError(_("Das sind zu viele Briefe für eine Umfrage."), field="number")
    batch = SurveyBatch(activity_id=sample.activity_id, label=label.strip()[:120], target=target)
    db.session.add(batch)
    db.session.flush()
    letters = [Letter(serial, new_code(LENGTH)) for serial in range(first, first + number)]
    db.session.add_all(
        SurveyCode(
            activity_id=sample.activity_id,
            serial=letter.serial,
            batch_id=batch.id,
            code_hash=hash_of(letter.code),
        )
        for letter in letters
    )
    db.session.flush()
    note(actor=actor, action="survey.letters", object_kind="activity", object_id=survey.activity_id)
    return batch, letters


def mark_returned(*, survey: Survey, serials: Sequence[int], actor: UUID | str = "command") -> None:
    """These letters were answered on paper: their codes open nothing more, and nobody is reminded.

    Which sheet lay in which letter is not asked. DomainError names the numbers that are no open letters; then nothing
    is marked.
    """
    wanted = sorted(set(serials))
    lock_letters(survey.activity_id)
    unused = {serial for serial, _label in not_used(survey.activity_id)}
    if wrong := [serial for serial in wanted if serial not in unused]:
        raise DomainError(
            _(
                "Zu diesen Nummern gibt es keinen Brief, oder sein Code ist schon benutzt: %(numbers)s",
                numbers=", ".join(map(str, wrong[:20])),
            ),
            field="numbers",
        )
    note_used(survey.activity_id, wanted)
    note(actor=actor, action="survey.letters_back", object_kind="activity", object_id=survey.activity_id)


def _begin(survey: Survey, actor: UUID | str) -> SurveySample:
    """The sample with the code that only says "by letter": its time was over before it was made."""
    over = now() - timedelta(days=1)
    code = create_code(
        process_id=survey.activity.process_id,
        label=_("Stichprobe: %(title)s", title=survey.activity.title)[:120],
        activity_id=survey.activity_id,
        valid_from=over - timedelta(days=1),
        valid_to=over,
        actor=actor,
    )
    sample = SurveySample(activity_id=survey.activity_id, join_code_id=code.id)
    db.session.add(sample)
    db.session.flush()
    return sample
