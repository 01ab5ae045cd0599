"""What people do with their own contributions: correct one, withdraw one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select

from app.areas.holding import hold_areas
from app.base.audit import note
from app.base.database import db, leave_no_trace
from app.base.errors import NotFound
from app.contributions import searching
from app.contributions.checks import checked_contribution
from app.contributions.drafts import ContributionDraft
from app.contributions.flags import flags_of, urgency_of
from app.contributions.followups import with_followups
from app.contributions.media.services import erase_attachments
from app.contributions.models import Attribute, Contribution, Placement, Submission
from app.contributions.points import index
from app.contributions.rows import Row, place
from app.contributions.services.quotes import change_quote
from app.contributions.services.rules import check_rules, refuse_swapped_axes
from app.participants.services import withdraw_for
from app.processes.channels import asks_followups, forget_copies
from app.processes.queries import area_sets_of, process_by_id

CORRECTABLE = ("quality", "text", "title", "geometry", "place_text", "precision", "is_secret", "attributes")


def correct(
    *, contribution_id: UUID, participant_id: UUID, changes: Mapping[str, Any], version: int | None = None
) -> Contribution:
    """Change what one said; it goes back to review. NotFound for foreign or withdrawn ones, Conflict when stale.

    `changes` maps names of CORRECTABLE to new values; attributes given replace those of the same key. `quote` in it
    says yes or no to showing the words, `followups` in it are attributes where the channel asks follow-ups.
    """
    hold_areas()
    contribution, submission = _own(contribution_id, participant_id)
    draft = _draft_of(contribution)
    given = {name: value for name, value in changes.items() if name in CORRECTABLE}
    said = with_followups(
        given.get("attributes", {}),
        changes.get("followups", {}),
        is_asked=asks_followups(submission.channel),
    )
    if said:
        given["attributes"] = {**draft.attributes, **said}
    if "quality" in given:
        given["valence"] = None
    draft = checked_contribution(replace(draft, **given))
    if submission.activity_id is not None:
        check_rules(submission.activity_id, submission.process_id, participant_id, [draft])
    contribution.expect_version(version)
    if submission.activity_id is not None:
        forget_copies({submission.activity_id: [contribution_id]})
    _store(contribution, draft)
    if "quote" in changes:
        change_quote(contribution_id=contribution_id, participant_id=participant_id, version=changes["quote"])
    leave_no_trace()
    return contribution


def withdraw(*, contribution_id: UUID, participant_id: UUID, version: int | None = None) -> None:
    """Take one contribution back: words, place, answers and files are deleted, only that it was there remains (E07).

    What was said about it, such as a comment on a border beside a drawing, says nothing without it and goes with it.
    """
    hold_areas()
    contribution, submission = _own(contribution_id, participant_id)
    contribution.expect_version(version)
    if submission.activity_id is not None:
        forget_copies({submission.activity_id: [contribution_id]})
    for comment_id in _comments_on(contribution_id, participant_id):
        withdraw(contribution_id=comment_id, participant_id=participant_id)
    contribution.state = "withdrawn"
    contribution.text = contribution.title = contribution.place_text = ""
    contribution.released_text = contribution.geometry = contribution.cell_100m = None
    contribution.quality = contribution.valence = None
    contribution.flags, contribution.urgency = [], 0
    erase_attachments([contribution_id])
    withdraw_for(subject_ids=[contribution_id])
    db.session.execute(delete(Attribute).where(Attribute.contribution_id == contribution_id))
    db.session.execute(delete(Placement).where(Placement.contribution_id == contribution_id))
    db.session.flush()
    searching.renew(contribution_id)
    index.refresh([contribution_id])
    leave_no_trace()
    note(
        actor="participant",
        action="contribution.withdraw",
        object_kind="contribution",
        object_id=contribution_id,
    )


def _comments_on(contribution_id: UUID, participant_id: UUID) -> list[UUID]:
    query = (
        select(Contribution.id)
        .join(Submission, Contribution.submission_id == Submission.id)
        .join(Attribute, Attribute.contribution_id == Contribution.id)
        .where(
            Attribute.key == "about",
            Attribute.value_text == str(contribution_id),
            Contribution.kind.in_(("online_comment", "survey_text")),
            Contribution.state != "withdrawn",
            Submission.participant_id == participant_id,
        )
        .order_by(Contribution.id)
    )
    return list(db.session.scalars(query))


def _own(contribution_id: UUID, participant_id: UUID) -> tuple[Contribution, Submission]:
    query = (
        select(Contribution, Submission)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(
            Contribution.id == contribution_id,
            Submission.participant_id == participant_id,
            Contribution.state != "withdrawn",
        )
        .with_for_update(of=Contribution)
        .execution_options(populate_existing=True)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound(_("Diesen Beitrag gibt es nicht oder er ist nicht von dir."))
    return row[0], row[1]


def _draft_of(contribution: Contribution) -> ContributionDraft:
    query = select(Attribute.key, Attribute.value_text).where(Attribute.contribution_id == contribution.id)
    return ContributionDraft(
        id=contribution.id,
        kind=contribution.kind,
        quality=contribution.quality,
        text=contribution.text,
        title=contribution.title,
        geometry=contribution.geometry,
        place_text=contribution.place_text,
        precision=contribution.precision,
        is_secret=contribution.is_secret,
        valence=contribution.valence,
        attributes={key: value for key, value in db.session.execute(query) if value},
    )


def _store(contribution: Contribution, draft: ContributionDraft) -> None:
    area_set_ids = [found.id for found in area_sets_of(process_by_id(contribution.process_id))]
    refuse_swapped_axes([draft], area_set_ids)
    row: Row = {"id": contribution.id, "geometry": draft.geometry}
    placements = place([row], area_set_ids)
    for name in ("quality", "valence", "text", "title", "geometry", "place_text", "precision", "is_secret"):
        setattr(contribution, name, getattr(draft, name))
    contribution.cell_100m = row["cell_100m"]
    contribution.flags = flags_of(draft.title, draft.text, draft.place_text)
    contribution.urgency = urgency_of(contribution.flags)
    contribution.state = "submitted"
    contribution.released_text = None
    db.session.flush()
    for table in (Attribute, Placement):
        db.session.execute(delete(table).where(table.contribution_id == contribution.id))
    attributes = [
        {"contribution_id": contribution.id, "key": key, "value_text": value}
        for key, value in draft.attributes.items()
    ]
    for table, rows in ((Attribute, attributes), (Placement, placements)):
        if rows:
            db.session.execute(insert(table), rows)
    searching.renew(contribution.id, draft.title, draft.text, draft.place_text)
    index.refresh([contribution.id])
