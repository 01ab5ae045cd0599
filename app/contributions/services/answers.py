"""What people do with the answers of a whole sitting: take them back."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.areas.holding import hold_areas
from app.base.audit import note
from app.base.database import db, leave_no_trace
from app.base.errors import NotFound
from app.contributions.models import Contribution, Submission, SubmissionAttribute
from app.contributions.services.own import withdraw
from app.processes.channels import forget_copies


def withdraw_sitting(*, submission_id: UUID, participant_id: UUID) -> None:
    """Take a whole sitting back: its closed answers and all that was said in it are deleted (E07).

    Its row stays, so that a phone that sends it once more learns that it had arrived. NotFound for foreign ones and
    for what has no answers any more.
    """
    hold_areas()
    answers = SubmissionAttribute.submission_id == submission_id
    query = (
        select(Submission.id, Submission.activity_id)
        .where(
            Submission.id == submission_id,
            Submission.participant_id == participant_id,
            select(SubmissionAttribute.key).where(answers).exists(),
        )
        .with_for_update()
    )
    mine = db.session.execute(query).one_or_none()
    if mine is None:
        raise NotFound(_("Diese Antworten gibt es nicht oder sie sind nicht von dir."))
    if mine.activity_id is not None:
        forget_copies({mine.activity_id: [submission_id]})
    said = select(Contribution.id).where(
        Contribution.submission_id == submission_id, Contribution.state != "withdrawn"
    )
    for contribution_id in db.session.scalars(said.order_by(Contribution.position, Contribution.id)).all():
        withdraw(contribution_id=contribution_id, participant_id=participant_id)
    db.session.execute(delete(SubmissionAttribute).where(answers))
    leave_no_trace()
    note(actor="participant", action="sitting.withdraw", object_kind="submission", object_id=submission_id)
